import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { useCopiedNumbers } from './useCopiedNumbers.ts';

interface Room {
  /** Privacy mode: who somebody is shows as dots on every page, until it is switched off or the desk is locked. */
  readonly isPrivate: boolean;
  readonly setPrivate: (isPrivate: boolean) => void;
  /** The whole window is covered; what is entered stays behind the cover. */
  readonly isCovered: boolean;
  readonly setCovered: (isCovered: boolean) => void;
}

const RoomContext = createContext<Room | null>(null);

/** What the people in the room may see of the screen. It lives as long as the desk is unlocked. */
export function RoomProvider({ children }: { readonly children: ReactNode }) {
  const [isPrivate, setPrivate] = useState(false);
  const [isCovered, setCovered] = useState(false);
  useCopiedNumbers();
  useEffect(() => {
    if (!isPrivate) return;
    const { dataset } = document.documentElement;
    dataset.privacy = 'on';
    // The tooltip of a cell would tell what its dots hide.
    const withoutTooltip = (event: Event): void => {
      const titled = event.target instanceof Element ? event.target.closest('[data-person][title]') : null;
      titled?.removeAttribute('title');
    };
    document.addEventListener('pointerover', withoutTooltip, true);
    return () => {
      delete dataset.privacy;
      document.removeEventListener('pointerover', withoutTooltip, true);
    };
  }, [isPrivate]);
  const room = useMemo(() => ({ isPrivate, setPrivate, isCovered, setCovered }), [isPrivate, isCovered]);
  return <RoomContext value={room}>{children}</RoomContext>;
}

/** @throws Error outside RoomProvider, which is a mistake of the program. */
export function useRoom(): Room {
  const room = use(RoomContext);
  if (!room) throw new Error('useRoom outside RoomProvider');
  return room;
}
