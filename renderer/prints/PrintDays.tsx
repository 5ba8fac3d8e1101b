import Box from '@mui/material/Box';
import { useState } from 'react';
import { calendarDateFault, chineseDate, parseCalendarDate } from '../../shared/rules/calendarDate.ts';
import { LabelledInput } from '../components/LabelledInput.tsx';
import type { PrintFilter } from './printQueries.ts';

interface PrintDaysProps extends Pick<PrintFilter, 'from' | 'to'> {
  readonly onChange: (days: Partial<Pick<PrintFilter, 'from' | 'to'>>) => void;
}

/** Days from and to, typed any way; what is no day yet narrows nothing. */
export function PrintDays({ from, to, onChange }: PrintDaysProps) {
  return (
    <Box sx={{ display: 'flex', gap: 1 }}>
      <Day label="从哪天" value={from} onChange={(day) => onChange({ from: day })} />
      <Day label="到哪天" value={to} onChange={(day) => onChange({ to: day })} />
    </Box>
  );
}

interface DayProps {
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

function Day({ label, value, onChange }: DayProps) {
  const [typed, setTyped] = useState('');
  const isStale = value === null && parseCalendarDate(typed) !== undefined;
  const text = isStale ? '' : typed;
  return (
    <LabelledInput
      label={label}
      value={text}
      onChange={(next) => {
        setTyped(next);
        onChange(parseCalendarDate(next) ?? null);
      }}
      error={text.trim() === '' ? undefined : calendarDateFault(text)}
      {...(value !== null && { help: chineseDate(value) })}
      width={150}
    />
  );
}
