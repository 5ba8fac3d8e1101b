import type { GridCell } from '../../shared/forms/sheet.ts';
import { colours } from '../app/theme.ts';
import { mm } from './sheetScale.ts';

const inputRoot = { padding: '0 6px', minHeight: mm(7) } as const;

/** The input takes all of it, and the cell shows where the cursor is. */
const everyCell = {
  // The list of choices opens from the keyboard and by a click; the room for its buttons would push the text aside.
  '& .MuiInputBase-root, & .MuiAutocomplete-inputRoot.MuiInputBase-root': inputRoot,
  '& .MuiInputBase-input': { textAlign: 'inherit', lineHeight: 1.3, padding: 0 },
  // A message keeps clear of the lines around the cell.
  '& [id$="-message"]': { px: 0.75, pb: 0.25 },
  '& .MuiInputBase-input:focus-visible': { outline: 'none' },
  '&:hover': { backgroundColor: '#f6faf9' },
  '&:focus-within': { boxShadow: `inset 0 0 0 2px ${colours.accent}`, backgroundColor: '#f6faf9' },
} as const;

/** Up to this width, in mm, a cell leaves every millimetre to what is typed. */
const narrow = 32;
/** Up to this width a message has room for four characters, so it goes without its sign; the red edge remains. */
const narrowest = 18;

/** A cell to fill. */
export function entryCell({ width }: GridCell) {
  return {
    ...everyCell,
    ...(width <= narrow
      ? { '& .MuiInputBase-root, & .MuiAutocomplete-inputRoot.MuiInputBase-root': { ...inputRoot, padding: '0 2px' } }
      : {}),
    ...(width <= narrowest ? { '& [id$="-message"] svg': { display: 'none' } } : {}),
  };
}
