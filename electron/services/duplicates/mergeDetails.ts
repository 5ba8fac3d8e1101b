import type { Batch } from '../registers/batches.ts';

/** What a merge did besides the changes that the history tells. */
export interface MergeDetails {
  /** Identifiers of the record that stayed and of the one that went. */
  readonly keep: string;
  readonly drop: string;
  /** Attachments that went over from the one to the other. */
  readonly attachments: readonly string[];
}

/** As a batch keeps it. */
export function writeMergeDetails({ keep, drop, attachments }: MergeDetails): Batch['details'] {
  return { keep, drop, attachments: attachments.join(' ') };
}

/** From the details of a batch; undefined when it was no merge. */
export function readMergeDetails({ keep, drop, attachments }: Batch['details']): MergeDetails | undefined {
  if (typeof keep !== 'string' || typeof drop !== 'string' || typeof attachments !== 'string') return undefined;
  return { keep, drop, attachments: attachments.split(' ').filter(Boolean) };
}
