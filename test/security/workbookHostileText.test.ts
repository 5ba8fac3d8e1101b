import { describe, expect, test } from 'vitest';
import { runJob } from '../../electron/jobs/runJob.ts';
import { expectRefusal, noise } from '../fixtures/workbooks/expectRefusal.ts';

const mebibyte = 1024 * 1024;
const heading = '姓名,性别\n';
const withRest = (rest: string | Buffer): Buffer => Buffer.concat([Buffer.from(heading), Buffer.from(rest)]);
const repeated = (text: string, length: number): Buffer => Buffer.alloc(length, text);

/** Every text file that must not get in, with the words its refusal must hold. */
const hostile: readonly (readonly [string, () => Buffer, RegExp])[] = [
  ['one word', () => Buffer.from('姓名'), /不能识别/],
  ['20 MB in one line without a separator', () => repeated('a', 20 * mebibyte), /不能识别/],
  ['20 MB in one cell', () => withRest(repeated('a', 19 * mebibyte)), /文字过多/],
  ['20 MB of commas in one line', () => withRest(repeated(',', 19 * mebibyte)), /范围过大/],
  ['20 MB of cells in one line', () => withRest(repeated('1,', 19 * mebibyte)), /范围过大/],
  ['20 MB of line breaks', () => repeated('\n', 20 * mebibyte), /范围过大/],
  ['20 MB of quotes', () => withRest(repeated('"', 19 * mebibyte - 1)), /引号没有结尾/],
  ['20 MB of quotes with commas', () => withRest(repeated('",', 19 * mebibyte)), /范围过大/],
  ['a million lines', () => withRest('张,男\n'.repeat(1_000_000)), /20000行/],
  ['a cell in line 20,001', () => withRest(`${'\n'.repeat(20_000)}张`), /20000行/],
  ['25 cells in each of 19,000 lines', () => repeated(`${'1,'.repeat(24)}1\n`, 19_000 * 50), /范围过大/],
  ['one text of 40,000 characters', () => withRest(`${'张'.repeat(40_000)},男`), /文字过多/],
  ['a quote that never closes', () => withRest('张,男\n"李,男\n王,女\n'), /第3行有一个引号没有结尾/],
  [
    'a quote that never closes, with 20 MB behind it',
    () => withRest(`"${'李,男\n'.repeat(2_000_000)}`),
    /第2行有一个引号没有结尾/,
  ],
  ['a bare wrapper that never closes', () => withRest('张,="439981\n'), /第2行有一个引号没有结尾/],
  ['a zero byte', () => withRest('张\0,男\n'), /不能识别/],
  ['a zero byte far behind', () => withRest(`${'张,男\n'.repeat(2_000)}\0`), /不能识别/],
  ['UTF-16 without a mark', () => Buffer.from(heading, 'utf16le'), /不能识别/],
  ['half a character of UTF-16', () => Buffer.from('fffe5f', 'hex'), /读不出的文字/],
  ['bytes of no encoding', () => withRest(Buffer.from('ff80ff80', 'hex')), /读不出的文字/],
  ['random bytes behind a heading', () => withRest(noise(50_000)), /不能识别|读不出的文字/],
  ['a mark and nothing else', () => Buffer.from('\uFEFF'), /不能识别/],
  ['separators only', () => Buffer.from(',,,\n,,,\n'), /没有内容/],
  ['blanks only', () => Buffer.from('  ,　\n\t\n'), /没有内容/],
];

describe('c29: hostile and broken text tables are refused with one sentence, in time, and the program lives on', () => {
  test.each(hostile)('%s', (_, build, sentence) => expectRefusal(build(), sentence));

  test('what looks like a formula or a number is text, and nothing of it is calculated', async () => {
    const cells = [
      '=1+1',
      '=HYPERLINK("http://a")',
      '@SUM(A1)',
      '+1',
      '4.39981E+17',
      "=cmd|' /C calc'!A0",
      '__proto__',
    ];
    const file = Buffer.from(`${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`);
    const { sheets } = await runJob('readWorkbook', { file });
    expect(sheets[0]?.rows[0]?.cells).toEqual(cells.map((text) => ({ kind: 'text', text })));
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
