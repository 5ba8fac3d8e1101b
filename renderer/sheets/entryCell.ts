import type { GridCell } from '../../shared/forms/sheet.ts';
import { colours } from '../app/theme.ts';

/** The input takes all of it, and the cell shows where the cursor is. */
const everyCell = {
  // The list of choices opens from the keyboard and by a click; the room for its buttons would push the text aside.
  '& .MuiInputBase-root, & .MuiAutocomplete-inputRoot.MuiInputBase-root': {
    padding: '0 6px',
    minHeight: 'calc(var(--mm) * 7)',
  },
  '& .MuiInputBase-input': { textAlign: 'inherit', lineHeight: 1.3, padding: 0 },
  // A message keeps clear of the lines around the cell.
  '& [id$="-message"]': { px: 0.75, pb: 0.25 },
  '& .MuiInputBase-input:focus-visible': { outline: 'none' },
  '&:hover': { backgroundColor: '#f6faf9' },
  '&:focus-within': { boxShadow: `inset 0 0 0 2px ${colours.accent}`, backgroundColor: '#f6faf9' },
} as const;

/** In one column of twelve a message has room for four characters, so it goes without its sign; the red edge remains. */
const narrowCell = { ...everyCell, '& [id$="-message"] svg': { display: 'none' } } as const;

/** A cell to fill. */
export function entryCell({ cell }: GridCell): typeof everyCell {
  return cell.columns === 1 ? narrowCell : everyCell;
}
