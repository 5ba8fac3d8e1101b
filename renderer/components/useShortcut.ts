import { useEffectEvent, useLayoutEffect } from 'react';

/**
 * Runs an action on a key, written as beside its action (`Ctrl+S`, `Alt+1`, `N`, `/`, `F2`), anywhere on the page. Never while an input method composes or a dialog is open, and plain
 * keys not while the user types. Where the desk and a page mean the same key, the one that `yields` leaves it to the other.
 */
export function useShortcut(shortcut: string | undefined, run: () => void, { yields = false } = {}): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (shortcut === undefined || event.isComposing || event.defaultPrevented || !matches(shortcut, event)) return;
    // The browser's own meaning of the key, such as printing this very page, is never wanted.
    event.preventDefault();
    if (!document.querySelector('.MuiModal-root [role="dialog"]')) run();
  });
  // Before the page is seen: what it shows is there to be used.
  useLayoutEffect(() => {
    const listen = (event: Event): void => {
      if (event instanceof KeyboardEvent) onKey(event);
    };
    // Keys reach the window last.
    const place = yields ? window : document;
    place.addEventListener('keydown', listen);
    return () => place.removeEventListener('keydown', listen);
  }, [yields]);
}

function matches(shortcut: string, event: KeyboardEvent): boolean {
  if (event.metaKey) return false;
  const key = event.key.toUpperCase();
  if (shortcut.startsWith('Alt+')) {
    return event.altKey && !event.ctrlKey && key === shortcut.slice('Alt+'.length).toUpperCase();
  }
  if (event.altKey) return false;
  if (shortcut.startsWith('Ctrl+')) return event.ctrlKey && key === shortcut.slice('Ctrl+'.length).toUpperCase();
  // A letter belongs to the text being typed; a function key never does.
  const free = shortcut.length > 1 || !isTyping(event.target);
  return !event.ctrlKey && free && key === shortcut.toUpperCase();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || (target.matches('input,textarea,select') && !target.matches('[type=checkbox]')))
  );
}
