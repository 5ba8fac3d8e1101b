import Alert from '@mui/material/Alert';
import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useId } from 'react';
import { approvedAbove, longestLeavingText } from '../../shared/contract/exportMethods.ts';
import { FieldMessage } from '../components/FieldMessage.tsx';
import { PasswordInput } from '../components/PasswordInput.tsx';
import type { LeavingForm } from './useLeaving.ts';

/** Purposes and receivers that an office begins with; its own come first as soon as there are some. */
const usual = {
  purpose: ['报县民政局', '报县未成年人保护工作委员会', '入户走访核对', '补贴审核'],
  receiver: ['县民政局', '县未保办', '村（社区）儿童主任', '本单位留存'],
} as const;

/** Asks what a file is for, who gets it, and on what it goes; for many people a second person agrees here. */
export function LeavingFields({ form, onPaper = false }: { readonly form: LeavingForm; readonly onPaper?: boolean }) {
  const { entry, change, faults, choices, needsSecond } = form;
  // Paper goes on no stick.
  const sticks = onPaper ? [] : (choices?.sticks ?? []);
  const approval = choices?.approval;
  return (
    <>
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', columnGap: 2, rowGap: 1.5, alignItems: 'start' }}>
        <LeavingText
          label="用途"
          value={entry.purpose}
          onChange={(purpose) => change({ purpose })}
          error={faults.purpose}
          options={[...(choices?.purposes ?? []), ...usual.purpose]}
        />
        <LeavingText
          label="交给谁"
          value={entry.receiver}
          onChange={(receiver) => change({ receiver })}
          error={faults.receiver}
          options={[...(choices?.receivers ?? []), ...usual.receiver]}
        />
        {sticks.length > 0 && (
          <Choice
            label="存到哪里"
            value={entry.stick}
            onChange={(stick) => change({ stick })}
            options={[
              { value: '', text: '本机文件夹' },
              ...sticks.map(({ id, label }) => ({ value: id, text: `U盘 ${label}` })),
            ]}
          />
        )}
      </Box>
      {needsSecond && approval && (
        <Box component="fieldset" sx={{ border: 0, m: 0, p: 0, display: 'flex', flexDirection: 'column', gap: 1 }}>
          <Alert severity="warning" icon={false}>
            一次{onPaper ? '打印' : '导出'}超过{approvedAbove}人。
            {approval.alone
              ? '本单位没有别人可以同意，由您再输一次密码，并记为例外。'
              : approval.people.length === 0
                ? '现在没有人有权同意，请先由系统管理员设一位安全保密员或分管领导。'
                : '请安全保密员或分管领导在这里输入密码同意。'}
            违法提供公民个人信息要承担法律责任，请只{onPaper ? '打印' : '导出'}用得着的人和项目。
          </Alert>
          <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', columnGap: 2 }}>
            {approval.alone ? (
              <Typography sx={{ alignSelf: 'center' }}>同意人：{entry.user}（本人，例外）</Typography>
            ) : (
              <Choice
                label="同意人"
                value={entry.user}
                onChange={(user) => change({ user })}
                error={faults.user}
                options={approval.people.map((name) => ({ value: name, text: name }))}
              />
            )}
            <PasswordInput
              label="同意人的密码"
              value={entry.password}
              onChange={(password) => change({ password })}
              error={faults.password ?? (approval.alone ? faults.user : undefined)}
            />
          </Box>
        </Box>
      )}
      {faults.whole !== undefined && <Alert severity="error">{faults.whole}</Alert>}
    </>
  );
}

interface LeavingTextProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
  readonly options: readonly string[];
}

/** A line that is chosen from what was written before, or written anew. */
function LeavingText({ label, value, onChange, error, options }: LeavingTextProps) {
  const id = useId();
  return (
    <Box>
      <Typography variant="body2" component="label" htmlFor={id} sx={{ color: 'text.secondary' }}>
        {label}
      </Typography>
      <Autocomplete
        id={id}
        freeSolo
        forcePopupIcon
        options={[...new Set(options)]}
        // What is written in full needs no list, which would lie over the buttons.
        filterOptions={(all) => all.filter((option) => option.includes(value.trim()) && option !== value.trim())}
        inputValue={value}
        onInputChange={(_, next) => onChange([...next].slice(0, longestLeavingText).join(''))}
        renderInput={(params) => (
          <TextField
            {...params}
            error={error !== undefined}
            slotProps={{
              ...params.slotProps,
              htmlInput: {
                ...params.slotProps.htmlInput,
                'aria-describedby': error !== undefined ? `${id}-message` : undefined,
              },
            }}
          />
        )}
      />
      {error !== undefined && (
        <FieldMessage id={`${id}-message`} severity="error">
          {error}
        </FieldMessage>
      )}
    </Box>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
  readonly options: readonly { readonly value: string; readonly text: string }[];
}

function Choice({ label, value, onChange, error, options }: ChoiceProps) {
  const id = useId();
  return (
    <Box>
      <Typography variant="body2" component="label" htmlFor={id} sx={{ color: 'text.secondary', display: 'block' }}>
        {label}
      </Typography>
      <TextField
        select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        error={error !== undefined}
        slotProps={{ select: { displayEmpty: true, SelectDisplayProps: { 'aria-label': label } } }}
      >
        {options.map((option) => (
          <MenuItem key={option.value} value={option.value}>
            {option.text}
          </MenuItem>
        ))}
      </TextField>
      {error !== undefined && (
        <FieldMessage id={`${id}-message`} severity="error">
          {error}
        </FieldMessage>
      )}
    </Box>
  );
}
