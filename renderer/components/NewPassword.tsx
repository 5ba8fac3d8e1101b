import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { checkPassword, type PasswordContext, passwordRule } from '../../shared/rules/password.ts';
import { colours } from '../app/theme.ts';
import { PasswordInput } from './PasswordInput.tsx';

/** A new password while it is chosen: typed twice. */
export interface PasswordChoice {
  readonly password: string;
  readonly repeated: string;
}

export const noPassword: PasswordChoice = { password: '', repeated: '' };

const grades = ['很弱', '弱', '一般', '强', '很强'] as const;
const tones = ['error', 'error', 'warning', 'success', 'success'] as const;

/** What keeps the choice from being stored, as one sentence; undefined when it can be. The core judges again, by the same rule. */
export function passwordProblem(choice: PasswordChoice, owner: PasswordContext): string | undefined {
  return problemOfFirst(choice, owner) ?? problemOfSecond(choice);
}

function problemOfFirst({ password }: PasswordChoice, owner: PasswordContext): string | undefined {
  if (password === '') return '请输入密码';
  return checkPassword(password, owner).acceptable ? undefined : '密码还不能用，请按密码下面的提示修改';
}

function problemOfSecond({ password, repeated }: PasswordChoice): string | undefined {
  if (repeated === '') return '请把密码再输一次';
  return password === repeated ? undefined : '两次输入不一致，请把密码再输一次';
}

interface NewPasswordProps {
  readonly value: PasswordChoice;
  readonly onChange: (value: PasswordChoice) => void;
  /** What the password must not repeat; see `usePasswordContext`. */
  readonly owner: PasswordContext;
  readonly label?: string;
  /** Whether to say at the boxes what is missing or wrong. */
  readonly checked?: boolean;
  /** What else is wrong with it, said first. */
  readonly problem?: string | undefined;
}

/** Two boxes and a meter that says in words what is still missing. */
export function NewPassword({ value, onChange, owner, label = '密码', checked = false, problem }: NewPasswordProps) {
  const rating = checkPassword(value.password, owner);
  const differs = value.repeated !== '' && !value.password.startsWith(value.repeated);
  return (
    <Stack spacing={2}>
      <Box>
        <PasswordInput
          label={label}
          value={value.password}
          onChange={(password) => onChange({ ...value, password })}
          error={checked ? (problem ?? problemOfFirst(value, owner)) : undefined}
        />
        <LinearProgress
          variant="determinate"
          aria-label="密码强度"
          aria-valuetext={value.password === '' ? '未填' : (grades[rating.score] ?? '')}
          value={value.password === '' ? 0 : (rating.score + 1) * 20}
          color={value.password === '' ? 'inherit' : (tones[rating.score] ?? 'error')}
          sx={{ mt: 1, height: 6, borderRadius: 1, color: colours.lineStrong }}
        />
        <Typography variant="body2" component="div" aria-live="polite" sx={{ mt: 0.5 }}>
          {value.password === '' ? (
            passwordRule
          ) : (
            <>
              <strong>
                密码强度：{grades[rating.score]}
                {rating.acceptable ? '，可以使用' : ''}
              </strong>
              {rating.reasons.map((reason) => (
                <div key={reason}>{reason}</div>
              ))}
            </>
          )}
        </Typography>
      </Box>
      <PasswordInput
        label={`再输一次${label}`}
        value={value.repeated}
        onChange={(repeated) => onChange({ ...value, repeated })}
        error={differs ? '两次输入不一致，请重输' : checked ? problemOfSecond(value) : undefined}
      />
    </Stack>
  );
}
