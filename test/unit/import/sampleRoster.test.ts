import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codeTable } from '../../../shared/codes/codeTable.ts';
import type { ImportRow } from '../../../shared/contract/importMethods.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { child } from '../../../shared/registers/child.ts';
import { parseCalendarDate } from '../../../shared/rules/calendarDate.ts';
import { normaliseIdNumber } from '../../../shared/rules/idNumber.ts';
import { importDesk, shownText } from './importDesk.ts';

const folder = new URL('../../fixtures/workbooks/', import.meta.url);
const fixture = (name: string): Buffer => readFileSync(new URL(name, folder));
const truth = JSON.parse(readFileSync(new URL('truth.json', folder), 'utf8')) as {
  readonly 花名册: { readonly detail: readonly { row: number; kind: string; id: string; name: string }[] };
};
const { detail } = truth.花名册;
/** The cells of both files, read by another program; a row of the sheet in each place. */
const roster = JSON.parse(readFileSync(new URL('重点儿童花名册.json', folder), 'utf8')) as string[][];
const outOfSchool = JSON.parse(readFileSync(new URL('失学台账.json', folder), 'utf8')) as string[][];

const names = ['双塘村', '古井社区', '龙井社区', '柳溪村', '石桥村', '枫树坳村', '清水村', '白茅村'];
const office = (known: readonly string[]): FieldContext => ({
  today: '2026-11-21',
  villages: codeTable(
    '村（社区）',
    '测试',
    known.map((label, index) => ({ code: `43998110020${index + 1}`, label })),
  ),
});

/** What is told about a row whose fault was planted, with the cell that it is told of. */
const expectations: Readonly<Record<string, (row: ImportRow, source: readonly string[]) => void>> = {
  ok: (row) => {
    expect(row.verdict).toBe('new');
    expect(row.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  },
  'bad-check': (row) => errorAt(row, 'F', /校验位不正确/u),
  'numeric-id': (row) => errorAt(row, 'F', /被表格软件当作数值/u),
  adult: (row) => errorAt(row, 'E', /已满18周岁/u),
  'no-name': (row) => errorAt(row, 'C', /没有填/u),
  'sex-mismatch': (row) => errorAt(row, 'D', /性别与身份证号不符/u),
  'birth-mismatch': (row) => errorAt(row, 'E', /出生日期与身份证号不符/u),
  fifteen: (row) => {
    errorAt(row, 'F', /15位旧号码/u);
    expect(row.issues[0]?.proposals.map(({ text }) => text)).toEqual([detailOf(row.row)?.id]);
  },
  'no-id': (row) => {
    expect(row.verdict).toBe('new');
    expect(row.issues).toMatchObject([
      { cell: `F${row.row}`, severity: 'warning', message: expect.stringMatching(/“无身份证号原因”记为“其他”/u) },
    ]);
  },
  duplicate: (row) => {
    expect(['same', 'duplicate']).toContain(row.verdict);
    const earlier = detail.find(({ id, row: number }) => id === detailOf(row.row)?.id && number < row.row);
    expect(row.match).toMatchObject({ kind: 'row', row: earlier?.row, name: earlier?.name });
  },
};
const detailOf = (row: number) => detail.find((each) => each.row === row);

function errorAt(row: ImportRow, letter: string, message: RegExp): void {
  expect(row.verdict).toBe('error');
  const errors = row.issues.filter(({ severity }) => severity === 'error');
  expect(errors).toMatchObject([{ cell: `${letter}${row.row}`, message: expect.stringMatching(message) }]);
}

test.each(['重点儿童花名册.xlsx', '重点儿童花名册.xls'])(
  'every row of the roster gets the verdict that it deserves, and no other: %s',
  async (fileName) => {
    const { read, rowsOf } = importDesk(office(names));
    const summary = await read(fixture(fileName), fileName);
    expect(summary).toMatchObject({ total: 300, obstacle: null, missingFields: [], doubt: null, unknownVillages: [] });
    expect(summary.verdicts).toMatchObject({ new: 246 + 8, error: 300 - 246 - 8 - 6 });
    const rows = rowsOf(summary.importId);
    expect(rows.map(({ row }) => row)).toEqual(detail.map(({ row }) => row));
    for (const row of rows) {
      const kind = detailOf(row.row)?.kind ?? '';
      const expectation = expectations[kind];
      if (!expectation) throw new Error(`no expectation for ${kind}`);
      expectation(row, roster[row.row - 1] ?? []);
    }
  },
);

test('villages that the office does not know yet are named; once they are in the settings, the rows are sound', async () => {
  const { imports, read, setContext } = importDesk(office(['别处村']));
  const summary = await read(fixture('重点儿童花名册.xlsx'), '重点儿童花名册.xlsx');
  expect(new Set(summary.unknownVillages)).toEqual(new Set(names));
  setContext(office(names));
  const { importId } = summary;
  const checked = await imports.check({ importId, targets: [], defaults: {} });
  expect(checked.verdicts.new).toBe(254);
});

test.each(['重点儿童花名册.xlsx', '重点儿童花名册.xls'])(
  'all 246 clean rows arrive intact, character by character: %s',
  async (fileName) => {
    const context = office(names);
    const { read, rowsOf, commit, registers, total } = importDesk(context);
    const summary = await read(fixture(fileName), fileName);
    const warned = rowsOf(summary.importId).filter((row) => row.verdict === 'new');
    expect((await commit(summary)).committed).toMatchObject({ created: 254, updated: 0 });
    expect(total()).toBe(254);
    expect(warned).toHaveLength(254);
    const clean = detail.filter(({ kind }) => kind === 'ok');
    const stored = registers.findByUnique(
      child,
      clean.map(({ id }) => id),
    );
    for (const { row, id } of clean) {
      const values = stored.get(id)?.values ?? { fields: {}, rows: {} };
      const shown = (key: string): string => shownText(values, key, context);
      const cells = (roster[row - 1] ?? []).map((text) => text.trim());
      const [, village = '', name = '', sex, birth = '', number = '', types = '', guardian = '', relation = ''] = cells;
      const [phone = '', school, leftBehind = '', risk = '', responsible = '', remark = ''] = cells.slice(9);
      expect({
        village: shown('village'),
        name: shown('name'),
        sex: shown('sex'),
        number: shown('id_number'),
        birth: values.fields.birth_date,
        guardian: shown('guardian_name'),
        phone: shown('guardian_phone'),
        school: shown('school_or_status'),
        responsible: shown('responsible_person'),
        remark: shown('remark'),
      }).toEqual({
        village,
        name: name.replace(/[\s　]/gu, ''),
        sex,
        number: normaliseIdNumber(number),
        birth: parseCalendarDate(birth) ?? `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`,
        guardian: guardian.replace(/[\s　]/gu, ''),
        phone,
        school,
        responsible: responsible.replace(/[\s　]/gu, ''),
        remark,
      });
      expect(shown('guardian_relation')).toBe(relations[relation] ?? relation);
      const categories = types.split(/[、,，]/u).map((word) => categoryWords[word] ?? word);
      if (isYes(leftBehind)) categories.push('留守儿童');
      expect(new Set(shown('child_types').split('、'))).toEqual(new Set(categories));
      expect(shown('risk_level')).toBe(riskWords[risk] ?? risk);
    }
  },
);

const relations: Readonly<Record<string, string>> = { 爷爷: '祖父', 父子: '父亲', 奶奶: '祖母', 外婆: '外祖母' };
const categoryWords: Readonly<Record<string, string>> = {
  残疾: '残疾儿童',
  留守: '留守儿童',
  单亲: '单亲家庭',
  单亲家庭子女: '单亲家庭',
  事实无人抚养: '事实无人抚养儿童',
};
const riskWords: Readonly<Record<string, string>> = { 红: '高', 一般: '常规' };
const isYes = (text: string): boolean => text === '是' || text === '√';

test('the list of children out of school comes in whole, and nothing is invented', async () => {
  const context = office(names);
  const { read, commit, registers } = importDesk(context);
  const summary = await read(fixture('失学台账.csv'), '失学台账.csv');
  expect(summary).toMatchObject({ total: 40, verdicts: { new: 40 }, leftOut: [], doubt: null, obstacle: null });
  await commit(summary);
  const [, ...rows] = outOfSchool;
  expect(rows).toHaveLength(40);
  const stored = registers.findByUnique(
    child,
    rows.map((row) => row[2] ?? ''),
  );
  for (const [name, sex, id = '', kind, school, since, family, own, where, guardian, phone] of rows) {
    const values = stored.get(id)?.values ?? { fields: {}, rows: {} };
    const shown = (key: string): string => shownText(values, key, context);
    const read = ['name', 'sex', 'id_number', 'out_of_school_kind', 'last_school', 'family_reasons', 'own_reasons'];
    expect([...read, 'whereabouts', 'guardian_name', 'guardian_phone'].map(shown)).toEqual(
      [name, sex, id, kind, school, family, own, where, guardian, phone].map((text) => text ?? ''),
    );
    expect(values.fields.out_of_school_since).toBe(since);
    expect(values.fields.study_state).toBeNull();
  }
});
