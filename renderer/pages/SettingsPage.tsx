import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { isChosen, NewPassword, noPassword } from '../components/NewPassword.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { OfficeFields, officeProblem } from '../components/OfficeFields.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { PasswordInput } from '../components/PasswordInput.tsx';
import { type TypedVillage, villageProblem, withLocalCodes } from '../components/readVillages.ts';
import { VillageEditor } from '../components/VillageEditor.tsx';

/** The office's names and villages, and the user's own password. */
export function SettingsPage() {
  const [tab, setTab] = useState<'office' | 'password'>('office');
  return (
    <Box sx={{ maxWidth: 900 }}>
      <PageHeader title="设置" />
      <Paper sx={{ border: `1px solid ${colours.line}` }}>
        <Tabs
          value={tab}
          onChange={(_, next: 'office' | 'password') => setTab(next)}
          aria-label="设置分类"
          sx={{ px: 2, borderBottom: `1px solid ${colours.line}` }}
        >
          <Tab value="office" label="单位和村（社区）" id="tab-office" aria-controls="panel-office" />
          <Tab value="password" label="修改密码" id="tab-password" aria-controls="panel-password" />
        </Tabs>
        <Box role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`} sx={{ p: 3 }}>
          {tab === 'office' ? <OfficeForm /> : <PasswordForm />}
        </Box>
      </Paper>
    </Box>
  );
}

function OfficeForm() {
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const { office } = useWork();
  const [names, setNames] = useState({
    province: office.province,
    city: office.city,
    county: office.county,
    township: office.township,
  });
  const [villages, setVillages] = useState<readonly TypedVillage[]>(office.villages);
  const [checked, setChecked] = useState(false);
  const save = useMutation({
    mutationFn: () => api.call('office.save', { ...names, villages: withLocalCodes(villages) }),
    onSuccess: async () => {
      setVillages(withLocalCodes(villages));
      await client.invalidateQueries({ queryKey: ['office.get'] });
      await client.invalidateQueries({ queryKey: ['register.list'] });
      notice({ severity: 'success', text: '已保存单位和村（社区）' });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const fine = officeProblem(names) === undefined && villageProblem(villages) === undefined;
    setChecked(!fine);
    if (fine) save.mutate();
  };
  return (
    <Stack component="form" noValidate spacing={2} onSubmit={submit}>
      <OfficeFields names={names} onChange={setNames} problem={checked ? officeProblem(names) : undefined} />
      <VillageEditor
        villages={villages}
        onChange={setVillages}
        height={220}
        error={checked ? villageProblem(villages) : undefined}
      />
      {save.isError && <Alert severity="error">{messageOf(save.error)}</Alert>}
      <Button type="submit" variant="contained" loading={save.isPending} sx={{ alignSelf: 'flex-end' }}>
        保存
      </Button>
    </Stack>
  );
}

function PasswordForm() {
  const api = useApi();
  const notice = useNotice();
  const { session, office } = useWork();
  const owner = { userName: session.user, officeName: office.township };
  const [oldPassword, setOldPassword] = useState('');
  const [choice, setChoice] = useState(noPassword);
  const change = useMutation({
    mutationFn: () => api.call('session.changePassword', { oldPassword, newPassword: choice.password }),
    onSuccess: () => {
      setOldPassword('');
      setChoice(noPassword);
      notice({ severity: 'success', text: '密码已修改，下次打开请用新密码' });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <Stack component="form" noValidate spacing={2} onSubmit={submit} sx={{ maxWidth: 440 }}>
      <PasswordInput label="现在的密码" value={oldPassword} onChange={setOldPassword} />
      <NewPassword owner={owner} label="新密码" value={choice} onChange={setChoice} />
      {change.isError && <Alert severity="error">{messageOf(change.error)}</Alert>}
      <Button
        type="submit"
        variant="contained"
        loading={change.isPending}
        disabled={oldPassword === '' || !isChosen(choice, owner)}
        sx={{ alignSelf: 'flex-end' }}
      >
        修改密码
      </Button>
    </Stack>
  );
}
