import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnTargets } from '../../../electron/services/import/columnTargets.ts';
import { codeTable } from '../../../shared/codes/codeTable.ts';
import type { FieldValue } from '../../../shared/fields/kinds.ts';
import { checkRecord, errorsOf } from '../../../shared/registers/checkRecord.ts';
import { child } from '../../../shared/registers/child.ts';
import type { view } from '../../../shared/registers/declareFields.ts';
import { emptyRow, type RecordValues, sharedKey, type Values } from '../../../shared/registers/register.ts';

const context = {
  today: '2026-11-21',
  villages: codeTable('村（社区）', '本镇', [{ code: '439981100201', label: '双塘村' }]),
};

function family(...members: Values[]): RecordValues {
  return { fields: child.sample.fields, rows: { ...child.sample.rows, members } };
}
type Views = typeof child.views & Readonly<Record<string, ReturnType<typeof view>>>;
const views: Views = child.views;
const read = (values: RecordValues, key: string): FieldValue | null => views[key]?.read(values, context) ?? null;
const write = (values: RecordValues, key: string, value: FieldValue | null): RecordValues =>
  views[key]?.write?.(values, value, context) ?? values;
/** What the control hands on while a name is typed. */
const type = (values: RecordValues, key: string, text: string): RecordValues =>
  [...text].reduce((typed, _, index) => write(typed, key, [...text].slice(0, index + 1).join('')), values);

const father = { relation: '51', name: '欧阳海', phone: '19900000002', [sharedKey]: 'f'.repeat(32) };
const grandmother = { relation: '62', name: '田桂英', guardian_role: '2', phone: '19900000001' };

describe('a relative in cells of his own', () => {
  test('is read from his row and changed there, whoever else the family lists', () => {
    const values = family(grandmother, father);
    expect(read(values, 'father_phone')).toBe('19900000002');
    expect(read(values, 'mother_phone')).toBeNull();
    expect(write(values, 'father_phone', '19911112222').rows.members).toEqual([
      grandmother,
      { ...father, phone: '19911112222' },
    ]);
  });

  test('who is typed for the first time becomes one row, and none when all of it is taken back', () => {
    const typed = type(family(grandmother), 'mother_name', '高明月');
    expect(typed.rows.members).toEqual([grandmother, { relation: '52', name: '高明月' }]);
    const erased = ['高明', '高', null].reduce((values, text) => write(values, 'mother_name', text), typed);
    expect(erased.rows.members).toEqual([grandmother]);
    expect(write(erased, 'mother_phone', null)).toBe(erased);
  });

  test('keeps what else is known of him when his name is emptied to be typed again', () => {
    const again = type(write(family(father), 'father_name', null), 'father_name', '欧阳山');
    expect(again.rows.members).toEqual([{ ...father, name: '欧阳山' }]);
  });

  test('is not a step-parent, who has a code of his own', () => {
    expect(read(family({ relation: '57', name: '罗建国' }), 'father_name')).toBeNull();
  });

  test.each([
    ['by choice', { parent_state: '2' }],
    ['declared so', { parent_state: '4' }],
    ['in the words of the village', { health: '已故' }],
  ])('who is dead %s has a dash where nothing is known', (_, death) => {
    const values = family({ relation: '61', name: '田大山', ...death });
    expect([read(values, 'grandfather_name'), read(values, 'grandfather_birth_date')]).toEqual(['田大山', '—']);
    expect(views.grandfather_birth_date?.kind.format('—', context)).toBe('—');
    expect(views.father_id_number?.kind.masked?.('—')).toBe('—');
    expect(write(values, 'grandfather_birth_date', null).rows.members).toEqual(
      values.rows.members?.map((row) => ({ ...row, birth_date: null })),
    );
    const known = write(values, 'grandfather_birth_date', '1950-12-31');
    expect(views.grandfather_birth_date?.kind.format(read(known, 'grandfather_birth_date') ?? '', context)).toBe(
      '1950年12月31日',
    );
  });

  test('says where his value stands, so that what is wrong with it is shown in his cell', () => {
    const values = write(family(grandmother, father), 'father_phone', '123');
    const place = views.father_phone?.placeOf?.(values);
    expect(place).toBe('members.1.phone');
    expect(errorsOf(checkRecord(child, values, context)).map(({ path }) => path)).toContain(place);
    expect(views.mother_phone?.placeOf?.(values)).toBeUndefined();
  });

  test('is no column of a table, where another name may be another person', () => {
    const targets = columnTargets(child).map(({ target }) => target);
    expect(targets).toContain('guardian_name');
    expect(targets.filter((target) => views[target]?.byHand)).toEqual([]);
  });
});

describe('guardians in the order of a form', () => {
  test('are those who answer for the child, then who is entrusted', () => {
    const values = family(grandmother, { ...father, guardian_role: '1' });
    expect([read(values, 'guardian1_name'), read(values, 'guardian2_name')]).toEqual(['欧阳海', '田桂英']);
    expect(read(values, 'guardian2_relation')).toBe('62');
    expect(read(values, 'guardian1_name')).toBe(read(values, 'guardian_name'));
  });

  test('keep their places while the second is typed, even before there is a first', () => {
    const entrusted = type(family(grandmother), 'guardian2_name', '罗建国');
    expect([read(entrusted, 'guardian1_name'), read(entrusted, 'guardian2_name')]).toEqual(['田桂英', '罗建国']);
    const alone = type(family(), 'guardian2_name', '罗建国');
    expect([read(alone, 'guardian1_name'), read(alone, 'guardian2_name')]).toEqual([null, '罗建国']);
    const taken = write(alone, 'guardian2_name', null);
    expect(taken.rows.members).toEqual([]);
  });

  test('on the master card are all but father and mother', () => {
    const values = family({ ...father, guardian_role: '1' }, grandmother);
    expect(read(values, 'other_guardian_name')).toBe('田桂英');
    expect(type(family({ ...father, guardian_role: '1' }), 'other_guardian_name', '罗建国').rows.members?.[1]).toEqual({
      guardian_role: '3',
      name: '罗建国',
    });
  });

  test('what is typed into any cell is read from it again, and everybody else stays as he was', () => {
    const keys = Object.keys(views).filter((key) => views[key]?.byHand && views[key]?.kind.control === 'line');
    const person = fc.record({
      relation: fc.constantFrom('51', '52', '57', '61', '62', '63', '64', '99'),
      guardian_role: fc.constantFrom(null, null, '1', '2', '3'),
      name: fc.constantFrom('甲', '乙', '丙', null),
    });
    fc.assert(
      fc.property(fc.array(person, { maxLength: 5 }), fc.constantFrom(...keys), (people, key) => {
        const members = people.map((row) => ({ ...emptyRow(child.rows.members.fields), ...row }));
        const before = family(...members);
        const at = Number(/\d+/u.exec(views[key]?.placeOf?.(before) ?? '')?.[0] ?? -1);
        const after = write(before, key, '新填');
        expect(read(after, key)).toBe('新填');
        expect(after.rows.members?.filter((_, index) => index < members.length && index !== at)).toEqual(
          members.filter((_, index) => index !== at),
        );
      }),
    );
  });
});

describe('the household of the form on left-behind children', () => {
  test('is the one that brothers and sisters share, and begins with what is ticked', () => {
    expect(read(child.sample, 'household_income')).toEqual(['2']);
    const changed = write(child.sample, 'household_relief', ['1', '3']);
    expect(changed.rows.household).toEqual([{ ...child.sample.rows.household[0], relief: ['1', '3'] }]);
    const none = { ...child.sample, rows: { ...child.sample.rows, household: [] } };
    const begun = write(none, 'household_income', ['1']);
    expect(begun.rows.household).toEqual([{ income_sources: ['1'] }]);
    expect(errorsOf(checkRecord(child, begun, context)).map(({ path }) => path)).toEqual(['household.0.number']);
    expect(write(begun, 'household_income', null).rows.household).toEqual([]);
  });
});

test('是否在校 follows from 就学情况', () => {
  const inSchool = (state: string | null) =>
    read({ ...child.sample, fields: { ...child.sample.fields, study_state: state } }, 'in_school');
  expect(['3', '4', '9', '11', '12', '2', '13', null].map(inSchool)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
    null,
  ]);
});
