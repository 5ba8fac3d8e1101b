import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';

interface PageHeaderProps {
  readonly title: string;
  /** Small, before the title. */
  readonly picture?: ReactNode;
  /** Count or state, in words. */
  readonly detail?: ReactNode;
  /** Actions; the primary one stands last, at the same spot on every page. */
  readonly children?: ReactNode;
}

/** The head of a page: what it is, how much there is, and what can be done. */
export function PageHeader({ title, picture, detail, children }: PageHeaderProps) {
  return (
    <Box
      sx={{
        display: 'grid',
        // The state gives way before the title, and a very long name leaves room for the state.
        gridTemplateColumns: 'fit-content(50%) minmax(0, 1fr) max-content',
        alignItems: 'center',
        gap: 1.5,
        minHeight: 44,
        flex: 'none',
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', minWidth: 0 }}>
        {picture}
        <Typography variant="h1" noWrap>
          {title}
        </Typography>
      </Box>
      <Typography variant="body2" color="textSecondary" component="div" aria-live="polite" noWrap>
        {detail}
      </Typography>
      <Box sx={{ display: 'flex', gap: 1 }}>{children}</Box>
    </Box>
  );
}
