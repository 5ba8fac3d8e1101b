import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Attempts, noAttempts } from '../../shared/rules/lockout.ts';
import { renameDurably, writeNewFile } from './durableFile.ts';
import { userNameLimit } from './keyringFile.ts';

/** How a refused attempt came about. */
export const attemptKinds = ['unlock', 'restore', 'secondPerson', 'changePassword'] as const;
export type AttemptKind = (typeof attemptKinds)[number];

const moment = z.number().min(0).max(8.64e15);

const refusedAttempt = z.strictObject({
  /** ISO 8601. */
  at: z.iso.datetime(),
  kind: z.enum(attemptKinds),
  /** Null for a name that nobody has: it may have been a password typed in the wrong place. */
  user: z.string().max(userNameLimit).nullable(),
  /** `wrong`: the password; `waiting`: tried before the wait was over; `clock`: set back; `lost`: the file with the counts was unreadable. */
  reason: z.enum(['wrong', 'waiting', 'clock', 'lost']),
});

/** An attempt that let nobody in, for the audit chain after the next unlocking. */
export type RefusedAttempt = z.infer<typeof refusedAttempt>;

const fileSchema = z.strictObject({
  format: z.literal('hulei-attempts'),
  version: z.literal(1),
  lastSeen: moment,
  failures: z.record(z.string(), z.strictObject({ count: z.int().min(1), waitUntil: moment })),
  refused: z.array(refusedAttempt),
  /** How many refused attempts were too many to keep. */
  dropped: z.int().min(0),
});

/** What is kept of attempts between two starts of the program. */
export interface StoredAttempts {
  readonly attempts: Attempts;
  readonly refused: readonly RefusedAttempt[];
  readonly dropped: number;
}

/** Refused attempts that are kept until somebody unlocks. */
const refusedKept = 1_000;

/**
 * The file in the data folder, beside the vault, so that a restore does not take it away. It stands in clear: whoever may delete it
 * may delete the vault. It stops colleagues at the desk; against a thief only the cost of the derivation helps.
 */
export function attemptFile(dataDir: string): string {
  return join(dataDir, 'attempts.json');
}

/** What the file holds; `isLost` when it cannot be read. */
export function readAttempts(dataDir: string): { readonly stored: StoredAttempts; readonly isLost: boolean } {
  const none: StoredAttempts = { attempts: noAttempts, refused: [], dropped: 0 };
  const path = attemptFile(dataDir);
  if (!existsSync(path)) return { stored: none, isLost: false };
  try {
    if (statSync(path).size > 16 * 1024 * 1024) return { stored: none, isLost: true };
    const { lastSeen, failures, refused, dropped } = fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    return { stored: { attempts: { lastSeen, failures }, refused, dropped }, isLost: false };
  } catch {
    return { stored: none, isLost: true };
  }
}

/**
 * Writes the file; it is on the disk when this is fulfilled.
 * @throws errors of the file system
 */
export async function writeAttempts(dataDir: string, { attempts, refused, dropped }: StoredAttempts): Promise<void> {
  const kept = refused.slice(-refusedKept);
  const content = fileSchema.parse({
    ...{ format: 'hulei-attempts', version: 1, ...attempts, refused: kept },
    dropped: dropped + refused.length - kept.length,
  });
  const path = attemptFile(dataDir);
  rmSync(`${path}.tmp`, { force: true });
  writeNewFile(`${path}.tmp`, Buffer.from(`${JSON.stringify(content, undefined, 1)}\n`, 'utf8'));
  await renameDurably(`${path}.tmp`, path);
}
