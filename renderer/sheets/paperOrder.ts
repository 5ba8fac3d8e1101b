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
  const places = [...event.currentTarget.querySelectorAll<HTMLElement>(stops)].filter(isFirstOfGroup);
  const here = places.findIndex((place) => place === target || groupOf(place)?.contains(target));
  const next = places[here + (event.shiftKey ? -1 : 1)];
  event.preventDefault();
  if (!next) return;
  next.focus();
  if (next instanceof HTMLInputElement && !isBox(next)) next.select();
}

function isBox(place: Element): boolean {
  return place instanceof HTMLInputElement && (place.type === 'checkbox' || place.type === 'radio');
}

/** The boxes of one field, or the two answers to a question. */
function groupOf(place: Element): Element | null {
  return isBox(place) ? place.closest('[role="group"],[role="radiogroup"]') : null;
}

/** Of the boxes of one field the cursor visits the first one, of two answers the chosen one. */
function isFirstOfGroup(place: Element): boolean {
  const group = groupOf(place);
  if (group === null) return true;
  return place === (group.querySelector('input[type="radio"]:checked') ?? group.querySelector(stops));
}
