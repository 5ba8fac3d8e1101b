import type { Batch } from '../registers/batches.ts';

/** What a merge did besides the changes that the history tells. */
export interface MergeDetails {
  /** Identifiers of the record that stayed and of the one that went. */
  readonly keep: string;
  readonly drop: string;
  /** Attachments that went over from the one to the other. */
  readonly attachments: readonly string[];
  /** Papers that went over. */
  readonly papers: readonly string[];
  /** Prints that the one stood on and the other did not. */
  readonly prints: readonly string[];
  /** Places on route sheets that went over. */
  readonly stops: readonly string[];
  /** Sealed entries that went over. */
  readonly sealed: readonly string[];
}

/** As a batch keeps it. */
export function writeMergeDetails({ keep, drop, ...moved }: MergeDetails): Batch['details'] {
  const all = (names: readonly string[]): string => names.join(' ');
  const { attachments, papers, prints, stops, sealed } = moved;
  return {
    keep,
    drop,
    attachments: all(attachments),
    papers: all(papers),
    prints: all(prints),
    stops: all(stops),
    sealed: all(sealed),
  };
}

/** From the details of a batch; undefined when it was no merge. */
export function readMergeDetails(details: Batch['details']): MergeDetails | undefined {
  // Merges before there were papers, prints, route sheets and sealed matter name none.
  const { keep, drop, attachments, papers = '', prints = '', stops = '', sealed = '' } = details;
  if (typeof keep !== 'string' || typeof drop !== 'string') return undefined;
  if (typeof attachments !== 'string' || typeof papers !== 'string' || typeof prints !== 'string') return undefined;
  if (typeof stops !== 'string' || typeof sealed !== 'string') return undefined;
  const names = (list: string): string[] => list.split(' ').filter(Boolean);
  return {
    keep,
    drop,
    attachments: names(attachments),
    papers: names(papers),
    prints: names(prints),
    stops: names(stops),
    sealed: names(sealed),
  };
}
