import Box from '@mui/material/Box';
import OutlinedInput from '@mui/material/OutlinedInput';
import Typography from '@mui/material/Typography';
import { type KeyboardEvent, type ReactNode, type Ref, useId } from 'react';
import { FieldMessage } from './FieldMessage.tsx';

export interface LabelledInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
  readonly help?: string | undefined;
  readonly type?: 'text' | 'password';
  readonly autoFocus?: boolean;
  readonly disabled?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly endAdornment?: ReactNode;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly width?: number | string;
}

/** A text box that is no field of a register: label above, message below. */
export function LabelledInput({
  label,
  value,
  onChange,
  error,
  help,
  type = 'text',
  autoFocus = false,
  disabled = false,
  inputRef,
  endAdornment,
  onKeyDown,
  width = '100%',
}: LabelledInputProps) {
  const id = useId();
  const messageId = `${id}-message`;
  return (
    <Box sx={{ width }}>
      <Typography
        variant="body2"
        component="label"
        htmlFor={id}
        sx={{ display: 'block', color: 'text.secondary', mb: 0.25 }}
      >
        {label}
      </Typography>
      <OutlinedInput
        id={id}
        size="small"
        fullWidth
        type={type}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoFocus={autoFocus}
        disabled={disabled}
        inputRef={inputRef}
        autoComplete="off"
        spellCheck={false}
        error={error !== undefined}
        endAdornment={endAdornment}
        onKeyDown={onKeyDown}
        inputProps={{
          'aria-invalid': error !== undefined,
          'aria-describedby': error !== undefined || help !== undefined ? messageId : undefined,
        }}
      />
      {error !== undefined && (
        <FieldMessage id={messageId} severity="error">
          {error}
        </FieldMessage>
      )}
      {error === undefined && help !== undefined && (
        <Typography id={messageId} variant="caption" color="textSecondary" component="div">
          {help}
        </Typography>
      )}
    </Box>
  );
}
