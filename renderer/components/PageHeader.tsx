import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { person } from '../room/person.ts';

interface PageHeaderProps {
  readonly title: string;
  /** True when the title names somebody. */
  readonly named?: boolean;
  /** Small, before the title. */
  readonly picture?: ReactNode;
  /** Count or state, in words. */
  readonly detail?: ReactNode;
  /** Actions; the primary one stands last, at the same spot on every page. */
  readonly children?: ReactNode;
}

/** The head of a page: what it is, how much there is, and what can be done. */
export function PageHeader({ title, named = false, picture, detail, children }: PageHeaderProps) {
  return (
    <Box
      sx={{
        display: 'grid',
        // The state gives way before the title, and a very long name leaves room for the state. Its first words, such as
        // a count, stay; where the page is narrow the actions take a second line.
        gridTemplateColumns: 'fit-content(50%) minmax(11em, 1fr) minmax(0, max-content)',
        alignItems: 'center',
        gap: 1.5,
        minHeight: 44,
        flex: 'none',
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', minWidth: 0 }}>
        {picture}
        <Typography variant="h1" noWrap tabIndex={-1} sx={{ outline: 'none' }} {...(named ? person : {})}>
          {title}
        </Typography>
      </Box>
      <Typography variant="body2" color="textSecondary" component="div" aria-live="polite" noWrap>
        {detail}
      </Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', gap: 1 }}>{children}</Box>
    </Box>
  );
}
