import { AppError } from '../../shared/contract/result.ts';

/**
 * Random bytes as they stand on paper: characters of Crockford's base 32 in groups of four, and a last group that checks the others
 * and finds the group with a slip of the pen.
 *
 * The check is two symbols of GF(2^10) over the pairs of characters d0, d1, …: their sum, and the sum of α^i·di. An error within one
 * pair changes both in a way that names the pair. Errors in several pairs may look like an error in one that is right; therefore
 * a group is blamed only when one wrong character of it explains everything.
 */

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Bytes that fill whole groups: five give eight characters. */
const bytesOfTwoGroups = 5;

/** Pairs of characters that so many bytes fill; the check group is one more group of two pairs. */
function pairsFor(length: number): number {
  if (length % bytesOfTwoGroups !== 0 || length > 1000) throw new TypeError('bytes that fill no whole groups');
  return (length * 8) / 10;
}

/** The groups as printed, separated by hyphens. */
export function formatPaperCode(bytes: Uint8Array): string {
  pairsFor(bytes.length);
  const data = pairsOf(bytes);
  const characters = [...data, ...checkPairs(data)]
    .map((pair) => `${alphabet.charAt(pair >> 5)}${alphabet.charAt(pair & 31)}`)
    .join('');
  return (characters.match(/.{4}/g) ?? []).join('-');
}

/**
 * Reads `length` bytes from paper. Lower case, full width, spaces, hyphens, O for 0 and I or L for 1 are forgiven.
 * @param noun what it is to the user, at the beginning of each sentence
 * @throws AppError invalid, with the group to look at where it can be known
 */
export function parsePaperCode(text: string, length: number, noun: string): Buffer {
  const pairs = pairsFor(length);
  const groups = pairs / 2 + 1;
  const slip = (group: number): AppError =>
    group < groups
      ? new AppError('invalid', `${noun}抄写有误，请对照纸面检查第${group + 1}组。`)
      : new AppError('invalid', `${noun}应有${groups}组，每组4个字符；请对照纸面删去多出的字符。`);
  const characters = text
    .slice(0, 1000)
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}_.·、,]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  const values = [...characters].map((character) => alphabet.indexOf(character));
  const unknown = values.indexOf(-1);
  if (unknown >= 0) throw slip(unknown >> 2);
  if (values.length !== groups * 4) {
    throw new AppError(
      'invalid',
      `${noun}应有${groups}组，每组4个字符，现在共有${values.length}个字符；请对照纸面补全或删去。`,
    );
  }
  const symbols = Array.from(
    { length: values.length / 2 },
    (_, i) => ((values[2 * i] ?? 0) << 5) | (values[2 * i + 1] ?? 0),
  );
  const data = symbols.slice(0, pairs);
  const [sum, weighted] = checkPairs(data);
  const sumError = sum ^ (symbols[pairs] ?? 0);
  const weightedError = weighted ^ (symbols[pairs + 1] ?? 0);
  if (sumError === 0 && weightedError === 0) return bytesOf(data, length);
  if (isOneCharacter(sumError | weightedError)) {
    if (sumError === 0 || weightedError === 0) throw slip(groups - 1);
  }
  let expected = isOneCharacter(sumError) ? sumError : 0;
  for (let pair = 0; pair < pairs && expected !== 0; pair += 1) {
    if (expected === weightedError) throw slip(pair >> 1);
    expected = timesAlpha(expected);
  }
  throw new AppError('invalid', `${noun}抄写有误，请逐组对照。`);
}

/** Whether a pair that is off by this much is wrong in its first or its second character alone. */
function isOneCharacter(error: number): boolean {
  return (error & 31) === 0 || error >> 5 === 0;
}

function checkPairs(data: readonly number[]): readonly [sum: number, weighted: number] {
  // Horner's rule from the last pair, so that pair i is weighted with α^i.
  return data.reduceRight<readonly [number, number]>(
    ([sum, weighted], pair) => [sum ^ pair, timesAlpha(weighted) ^ pair],
    [0, 0],
  );
}

/** Multiplication by α in GF(2^10) with the primitive polynomial x^10 + x^3 + 1. */
function timesAlpha(value: number): number {
  const shifted = value << 1;
  return shifted & 0x400 ? shifted ^ 0x409 : shifted;
}

function pairsOf(bytes: Uint8Array): number[] {
  const data: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0x3ffff;
    bits += 8;
    if (bits >= 10) {
      bits -= 10;
      data.push((buffer >> bits) & 0x3ff);
    }
  }
  return data;
}

function bytesOf(data: readonly number[], byteLength: number): Buffer {
  const bytes = Buffer.alloc(byteLength);
  let buffer = 0;
  let bits = 0;
  let length = 0;
  for (const pair of data) {
    buffer = ((buffer << 10) | pair) & 0x3ffff;
    bits += 10;
    while (bits >= 8) {
      bits -= 8;
      bytes[length] = (buffer >> bits) & 0xff;
      length += 1;
    }
  }
  return bytes;
}
