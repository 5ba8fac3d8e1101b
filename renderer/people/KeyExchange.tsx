import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import LinearProgress from '@mui/material/LinearProgress';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { useWork } from '../app/WorkContext.ts';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { momentInWords } from '../components/momentInWords.ts';
import { useProgress } from '../components/useProgress.ts';
import { DestructionSheet } from './DestructionSheet.tsx';
import { exposedBackupsQuery } from './peopleQueries.ts';

/** Most lines on the screen; the sheet has them all. */
const shownBackups = 5;

/** How far it is. What was begun is not stopped, so there is no button for it. */
function ExchangeProgress({ job }: { readonly job: string }) {
  const { percent, words } = useProgress(job);
  return (
    <Dialog open aria-labelledby="exchange-title">
      <DialogTitle id="exchange-title">正在更换数据密钥，请不要关机</DialogTitle>
      <DialogContent sx={{ width: 420, maxWidth: '100%' }}>
        <LinearProgress
          aria-label="正在更换数据密钥"
          {...(percent === undefined ? {} : { variant: 'determinate', value: percent })}
          sx={{ mb: 1.5, height: 8, borderRadius: 1 }}
        />
        <Typography variant="body2" color="textSecondary" role="status">
          {words}
        </Typography>
      </DialogContent>
    </Dialog>
  );
}

/** After somebody left: new data keys, and what becomes of the backups that the old ones open. */
export function KeyExchange({ knownTo }: { readonly knownTo: readonly string[] }) {
  const api = useApi();
  const { office, context } = useWork();
  const [asking, setAsking] = useState(false);
  const { backups = [], isReplaced = false } = useQuery(exposedBackupsQuery(api)).data ?? {};
  const exchange = useMutation({ mutationFn: (job: string) => api.call('people.rotateKeys', { job }) });
  if (knownTo.length === 0 && backups.length === 0) return null;
  return (
    <Stack spacing={1.5}>
      {knownTo.length > 0 && (
        <Alert
          severity="warning"
          role="note"
          action={
            <Button color="inherit" variant="outlined" onClick={() => setAsking(true)}>
              更换数据密钥
            </Button>
          }
        >
          {knownTo.join('、')}
          离岗或换岗前能打开的数据，现在还用原来的密钥加密。更换以后，以前拷走的副本和旧密码都打不开新的数据。
        </Alert>
      )}
      {exchange.isError && <Alert severity="error">{messageOf(exchange.error)}</Alert>}
      {backups.length > 0 && (
        <Stack direction="row" spacing={2} sx={{ alignItems: 'flex-start' }}>
          <Typography variant="body2" sx={{ flex: 1 }}>
            有{backups.length}份旧备份，离岗人员可能还打得开：
            {backups
              .slice(0, shownBackups)
              .map(({ made }) => momentInWords(made))
              .join('、')}
            {backups.length > shownBackups && ' 等'}。
            {isReplaced
              ? '请逐份销毁或封存，并在销毁登记上签名。'
              : knownTo.length > 0
                ? '请先更换数据密钥，有了新的备份再销毁这些旧备份。'
                : '还没有用新密钥加密并核对过的备份，旧备份先不要销毁，请到“备份”里备份一次。'}
          </Typography>
          {isReplaced && (
            <Button variant="outlined" onClick={() => window.print()}>
              打印销毁登记
            </Button>
          )}
        </Stack>
      )}
      {isReplaced && (
        <DestructionSheet unit={`${office.county}${office.township}`} today={context.today} backups={backups} />
      )}
      <ConfirmDialog
        open={asking}
        title="更换数据密钥"
        text="会先核对最近的备份，有改动就新做一份，再用新的密钥重新加密全部数据，请不要关机。其他人的密码和恢复密钥照旧。完成后台账会锁定，请重新打开。"
        confirm="更换"
        cancel="先不换"
        onConfirm={() => {
          setAsking(false);
          exchange.mutate(crypto.randomUUID());
        }}
        onCancel={() => setAsking(false)}
      />
      {exchange.isPending && <ExchangeProgress job={exchange.variables} />}
    </Stack>
  );
}
