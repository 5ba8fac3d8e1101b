import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import { useApi } from '../api/ApiContext.ts';
import { isUnchecked, messageOf } from '../api/CallError.ts';
import { LabelledInput } from '../components/LabelledInput.tsx';
import { PasswordInput } from '../components/PasswordInput.tsx';
import { useFaultFocus } from '../components/useFaultFocus.ts';

interface RestoreFormProps {
  /** The backup that was chosen, or null for the newest sound one. */
  readonly id: string | null;
  readonly user: string;
  readonly onRestored: (restored: MethodOutput<'backup.restore'>) => void;
  readonly onCancel?: () => void;
}

/** Who restores, by the password of the time of the backup. */
export function RestoreForm({ id, user: knownUser, onRestored, onCancel }: RestoreFormProps) {
  const api = useApi();
  const [user, setUser] = useState(knownUser);
  const [password, setPassword] = useState('');
  const [checked, setChecked] = useState(false);
  const { form, goToFault } = useFaultFocus();
  const restore = useMutation({
    mutationFn: () => api.call('backup.restore', { id, user: user.trim(), password }),
    onSuccess: onRestored,
    onError: (error) => {
      if (!isUnchecked(error)) setPassword('');
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (restore.isPending) return;
    const isWhole = user.trim() !== '' && password !== '';
    setChecked(!isWhole);
    if (isWhole) restore.mutate();
    else goToFault();
  };
  return (
    <Stack ref={form} component="form" spacing={2} noValidate onSubmit={submit} aria-label="用备份恢复">
      <Typography variant="body2" color="textSecondary">
        现在的数据文件不会删除，会改名留在数据文件夹里。密码是备份那一天使用的密码。用户和角色也回到那一天，后来停用的人要再停用一次。
      </Typography>
      <LabelledInput
        label="用户"
        autoFocus={knownUser === ''}
        value={user}
        onChange={setUser}
        error={checked && user.trim() === '' ? '请填用户' : undefined}
      />
      <PasswordInput
        label="密码"
        autoFocus={knownUser !== ''}
        value={password}
        onChange={setPassword}
        error={checked && password === '' ? '请输入密码' : undefined}
      />
      {restore.isError && <Alert severity="error">{messageOf(restore.error)}</Alert>}
      <Stack direction="row" spacing={1} sx={{ justifyContent: 'flex-end' }}>
        {onCancel && (
          <Button variant="outlined" disabled={restore.isPending} onClick={onCancel}>
            取消
          </Button>
        )}
        <Button type="submit" variant="contained" loading={restore.isPending} loadingPosition="start">
          {restore.isPending ? '正在恢复，请不要关机' : '恢复'}
        </Button>
      </Stack>
    </Stack>
  );
}
