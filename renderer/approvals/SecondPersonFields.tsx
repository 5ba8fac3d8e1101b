import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useId } from 'react';
import type { ApprovalRight, SecondPerson } from '../../shared/contract/secondPerson.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { useWork } from '../app/WorkContext.ts';
import { PasswordInput } from '../components/PasswordInput.tsx';

/** Nobody has typed anything yet. */
export const nobodyYet: SecondPerson = { user: '', password: '' };

interface SecondPersonFieldsProps {
  readonly right: ApprovalRight;
  readonly value: SecondPerson;
  readonly onChange: (value: SecondPerson) => void;
  /** What the core refused, by `second.user` and `second.password`; what is missing too. */
  readonly faults: Readonly<Record<string, string | undefined>>;
}

/** Where somebody else agrees at the same screen: who it is, and his password. */
export function SecondPersonFields({ right, value, onChange, faults }: SecondPersonFieldsProps) {
  const api = useApi();
  const { session } = useWork();
  const labelId = useId();
  const found = useQuery({
    queryKey: ['approval.people', right],
    queryFn: () => api.call('approval.people', { right }),
    gcTime: 0,
  });
  const { people = [], alone = false } = found.data ?? {};
  const only = alone ? session.user : people.length === 1 ? people[0] : undefined;
  useEffect(() => {
    if (only !== undefined && value.user === '') onChange({ ...value, user: only });
  }, [only, value, onChange]);
  if (found.isError) return <Alert severity="error">{messageOf(found.error)}</Alert>;
  if (found.data && !alone && people.length === 0) {
    return <Alert severity="warning">现在没有人能批准。请系统管理员添加一位安全保密员或分管领导，再来办理。</Alert>;
  }
  return (
    <>
      {alone ? (
        <Alert severity="warning" role="note">
          本单位没有别人可以批准，由您本人再输一次密码。这次例外会写入操作记录和年度审计。
        </Alert>
      ) : (
        <Box>
          <Typography id={labelId} variant="body2" sx={{ color: 'text.secondary', mb: 0.25 }}>
            批准人（安全保密员或分管领导）
          </Typography>
          <TextField
            select
            fullWidth
            value={people.includes(value.user) ? value.user : ''}
            onChange={(event) => onChange({ ...value, user: event.target.value })}
            error={faults['second.user'] !== undefined}
            helperText={faults['second.user'] ?? '请批准人本人到电脑前核对后输入密码'}
            slotProps={{ select: { labelId, displayEmpty: true, renderValue: (name) => String(name) || '请选批准人' } }}
          >
            {people.map((name) => (
              <MenuItem key={name} value={name}>
                {name}
              </MenuItem>
            ))}
          </TextField>
        </Box>
      )}
      <PasswordInput
        label={alone ? '您的密码' : '批准人的密码'}
        value={value.password}
        onChange={(password) => onChange({ ...value, password })}
        error={faults['second.password'] ?? (alone ? faults['second.user'] : undefined)}
      />
    </>
  );
}

/** What is missing before somebody can agree. */
export function missingOf({ user, password }: SecondPerson): Record<string, string> {
  return {
    ...(user === '' ? { 'second.user': '请选批准人' } : {}),
    ...(password === '' ? { 'second.password': '请输入密码' } : {}),
  };
}
