import VisibilityOffOutlined from '@mui/icons-material/VisibilityOffOutlined';
import VisibilityOutlined from '@mui/icons-material/VisibilityOutlined';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import { type KeyboardEvent, useState } from 'react';
import { LabelledInput, type LabelledInputProps } from './LabelledInput.tsx';

type PasswordInputProps = Omit<LabelledInputProps, 'type' | 'endAdornment' | 'onKeyDown'>;

/**
 * A box for a password that can be looked at while typing. Tab goes from it to the next field; the eye has a key of its own, which a
 * screen reader tells with it.
 */
export function PasswordInput(properties: PasswordInputProps) {
  const [visible, setVisible] = useState(false);
  const Icon = visible ? VisibilityOffOutlined : VisibilityOutlined;
  const show = (event: KeyboardEvent): void => {
    if (!event.altKey || event.ctrlKey || event.code !== 'KeyV') return;
    event.preventDefault();
    setVisible(!visible);
  };
  return (
    <LabelledInput
      {...properties}
      onKeyDown={show}
      type={visible ? 'text' : 'password'}
      endAdornment={
        <InputAdornment position="end">
          <IconButton
            size="small"
            edge="end"
            aria-label={visible ? '隐藏输入的字符' : '显示输入的字符'}
            aria-pressed={visible}
            aria-keyshortcuts="Alt+V"
            title={`${visible ? '隐藏' : '显示'}输入的字符（Alt+V）`}
            tabIndex={-1}
            onClick={() => setVisible(!visible)}
          >
            <Icon fontSize="small" />
          </IconButton>
        </InputAdornment>
      }
    />
  );
}
