import Box from '@mui/material/Box';
import type { ReactNode, Ref } from 'react';
import { colours } from '../app/theme.ts';

interface ScrolledPageProps {
  /** The part that scrolls. */
  readonly ref?: Ref<HTMLDivElement>;
  /** Stays in sight above a line. */
  readonly head: ReactNode;
  /** What is said about the content, above it. */
  readonly messages: ReactNode;
  readonly children: ReactNode;
}

/** A page for entry: its head stays while everything below scrolls. */
export function ScrolledPage({ ref, head, messages, children }: ScrolledPageProps) {
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', height: '100%' }}>
      <Box sx={{ flex: 'none', borderBottom: `1px solid ${colours.line}` }}>{head}</Box>
      <Box ref={ref} sx={{ flex: 1, position: 'relative', minHeight: 0, overflow: 'auto', mx: -2.5, px: 2.5, mb: -1 }}>
        <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1, py: 1 }}>{messages}</Box>
        {children}
      </Box>
    </Box>
  );
}
