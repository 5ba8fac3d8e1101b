import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import type { ErrorCode } from '../../shared/contract/result.ts';
import { useApi } from '../api/ApiContext.ts';
import { CallError, isUnchecked, messageOf } from '../api/CallError.ts';
import { CenteredPage } from '../components/CenteredPage.tsx';
import { LabelledInput } from '../components/LabelledInput.tsx';
import { PasswordInput } from '../components/PasswordInput.tsx';
import { useFaultFocus } from '../components/useFaultFocus.ts';
import { lockInWords } from './lockInWords.ts';

interface UnlockPageProps {
  readonly demo: MethodOutput<'app.state'>['demo'];
  readonly notices: readonly string[];
  readonly version: string;
  readonly onUnlocked: () => Promise<void>;
  /** The data are not sound: there is more to say than a sentence. */
  readonly onBroken: () => void;
  readonly onRecover: () => void;
}

const broken: readonly ErrorCode[] = ['damaged', 'missing', 'foreign'];

/** User and password, one button, Enter. */
export function UnlockPage({ demo, notices, version, onUnlocked, onBroken, onRecover }: UnlockPageProps) {
  const api = useApi();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [checked, setChecked] = useState(false);
  const { form, goToFault } = useFaultFocus();
  const [reason] = useState(() => lockInWords(new URLSearchParams(location.search).get('after')));
  const unlock = useMutation({
    mutationFn: () => api.call('session.unlock', { user: user.trim(), password }),
    onSuccess: onUnlocked,
    onError: (error) => {
      if (!isUnchecked(error)) setPassword('');
      if (error instanceof CallError && broken.includes(error.code)) onBroken();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (unlock.isPending) return;
    const isWhole = user.trim() !== '' && password !== '';
    setChecked(!isWhole);
    if (isWhole) unlock.mutate();
    else {
      unlock.reset();
      goToFault();
    }
  };
  return (
    <CenteredPage title="打开台账" footer={`版本 ${version}　数据已加密，只存在本机`}>
      <Stack ref={form} component="form" spacing={2} onSubmit={submit} noValidate>
        {/* 保守国家秘密法 §31: state secrets never stand on this computer. */}
        <Typography variant="body2" sx={{ fontWeight: 600 }}>
          本软件不得处理国家秘密
        </Typography>
        {notices.map((notice) => (
          <Alert key={notice} severity="warning" role="note">
            {notice}
          </Alert>
        ))}
        {reason !== undefined && (
          <Alert severity="info" role="note">
            {reason}
          </Alert>
        )}
        {demo && (
          <Alert severity="info" role="note">
            这是演示，里面的人都是虚构的
            <br />
            用户 <strong>{demo.user}</strong>，密码 <strong>{demo.password}</strong>
          </Alert>
        )}
        <LabelledInput
          label="用户"
          value={user}
          onChange={setUser}
          autoFocus
          error={checked && user.trim() === '' ? '请填用户' : undefined}
        />
        <PasswordInput
          label="密码"
          value={password}
          onChange={setPassword}
          error={checked && password === '' ? '请输入密码' : undefined}
        />
        {unlock.isError && <Alert severity="error">{messageOf(unlock.error)}</Alert>}
        <Button type="submit" variant="contained" size="large" loading={unlock.isPending} loadingPosition="start">
          {unlock.isPending ? '正在打开' : '打开'}
        </Button>
        <Link component="button" type="button" variant="body2" onClick={onRecover} sx={{ alignSelf: 'center' }}>
          忘记密码，用恢复密钥打开
        </Link>
      </Stack>
    </CenteredPage>
  );
}
