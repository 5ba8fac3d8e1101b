import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Popper from '@mui/material/Popper';
import { type KeyboardEvent, useRef, useState } from 'react';
import { colours } from '../app/theme.ts';
import { Key } from '../components/Key.tsx';

interface ImportCellEditorProps {
  /** What the cell is: 第17行身份证号. */
  readonly label: string;
  readonly text: string;
  /** What was typed to open the editor and takes the place of the text; null where the text is mended. */
  readonly typedFirst: string | null;
  /** Whether all cells of the column with this text can be mended at once. */
  readonly repeated: boolean;
  readonly onSave: (text: string, everywhere: boolean) => void;
  /** The editor is left; the table has the keys again. */
  readonly onLeave: () => void;
}

/** The box in which a cell is mended: Enter saves, Esc leaves it as it was, going elsewhere saves as spreadsheets do. */
export function ImportCellEditor({ label, text, typedFirst, repeated, onSave, onLeave }: ImportCellEditorProps) {
  const [typed, setTyped] = useState(typedFirst ?? text);
  const [anchor, setAnchor] = useState<HTMLInputElement | null>(null);
  // Leaving the box by a key makes it lose the focus too, which is no second way to leave.
  const left = useRef(false);
  const leave = (save: boolean, everywhere = false): void => {
    if (left.current) return;
    left.current = true;
    if (save && typed !== text) onSave(typed, everywhere);
    onLeave();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') leave(true, event.ctrlKey && repeated);
    else if (event.key === 'Tab') leave(true);
    else if (event.key === 'Escape') leave(false);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        ref={setAnchor}
        className="editor"
        aria-label={label}
        // biome-ignore lint/a11y/noAutofocus: the clerk has just asked to write here
        autoFocus
        autoComplete="off"
        spellCheck={false}
        maxLength={2000}
        value={typed}
        onFocus={(event) => {
          const { value } = event.currentTarget;
          event.currentTarget.setSelectionRange(typedFirst === null ? 0 : value.length, value.length);
        }}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => leave(true)}
      />
      <Popper open={anchor !== null} anchorEl={anchor} placement="bottom-start" sx={{ zIndex: 2 }}>
        <Paper
          sx={{
            border: `1px solid ${colours.lineStrong}`,
            boxShadow: 2,
            px: 1,
            py: 0.5,
            mt: 0.25,
            fontSize: 13,
            color: 'text.secondary',
            display: 'flex',
            alignItems: 'center',
            gap: 1,
          }}
        >
          <span>
            <Key>Enter</Key> 保存
          </span>
          <span>
            <Key>Esc</Key> 不改
          </span>
          {repeated && text !== '' && (
            <Button
              size="small"
              tabIndex={-1}
              disabled={typed === text}
              endIcon={<Key>Ctrl+Enter</Key>}
              // The box keeps the cursor until the button has been heard.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => leave(true, true)}
              sx={{ minHeight: 26, py: 0, fontSize: 13 }}
            >
              同样的全部改
            </Button>
          )}
        </Paper>
      </Popper>
    </>
  );
}
