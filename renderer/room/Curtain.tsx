import Button from '@mui/material/Button';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useRoom } from './RoomProvider.tsx';

/** The key that covers and uncovers the window: no program of an office and no browser means anything by it while typing. */
export const curtainKey = 'F10';

/**
 * Covers the whole window at one key, dialogs and previews too; the same key or the button shows it again as it was, with the cursor where
 * it stood. It asks for no password: it is for somebody who looks over the shoulder, locking is for leaving the desk, and the time
 * until the lock goes on behind it.
 */
export function Curtain() {
  const { isCovered, setCovered } = useRoom();
  const dialog = useRef<HTMLDialogElement>(null);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === curtainKey && !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) setCovered(!isCovered);
      return;
    }
    // What is behind takes no key, apart from the one that locks.
    if (isCovered && !(event.ctrlKey && event.key.toLowerCase() === 'l')) event.stopPropagation();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    window.addEventListener('keydown', listen, true);
    return () => window.removeEventListener('keydown', listen, true);
  }, []);
  useEffect(() => {
    const element = dialog.current;
    if (isCovered) element?.showModal();
    else element?.close();
  }, [isCovered]);
  return (
    <dialog
      ref={dialog}
      className="curtain"
      aria-label="屏幕已遮住"
      onCancel={(event) => event.preventDefault()}
      onClose={() => setCovered(false)}
    >
      {isCovered && (
        <div>
          <p>屏幕已遮住，填写的内容还在。</p>
          <Button variant="contained" autoFocus onClick={() => setCovered(false)} aria-keyshortcuts={curtainKey}>
            回到工作（{curtainKey}）
          </Button>
        </div>
      )}
    </dialog>
  );
}
