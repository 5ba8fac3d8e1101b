import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { child } from '../../../shared/registers/child.ts';
import { chineseDate } from '../../../shared/rules/calendarDate.ts';
import { context, importDesk, shownText } from './importDesk.ts';

const folder = new URL('../../fixtures/workbooks/', import.meta.url);
const fileName = '失亲排查汇总-双塘村.xlsx';
const file = readFileSync(new URL(fileName, folder));
/** The same cells, read by another program. */
const expected = JSON.parse(readFileSync(new URL('失亲排查汇总-双塘村.json', folder), 'utf8')) as string[][];

const column = (row: readonly string[], letter: string): string => row[letter.charCodeAt(0) - 65] ?? '';
test('the table of the village is found between its title and its notes', async () => {
  const { read, rowsOf } = importDesk();
  const summary = await read(file, fileName);
  expect(summary).toMatchObject({
    fileName,
    sheetName: '失亲',
    otherSheets: [],
    headingRow: 3,
    skippedRows: [1, 2, 30],
    defaults: { village: '439981100201', filled_on: '2026-10-26', registering_unit: '安宁镇双塘村' },
    commonFields: ['responsible_person'],
    missingFields: [],
    obstacle: null,
    doubt: null,
    later: '表里没有“风险等级、帮扶责任人”，这些以后再补',
    total: 25,
    verdicts: { new: 25, update: 0, same: 0, duplicate: 0, error: 0 },
    creates: 25,
    updates: 0,
  });
  expect(summary.columns.filter((each) => each.target === null).map((each) => each.heading)).toEqual(['序号']);
  const rows = rowsOf(summary.importId);
  expect(rows.map((row) => row.row)).toEqual(Array.from({ length: 25 }, (_, index) => index + 4));
  expect(rows.map((row) => row.cells)).toEqual(expected);
});

test('all 25 children are stored, every cell intact character by character', async () => {
  const { registers, read, commit } = importDesk();
  const summary = await read(file, fileName);
  expect((await commit(summary)).committed).toMatchObject({ created: 25, updated: 0 });

  const stored = registers.findByUnique(
    child,
    expected.map((row) => column(row, 'D')),
  );
  for (const row of expected) {
    const values = stored.get(column(row, 'D'))?.values ?? { fields: {}, rows: {} };
    const { fields, rows } = values;
    const shown = (key: string): string => shownText(values, key);
    expect({
      B: shown('name'),
      C: shown('sex'),
      D: fields.id_number,
      E: shown('ethnicity').replace(/族$/u, ''),
      F: shown('health'),
      G: fields.disability_class
        ? `${shown('disability_class')}${'一二三四'.indexOf(shown('disability_grade').charAt(0)) + 1}级`
        : '',
      H: fields.disease ?? '',
      I: shown('study_state'),
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
      O: shown('guardian_capable'),
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
    expect(new Set(shown('family_states').split('、'))).toEqual(new Set(column(row, 'N').split('、')));
    expect(new Set(shown('hardship_grounds').split('、'))).toEqual(
      // 重残 is a short word for an entry of the table.
      new Set(
        column(row, 'Q')
          .split('、')
          .map((word) => (word === '重残' ? '重残儿童' : word)),
      ),
    );
    // The number says when the child was born; the sheet has no such column.
    expect(String(fields.birth_date).replaceAll('-', '')).toBe(column(row, 'D').slice(6, 14));
    expect(chineseDate(String(fields.filled_on))).toBe('2026年10月26日');
  }
});

test('the same file a second time is known, row by row, and nothing is stored twice', async () => {
  const { read, commit, imports, total } = importDesk();
  await commit(await read(file, fileName));
  const second = await read(file, fileName);
  expect(second).toMatchObject({ verdicts: { same: 25 }, creates: 0, updates: 0 });
  await expect(commit(second)).rejects.toThrowError(/没有可以导入的行/u);
  await expect(imports.commit({ importId: second.importId, creates: 25, updates: 0 })).rejects.toThrowError(
    /重新核对/u,
  );
  expect(total()).toBe(25);
});
