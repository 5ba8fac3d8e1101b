/** A route sheet, and a place on it where the text names one. */
export interface RouteCode {
  /** 2026-0003 */
  readonly sheet: string;
  readonly position: number | null;
}

/**
 * What stands at the head of a child's half page, as a clerk types it: 走访单2026-0003　第07户, 2026-3 7 or 2026-0003-7.
 * Undefined when it is no such code.
 */
export function readRouteCode(text: string): RouteCode | undefined {
  const plain = text
    .normalize('NFKC')
    .replace(/[－—–]/gu, '-')
    .trim();
  const match = /^(?:走访单)?\s*(\d{4})\s*-\s*0*(\d{1,9})(?:(?:\s*[-第]\s*|\s+)0*(\d{1,3})\s*户?)?$/u.exec(plain);
  if (!match) return undefined;
  const [, year = '', number = '', position] = match;
  return { sheet: `${year}-${number.padStart(4, '0')}`, position: position === undefined ? null : Number(position) };
}
