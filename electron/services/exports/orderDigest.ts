import { createHash } from 'node:crypto';
import type { LeavingOrder } from '../../../shared/contract/exportMethods.ts';

/** SHA-256 of an order, the same in whatever order its keys were written. What is left out counts as not being there. */
export function orderDigest(order: LeavingOrder): string {
  return createHash('sha256').update(JSON.stringify(order, sortedKeys)).digest('hex');
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
