import InputBase, { type InputBaseProps } from '@mui/material/InputBase';
import OutlinedInput from '@mui/material/OutlinedInput';
import type { FocusEvent, KeyboardEvent } from 'react';
import { gapPlaceholder, gapWord } from '../components/GapMark.tsx';
import type { ControlProps } from './controlProps.ts';

import { useTypedText } from './useTypedText.ts';

interface TextControlProps extends ControlProps {
  readonly multiline?: boolean;
  readonly placeholder?: string;
  readonly inputMode?: 'text' | 'numeric';
}

/** A box for typed text: a line, several lines, a number or a date. On paper it grows with its text, as print does. */
export function TextControl({ multiline = false, placeholder, inputMode, ...control }: TextControlProps) {
  const text = useTypedText(control);
  const paper = control.variant === 'paper';
  const properties: InputBaseProps = {
    id: control.id,
    value: text.value,
    onChange: text.onChange,
    onBlur: text.onBlur,
    fullWidth: true,
    error: control.invalid,
    autoComplete: 'off',
    spellCheck: false,
    ...placeholderOf(control, placeholder),
    inputProps: {
      onCompositionEnd: text.onCompositionEnd,
      'aria-label': control.labelledBy === undefined ? control.label : undefined,
      'aria-required': control.required,
      'aria-invalid': control.invalid,
      'aria-describedby': control.describedBy,
      inputMode,
    },
  };
  if (!paper)
    return <OutlinedInput {...properties} size="small" multiline={multiline} {...(multiline ? { minRows: 2 } : {})} />;
  return (
    <InputBase
      {...properties}
      inputComponent="textarea"
      inputProps={{ ...properties.inputProps, rows: 1, ...(multiline ? {} : oneLine) }}
      sx={{
        font: 'inherit',
        color: 'inherit',
        px: 0.5,
        py: 0,
        ...gapPlaceholder,
        '& .MuiInputBase-input': { fieldSizing: 'content', height: 'auto', resize: 'none', overflowWrap: 'anywhere' },
      }}
    />
  );
}

/** On paper and in tables there is no room beside the box, so an empty one says itself that it waits. */
function placeholderOf({ variant, gap }: ControlProps, placeholder: string | undefined): { placeholder?: string } {
  if (variant === 'paper') return gap ? { placeholder: gapWord } : {};
  return placeholder === undefined ? {} : { placeholder };
}

/** A text area that holds one line, however many it is wrapped into: it begins no new one, and Tab selects all of it. */
const oneLine = {
  'data-one-line': '',
  onKeyDown: (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) event.preventDefault();
  },
  onFocus: ({ currentTarget }: FocusEvent<HTMLTextAreaElement>): void => {
    if (!currentTarget.matches(':active')) currentTarget.select();
  },
} as const;
