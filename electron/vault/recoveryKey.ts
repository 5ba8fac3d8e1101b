import { formatPaperCode, parsePaperCode } from './paperCode.ts';

/** The recovery key on paper: 160 random bits as 32 characters in 8 groups, and a ninth group that checks them; see `paperCode.ts`. */

/** Bytes of randomness in a recovery key. */
export const recoveryKeyLength = 20;

/** The nine groups as printed, separated by hyphens. */
export function formatRecoveryKey(key: Uint8Array): string {
  if (key.length !== recoveryKeyLength) throw new TypeError('a recovery key has 20 bytes');
  return formatPaperCode(key);
}

/**
 * Reads a key from paper, forgivingly.
 * @throws AppError invalid, with the group to look at where it can be known. A key that is copied right but belongs to
 * another keyring is found out later, by `unlockWithRecoveryKey`.
 */
export function parseRecoveryKey(text: string): Buffer {
  return parsePaperCode(text, recoveryKeyLength, '恢复密钥');
}
