import Box from '@mui/material/Box';
import type { OfficeSettings } from '../../shared/contract/methods.ts';
import { isPlaceName, lengthOf, longestOfficeName } from '../../shared/rules/officeName.ts';
import { LabelledInput } from './LabelledInput.tsx';
import { type TypedVillage, withLocalCodes } from './readVillages.ts';

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

export type OfficeProblems = Partial<Readonly<Record<keyof OfficeNames, string>>>;

/** Every level that is missing, too long or no name of a place, as a sentence at its field. */
export function officeProblems(names: OfficeNames): OfficeProblems {
  return Object.fromEntries(
    levels.flatMap(({ key, label }) => {
      const name = names[key].trim();
      if (name === '') return [[key, `请填${label}全称`]];
      if (lengthOf(name) > longestOfficeName) return [[key, `不能超过${longestOfficeName}字，请缩短`]];
      return isPlaceName(name) ? [] : [[key, '地名只能用文字，不能有数字和符号，请改正']];
    }),
  );
}

/** The office as it is stored: without blanks around names, every village with a code. */
export function officeOf(names: OfficeNames, villages: readonly TypedVillage[]): OfficeSettings {
  return {
    province: names.province.trim(),
    city: names.city.trim(),
    county: names.county.trim(),
    township: names.township.trim(),
    villages: withLocalCodes(villages).map(({ code, name }) => ({ code, name: name.trim() })),
  };
}

interface OfficeFieldsProps {
  readonly names: OfficeNames;
  readonly onChange: (names: OfficeNames) => void;
  readonly problems: OfficeProblems;
  /** Whether the cursor begins in the first box. */
  readonly autoFocus?: boolean;
}

/** Four boxes in two columns. */
export function OfficeFields({ names, onChange, problems, autoFocus = false }: OfficeFieldsProps) {
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 2 }}>
      {levels.map(({ key, label }, index) => (
        <LabelledInput
          key={key}
          label={label}
          value={names[key]}
          onChange={(value) => onChange({ ...names, [key]: value })}
          error={problems[key]}
          autoFocus={autoFocus && index === 0}
        />
      ))}
    </Box>
  );
}
