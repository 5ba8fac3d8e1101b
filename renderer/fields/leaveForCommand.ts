import type { KeyboardEvent } from 'react';

/** Ctrl with one of these edits the text in the box. */
const editing = ['A', 'C', 'V', 'X', 'Y', 'Z'];

/**
 * Leaves a choice box for a moment when a key gives the page a command, such as Ctrl+S, so that the page acts on the choice
 * that Tab would have taken. For the keydown of the box itself, which comes before the page hears the key.
 */
export function leaveForCommand(
  event: KeyboardEvent<HTMLElement> & { defaultMuiPrevented?: boolean | undefined },
): void {
  const { target } = event;
  if (!isCommand(event) || event.nativeEvent.isComposing || !(target instanceof HTMLInputElement)) return;
  // With the list closed, Enter has nothing left to take.
  event.defaultMuiPrevented = true;
  target.blur();
  target.focus();
}

function isCommand({ key, ctrlKey }: KeyboardEvent): boolean {
  if (/^F\d+$/u.test(key)) return true;
  return ctrlKey && (key === 'Enter' || (key.length === 1 && !editing.includes(key.toUpperCase())));
}
