import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import Typography from '@mui/material/Typography';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import type { OfficeSettings } from '../../shared/contract/methods.ts';
import { rightsOf } from '../../shared/rights/rights.ts';
import { AboutPanel } from '../about/AboutPanel.tsx';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { BackupPanel } from '../backups/BackupPanel.tsx';
import { Key } from '../components/Key.tsx';
import { LeaveDialog } from '../components/LeaveDialog.tsx';
import { NewPassword, noPassword, passwordProblem } from '../components/NewPassword.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { OfficeFields, type OfficeNames, officeOf, officeProblems } from '../components/OfficeFields.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { PasswordInput } from '../components/PasswordInput.tsx';
import { type TypedVillage, villageProblem } from '../components/readVillages.ts';
import { useFaultFocus } from '../components/useFaultFocus.ts';
import { usePasswordContext } from '../components/usePasswordContext.ts';
import { useShortcut } from '../components/useShortcut.ts';
import { VillageEditor } from '../components/VillageEditor.tsx';
import { PeoplePanel } from '../people/PeoplePanel.tsx';
import { SecurityPanel } from '../people/SecurityPanel.tsx';
import { SticksPanel } from '../sticks/SticksPanel.tsx';

const parts = ['office', 'password', 'people', 'security', 'backup', 'sticks', 'about'] as const;
type Part = (typeof parts)[number];
/** With a table whose lines would break at the width of a form. */
const wideParts: readonly Part[] = ['people', 'backup'];

/** The office's names and villages, the user's own password, people and their roles, how the desk is kept, and backups. */
export function SettingsPage() {
  const { state, key } = useLocation();
  const { session } = useWork();
  const held = rightsOf(session.roles);
  const seesPeople = held.has('people.manage') || held.has('people.grant');
  const [tab, setTab] = useState<Part>(parts.find((part) => part === state?.tab) ?? 'office');
  // The foot of the desk leads to the backups, and a reminder to where it is answered, also from here.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same link is followed again, with another key
  useEffect(() => {
    const asked = parts.find((part) => part === state?.tab);
    if (asked) setTab(asked);
  }, [state, key]);
  return (
    <Box sx={{ maxWidth: wideParts.includes(tab) ? undefined : 900 }}>
      <PageHeader title="设置" />
      <Paper sx={{ border: `1px solid ${colours.line}` }}>
        <Tabs
          value={tab}
          onChange={(_, next: Part) => setTab(next)}
          aria-label="设置分类"
          sx={{ px: 2, borderBottom: `1px solid ${colours.line}` }}
        >
          <Tab value="office" label="单位和村（社区）" id="tab-office" aria-controls="panel-office" />
          <Tab value="password" label="修改密码" id="tab-password" aria-controls="panel-password" />
          {seesPeople && <Tab value="people" label="人员与权限" id="tab-people" aria-controls="panel-people" />}
          <Tab value="security" label="安全" id="tab-security" aria-controls="panel-security" />
          {held.has('backup.make') && <Tab value="backup" label="备份" id="tab-backup" aria-controls="panel-backup" />}
          <Tab value="sticks" label="U盘" id="tab-sticks" aria-controls="panel-sticks" />
          <Tab value="about" label="关于" id="tab-about" aria-controls="panel-about" />
        </Tabs>
        <Box role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`} sx={{ p: 3 }}>
          {/* Kept while the password is changed: its names may not be saved yet. */}
          <Box hidden={tab !== 'office'}>
            {held.has('office.write') ? <OfficeForm isShown={tab === 'office'} /> : <OfficeFacts />}
          </Box>
          {tab === 'password' && <PasswordForm />}
          {tab === 'people' && <PeoplePanel />}
          {tab === 'security' && <SecurityPanel />}
          {tab === 'backup' && <BackupPanel />}
          {tab === 'sticks' && <SticksPanel mayManage={held.has('sticks.manage')} />}
          {tab === 'about' && <AboutPanel />}
        </Box>
      </Paper>
    </Box>
  );
}

/** The office for whom it is not to change. */
function OfficeFacts() {
  const { office } = useWork();
  return (
    <Stack spacing={1.5}>
      <Typography>
        {office.province}
        {office.city}
        {office.county}
        {office.township}
      </Typography>
      <Typography variant="h3" component="h2">
        村（社区）{office.villages.length}个
      </Typography>
      <Typography>{office.villages.map(({ name }) => name).join('、')}</Typography>
      <Typography variant="body2" color="textSecondary">
        单位资料由系统管理员修改
      </Typography>
    </Stack>
  );
}

function OfficeForm({ isShown }: { readonly isShown: boolean }) {
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const { office } = useWork();
  const [names, setNames] = useState<OfficeNames>(office);
  const [villages, setVillages] = useState<readonly TypedVillage[]>(office.villages);
  const [attempt, setAttempt] = useState(0);
  const [savedTimes, setSavedTimes] = useState(0);
  const checked = attempt > 0;
  const isChanged = JSON.stringify(officeOf(names, villages)) !== JSON.stringify(officeOf(office, office.villages));
  const save = useMutation({
    mutationFn: (settings: OfficeSettings) => api.call('office.save', settings),
    onSuccess: async (_, settings) => {
      setVillages(settings.villages);
      setSavedTimes((times) => times + 1);
      await client.invalidateQueries({ queryKey: ['office.get'] });
      await client.invalidateQueries({ queryKey: ['register.list'] });
      notice({ severity: 'success', text: '已保存单位和村（社区）' });
    },
  });
  const submit = (): void => {
    if (save.isPending) return;
    const fine = Object.keys(officeProblems(names)).length === 0 && villageProblem(villages) === undefined;
    setAttempt(fine ? 0 : attempt + 1);
    if (fine) save.mutate(officeOf(names, villages));
  };
  useShortcut(isShown ? 'Ctrl+S' : undefined, submit);
  return (
    <Stack
      component="form"
      noValidate
      spacing={2}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        submit();
      }}
    >
      <OfficeFields names={names} onChange={setNames} problems={checked ? officeProblems(names) : {}} />
      <VillageEditor
        // What was done to the list before it was saved is no news after it, and nothing to undo.
        key={savedTimes}
        villages={villages}
        onChange={setVillages}
        stored={office.villages}
        height={220}
        attempt={attempt}
        problem={checked ? villageProblem(villages) : undefined}
      />
      {save.isError && <Alert severity="error">{messageOf(save.error)}</Alert>}
      <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', justifyContent: 'flex-end' }}>
        <Typography variant="body2" color="textSecondary" aria-live="polite">
          {isChanged ? '有改动，还没有保存' : ''}
        </Typography>
        <Button
          type="submit"
          variant="contained"
          loading={save.isPending}
          aria-keyshortcuts="Control+S"
          endIcon={<Key>Ctrl+S</Key>}
        >
          保存
        </Button>
      </Box>
      <LeaveDialog
        when={isChanged}
        title="设置还没有保存"
        text="离开这一页，改动过的单位和村（社区）不会保存。"
        confirm="不保存，离开"
        cancel="留下"
      />
    </Stack>
  );
}

function PasswordForm() {
  const api = useApi();
  const notice = useNotice();
  const { session } = useWork();
  const owner = usePasswordContext(session.user);
  const [oldPassword, setOldPassword] = useState('');
  const [choice, setChoice] = useState(noPassword);
  const [checked, setChecked] = useState(false);
  const { form, goToFault } = useFaultFocus();
  const newProblem =
    choice.password === ''
      ? '请输入新密码'
      : choice.password === oldPassword
        ? '新密码与现在的密码相同，请换一个'
        : undefined;
  const isWhole = oldPassword !== '' && newProblem === undefined && passwordProblem(choice, owner) === undefined;
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
    setChecked(!isWhole);
    if (!isWhole) goToFault();
    else if (!change.isPending) change.mutate();
  };
  return (
    <Stack ref={form} component="form" noValidate spacing={2} onSubmit={submit} sx={{ maxWidth: 440 }}>
      <PasswordInput
        label="现在的密码"
        value={oldPassword}
        onChange={setOldPassword}
        error={checked && oldPassword === '' ? '请输入现在的密码' : undefined}
      />
      <NewPassword
        owner={owner}
        label="新密码"
        value={choice}
        onChange={setChoice}
        checked={checked}
        problem={newProblem}
      />
      {change.isError && !checked && <Alert severity="error">{messageOf(change.error)}</Alert>}
      <Button type="submit" variant="contained" loading={change.isPending} sx={{ alignSelf: 'flex-end' }}>
        修改密码
      </Button>
    </Stack>
  );
}
