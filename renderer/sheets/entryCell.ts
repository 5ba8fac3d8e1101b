import { colours } from '../app/theme.ts';

/** A cell to fill: the input takes all of it, and the cell shows where the cursor is. */
export const entryCell = {
  '& .MuiInputBase-root': { padding: '0 4px', minHeight: 'calc(var(--mm) * 7)' },
  '& .MuiInputBase-input': { textAlign: 'inherit', height: '1.5em', padding: 0 },
  '& .MuiInputBase-input:focus-visible': { outline: 'none' },
  '&:hover': { backgroundColor: '#f6faf9' },
  '&:focus-within': { boxShadow: `inset 0 0 0 2px ${colours.accent}`, backgroundColor: '#f6faf9' },
} as const;
