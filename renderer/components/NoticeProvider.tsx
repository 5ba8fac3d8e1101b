import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Snackbar from '@mui/material/Snackbar';
import { createContext, type ReactNode, use, useCallback, useState } from 'react';
import { person } from '../room/person.ts';

/** A sentence about what has just happened, and at most one way to go on or back. */
export interface Notice {
  readonly text: string;
  /** True when it names somebody. */
  readonly named?: boolean;
  readonly severity: 'success' | 'info' | 'warning' | 'error';
  readonly action?: { readonly label: string; readonly run: () => void };
}

const NoticeContext = createContext<((notice: Notice | null) => void) | null>(null);

/** Shows notices at the foot of the page; errors stay until they are closed. */
export function NoticeProvider({ children }: { readonly children: ReactNode }) {
  const [notice, setNotice] = useState<(Notice & { readonly number: number }) | null>(null);
  const show = useCallback((next: Notice | null) => {
    setNotice((last) => next && { ...next, number: (last?.number ?? 0) + 1 });
  }, []);
  const close = (): void => setNotice(null);
  const action = notice?.action;
  return (
    <NoticeContext value={show}>
      {children}
      {notice && (
        <Snackbar
          key={notice.number}
          open
          autoHideDuration={notice.severity === 'error' ? null : 6000}
          onClose={(_, reason) => {
            if (reason !== 'clickaway') close();
          }}
          anchorOrigin={{ vertical: 'bottom', horizontal: 'center' }}
          sx={{ bottom: { xs: 44 } }}
        >
          <Alert
            severity={notice.severity}
            role={notice.severity === 'error' ? 'alert' : 'status'}
            onClose={close}
            sx={{ boxShadow: 3 }}
            {...(action && {
              action: (
                <Button
                  color="inherit"
                  size="small"
                  onClick={() => {
                    close();
                    action.run();
                  }}
                >
                  {action.label}
                </Button>
              ),
            })}
          >
            <span {...(notice.named === true ? person : {})}>{notice.text}</span>
          </Alert>
        </Snackbar>
      )}
    </NoticeContext>
  );
}

/** Tells the user what has happened; null takes back what is said. @throws Error outside App. */
export function useNotice(): (notice: Notice | null) => void {
  const show = use(NoticeContext);
  if (!show) throw new Error('useNotice outside NoticeProvider');
  return show;
}
