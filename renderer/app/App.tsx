import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import CssBaseline from '@mui/material/CssBaseline';
import { ThemeProvider } from '@mui/material/styles';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiContext } from '../api/ApiContext.ts';
import { createApi } from '../api/call.ts';
import { NoticeProvider } from '../components/NoticeProvider.tsx';
import { BusyMark } from './BusyMark.tsx';
import { createQueryClient, forgetEverything } from './createQueryClient.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Gate } from './Gate.tsx';
import { theme } from './theme.ts';

interface AppProps {
  /** The nonce that the content policy of this page load allows for styles. */
  readonly nonce: string;
}

/** The whole page: providers around the gate that decides between set-up, unlocking and work. */
export function App({ nonce }: AppProps) {
  const [styles] = useState(() => createCache({ key: 'hl', nonce, prepend: true }));
  const [client] = useState(createQueryClient);
  const [api] = useState(() =>
    createApi(
      (...request) => fetch(...request),
      (code) => {
        if (code === 'locked') forgetEverything(client);
      },
    ),
  );
  return (
    <CacheProvider value={styles}>
      <ThemeProvider theme={theme}>
        <CssBaseline />
        <QueryClientProvider client={client}>
          <ApiContext value={api}>
            <BusyMark>
              <ErrorBoundary>
                <NoticeProvider>
                  <Gate />
                </NoticeProvider>
              </ErrorBoundary>
            </BusyMark>
          </ApiContext>
        </QueryClientProvider>
      </ThemeProvider>
    </CacheProvider>
  );
}
