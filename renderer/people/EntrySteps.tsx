import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import type { Session } from '../app/WorkContext.ts';
import { CenteredPage } from '../components/CenteredPage.tsx';
import { NewPassword, noPassword, passwordProblem } from '../components/NewPassword.tsx';
import { PasswordInput } from '../components/PasswordInput.tsx';
import { useFaultFocus } from '../components/useFaultFocus.ts';
import { usePasswordContext } from '../components/usePasswordContext.ts';
import { Promises } from './Promises.tsx';
import { lastSignInInWords } from './peopleWords.ts';

interface EntryStepsProps {
  readonly session: Session;
  /** A step was done; the session is asked for anew. */
  readonly onDone: () => Promise<void>;
  /** The work, once nothing is asked any more. */
  readonly children: ReactNode;
}

/** What comes between the password and the work: a password of one's own, and the promise of the year. */
export function EntrySteps({ session, onDone, children }: EntryStepsProps) {
  if (session.mustChangePassword) return <FirstPasswordPage session={session} onDone={onDone} />;
  if (session.promiseYear !== null) return <PromisePage year={session.promiseYear} session={session} onDone={onDone} />;
  return children;
}

function FirstPasswordPage({ session, onDone }: Pick<EntryStepsProps, 'session' | 'onDone'>) {
  const api = useApi();
  const owner = usePasswordContext(session.user);
  const [oldPassword, setOldPassword] = useState('');
  const [choice, setChoice] = useState(noPassword);
  const [checked, setChecked] = useState(false);
  const { form, goToFault } = useFaultFocus();
  const isWhole = oldPassword !== '' && passwordProblem(choice, owner) === undefined;
  const change = useMutation({
    mutationFn: () => api.call('session.changePassword', { oldPassword, newPassword: choice.password }),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(!isWhole);
    if (!isWhole) goToFault();
    else if (!change.isPending) change.mutate();
  };
  return (
    <CenteredPage title="请先设置自己的密码">
      <Stack ref={form} component="form" spacing={2} noValidate onSubmit={submit}>
        <Typography>{session.user}，现在的密码是别人设的。改成只有您自己知道的密码后，才能打开台账。</Typography>
        <PasswordInput
          label="首次密码"
          value={oldPassword}
          onChange={setOldPassword}
          autoFocus
          error={checked && oldPassword === '' ? '请输入首次密码' : undefined}
        />
        <NewPassword owner={owner} label="新密码" value={choice} onChange={setChoice} checked={checked} />
        {change.isError && !checked && <Alert severity="error">{messageOf(change.error)}</Alert>}
        <Button type="submit" variant="contained" size="large" loading={change.isPending}>
          设置密码并继续
        </Button>
      </Stack>
    </CenteredPage>
  );
}

function PromisePage({
  year,
  session,
  onDone,
}: { readonly year: number } & Pick<EntryStepsProps, 'session' | 'onDone'>) {
  const api = useApi();
  const accept = useMutation({ mutationFn: () => api.call('session.acceptPromise', {}), onSuccess: onDone });
  const seen = lastSignInInWords(session.lastSignIn);
  return (
    <CenteredPage title={`${year}年保密承诺`} width={620}>
      <Stack
        component="form"
        spacing={2}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (!accept.isPending) accept.mutate();
        }}
      >
        <Promises />
        <Typography variant="body2" color="textSecondary">
          每年第一次打开时确认一次，承诺人和时间会记录下来。{seen}
        </Typography>
        {accept.isError && <Alert severity="error">{messageOf(accept.error)}</Alert>}
        <Button type="submit" variant="contained" size="large" autoFocus loading={accept.isPending}>
          {session.user}承诺遵守
        </Button>
      </Stack>
    </CenteredPage>
  );
}
