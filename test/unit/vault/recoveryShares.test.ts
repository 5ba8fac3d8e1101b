import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatRecoveryKey, parseRecoveryKey } from '../../../electron/vault/recoveryKey.ts';
import { joinRecoveryKey, splitRecoveryKey } from '../../../electron/vault/recoveryShares.ts';

const keys = fc.uint8Array({ minLength: 20, maxLength: 20 });
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const pick = (shares: readonly string[], which: readonly number[]) => which.map((index) => shares[index] ?? '');

test('any two of the three shares give the key back, in any order, and so do all three', () => {
  fc.assert(
    fc.property(
      keys,
      fc.constantFrom([0, 1], [1, 0], [0, 2], [2, 0], [1, 2], [2, 1], [0, 1, 2], [2, 0, 1]),
      (key, which) => {
        expect([...joinRecoveryKey(pick(splitRecoveryKey(key), which))]).toEqual([...key]);
      },
    ),
  );
});

test('a share is printed as eleven groups of four and read forgivingly', () => {
  const key = Buffer.from('00112233445566778899aabbccddeeff01234567', 'hex');
  const shares = splitRecoveryKey(key);
  for (const share of shares) expect(share).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){10}[0-9A-HJKMNP-TV-Z]{4}$/);
  const typed = shares.map((share) => ` ${share.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')} `);
  expect(joinRecoveryKey(typed.slice(0, 2)).equals(key)).toBe(true);
});

test('one share alone fits every key equally well', () => {
  // Whatever the other key is, there is exactly one line from it through the same point: the share tells nothing.
  fc.assert(
    fc.property(keys, keys, bytes(24), fc.constantFrom(0, 1, 2), (key, other, slopes, index) => {
      const random = (given: Uint8Array) => (length: number) => (length === 1 ? Buffer.alloc(1) : Buffer.from(given));
      const share = splitRecoveryKey(key, random(slopes))[index];
      // At x = 1 the slope is the difference; for the other shares it is found by trying the 256 slopes of each byte.
      const table = Array.from(
        { length: 256 },
        (_, slope) => splitRecoveryKey(other, random(Buffer.alloc(24, slope)))[index] ?? '',
      );
      const wanted = payload(share ?? '');
      const points = table.map(payload);
      const found = Array.from({ length: 24 }, (_, i) =>
        points.flatMap((each, slope) => (each[i] === wanted[i] ? [slope] : [])),
      );
      expect(found.map((slopesThatFit) => slopesThatFit.length)).toEqual(Array(24).fill(1));
      expect(splitRecoveryKey(other, random(Uint8Array.from(found.flat())))[index]).toBe(share);
    }),
    { numRuns: 20 },
  );
});

/** The points of a share, decoded without the code under test. */
function payload(share: string): number[] {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const bits = [...share.replaceAll('-', '')]
    .slice(0, 40)
    .map((character) => alphabet.indexOf(character).toString(2).padStart(5, '0'))
    .join('');
  return (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)).slice(1);
}

test('shares of two makings, the same one twice and a single one are refused in words', () => {
  fc.assert(
    fc.property(keys, keys, (key, other) => {
      const [one, two] = [splitRecoveryKey(key), splitRecoveryKey(other)];
      expect(() => joinRecoveryKey(pick(one, [0, 0]))).toThrow('两份不同的');
      expect(() => joinRecoveryKey(pick(one, [0]))).toThrow('两份不同的');
      expect(() => joinRecoveryKey([one[0] ?? '', two[1] ?? ''])).toThrow('同一次制作');
      expect(() => joinRecoveryKey([...pick(one, [0, 1]), two[2] ?? ''])).toThrow('同一次制作');
    }),
  );
});

test('a slip of the pen is found, with its share and its group', () => {
  const shares = splitRecoveryKey(Buffer.alloc(20, 7));
  const wrong = (shares[1] ?? '').replace(
    /^(.{10})(.)/,
    (_, before: string, hit: string) => before + (hit === 'A' ? 'B' : 'A'),
  );
  expect(() => joinRecoveryKey([shares[0] ?? '', wrong])).toThrow('第2份抄写有误，请对照纸面检查第3组。');
});

test('what is joined opens like the whole key', () => {
  const key = Buffer.alloc(20, 9);
  expect(parseRecoveryKey(formatRecoveryKey(joinRecoveryKey(splitRecoveryKey(key).slice(1))))).toEqual(key);
});
