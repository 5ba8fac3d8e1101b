import type { KeyboardEvent } from 'react';

/** What the cursor visits, in the order of the paper; of a group of boxes only the one that Tab would reach. */
export const stops = 'input:not([tabindex="-1"]):not(:disabled),textarea:not([aria-hidden="true"]):not(:disabled)';

/**
 * Enter goes to the next place to fill, Shift+Enter to the one before; in a box of several lines Shift+Enter begins a new
 * line instead. While an input method composes, Enter belongs to it.
 */
export function moveInPaperOrder(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Enter' || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229) return;
  const { target } = event;
  if (!(target instanceof HTMLInputElement) && !(target instanceof HTMLTextAreaElement)) return;
  if (event.shiftKey && target instanceof HTMLTextAreaElement && !('oneLine' in target.dataset)) return;
  const places = [...event.currentTarget.querySelectorAll<HTMLElement>(stops)];
  const next = places[places.indexOf(target) + (event.shiftKey ? -1 : 1)];
  event.preventDefault();
  if (!next) return;
  next.focus();
  if (next instanceof HTMLInputElement && next.type !== 'checkbox') next.select();
}
