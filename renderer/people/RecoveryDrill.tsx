import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { MethodInput } from '../../shared/contract/methods.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { momentInWords } from '../components/momentInWords.ts';
import { useNotice } from '../components/NoticeProvider.tsx';
import { recoveryKeyOf, TypedRecoveryKey, type TypedSheets, wholeKey } from '../components/TypedRecoveryKey.tsx';
import { recoveryStatusQuery } from './peopleQueries.ts';

/** Once a year: whether the recovery key on paper still opens. Nothing is changed by it, and the paper stays valid. */
export function RecoveryDrill() {
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const status = useQuery(recoveryStatusQuery(api)).data;
  const [sheets, setSheets] = useState<TypedSheets | null>(null);
  const [checked, setChecked] = useState(false);
  const drill = useMutation({
    mutationFn: (input: MethodInput<'recovery.drill'>) => api.call('recovery.drill', input),
    onSuccess: () => {
      setSheets(null);
      notice({ severity: 'success', text: '恢复密钥可以用。请把纸重新装袋密封，由两人签名' });
    },
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ['recovery.status'] });
      await client.invalidateQueries({ queryKey: ['app.state'] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (sheets === null) return;
    const key = recoveryKeyOf(sheets);
    setChecked(key === undefined);
    if (key && !drill.isPending) drill.mutate(key);
  };
  return (
    <Stack component="form" spacing={2} noValidate onSubmit={submit} aria-label="恢复演练">
      <Typography variant="h2">恢复演练</Typography>
      <Typography>
        所有人都忘记密码时，只有恢复密钥的纸能打开台账。每年取出来试一次，只核对，不改动任何内容，纸继续有效。
        {status &&
          (status.lastDrill === null
            ? '还没有演练过。'
            : `上次演练：${momentInWords(status.lastDrill.at)}，${status.lastDrill.by}，${status.lastDrill.opened ? '可以打开' : '没能打开'}。`)}
      </Typography>
      {status?.isDrillDue === true && sheets === null && (
        <Alert severity="warning" role="note">
          一年内还没有成功演练过
        </Alert>
      )}
      {sheets === null ? (
        <Button variant="outlined" onClick={() => setSheets(wholeKey)} sx={{ alignSelf: 'flex-start' }}>
          开始演练
        </Button>
      ) : (
        <>
          <Box sx={{ maxWidth: 560 }}>
            <TypedRecoveryKey
              sheets={sheets}
              checked={checked}
              onChange={(next) => {
                setSheets(next);
                setChecked(false);
                drill.reset();
              }}
            />
          </Box>
          {drill.isError && <Alert severity="error">{messageOf(drill.error)}</Alert>}
          <Stack direction="row" spacing={1}>
            <Button type="submit" variant="contained" loading={drill.isPending}>
              核对
            </Button>
            <Button variant="outlined" disabled={drill.isPending} onClick={() => setSheets(null)}>
              取消
            </Button>
          </Stack>
        </>
      )}
    </Stack>
  );
}
