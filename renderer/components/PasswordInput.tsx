import VisibilityOffOutlined from '@mui/icons-material/VisibilityOffOutlined';
import VisibilityOutlined from '@mui/icons-material/VisibilityOutlined';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import { useState } from 'react';
import { LabelledInput, type LabelledInputProps } from './LabelledInput.tsx';

type PasswordInputProps = Omit<LabelledInputProps, 'type' | 'endAdornment'>;

/** A box for a password that can be looked at while typing. */
export function PasswordInput(properties: PasswordInputProps) {
  const [visible, setVisible] = useState(false);
  const Icon = visible ? VisibilityOffOutlined : VisibilityOutlined;
  return (
    <LabelledInput
      {...properties}
      type={visible ? 'text' : 'password'}
      endAdornment={
        <InputAdornment position="end">
          <IconButton
            size="small"
            edge="end"
            aria-label={visible ? '隐藏输入的字符' : '显示输入的字符'}
            aria-pressed={visible}
            onClick={() => setVisible(!visible)}
          >
            <Icon fontSize="small" />
          </IconButton>
        </InputAdornment>
      }
    />
  );
}
