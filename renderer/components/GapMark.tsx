import Box from '@mui/material/Box';
import { colours } from '../app/theme.ts';

/** What an empty field says of itself when the official forms ask for its value. */
export const gapWord = '待补';

/** The same word in an empty box, dark enough to be read. */
export const gapPlaceholder = {
  '& ::placeholder': { color: colours.inkSoft, opacity: '1 !important', fontSize: 13, fontFamily: 'fontFamily' },
} as const;

/** The quiet mark of a value that may come later: a word, no colour of alarm. */
export function GapMark({ id }: { readonly id?: string }) {
  return (
    <Box
      component="span"
      id={id}
      sx={{
        ml: 0.75,
        px: 0.5,
        fontSize: 12,
        lineHeight: '16px',
        fontFamily: 'fontFamily',
        whiteSpace: 'nowrap',
        color: 'text.secondary',
        border: `1px dashed ${colours.lineStrong}`,
        borderRadius: '3px',
      }}
    >
      {gapWord}
    </Box>
  );
}
