import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '../../shared/contract/result.ts';
import { formatPaperCode, parsePaperCode } from './paperCode.ts';
import { recoveryKeyLength } from './recoveryKey.ts';

/**
 * The recovery key in three shares of which any two give it back and one alone tells nothing (Shamir, How to Share a Secret,
 * 1979): for each byte a line through the secret at 0, of which each share holds one point, over GF(2^8) with the polynomial of
 * AES. A checksum is shared with the key, so that shares that do not belong together are told.
 */

/** How many shares there are; two of them are enough. */
export const sharesMade = 3;
const sharesNeeded = 2;
const checksumLength = 4;
const shareLength = 1 + recoveryKeyLength + checksumLength;

/**
 * The three shares of a key as printed, each eleven groups of four characters. The first byte names the making and the share.
 * @param random bytes for the lines and the name of the making; another source only in tests
 */
export function splitRecoveryKey(key: Uint8Array, random: (length: number) => Uint8Array = randomBytes): string[] {
  if (key.length !== recoveryKeyLength) throw new TypeError('a recovery key has 20 bytes');
  const secret = Buffer.concat([key, checksumOf(key)]);
  const slopes = random(secret.length);
  const making = (random(1)[0] ?? 0) & 0xfc;
  try {
    return Array.from({ length: sharesMade }, (_, index) => {
      const x = index + 1;
      const points = secret.map((byte, i) => byte ^ times(slopes[i] ?? 0, x));
      const share = formatPaperCode(Buffer.concat([Buffer.from([making | x]), points]));
      points.fill(0);
      return share;
    });
  } finally {
    secret.fill(0);
    slopes.fill(0);
  }
}

/**
 * The key from two or three shares, in any order, read as forgivingly as a whole key.
 * @throws AppError invalid for a slip of the pen, for fewer than two different shares, and for shares that do not belong together
 */
export function joinRecoveryKey(texts: readonly string[]): Buffer {
  const shares = texts.map((text, index) => parsePaperCode(text, shareLength, `第${index + 1}份`));
  try {
    const [one, other, third] = shares;
    const xs = new Set(shares.map((share) => share.readUInt8(0) & 3));
    if (!one || !other || xs.size < sharesNeeded || xs.size !== shares.length || xs.has(0)) {
      throw new AppError('invalid', '需要两份不同的恢复密钥分片，请换另一份。');
    }
    const key = joined(one, other);
    const isSame = third === undefined || joined(one, third).equals(key);
    const isOneMaking = new Set(shares.map((share) => share.readUInt8(0) >> 2)).size === 1;
    const own = key.subarray(0, recoveryKeyLength);
    if (!isOneMaking || !isSame || !checksumOf(own).equals(key.subarray(recoveryKeyLength))) {
      key.fill(0);
      throw new AppError('invalid', '这几份不是同一次制作的，请核对纸面上的日期和编号。');
    }
    return own;
  } finally {
    for (const share of shares) share.fill(0);
  }
}

/** The line through two points, at 0. */
function joined(one: Buffer, other: Buffer): Buffer {
  const [x, z] = [one.readUInt8(0) & 3, other.readUInt8(0) & 3];
  const scale = inverse(x ^ z);
  return Buffer.from(one.subarray(1).map((y, i) => times(times(y, z) ^ times(other[i + 1] ?? 0, x), scale)));
}

function checksumOf(key: Uint8Array): Buffer {
  return createHash('sha256').update('hulei recovery key\0').update(key).digest().subarray(0, checksumLength);
}

/** Multiplication in GF(2^8), x^8 + x^4 + x^3 + x + 1, without a branch on the secret. */
function times(a: number, b: number): number {
  let product = 0;
  let shifted = a;
  for (let bit = 0; bit < 8; bit += 1) {
    product ^= shifted & -((b >> bit) & 1);
    shifted = ((shifted << 1) ^ (0x11b & -(shifted >> 7))) & 0xff;
  }
  return product;
}

/** a^254 = a^-1, as every element but 0 has the order 255. */
function inverse(a: number): number {
  return Array.from({ length: 253 }).reduce<number>((power) => times(power, a), a);
}
