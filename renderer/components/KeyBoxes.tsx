import Box from '@mui/material/Box';
import OutlinedInput from '@mui/material/OutlinedInput';
import Typography from '@mui/material/Typography';
import { useRef } from 'react';

/** Characters of a group. */
const groupLength = 4;

/** The nine groups of a recovery key before any is typed. */
export const noGroups: readonly string[] = Array.from({ length: 9 }, () => '');
/** The eleven groups of one of three sheets. */
export const noShareGroups: readonly string[] = Array.from({ length: 11 }, () => '');

interface KeyBoxesProps {
  readonly groups: readonly string[];
  /** What the boxes are of: 恢复密钥, 第一张. */
  readonly label?: string;
  readonly autoFocus?: boolean;
  readonly onChange: (groups: readonly string[]) => void;
}

/** A box for each group; a full box leads on to the next, and a whole key can be pasted. */
export function KeyBoxes({ groups, label = '恢复密钥', autoFocus = true, onChange }: KeyBoxesProps) {
  const boxes = useRef<(HTMLInputElement | null)[]>([]);
  const change = (index: number, text: string): void => {
    const parts = text
      .normalize('NFKC')
      .split(/[^0-9A-Za-z]+/u)
      .filter(Boolean);
    const next = groups.map((group, at) => (at < index ? group : (parts[at - index] ?? (at === index ? '' : group))));
    onChange(next);
    const [first = ''] = parts;
    const grown = first.length > (groups[index] ?? '').length;
    if (parts.length > 1) boxes.current[Math.min(index + parts.length, groups.length) - 1]?.focus();
    else if (first.length === groupLength && grown) boxes.current[index + 1]?.focus();
  };
  return (
    <Box
      role="group"
      aria-label={label}
      sx={{ display: 'grid', gridTemplateColumns: `repeat(${groups.length > 9 ? 4 : 3}, 1fr)`, gap: 1.5 }}
    >
      {groups.map((group, index) => (
        <OutlinedInput
          // biome-ignore lint/suspicious/noArrayIndexKey: position is the identity of a group
          key={index}
          size="small"
          value={group}
          autoFocus={autoFocus && index === 0}
          autoComplete="off"
          spellCheck={false}
          inputRef={(element: HTMLInputElement | null) => {
            boxes.current[index] = element;
          }}
          onChange={(event) => change(index, event.target.value)}
          startAdornment={
            <Typography component="span" variant="caption" color="textSecondary" sx={{ mr: 1 }}>
              {index + 1}
            </Typography>
          }
          inputProps={{
            'aria-label': `第${index + 1}组`,
            style: { fontFamily: 'Consolas, "Courier New", monospace', fontSize: 18 },
          }}
        />
      ))}
    </Box>
  );
}
