import { z } from 'zod';
import { auditFaultNames, longestFaultReason, type ShownFault } from '../../../shared/contract/auditMethods.ts';
import { compartmentNames } from '../../vault/compartments.ts';
import type { Vault } from '../../vault/vault.ts';
import { isSound, readRowsOf } from '../../vault/verifyChain.ts';
import { parsed } from './auditLines.ts';
import { readLastAct } from './auditStore.ts';

/** The act under which it stands in the chain of the office that somebody has looked into a fault. */
export const reviewAct = 'fault.review';

/** What its row says besides who and when. */
const reviewDetail = z.object({
  file: z.enum(compartmentNames),
  kind: z.enum(auditFaultNames),
  mark: z.string(),
  since: z.string().nullable(),
  /** Of a file that is older than it was: the number of the last backup that shows it. */
  upTo: z.int(),
  reason: z.string().max(longestFaultReason),
});
export type ReviewDetail = z.infer<typeof reviewDetail>;

/** A fault that somebody has looked into, and what he found. */
export interface FaultReview extends ReviewDetail {
  readonly at: string;
  readonly by: string;
}

/** A fault that nobody has looked into. */
export type OpenFault = Omit<ShownFault, 'review'>;

/** The faults of a vault that were looked into, in the order of that; a row that is not sound vouches for nothing. */
export function readReviews(vault: Vault): FaultReview[] {
  const { key } = vault.audit('office');
  return readRowsOf(vault.database('office'), reviewAct).flatMap((row) => {
    const detail = isSound(key, row) ? parsed(reviewDetail, row.detail) : undefined;
    return detail ? [{ ...detail, at: row.ts, by: row.user }] : [];
  });
}

/** Keyrings that were found to be put back and that nobody has looked into since: what was changed in one later makes it no newer. */
export function keyringFaultsBefore(vault: Vault, reviews: readonly FaultReview[]): OpenFault[] {
  const last = readLastAct(vault.database('office'), 'integrity');
  const told = (last && parsed(integrityDetail, last.detail)?.faults) ?? [];
  return told.flatMap(({ kind, mark }): OpenFault[] => {
    const isOpen = kind === 'keyring' && mark !== undefined && !reviews.some((review) => review.mark === mark);
    return isOpen ? [{ file: 'office', kind, since: null, mark }] : [];
  });
}

/** Without marks where it was kept by a version that knew no reviews. */
const integrityDetail = z.object({
  faults: z.array(z.object({ kind: z.string(), mark: z.string().optional() })).default([]),
});

/** As it is shown beside those that nobody has looked into. */
export function shownReview({ file, kind, mark, since, at, by, reason }: FaultReview): ShownFault {
  return { file, kind, mark, since, review: { at, by, reason } };
}
