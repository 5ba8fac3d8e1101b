import { expect, test } from 'vitest';
import { documentEntries } from '../fixtures/templates/buildDocument.ts';
import { formWorkbookEntries } from '../fixtures/templates/officeForms.ts';
import { buildZip } from '../fixtures/workbooks/buildZip.ts';
import { costOfReading } from '../fixtures/workbooks/costOfReading.ts';
import { noise, padding } from '../fixtures/workbooks/expectRefusal.ts';

const head = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>';
const withBody = (body: string): Buffer =>
  buildZip(
    documentEntries({ body: '' }).map((entry) =>
      entry.name === 'word/document.xml'
        ? { ...entry, store: true, data: `${head}${body}</w:body></w:document>` }
        : entry,
    ),
  );
const withText = (text: string): Buffer => withBody(`<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`);

/** A form with further parts that each are within the limits, with noise in them so that they pass for no bomb. */
const withParts = (count: number, content: string): Buffer => {
  const data = `${head}${content}<w:p x="${noise(40_000).toString('hex')}"/></w:body></w:document>`;
  const parts = Array.from({ length: count }, (_, index) => ({ name: `word/part${index}.xml`, data }));
  return buildZip([...documentEntries({ body: '<w:p/>' }), ...parts]);
};

const withPicture = (...megabytes: readonly number[]): Buffer =>
  buildZip([
    ...documentEntries({ body: '<w:p><w:r><w:t>姓名</w:t></w:r></w:p>' }),
    ...megabytes.map((count, index) => ({ name: `word/media/${index}.bmp`, data: padding(count * 1024 * 1024) })),
  ]);

/** Files at the edge of a limit, on both sides, and texts that make patterns search in vain. */
const heaviest: readonly (readonly [string, () => Buffer])[] = [
  ['a million elements', () => withBody('<w:p/>'.repeat(1_000_000))],
  ['60,000 paragraphs', () => withBody('<w:p><w:r><w:t>甲</w:t></w:r></w:p>'.repeat(60_000))],
  ['19,900 paragraphs with a gap each', () => withBody('<w:p><w:r><w:t>姓名：______</w:t></w:r></w:p>'.repeat(19_900))],
  [
    '19,000 empty cells',
    () => withBody(`<w:tbl>${`<w:tr>${'<w:tc><w:p/></w:tc>'.repeat(100)}</w:tr>`.repeat(190)}</w:tbl>`),
  ],
  ['a text of boxes', () => withText('□'.repeat(390_000))],
  ['a text of brackets', () => withText('(  )男'.repeat(60_000))],
  ['a text of colons', () => withText('：  '.repeat(130_000))],
  ['a text of blanks', () => withText(' '.repeat(390_000))],
  ['a text of dates', () => withText('_年 月 '.repeat(70_000))],
  ['a text of braces', () => withText('{{'.repeat(190_000))],
  ['three parts of 195,000 elements', () => withParts(3, '<w:p a="1" b="2" c="3" d="4"/>'.repeat(195_000))],
  ['thirty parts of 150,000 elements', () => withParts(30, '<w:p/>'.repeat(150_000))],
  [
    'an element of half a million attributes',
    () => withParts(1, `<w:p ${Array.from({ length: 500_000 }, (_, index) => `a${index}="1"`).join(' ')}/>`),
  ],
  ['six million references', () => withParts(4, '&amp;'.repeat(1_500_000))],
  ['a picture of 46 MB', () => withPicture(46)],
  ['two pictures of 40 MB', () => withPicture(40, 40)],
  [
    'a sheet of 19,000 cells with lines',
    () =>
      buildZip(
        formWorkbookEntries([
          {
            name: '表',
            cells: Object.fromEntries(
              Array.from({ length: 19_000 }, (_, index) => [
                `${'ABCDEFGHIJ'[index % 10]}${Math.floor(index / 10) + 1}`,
                index % 3 === 0 ? '姓名' : '',
              ]),
            ),
          },
        ]),
      ),
  ],
];

test.each(heaviest)('c29: %s: read or refused within 3 s and 300 MB', (_, build) => {
  const cost = costOfReading(build(), 'readTemplate');
  expect(cost.milliseconds).toBeLessThan(3_000);
  expect(cost.megabytes).toBeLessThan(300);
});
