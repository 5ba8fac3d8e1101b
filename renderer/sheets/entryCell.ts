import { colours } from '../app/theme.ts';

/** A cell to fill: the input takes all of it, and the cell shows where the cursor is. */
export const entryCell = {
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
