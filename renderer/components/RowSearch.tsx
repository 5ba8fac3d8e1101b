import Search from '@mui/icons-material/Search';
import InputAdornment from '@mui/material/InputAdornment';
import OutlinedInput from '@mui/material/OutlinedInput';
import type { KeyboardEvent, ReactNode, Ref } from 'react';
import { useComposedText } from './useComposedText.ts';

interface RowSearchProps {
  /** What is searched, for a reader who does not see the page. */
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** Leaves the box for the rows. */
  readonly onLeave: () => void;
  /** In pixels. */
  readonly width: number;
  readonly maxLength?: number;
  /** The key that leads here. */
  readonly hint?: ReactNode;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** The search box above a table: Enter and ↓ go to the rows, Esc empties it; an input method loses no keystroke. */
export function RowSearch({
  label,
  placeholder,
  value,
  onChange,
  onLeave,
  width,
  maxLength,
  hint,
  inputRef,
}: RowSearchProps) {
  const typed = useComposedText(value, onChange);
  return (
    <OutlinedInput
      size="small"
      value={typed.value}
      onChange={typed.onChange}
      placeholder={placeholder}
      autoComplete="off"
      spellCheck={false}
      inputRef={inputRef}
      startAdornment={
        <InputAdornment position="start">
          <Search fontSize="small" />
        </InputAdornment>
      }
      endAdornment={hint}
      inputProps={{
        'aria-label': label,
        maxLength,
        onCompositionEnd: typed.onCompositionEnd,
        onKeyDown: (event: KeyboardEvent) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter' || event.key === 'ArrowDown') onLeave();
          else if (event.key === 'Escape') onChange('');
          else return;
          event.preventDefault();
        },
      }}
      sx={{ width, flex: 'none', '& input': { height: 20 } }}
    />
  );
}
