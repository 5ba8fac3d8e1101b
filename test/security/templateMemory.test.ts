import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runJob } from '../../electron/jobs/runJob.ts';
import { AppError } from '../../shared/contract/result.ts';
import { documentEntries } from '../fixtures/templates/buildDocument.ts';
import { formWorkbookEntries } from '../fixtures/templates/officeForms.ts';
import { buildZip } from '../fixtures/workbooks/buildZip.ts';
import { temporaryFolder } from '../unit/vault/temporaryVault.ts';

const script = fileURLToPath(new URL('../fixtures/workbooks/peakMemory.ts', import.meta.url));
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

test.each(heaviest)('c29: %s: read or refused within 3 s and 300 MB', async (_, build) => {
  const file = build();
  // Processor time of all threads: a busy machine must not decide.
  const before = process.cpuUsage();
  await runJob('readTemplate', { file }).catch((error: unknown) => expect(error).toBeInstanceOf(AppError));
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(3_000);
  const path = join(temporaryFolder(), 'a.docx');
  writeFileSync(path, file);
  expect(Number(execFileSync(process.execPath, [script, path, 'readTemplate'], { encoding: 'utf8' }))).toBeLessThan(
    300,
  );
});
