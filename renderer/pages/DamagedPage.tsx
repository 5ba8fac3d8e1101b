import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import { useApi } from '../api/ApiContext.ts';
import { backupListQuery } from '../api/queries.ts';
import { BackupTable } from '../backups/BackupTable.tsx';
import type { ListedBackup } from '../backups/backupWords.ts';
import { RestoreForm } from '../backups/RestoreForm.tsx';
import { CenteredPage } from '../components/CenteredPage.tsx';
import { momentInWords } from '../components/momentInWords.ts';

/** What is wrong, what to do, and the way back by a backup. Nothing here deletes a file. */
export function DamagedPage({
  problem,
  onRestored,
}: {
  readonly problem: string;
  readonly onRestored: () => Promise<void>;
}) {
  const api = useApi();
  const backups = useQuery(backupListQuery(api)).data?.backups ?? [];
  /** What is to be restored: the newest sound one, or the one that was chosen; nothing yet. */
  const [choice, setChoice] = useState<'newest' | ListedBackup | null>(null);
  const [restored, setRestored] = useState<MethodOutput<'backup.restore'> | null>(null);
  if (restored !== null) {
    return (
      <CenteredPage title="已用备份恢复" width={560}>
        <Stack spacing={2}>
          <Alert severity="success">
            台账已恢复到{momentInWords(restored.made)}。这以后的改动需要重新登记。
            {restored.skipped > 0 && `有${restored.skipped}份更新的备份已经损坏，没有使用。`}
          </Alert>
          {restored.kept !== null && (
            <Typography>原来的文件没有删除，放在数据文件夹的“{restored.kept}”里，请留给维护人员查看。</Typography>
          )}
          <Typography>打开时请用备份那一天的密码。如果硬盘反复损坏数据，请尽快更换。</Typography>
          <Button variant="contained" autoFocus onClick={() => void onRestored()}>
            打开台账
          </Button>
        </Stack>
      </CenteredPage>
    );
  }
  return (
    <CenteredPage title="台账暂时打不开" width={backups.length > 0 ? 860 : 560}>
      <Alert severity="error">{problem}</Alert>
      <Typography component="div" sx={{ mt: 2 }}>
        在找到原因以前：
        <ul style={{ margin: '8px 0 0', paddingInlineStart: 24 }}>
          <li>不要删除、移动或改名数据文件夹里的任何文件；</li>
          <li>先把整个数据文件夹复制一份到U盘保存；</li>
          <li>
            {backups.length > 0
              ? '关闭程序后重新打开；仍打不开时，用下面的备份恢复。'
              : '关闭程序后重新打开；仍打不开时，请联系维护人员。U盘上有备份的，把备份文件夹复制到数据文件夹的“备份”里，再打开程序。'}
          </li>
        </ul>
      </Typography>
      {backups.length > 0 && (
        <Stack spacing={2} sx={{ mt: 3 }}>
          <Typography variant="h2">用备份恢复</Typography>
          {choice === null ? (
            <>
              <Button variant="contained" sx={{ alignSelf: 'flex-start' }} onClick={() => setChoice('newest')}>
                用最近的好备份恢复
              </Button>
              <BackupTable
                backups={backups}
                actions={(backup) => (
                  <Button size="small" disabled={!backup.isWhole} onClick={() => setChoice(backup)}>
                    用这份恢复
                  </Button>
                )}
              />
            </>
          ) : (
            <Box sx={{ maxWidth: 440 }}>
              <Typography sx={{ mb: 1 }}>
                {choice === 'newest'
                  ? '从最近的一份开始逐份核对，用第一份完好的恢复。'
                  : `恢复到${momentInWords(choice.made)}，这以后的改动会丢失。`}
              </Typography>
              <RestoreForm
                id={choice === 'newest' ? null : choice.id}
                user=""
                onRestored={setRestored}
                onCancel={() => setChoice(null)}
              />
            </Box>
          )}
        </Stack>
      )}
    </CenteredPage>
  );
}
