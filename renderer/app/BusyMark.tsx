import Box from '@mui/material/Box';
import { useIsFetching, useIsMutating } from '@tanstack/react-query';
import type { ReactNode } from 'react';

/** Says on the root element whether a request is on its way, for tests and for the busy cursor. */
export function BusyMark({ children }: { readonly children: ReactNode }) {
  const requests = useIsFetching() + useIsMutating();
  return (
    <Box data-app-state={requests === 0 ? 'ready' : 'busy'} sx={{ height: '100%' }}>
      {children}
    </Box>
  );
}
