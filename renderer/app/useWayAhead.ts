import { createContext, use, useLayoutEffect, useMemo, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useKeysAhead } from '../components/useKeysAhead.ts';

/** The way to a page that reads something before it has a cursor. */
interface WayAhead {
  /** Goes to an address; keys pressed from now on wait for the cursor there. */
  go(to: string): void;
  /** The cursor is there, and has the keys. */
  arrive(): void;
  /** There will be no cursor. */
  fail(): void;
}

export const WayAheadContext = createContext<WayAhead | null>(null);

/** The way that the desk around every page keeps open. */
export function useWayAhead(): WayAhead {
  const way = use(WayAheadContext);
  if (!way) throw new Error('used outside the desk');
  return way;
}

/** Keeps what is pressed on the way from one page to the next, and forgets it on any other way. */
export function useKeptWayAhead(): WayAhead {
  const keys = useKeysAhead();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const awaited = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (pathname !== awaited.current) keys.drop();
    awaited.current = null;
  }, [keys, pathname]);
  return useMemo(
    () => ({
      go: (to) => {
        awaited.current = to;
        keys.hold();
        void navigate(to);
      },
      // Each key is drawn before the next, which cannot be while the page that arrives is being drawn.
      arrive: () => queueMicrotask(keys.give),
      fail: keys.drop,
    }),
    [keys, navigate],
  );
}
