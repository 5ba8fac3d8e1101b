import Alert from '@mui/material/Alert';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/ApiContext.ts';
import { backupStatusQuery } from '../api/queries.ts';

/** What is to be done about backups, if anything: one bar each. */
export function BackupAlerts() {
  const api = useApi();
  const status = useQuery(backupStatusQuery(api)).data;
  if (status === undefined) return null;
  return (
    <>
      {status.isDiskNearlyFull && (
        <Alert severity="error" role="note">
          硬盘快满了，只剩{status.megabytesFree.toLocaleString('zh-CN')}{' '}
          MB，不能备份。请删除不用的大文件，或联系维护人员。
        </Alert>
      )}
      {status.failure !== null && !status.isDiskNearlyFull && (
        <Alert severity="error" role="note">
          最近一次备份没有成功：{status.failure}
        </Alert>
      )}
      {status.secondCopyDue && (
        <Alert severity="warning" role="note">
          {status.secondCopy === null ? '备份还没有复制到U盘。' : '超过7天没有把备份复制到U盘。'}
          电脑坏了或丢了，只有U盘上的备份能恢复；请到“设置”的“备份”里复制，U盘锁在柜子里。
        </Alert>
      )}
    </>
  );
}
