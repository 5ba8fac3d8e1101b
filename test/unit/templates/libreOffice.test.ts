import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, test } from 'vitest';
import { child } from '../../../shared/registers/child.ts';
import type { RecordValues } from '../../../shared/registers/register.ts';
import { fillForm } from '../../fixtures/templates/fillForm.ts';
import { lackTable, registrationSheet, rosterSheet } from '../../fixtures/templates/officeForms.ts';
import {
  convert,
  libreOfficeMissing,
  libreOfficeWriterMissing,
  parseCsv,
  printDocuments,
} from '../../fixtures/workbooks/libreOffice.ts';

const named = (name: string): RecordValues => ({ ...child.sample, fields: { ...child.sample.fields, name } });
const many = [named('张小明'), named('=1+1'), named('𠮷野朵朵')];

/** The text of each page without blanks. */
async function pagesOf(pdf: Uint8Array): Promise<string[]> {
  const document = await getDocument({ data: new Uint8Array(pdf) }).promise;
  const pages = await Promise.all(
    Array.from({ length: document.numPages }, async (_, index) => {
      const content = await (await document.getPage(index + 1)).getTextContent();
      return content.items
        .map((item) => ('str' in item ? item.str : ''))
        .join('')
        .replace(/\s+/gu, '');
    }),
  );
  await document.destroy();
  return pages;
}

describe.skipIf(libreOfficeWriterMissing !== undefined)(
  `opened by LibreOffice ${libreOfficeWriterMissing ?? ''}`,
  () => {
    test('a document of all children has a page for each, like the form alone', { timeout: 300_000 }, async () => {
      const [one] = await fillForm(lackTable.file, many, 'one');
      const [each] = await fillForm(lackTable.file, [named('张小明')]);
      const printed = printDocuments(
        new Map([
          ['one.docx', one ?? new Uint8Array()],
          ['each.docx', each ?? new Uint8Array()],
          ['blank.docx', lackTable.file],
        ]),
      );
      const [together = [], alone = [], blank = []] = await Promise.all([...printed.values()].map(pagesOf));
      expect([together.length, alone.length, blank.length]).toEqual([3, 1, 1]);
      expect(together[0]).toBe(alone[0]);
      expect(together[1]).toContain('=1+1');
      expect(together.every((page) => page.includes('第1页') && page.includes('☑小学'))).toBe(true);
    });
  },
);

describe.skipIf(libreOfficeMissing !== undefined)(`opened by LibreOffice ${libreOfficeMissing ?? ''}`, () => {
  test('a list reads as it was filled, and no value is a formula', { timeout: 120_000 }, async () => {
    const [list] = await fillForm(rosterSheet.file, [...many, named('张小红'), named('李四')]);
    const rows = parseCsv(convert(list ?? new Uint8Array(), 'csv'));
    expect(rows.slice(2, 10).map((row) => row.slice(0, 5))).toEqual([
      ['序号', '姓名', '性别', '身份证号', '村（社区）'],
      ['1', '张小明', '女', '439981201503070024', '双塘村'],
      ['2', '=1+1', '女', '439981201503070024', '双塘村'],
      ['3', '𠮷野朵朵', '女', '439981201503070024', '双塘村'],
      ['4', '张小红', '女', '439981201503070024', '双塘村'],
      ['5', '李四', '女', '439981201503070024', '双塘村'],
      ['制表人：周敏', '', '', '', ''],
      ['说明：本表一式两份。', '', '', '', ''],
    ]);
  });

  test('each child has a sheet with the merges of the form', { timeout: 120_000 }, async () => {
    const [book] = await fillForm(registrationSheet.file, many, 'one');
    const xml = convert(book ?? new Uint8Array(), 'fods');
    const sheets = xml.split('<table:table ').slice(1);
    expect(sheets.map((sheet) => /table:name="([^"]*)"/u.exec(sheet)?.[1])).toEqual(['张小明', '=1+1', '𠮷野朵朵']);
    const merges = (sheet: string): string[] => sheet.match(/table:number-(?:columns|rows)-spanned="\d+"/gu) ?? [];
    const blank = convert(registrationSheet.file, 'fods').split('<table:table ')[1] ?? '';
    expect(merges(blank).length).toBeGreaterThan(10);
    for (const sheet of sheets) expect(merges(sheet)).toEqual(merges(blank));
    expect(xml).not.toContain('table:formula');
  });
});
