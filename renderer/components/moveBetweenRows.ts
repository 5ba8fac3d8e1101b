import type { KeyboardEvent } from 'react';

/** Goes with the arrows from the link of one row of a table to that of the next; the links are marked `data-row`. */
export function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.findIndex((row) => row.closest('tr')?.contains(document.activeElement));
  rows[at + step]?.focus();
  event.preventDefault();
}
