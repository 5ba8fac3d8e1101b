import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import type { ControlProps } from './controlProps.ts';
import { toggledCodes } from './toggledCodes.ts';

/** Several entries of a code table, as boxes to tick. An exclusive one clears the others, and the other way round. */
export function ChoicesControl({ id, kind, label, value, onChange, onBlur, context, ...control }: ControlProps) {
  const entries = kind.options?.(context).entries ?? [];
  const codes: readonly string[] = Array.isArray(value) ? value : [];
  return (
    <Box
      id={id}
      role="group"
      aria-labelledby={control.labelledBy}
      aria-label={control.labelledBy === undefined ? label : undefined}
      aria-describedby={control.describedBy}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onBlur?.();
      }}
      sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, rowGap: 0 }}
    >
      {entries.map((entry) => (
        <FormControlLabel
          key={entry.code}
          label={entry.label}
          sx={{ m: 0, minHeight: 34 }}
          slotProps={{ typography: { sx: { fontSize: 'inherit', font: 'inherit' } } }}
          control={
            <Checkbox
              checked={codes.includes(entry.code)}
              onChange={() => onChange(toggledCodes(kind, entries, codes, entry.code))}
              sx={{ p: 0.5, ...(control.invalid ? { color: 'error.main' } : {}) }}
            />
          }
        />
      ))}
    </Box>
  );
}
