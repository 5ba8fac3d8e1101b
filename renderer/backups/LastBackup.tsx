import MuiLink from '@mui/material/Link';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useApi } from '../api/ApiContext.ts';
import { backupStatusQuery } from '../api/queries.ts';
import { momentInWords } from '../components/momentInWords.ts';

/** When the last backup was made, at the foot of every page; leads to the backups. */
export function LastBackup() {
  const api = useApi();
  const status = useQuery(backupStatusQuery(api)).data;
  if (status === undefined) return null;
  const words = status.isRunning
    ? '正在备份'
    : status.failure !== null
      ? '备份没有成功'
      : status.last === null
        ? '还没有备份'
        : `最近备份 ${momentInWords(status.last)}`;
  return (
    <MuiLink
      component={Link}
      to="/settings"
      state={{ tab: 'backup' }}
      color={status.failure === null ? 'inherit' : 'error'}
      sx={{ fontWeight: status.failure === null ? undefined : 600 }}
    >
      {words}
    </MuiLink>
  );
}
