import { child } from '../../shared/registers/child.ts';
import type { Register } from '../../shared/registers/register.ts';

/** The register whose records the office's own forms are filled for. */
export const ownFormRegister: Register = child;

/** What the page that fills forms is told by the page that chose records: they are kept beside the address, never in it. */
export interface FillState {
  readonly chosen: true;
}

/** Whether a page was opened with chosen records. */
export function isFillState(state: unknown): state is FillState {
  return typeof state === 'object' && state !== null && 'chosen' in state && state.chosen === true;
}
