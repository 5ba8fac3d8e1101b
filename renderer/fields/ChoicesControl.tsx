import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import type { ControlProps } from './controlProps.ts';

/** Several entries of a code table, as boxes to tick. An exclusive one clears the others, and the other way round. */
export function ChoicesControl({ id, kind, label, value, onChange, onBlur, context, ...control }: ControlProps) {
  const entries = kind.options?.(context).entries ?? [];
  const codes: readonly string[] = Array.isArray(value) ? value : [];
  const toggle = (code: string, ticked: boolean): void => {
    const isExclusive = (each: string): boolean => kind.exclusive?.includes(each) ?? false;
    const compatible = codes.filter((each) => each !== code && isExclusive(each) === isExclusive(code));
    const next = ticked ? [...(isExclusive(code) ? [] : compatible), code] : codes.filter((each) => each !== code);
    const ordered = entries.map((entry) => entry.code).filter((each) => next.includes(each));
    onChange(ordered.length === 0 ? null : ordered);
  };
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
          sx={{ m: 0, minHeight: control.variant === 'form' ? 34 : 24 }}
          slotProps={{ typography: { sx: { fontSize: 'inherit', font: 'inherit' } } }}
          control={
            <Checkbox
              checked={codes.includes(entry.code)}
              onChange={(event) => toggle(entry.code, event.target.checked)}
              sx={{ p: 0.5, ...(control.invalid ? { color: 'error.main' } : {}) }}
            />
          }
        />
      ))}
    </Box>
  );
}
