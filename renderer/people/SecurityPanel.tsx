import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { idleMinutes } from '../../shared/contract/idleMinutes.ts';
import type { SecuritySettings } from '../../shared/contract/peopleMethods.ts';
import { rightsOf } from '../../shared/rights/rights.ts';
import { passwordDays } from '../../shared/rules/password.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { useWork } from '../app/WorkContext.ts';
import { LabelledInput } from '../components/LabelledInput.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { recoveryStatusQuery, securityQuery } from './peopleQueries.ts';
import { RecoveryDrill } from './RecoveryDrill.tsx';
import { RecoveryRenewal } from './RecoveryRenewal.tsx';

/** How the desk is kept: when it locks itself, whether old passwords are spoken of, and whether the recovery key still opens. */
export function SecurityPanel() {
  const api = useApi();
  const { session } = useWork();
  const held = rightsOf(session.roles);
  const stored = useQuery(securityQuery(api)).data;
  const recovery = useQuery({ ...recoveryStatusQuery(api), enabled: held.has('people.grant') }).data;
  return (
    <Stack spacing={4}>
      {stored && <DeskForm stored={stored} mayChange={held.has('people.manage') || held.has('people.grant')} />}
      {held.has('people.grant') && <RecoveryDrill />}
      {held.has('people.grant') && recovery && <RecoveryRenewal isSplit={recovery.isSplit} />}
    </Stack>
  );
}

function DeskForm({ stored, mayChange }: { readonly stored: SecuritySettings; readonly mayChange: boolean }) {
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const [minutes, setMinutes] = useState(String(stored.idleMinutes));
  const [reminder, setReminder] = useState(stored.passwordReminder);
  const [checked, setChecked] = useState(false);
  const number = /^\d+$/u.test(minutes.normalize('NFKC').trim()) ? Number(minutes.normalize('NFKC')) : Number.NaN;
  const problem =
    number >= idleMinutes.least && number <= idleMinutes.most
      ? undefined
      : `请填${idleMinutes.least}到${idleMinutes.most}的整数`;
  const save = useMutation({
    mutationFn: () => api.call('security.save', { idleMinutes: number, passwordReminder: reminder }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['security.get'] });
      notice({ severity: 'success', text: '已保存安全设置' });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(problem !== undefined);
    if (problem === undefined && !save.isPending) save.mutate();
  };
  return (
    <Stack component="form" spacing={2} noValidate onSubmit={submit} aria-label="锁定和提醒">
      <Typography variant="h2">锁定和提醒</Typography>
      <LabelledInput
        label={`几分钟没有操作就自动锁定（${idleMinutes.least}到${idleMinutes.most}）`}
        width={280}
        value={minutes}
        onChange={setMinutes}
        disabled={!mayChange}
        error={checked ? problem : undefined}
        help="不论设为几分钟，连续使用8小时、电脑锁屏或睡眠时都会锁定"
      />
      <FormControlLabel
        disabled={!mayChange}
        control={<Checkbox checked={reminder} onChange={(_, next) => setReminder(next)} />}
        label={`密码用满${passwordDays}天时提醒更换`}
      />
      {save.isError && <Alert severity="error">{messageOf(save.error)}</Alert>}
      {mayChange ? (
        <Button type="submit" variant="contained" loading={save.isPending} sx={{ alignSelf: 'flex-start' }}>
          保存
        </Button>
      ) : (
        <Typography variant="body2" color="textSecondary">
          由系统管理员或安全保密员修改。
        </Typography>
      )}
    </Stack>
  );
}
