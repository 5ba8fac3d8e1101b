import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Person } from '../../shared/contract/peopleMethods.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { NewPassword, noPassword, passwordProblem } from '../components/NewPassword.tsx';
import { useFaultFocus } from '../components/useFaultFocus.ts';
import { usePasswordContext } from '../components/usePasswordContext.ts';

interface ResetPasswordDialogProps {
  readonly person: Person;
  readonly onDone: (text: string) => void;
  readonly onClose: () => void;
}

/** A first password for somebody who forgot his, was locked out, or comes back. */
export function ResetPasswordDialog({ person, onDone, onClose }: ResetPasswordDialogProps) {
  const api = useApi();
  const [password, setPassword] = useState(noPassword);
  const [checked, setChecked] = useState(false);
  const { form, goToFault } = useFaultFocus();
  const owner = usePasswordContext(person.name);
  const problem = passwordProblem(password, owner);
  const returns = person.disabledAt !== null;
  const reset = useMutation({
    mutationFn: () => api.call('people.resetPassword', { name: person.name, password: password.password }),
    onSuccess: () => onDone(returns ? `${person.name}可以重新打开台账` : `已重设${person.name}的密码`),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(problem !== undefined);
    if (problem !== undefined) goToFault();
    else if (!reset.isPending) reset.mutate();
  };
  return (
    <Dialog open aria-labelledby="reset-title" onClose={() => !reset.isPending && onClose()}>
      <Box ref={form} component="form" noValidate onSubmit={submit} sx={{ width: 480, maxWidth: '100%' }}>
        <DialogTitle id="reset-title">{returns ? `恢复${person.name}` : `重设${person.name}的密码`}</DialogTitle>
        <DialogContent>
          <Stack spacing={2}>
            <Typography>
              {returns && '角色和村照停用前的不变。'}把首次密码当面告诉本人；本人打开后必须改成自己的密码。
            </Typography>
            <NewPassword owner={owner} label="首次密码" value={password} onChange={setPassword} checked={checked} />
            {reset.isError && <Alert severity="error">{messageOf(reset.error)}</Alert>}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button variant="outlined" onClick={onClose} disabled={reset.isPending}>
            取消
          </Button>
          <Button type="submit" variant="contained" loading={reset.isPending}>
            {returns ? '恢复使用' : '重设密码'}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
