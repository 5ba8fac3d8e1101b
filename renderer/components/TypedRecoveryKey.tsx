import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import type { MethodInput } from '../../shared/contract/methods.ts';
import { KeyBoxes, noGroups, noShareGroups } from './KeyBoxes.tsx';

/** A recovery key while it is typed: one list of groups for a whole one, two for two of its three sheets. */
export type TypedSheets = readonly (readonly string[])[];

export const wholeKey: TypedSheets = [noGroups];
const twoSheets: TypedSheets = [noShareGroups, noShareGroups];

/** What is sent, or undefined while groups are missing. */
export function recoveryKeyOf(sheets: TypedSheets): MethodInput<'recovery.begin'> | undefined {
  if (sheets.some((groups) => groups.some((group) => group.trim() === ''))) return undefined;
  const texts = sheets.map((groups) => groups.join('-'));
  return texts.length === 1 ? { recoveryKey: texts[0] ?? '' } : { shares: texts };
}

interface TypedRecoveryKeyProps {
  readonly sheets: TypedSheets;
  readonly onChange: (sheets: TypedSheets) => void;
  /** Whether to say that groups are missing. */
  readonly checked: boolean;
}

/** The recovery key from one sheet, or from two of three. */
export function TypedRecoveryKey({ sheets, onChange, checked }: TypedRecoveryKeyProps) {
  const isSplit = sheets.length > 1;
  return (
    <Stack spacing={2}>
      <Typography>
        {isSplit
          ? '请按纸上的顺序输入任意两张纸上的各组，也可以把一张的各组一起粘贴到它的第1组'
          : '请按纸上的顺序输入九组恢复密钥，也可以把九组一起粘贴到第1组'}
      </Typography>
      {sheets.map((groups, number) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place of a sheet is its identity
        <Box key={`${isSplit} ${number}`}>
          {isSplit && <Typography variant="body2">{number === 0 ? '一张' : '另一张'}</Typography>}
          <KeyBoxes
            groups={groups}
            autoFocus={number === 0}
            label={isSplit ? (number === 0 ? '一张' : '另一张') : '恢复密钥'}
            onChange={(next) => onChange(sheets.map((each, at) => (at === number ? next : each)))}
          />
        </Box>
      ))}
      {checked && <Alert severity="error">还没有填全，请对照纸上的内容补齐</Alert>}
      <Link
        component="button"
        type="button"
        variant="body2"
        sx={{ alignSelf: 'flex-start' }}
        onClick={() => onChange(isSplit ? wholeKey : twoSheets)}
      >
        {isSplit ? '恢复密钥在一张纸上' : '恢复密钥分成三张纸，用其中两张'}
      </Link>
    </Stack>
  );
}
