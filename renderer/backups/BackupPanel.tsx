import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { refusalText } from '../../shared/rights/methodRights.ts';
import { rightsOf } from '../../shared/rights/rights.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { backupListQuery, backupStatusQuery } from '../api/queries.ts';
import { useWork } from '../app/WorkContext.ts';
import { momentInWords } from '../components/momentInWords.ts';
import { useNotice } from '../components/NoticeProvider.tsx';
import { ProgressDialog } from '../components/ProgressDialog.tsx';
import { sticksQuery } from '../sticks/stickQueries.ts';
import { BackupAlerts } from './BackupAlerts.tsx';
import { BackupTable } from './BackupTable.tsx';
import { type ListedBackup, losesNothing, madeInWords, restoreWarning } from './backupWords.ts';
import { RestoreForm } from './RestoreForm.tsx';

/** What is running now, by the name of its job. */
interface Running {
  readonly job: string;
  readonly label: string;
}

/** Backups in the settings: when the last one was made, a copy on a stick, rehearsal and restore. */
export function BackupPanel() {
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const { session } = useWork();
  const mayRestore = rightsOf(session.roles).has('backup.restore');
  const status = useQuery(backupStatusQuery(api)).data;
  const list = useQuery(backupListQuery(api));
  const [running, setRunning] = useState<Running | null>(null);
  const [chosen, setChosen] = useState<ListedBackup | null>(null);
  const sticks = (useQuery(sticksQuery(api)).data?.sticks ?? []).filter(({ usable }) => usable);
  const [stick, setStick] = useState('');
  const refresh = async (): Promise<void> => {
    setRunning(null);
    await client.invalidateQueries({ queryKey: ['backup.status'] });
    await client.invalidateQueries({ queryKey: ['backup.list'] });
  };
  const run = useMutation({
    mutationFn: async ({ label, work }: { label: string; work: (job: string) => Promise<string | null> }) => {
      const job = crypto.randomUUID();
      setRunning({ job, label });
      return work(job);
    },
    onSuccess: (text) => {
      if (text !== null) notice({ severity: 'success', text });
    },
    onSettled: refresh,
  });
  const make = (): void =>
    run.mutate({
      label: '正在备份',
      work: async (job) =>
        `已备份，含${(await api.call('backup.make', { job })).history.toLocaleString('zh-CN')}条改动记录`,
    });
  const copyOut = (): void =>
    run.mutate({
      label: '正在复制备份',
      work: async (job) => {
        const { folder, sameDisk } = await api.call('backup.copyOut', { job, stick: stick === '' ? null : stick });
        if (folder === null) return null;
        return sameDisk
          ? `已复制并核对：${folder}。这个文件夹和台账在同一块硬盘上，请再复制到U盘`
          : `已复制并核对：${folder}。可以拔出U盘`;
      },
    });
  const rehearse = (backup: ListedBackup): void =>
    run.mutate({
      label: '正在试恢复',
      work: async (job) => {
        const { made, history } = await api.call('backup.rehearse', { id: backup.id, job });
        return `试恢复成功：${momentInWords(made)}的备份可以用，含${history.toLocaleString('zh-CN')}条改动记录`;
      },
    });
  const isBusy = running !== null;
  const backups = list.data?.backups ?? [];
  return (
    <Stack spacing={2}>
      <BackupAlerts />
      <Typography>
        {status === undefined
          ? '正在查看备份'
          : status.last === null
            ? '还没有备份。'
            : `最近备份：${momentInWords(status.last)}。有改动时，打开台账、关闭程序和使用中每半小时自动备份。`}
        {status?.secondCopy != null &&
          `最近一次复制到${status.secondCopy.sameDisk ? '本机文件夹' : 'U盘'}：${momentInWords(status.secondCopy.at)}。`}
      </Typography>
      {run.isError && <Alert severity="error">{messageOf(run.error)}</Alert>}
      <Stack direction="row" spacing={1}>
        <Button variant="contained" disabled={isBusy} onClick={make}>
          立即备份
        </Button>
        <Button variant="outlined" disabled={isBusy} onClick={copyOut}>
          复制到U盘
        </Button>
        {sticks.length > 0 && (
          <TextField
            select
            value={stick}
            onChange={(event) => setStick(event.target.value)}
            slotProps={{ select: { displayEmpty: true, SelectDisplayProps: { 'aria-label': '哪个U盘' } } }}
            sx={{ width: 220 }}
          >
            <MenuItem value="">没有登记的盘或文件夹</MenuItem>
            {sticks.map(({ id, label }) => (
              <MenuItem key={id} value={id}>
                U盘 {label}
              </MenuItem>
            ))}
          </TextField>
        )}
      </Stack>
      {list.isError && <Alert severity="error">{messageOf(list.error)}</Alert>}
      {backups.length > 0 && (
        <BackupTable
          backups={backups}
          actions={(backup) => (
            <>
              <Button size="small" disabled={isBusy || !backup.isWhole} onClick={() => rehearse(backup)}>
                试恢复
              </Button>
              {mayRestore && (
                <Button size="small" disabled={isBusy || !backup.isWhole} onClick={() => setChosen(backup)}>
                  恢复
                </Button>
              )}
            </>
          )}
        />
      )}
      {backups.length > 0 && !mayRestore && (
        <Typography variant="body2" color="textSecondary">
          {refusalText([['backup.restore']])}
        </Typography>
      )}
      {running && <ProgressDialog job={running.job} label={running.label} delay={300} />}
      <RestoreDialog
        backup={chosen}
        backups={backups}
        isChanged={list.data?.changedSinceNewest === true}
        user={session.user}
        onClose={() => setChosen(null)}
      />
    </Stack>
  );
}

function RestoreDialog({
  backup,
  backups,
  isChanged,
  user,
  onClose,
}: {
  readonly backup: ListedBackup | null;
  readonly backups: readonly ListedBackup[];
  readonly isChanged: boolean;
  readonly user: string;
  readonly onClose: () => void;
}) {
  if (backup === null) return null;
  const isNewest = backup.id === backups[0]?.id;
  const isLost = !losesNothing(backup) || !isNewest || isChanged;
  return (
    <Dialog open onClose={onClose} aria-labelledby="restore-title">
      <DialogTitle id="restore-title">恢复到{madeInWords(backup, backups)}</DialogTitle>
      <DialogContent>
        <Stack spacing={2} sx={{ width: 440, maxWidth: '100%' }}>
          <Alert severity={isLost ? 'warning' : 'info'} role="note">
            {restoreWarning(backup, isNewest, !isNewest || isChanged)}
            恢复后会锁定，请重新输入密码打开。
          </Alert>
          {/* The host locks and takes the page down; until then nothing may be clicked. */}
          <RestoreForm id={backup.id} user={user} onRestored={() => undefined} onCancel={onClose} />
        </Stack>
      </DialogContent>
    </Dialog>
  );
}
