import Button, { type ButtonProps } from '@mui/material/Button';
import { Key } from './Key.tsx';
import { useShortcut } from './useShortcut.ts';

interface ActionButtonProps extends Omit<ButtonProps, 'endIcon'> {
  readonly onClick: () => void;
  /** The key that does the same, shown beside the words. */
  readonly shortcut?: string;
}

/** A button with its key. The key is not part of the button's name. */
export function ActionButton({ shortcut, onClick, disabled = false, children, ...rest }: ActionButtonProps) {
  useShortcut(disabled ? undefined : shortcut, onClick);
  return (
    <Button
      {...rest}
      disabled={disabled}
      onClick={onClick}
      aria-keyshortcuts={shortcut?.replace('Ctrl', 'Control')}
      endIcon={shortcut === undefined ? undefined : <Key>{shortcut}</Key>}
    >
      {children}
    </Button>
  );
}
