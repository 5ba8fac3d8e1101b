import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runJob } from '../../../electron/jobs/runJob.ts';
import { inventedChild, repeatableRandom } from '../../../electron/services/demo/inventedChildren.ts';
import { createListService } from '../../../electron/services/lists/createListService.ts';
import { listRowNumbers } from '../../../electron/services/registers/listRecords.ts';
import { readMany } from '../../../electron/services/registers/recordStore.ts';
import type { FieldKind, FieldValue } from '../../../shared/fields/kinds.ts';
import { child } from '../../../shared/registers/child.ts';
import {
  emptyRecord,
  emptyRow,
  type Fields,
  type RecordValues,
  sharedKey,
  type Values,
} from '../../../shared/registers/register.ts';
import { checkCharacterOf } from '../../../shared/rules/idNumber.ts';
import { openExports } from '../../exportDesk.ts';
import { context, importDesk } from './importDesk.ts';

type Desk = ReturnType<typeof importDesk>;

/** Every record of the desk in a workbook, as the host would save it. */
async function exported(desk: Desk, numbers: 'masked' | 'full'): Promise<Uint8Array> {
  const files: Uint8Array[] = [];
  const leaving = openExports({
    database: () => desk.file.database,
    saveFile: async (name, bytes) => {
      files.push(bytes);
      return name;
    },
  });
  const lists = createListService({
    registers: desk.registers,
    registerOf: () => child,
    databaseOf: () => desk.file.database,
    context: () => context,
    user: () => '经办甲',
    now: () => new Date('2026-11-21T09:00:00'),
    runJob,
    jobs: desk.jobs,
    exports: leaving.exports,
  });
  const query = { register: 'child', search: '', filters: {}, sort: { field: 'name', descending: false } };
  const input = { register: 'child', selection: { query }, columns: 'all', numbers } as const;
  await lists.exportList({ ...input, permit: await leaving.permit({ method: 'list.export', ...input }) });
  return files[0] ?? new Uint8Array();
}

/** Pieces of text, among them every sign that separates something somewhere. */
const pieces = fc.constantFrom(
  ...[
    '村里',
    '，',
    '：',
    '“',
    '”',
    '、',
    '；',
    ',',
    ':',
    '"',
    '=1+1',
    '-',
    '@',
    '+',
    '_x0041_',
    '1.50',
    '007',
    'A',
    '𬱖',
    '（',
    '）',
    '2026年',
    '姓名：张',
    '/',
    "'",
  ],
);
const line = fc.array(pieces, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
const lines = fc.array(line, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('\n'));
const name = fc.constantFrom('张三', '阿依古丽·买买提', '欧阳𬱖', 'Anna-Maria', "O'Neil", '田 明');
const day = fc
  .date({ min: new Date('2010-01-01'), max: new Date('2026-11-20'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const number = fc.nat(999).map((serial) => {
  const digits = `43998119600307${String(serial).padStart(3, '0')}`;
  return digits + checkCharacterOf(digits);
});
const phone = fc.nat(99_999_999).map((serial) => `199${String(serial).padStart(8, '0')}`);

/** Any value that a kind accepts. */
function arbitraryOf(kind: FieldKind): fc.Arbitrary<FieldValue> {
  const codes = kind.options?.(context).entries.map(({ code }) => code) ?? [];
  const arbitrary: fc.Arbitrary<FieldValue> =
    kind.control === 'yesNo'
      ? fc.boolean()
      : kind.control === 'choices'
        ? fc.subarray(codes, { minLength: 1 })
        : kind.control === 'choice'
          ? fc.constantFrom(...codes)
          : kind.control === 'date'
            ? day
            : kind.control === 'idNumber'
              ? number
              : kind.control === 'paragraph'
                ? lines
                : fc.oneof(line, name, phone);
  return arbitrary;
}

function accepts(kind: FieldKind, value: FieldValue): boolean {
  const parsed = kind.schema.safeParse(value);
  return parsed.success && kind.check(parsed.data, context) === undefined;
}

/** Some of the fields with values that each of them accepts. */
function some(fields: Fields): fc.Arbitrary<Values> {
  const entries = Object.entries(fields).map(
    ([key, { kind }]) =>
      [
        key,
        fc
          .option(arbitraryOf(kind), { freq: 2 })
          .map((value) => (value !== null && accepts(kind, value) ? value : null)),
      ] as const,
  );
  return fc.record(Object.fromEntries(entries));
}

const rows = fc.record(
  Object.fromEntries(
    Object.entries(child.rows).map(([key, group]) => [
      key,
      fc.array(some(group.fields), { maxLength: Math.min(3, group.maxRows) }),
    ]),
  ),
);

/** A child of the invented ones with other values wherever the checks let them be. */
function blended(desk: Desk, index: number, fields: Values, members: RecordValues['rows']): RecordValues {
  const base = inventedChild(index, repeatableRandom(index));
  const empty = emptyRecord(child);
  const villages = context.villages.entries.map(({ code }) => code);
  let values: RecordValues = {
    fields: {
      ...empty.fields,
      ...base.fields,
      village: villages[index % villages.length] ?? null,
      file_number: `甲-${index}`,
    },
    rows: { ...empty.rows, ...base.rows },
  };
  const attempt = (next: RecordValues): void => {
    try {
      values = desk.registers.accept(child, next).values;
    } catch {
      // The rules between fields do not allow this one.
    }
  };
  for (const [key, value] of Object.entries(fields)) {
    const isItsOwn = key === child.uniqueField || key === child.numberField;
    if (value !== null && !isItsOwn) attempt({ ...values, fields: { ...values.fields, [key]: value } });
  }
  for (const [key, group] of Object.entries(members)) {
    const entered = group
      .map((row) => ({ ...emptyRow(child.rows[key]?.fields ?? {}), ...row }))
      .filter((row) => Object.values(row).some((value) => value !== null));
    attempt({ ...values, rows: { ...values.rows, [key]: entered } });
  }
  return values;
}

/** What is stored of every record, by its number; who shares a person with whom is left to the family’s own tests. */
function storedOf(desk: Desk): Map<unknown, RecordValues> {
  const { database } = desk.file;
  const query = { register: 'child', search: '', filters: {}, sort: { field: 'name', descending: false } };
  const numbers = listRowNumbers(database, child, query, 100, context);
  const stripped = ({ fields, rows: groups }: RecordValues): RecordValues => ({
    fields,
    rows: Object.fromEntries(
      Object.entries(groups).map(([key, group]) => [key, group.map(({ [sharedKey]: _, ...row }) => row)]),
    ),
  });
  return new Map(
    [...readMany(database, child, numbers).values()].map((values) => [values.fields.id_number, stripped(values)]),
  );
}

describe('an export that is imported again', () => {
  test('gives every record as it is stored, whatever stands in it, and makes the same records elsewhere', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(some(child.fields), rows), { minLength: 1, maxLength: 8 }),
        async (children) => {
          const desk = importDesk();
          desk.registers.insertMany(
            child,
            children.map(([fields, members], index) => blended(desk, index, fields, members)),
          );
          const file = await exported(desk, 'full');
          const summary = await desk.read(file, '儿童名册.xlsx');
          const others = desk.rowsOf(summary.importId).filter((row) => row.verdict !== 'same');
          expect(others.map(({ verdict, issues, changes, match }) => ({ verdict, issues, changes, match }))).toEqual(
            [],
          );
          expect(summary.verdicts.same).toBe(children.length);
          expect(summary.leftOut).toEqual([]);

          const elsewhere = importDesk();
          const read = await elsewhere.read(file, '儿童名册.xlsx');
          const alike = elsewhere.rowsOf(read.importId).filter((row) => row.verdict === 'duplicate');
          const decided =
            alike.length === 0
              ? read
              : await elsewhere.imports.decide({
                  importId: read.importId,
                  rows: alike.map(({ row }) => row),
                  decision: 'new',
                });
          await elsewhere.commit(decided);
          expect(storedOf(elsewhere)).toEqual(storedOf(desk));
        },
      ),
      { numRuns: 12 },
    );
  }, 120_000);

  test('with masked numbers overwrites none: numbers and addresses are errors that say so', async () => {
    const desk = importDesk();
    desk.registers.insertMany(child, [blended(desk, 1, {}, {}), blended(desk, 2, {}, {})]);
    const summary = await desk.read(await exported(desk, 'masked'), '儿童名册.xlsx');
    expect(summary.verdicts.error).toBe(2);
    for (const row of desk.rowsOf(summary.importId)) {
      expect(row.outcome).toBe('none');
      for (const key of ['id_number', 'household_address']) {
        const messages = row.issues.filter(({ field }) => field === key).map(({ message }) => message);
        expect(messages).toEqual([expect.stringContaining('有一部分被*号遮住')]);
      }
    }
  });
});
