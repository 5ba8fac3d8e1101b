import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Stack from '@mui/material/Stack';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { MethodInput } from '../../shared/contract/methods.ts';
import { useApi } from '../api/ApiContext.ts';
import { CallError, messageOf } from '../api/CallError.ts';
import { appStateQuery } from '../api/queries.ts';
import { CenteredPage } from '../components/CenteredPage.tsx';
import { NewPassword, noPassword, passwordProblem } from '../components/NewPassword.tsx';
import {
  isTypedBack,
  keyOnPaperAction,
  RecoveryKeyStep,
  type TypedBack,
  typedGroupsOf,
} from '../components/RecoveryKeyStep.tsx';
import { recoveryKeyOf, TypedRecoveryKey, type TypedSheets, wholeKey } from '../components/TypedRecoveryKey.tsx';
import { useFaultFocus } from '../components/useFaultFocus.ts';
import { usePasswordContext } from '../components/usePasswordContext.ts';

interface RecoveryPageProps {
  readonly onDone: () => Promise<void>;
  readonly onBack: () => void;
}

/** The paper key opens the vault: choose the user, a new password, and a new paper key. */
export function RecoveryPage({ onDone, onBack }: RecoveryPageProps) {
  const api = useApi();
  const today = useQuery(appStateQuery(api)).data?.today ?? '';
  const [sheets, setSheets] = useState(wholeKey);
  const [chosenUser, setChosenUser] = useState<string | null>(null);
  const [password, setPassword] = useState(noPassword);
  const [typed, setTyped] = useState<TypedBack>({});
  const [onPaper, setOnPaper] = useState(false);
  const [passwordSet, setPasswordSet] = useState(false);
  const [checked, setChecked] = useState(false);
  const begin = useMutation({
    mutationFn: (input: MethodInput<'recovery.begin'>) => api.call('recovery.begin', input),
  });
  const users = begin.data?.users ?? [];
  const user = chosenUser ?? (users.length === 1 ? (users[0] ?? null) : null);
  const owner = usePasswordContext(user ?? '');
  const finish = useMutation({
    mutationFn: (input: { user: string; typedGroups: ReturnType<typeof typedGroupsOf> }) =>
      api.call('recovery.finish', { ...input, newPassword: password.password }),
    onSuccess: onDone,
    // The pinyin of the names is known to the core alone: what it refuses is changed where it was typed.
    onError: (error) => setPasswordSet(!(error instanceof CallError && error.fields.newPassword !== undefined)),
  });

  const { form, goToFault } = useFaultFocus();
  const isPasswordFine = user !== null && passwordProblem(password, owner) === undefined;
  const changeKey = (next: TypedSheets): void => {
    setSheets(next);
    setChecked(false);
    begin.reset();
  };
  const submitKey = (event: FormEvent): void => {
    event.preventDefault();
    const key = recoveryKeyOf(sheets);
    setChecked(key === undefined);
    if (key) begin.mutate(key);
    else begin.reset();
  };
  const submitPassword = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(!isPasswordFine);
    setPasswordSet(isPasswordFine);
    if (!isPasswordFine) goToFault();
  };
  const submitTyped = (event: FormEvent): void => {
    event.preventDefault();
    if (!begin.data || user === null) return;
    if (!onPaper) setOnPaper(true);
    else if (isTypedBack(begin.data.offer, typed)) {
      finish.mutate({ user, typedGroups: typedGroupsOf(begin.data.offer, typed) });
    } else {
      setChecked(true);
      goToFault();
    }
  };

  if (begin.data && passwordSet) {
    return (
      <CenteredPage title="新的恢复密钥" width={860}>
        <Stack ref={form} component="form" spacing={2} noValidate onSubmit={submitTyped}>
          <Alert severity="info" role="note">
            旧的恢复密钥已经用过，完成后作废，请销毁旧纸
          </Alert>
          <RecoveryKeyStep
            offer={begin.data.offer}
            unit=""
            today={today}
            typed={typed}
            onTyped={setTyped}
            checked={checked}
            onPaper={onPaper}
            onLookAgain={() => setOnPaper(false)}
          />
          {finish.isError && <Alert severity="error">{messageOf(finish.error)}</Alert>}
          <Actions
            // Where there is nothing to type, Enter goes on.
            key={`${onPaper}`}
            autoFocus={!onPaper}
            label={onPaper ? '完成并打开台账' : keyOnPaperAction}
            pending={finish.isPending}
            onBack={() => setPasswordSet(false)}
          />
        </Stack>
      </CenteredPage>
    );
  }
  if (begin.data) {
    return (
      <CenteredPage title="设置新密码" width={520}>
        <Stack ref={form} component="form" spacing={2} noValidate onSubmit={submitPassword}>
          <FormControl error={checked && user === null}>
            <FormLabel id="recovery-user">为哪个用户设置新密码</FormLabel>
            <RadioGroup
              aria-labelledby="recovery-user"
              value={user ?? ''}
              onChange={(_, value) => setChosenUser(value)}
            >
              {users.map((name, index) => (
                <FormControlLabel key={name} value={name} label={name} control={<Radio autoFocus={index === 0} />} />
              ))}
            </RadioGroup>
          </FormControl>
          <NewPassword
            owner={owner}
            label="新密码"
            value={password}
            checked={checked}
            onChange={(next) => {
              setPassword(next);
              finish.reset();
            }}
          />
          {checked && user === null && <Alert severity="error">请先选用户</Alert>}
          {finish.isError && !checked && <Alert severity="error">{messageOf(finish.error)}</Alert>}
          <Actions label="下一步" pending={false} onBack={onBack} />
        </Stack>
      </CenteredPage>
    );
  }
  return (
    <CenteredPage title="用恢复密钥打开" width={680}>
      <Stack component="form" spacing={2} noValidate onSubmit={submitKey}>
        <TypedRecoveryKey sheets={sheets} onChange={changeKey} checked={checked} />
        {begin.isError && <Alert severity="error">{messageOf(begin.error)}</Alert>}
        <Actions label="下一步" pending={begin.isPending} onBack={onBack} />
      </Stack>
    </CenteredPage>
  );
}

interface ActionsProps {
  readonly label: string;
  readonly autoFocus?: boolean;
  readonly pending: boolean;
  readonly onBack: () => void;
}

function Actions({ label, autoFocus = false, pending, onBack }: ActionsProps) {
  return (
    <Box sx={{ display: 'flex', justifyContent: 'flex-end', gap: 1 }}>
      <Button variant="outlined" onClick={onBack} disabled={pending}>
        返回
      </Button>
      <Button type="submit" variant="contained" autoFocus={autoFocus} loading={pending}>
        {label}
      </Button>
    </Box>
  );
}
