import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventedChild, inventedOffice, repeatableRandom } from '../../../electron/services/demo/inventedChildren.ts';
import { villageTable } from '../../../electron/services/office/officeStore.ts';
import { familyRows, withFamily } from '../../../renderer/registers/familyRows.ts';
import { formSections, placeInForm, rowDetailsOf, sectionOf } from '../../../renderer/registers/formSections.ts';
import { isFilled, namedField, withValue } from '../../../renderer/registers/recordValues.ts';
import { askedAtFirst, standingOf, withStanding } from '../../../renderer/registers/standing.ts';
import { sharedChanges } from '../../../renderer/registers/useSharing.ts';
import { checkRecord, findingsOf, gapsOf } from '../../../shared/registers/checkRecord.ts';
import { child } from '../../../shared/registers/child.ts';
import { emptyRecord, type RecordValues, sharedKey, shownValues } from '../../../shared/registers/register.ts';

const context = { today: '2026-11-21', villages: villageTable(inventedOffice) };
const records = fc.integer({ min: 0, max: 5_000 }).map((index) => inventedChild(index, repeatableRandom(index)));

function sectionsOf(values: RecordValues) {
  const issues = checkRecord(child, values, context);
  return formSections(child, values, { issues: findingsOf(issues), gaps: gapsOf(issues) }, context);
}
const idleIn = (values: RecordValues): string[] =>
  sectionsOf(values).flatMap(({ title, idle }) => (idle ? [title] : []));

describe('sections of the form', () => {
  test('that are long and have nothing to say are idle; schooling that failed is asked for', () => {
    expect(idleIn(child.sample)).toEqual(['失学与劝返', '机构与保障']);
    const left = withValue(child, child.sample, 'study_state', '11', context);
    expect(idleIn(left)).toEqual(['机构与保障']);
    expect(sectionsOf(left).find(({ title }) => title === '失学与劝返')?.gaps).toBe(6);
  });

  test('never hide a value, an error or a gap', () => {
    fc.assert(
      fc.property(records, (values) => {
        const shown = shownValues(child, values, context);
        for (const { fields, idle, gaps, errors } of sectionsOf(values)) {
          if (!idle) continue;
          expect([gaps, errors]).toEqual([0, 0]);
          for (const key of fields) {
            expect(shown[key] ?? null).toBeNull();
            expect((values.rows[key] ?? []).filter(isFilled)).toEqual([]);
          }
        }
      }),
    );
  });

  test('every issue of a record has its place in one of them', () => {
    fc.assert(
      fc.property(fc.oneof(records, fc.constant(emptyRecord(child))), (values) => {
        for (const { path } of checkRecord(child, values, context)) expect(sectionOf(child, path)).toBeDefined();
      }),
    );
    expect(placeInForm(child, 'hardship_grounds')).toBe('categories');
  });

  test('a field without a column is found behind “详细” of its row, and the one household has no row number', () => {
    expect(rowDetailsOf(child, 'members.2.birth_date')).toEqual({ group: 'members', index: 2 });
    expect(rowDetailsOf(child, 'members.2.phone')).toBeUndefined();
    expect(rowDetailsOf(child, 'household.0.number')).toBeUndefined();
    expect(namedField(child, 'household.0.number').label).toBe('家庭户户编号');
  });
});

describe('a family taken over from another record', () => {
  const father = { relation: '51', name: '高浩', phone: '19962799825', [sharedKey]: 'f' };
  const brother = { relation: '77', name: '欧阳朵朵', [sharedKey]: 'b' };
  const household = { number: 'ST-0999', head: '高浩', [sharedKey]: 'h' };
  const other = { ...child.sample, rows: { members: [father, brother], household: [household], categories: [] } };

  test('offers who is not known yet, but neither the child itself nor another household', () => {
    const rows = familyRows(child, child.sample, other);
    expect(rows.map(({ values, known, offered }) => [values[sharedKey], known, offered])).toEqual([
      ['f', false, true],
      ['b', false, false],
      ['h', false, false],
    ]);
    const after = withFamily(child, child.sample, rows);
    expect(after.rows.members?.map((row) => row.name)).toEqual(['田桂英', '高浩', '欧阳朵朵']);
    expect(after.rows.household).toEqual([household]);
    expect(after.rows.categories).toEqual(child.sample.rows.categories);
    expect(familyRows(child, after, other).every(({ known }) => known)).toBe(true);
  });

  test('a change to what is shared is told with the names, a change of the relation is not', () => {
    const sharing = {
      records: [],
      namesOf: (row: RecordValues['fields']) => (row[sharedKey] === 'f' ? ['高泽涛'] : []),
    };
    const changed = (path: string, value: string) =>
      sharedChanges(child, other, withValue(child, other, path, value, context), sharing);
    expect(changed('members.0.phone', '19900001111')).toEqual([{ group: 'members', index: 0, names: ['高泽涛'] }]);
    expect(changed('members.0.relation', '57')).toEqual([]);
    expect(changed('members.1.name', '欧阳')).toEqual([]);
  });
});

describe('standing in the register', () => {
  test('is 在册 and three ways out of it, each with a reason and today as its day', () => {
    const standing = standingOf(child, context);
    if (!standing) throw new Error('children stand in their register');
    expect(standing.departures.map(({ label }) => label)).toEqual(['转出', '年满18周岁', '销号']);
    expect(askedAtFirst(child, standing, context)).toEqual({ status_reason: null, status_on: context.today });
    const left = withStanding(standing, child.sample, '2', { status_reason: '外迁', status_on: context.today });
    expect(left.fields).toMatchObject({ status: '2', status_reason: '外迁', status_on: context.today });
    expect(withStanding(standing, left, '1', {})).toEqual(child.sample);
  });
});
