import InputBase, { type InputBaseProps } from '@mui/material/InputBase';
import OutlinedInput from '@mui/material/OutlinedInput';
import type { ControlProps } from './controlProps.ts';
import { useTypedText } from './useTypedText.ts';

interface TextControlProps extends ControlProps {
  readonly multiline?: boolean;
  readonly placeholder?: string;
  readonly inputMode?: 'text' | 'numeric';
}

/** A box for typed text: a line, several lines, a number or a date. */
export function TextControl({ multiline = false, placeholder, inputMode, ...control }: TextControlProps) {
  const text = useTypedText(control);
  const paper = control.variant === 'paper';
  const properties: InputBaseProps = {
    id: control.id,
    value: text.value,
    onChange: text.onChange,
    onBlur: text.onBlur,
    fullWidth: true,
    multiline,
    error: control.invalid,
    autoComplete: 'off',
    spellCheck: false,
    ...(placeholder === undefined || paper ? {} : { placeholder }),
    inputProps: {
      onCompositionEnd: text.onCompositionEnd,
      'aria-label': control.labelledBy === undefined ? control.label : undefined,
      'aria-required': control.required,
      'aria-invalid': control.invalid,
      'aria-describedby': control.describedBy,
      inputMode,
    },
  };
  if (paper) return <InputBase {...properties} sx={{ font: 'inherit', color: 'inherit', px: 0.5, py: 0 }} />;
  return <OutlinedInput {...properties} size="small" {...(multiline ? { minRows: 2 } : {})} />;
}
