import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { FieldValue } from '../../../shared/fields/kinds.ts';
import { child } from '../../../shared/registers/child.ts';
import { chineseDate } from '../../../shared/rules/calendarDate.ts';
import { context, importDesk } from './importDesk.ts';

const folder = new URL('../../fixtures/workbooks/', import.meta.url);
const fileName = '失亲排查汇总-双塘村.xlsx';
const file = readFileSync(new URL(fileName, folder));
/** The same cells, read by another program. */
const expected = JSON.parse(readFileSync(new URL('失亲排查汇总-双塘村.json', folder), 'utf8')) as string[][];

const column = (row: readonly string[], letter: string): string => row[letter.charCodeAt(0) - 65] ?? '';
const shown = (key: string, value: FieldValue | null | undefined): string =>
  value === null || value === undefined
    ? ''
    : (child.fields[key as keyof typeof child.fields].kind.format(value as never, context) ?? '');

test('the table of the village is found between its title and its notes', async () => {
  const preview = await importDesk().imports.read('child', file, fileName);
  expect(preview).toMatchObject({
    fileName,
    sheetName: '失亲',
    otherSheets: [],
    headingRow: 3,
    skippedRows: [1, 2, 30],
    defaults: { village: '439981100201', filled_on: '2026-10-26', registering_unit: '安宁镇双塘村' },
    missingFields: [],
  });
  expect(preview.columns.filter((each) => each.target === null).map((each) => each.heading)).toEqual(['序号']);
  expect(preview.rows.map((row) => row.row)).toEqual(Array.from({ length: 25 }, (_, index) => index + 4));
  expect(preview.rows.map((row) => row.verdict)).toEqual(Array.from({ length: 25 }, () => 'new'));
  expect(preview.rows.map((row) => row.cells)).toEqual(expected);
});

test('all 25 children are stored, every cell intact character by character', async () => {
  const { imports, registers } = importDesk();
  const preview = await imports.read('child', file, fileName);
  expect(imports.commit({ importId: preview.importId, rows: preview.rows.map((row) => row.row) })).toEqual({
    created: 25,
  });

  const stored = registers.findByUnique(
    child,
    expected.map((row) => column(row, 'D')),
  );
  for (const row of expected) {
    const { fields, rows } = stored.get(column(row, 'D'))?.values ?? { fields: {}, rows: {} };
    expect({
      B: shown('name', fields.name),
      C: shown('sex', fields.sex),
      D: fields.id_number,
      E: shown('ethnicity', fields.ethnicity).replace(/族$/u, ''),
      F: shown('health', fields.health),
      G: fields.disability_class
        ? `${shown('disability_class', fields.disability_class)}${'一二三四'.indexOf(shown('disability_grade', fields.disability_grade).charAt(0)) + 1}级`
        : '',
      H: fields.disease ?? '',
      I: shown('study_state', fields.study_state),
      J: fields.school_or_status,
      K: fields.household_address,
      L: fields.residence_address,
      M: (rows.members ?? [])
        .map((member) =>
          [
            child.rows.members.fields.relation.kind.format(member.relation as never, context),
            member.name,
            member.id_number,
            member.phone,
          ]
            .filter(Boolean)
            .join(' '),
        )
        .join('；'),
      O: shown('guardian_capable', fields.guardian_capable),
      P: fields.guardian_gap ?? '',
      R: fields.registered_by,
      S: fields.registered_on,
      T: fields.remark ?? '',
    }).toEqual({
      ...Object.fromEntries([...'BCDFGHIJKLMOPRST'].map((letter) => [letter, column(row, letter)])),
      E: column(row, 'E').replace(/族$/u, ''),
      // Grades are written 三级 and 3级 in the same column.
      G: column(row, 'G').replace(/[一二三四]/u, (numeral) => String('一二三四'.indexOf(numeral) + 1)),
      // The one word of the sheet that the code table calls otherwise.
      I: column(row, 'I').replace('高中', '普通高中'),
    });
    expect(new Set(shown('family_states', fields.family_states).split('、'))).toEqual(
      new Set(column(row, 'N').split('、')),
    );
    expect(new Set(shown('hardship_grounds', fields.hardship_grounds).split('、'))).toEqual(
      new Set(column(row, 'Q').split('、')),
    );
    // The number says when the child was born; the sheet has no such column.
    expect(String(fields.birth_date).replaceAll('-', '')).toBe(column(row, 'D').slice(6, 14));
    expect(chineseDate(String(fields.filled_on))).toBe('2026年10月26日');
  }
});

test('the same file a second time is known, row by row, and nothing can be stored twice', async () => {
  const { imports, total } = importDesk();
  const first = await imports.read('child', file, fileName);
  imports.commit({ importId: first.importId, rows: first.rows.map((row) => row.row) });

  const second = await imports.read('child', file, fileName);
  expect(new Set(second.rows.map((row) => row.verdict))).toEqual(new Set(['same']));
  expect(() => imports.commit({ importId: second.importId, rows: [4] })).toThrowError(/第4行现在不能新增/u);
  expect(total()).toBe(25);
});
