import Box from '@mui/material/Box';
import { LabelledInput } from './LabelledInput.tsx';

/** The names of the office's place, from the province down. */
export interface OfficeNames {
  readonly province: string;
  readonly city: string;
  readonly county: string;
  readonly township: string;
}

export const noOfficeNames: OfficeNames = { province: '', city: '', county: '', township: '' };

const levels = [
  { key: 'province', label: '省（自治区、直辖市）' },
  { key: 'city', label: '市（州）' },
  { key: 'county', label: '县（市、区）' },
  { key: 'township', label: '镇（乡、街道）' },
] as const satisfies readonly { readonly key: keyof OfficeNames; readonly label: string }[];

/** The first level that is missing or too long, as a sentence at its field. */
export function officeProblem(
  names: OfficeNames,
): { readonly key: keyof OfficeNames; readonly message: string } | undefined {
  for (const { key, label } of levels) {
    const length = names[key].trim().length;
    if (length === 0) return { key, message: `请填${label}全称` };
    if (length > 30) return { key, message: '不能超过30字，请缩短' };
  }
  return undefined;
}

interface OfficeFieldsProps {
  readonly names: OfficeNames;
  readonly onChange: (names: OfficeNames) => void;
  readonly problem: ReturnType<typeof officeProblem>;
  /** Whether the cursor begins in the first box. */
  readonly autoFocus?: boolean;
}

/** Four boxes in two columns. */
export function OfficeFields({ names, onChange, problem, autoFocus = false }: OfficeFieldsProps) {
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 2 }}>
      {levels.map(({ key, label }, index) => (
        <LabelledInput
          key={key}
          label={label}
          value={names[key]}
          onChange={(value) => onChange({ ...names, [key]: value })}
          error={problem?.key === key ? problem.message : undefined}
          autoFocus={autoFocus && index === 0}
        />
      ))}
    </Box>
  );
}
