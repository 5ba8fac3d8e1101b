import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import type { ControlProps } from './controlProps.ts';

/** 是 or 否. Nothing is chosen until the clerk chooses. */
export function YesNoControl({ id, label, value, onChange, onBlur, ...control }: ControlProps) {
  return (
    <RadioGroup
      row
      id={id}
      aria-labelledby={control.labelledBy}
      aria-label={control.labelledBy === undefined ? label : undefined}
      aria-describedby={control.describedBy}
      aria-required={control.required}
      value={typeof value === 'boolean' ? (value ? '1' : '0') : ''}
      onChange={(_, chosen) => onChange(chosen === '1')}
      onBlur={onBlur}
      sx={{ columnGap: 2 }}
    >
      {[
        { code: '1', text: '是' },
        { code: '0', text: '否' },
      ].map((option) => (
        <FormControlLabel
          key={option.code}
          value={option.code}
          label={option.text}
          sx={{ m: 0, minHeight: control.variant === 'form' ? 34 : 24 }}
          slotProps={{ typography: { sx: { font: 'inherit' } } }}
          control={<Radio sx={{ p: 0.5, ...(control.invalid ? { color: 'error.main' } : {}) }} />}
        />
      ))}
    </RadioGroup>
  );
}
