import MuiLink from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useApi } from '../api/ApiContext.ts';
import { backupStatusQuery } from '../api/queries.ts';
import { useRights } from '../app/useRights.ts';
import { momentInWords } from '../components/momentInWords.ts';

/** When the last backup was made, at the foot of every page; leads whoever may make one to the backups. */
export function LastBackup() {
  const api = useApi();
  const { has } = useRights();
  const status = useQuery(backupStatusQuery(api)).data;
  if (status === undefined) return null;
  const words = status.isRunning
    ? '正在备份'
    : status.failure !== null
      ? '备份没有成功'
      : status.last === null
        ? '还没有备份'
        : `最近备份 ${momentInWords(status.last)}`;
  const color = status.failure === null ? 'inherit' : 'error';
  const sx = { fontWeight: status.failure === null ? undefined : 600 };
  if (!has('backup.make')) {
    return (
      <Typography component="span" color={color} sx={{ font: 'inherit', ...sx }}>
        {words}
      </Typography>
    );
  }
  return (
    <MuiLink component={Link} to="/settings" state={{ tab: 'backup' }} color={color} sx={sx}>
      {words}
    </MuiLink>
  );
}
