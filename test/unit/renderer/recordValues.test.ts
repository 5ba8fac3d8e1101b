import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventedChild, inventedOffice, repeatableRandom } from '../../../electron/services/demo/inventedChildren.ts';
import { villageTable } from '../../../electron/services/office/officeStore.ts';
import {
  corrections,
  differences,
  filledPaths,
  sameValue,
  takeTheirs,
  withoutEmptyRows,
  withRowAdded,
  withRowRemoved,
  withValue,
} from '../../../renderer/registers/recordValues.ts';
import { child } from '../../../shared/registers/child.ts';
import type { RecordValues } from '../../../shared/registers/register.ts';

const context = { today: '2026-11-21', villages: villageTable(inventedOffice) };
const records = fc.integer({ min: 0, max: 5_000 }).map((index) => inventedChild(index, repeatableRandom(index)));

describe('two versions of a record', () => {
  test('after taking everything of theirs that differs, the two are the same', () => {
    fc.assert(
      fc.property(records, records, (mine, theirs) => {
        const paths = differences(child, { base: null, mine, theirs }, context).map(({ path }) => path);
        expect(
          sameValue(differences(child, { base: null, mine: takeTheirs(mine, theirs, paths), theirs }, context), []),
        ).toBe(true);
      }),
    );
  });

  test('who changed a field is told from the version both started from', () => {
    const base = child.sample;
    const mine = withValue(child, withValue(child, base, 'remark', '甲', context), 'disease', '哮喘', context);
    const theirs = withValue(
      child,
      withValue(child, base, 'remark', '乙', context),
      'school_or_status',
      '石桥教学点',
      context,
    );
    const found = differences(child, { base, mine, theirs }, context);
    expect(Object.fromEntries(found.map(({ path, changedBy }) => [path, changedBy]))).toEqual({
      remark: 'both',
      disease: 'me',
      school_or_status: 'them',
    });
    expect(found.find(({ path }) => path === 'remark')).toMatchObject({ label: '备注', mine: '甲', theirs: '乙' });
  });
});

describe('rows of a record', () => {
  test('an added row is empty and does not reach the store; a removed one leaves the others in order', () => {
    const added = withRowAdded(child, child.sample, 'members');
    expect(added.rows.members).toHaveLength(2);
    expect(withoutEmptyRows(added)).toEqual(child.sample);
    const named = withValue(child, added, 'members.1.name', '田桂生', context);
    expect(withRowRemoved(named, 'members', 0).rows.members?.map((row) => row.name)).toEqual(['田桂生']);
  });
});

describe('an ID number that contradicts what was entered', () => {
  const number = '439981201503070024';
  const entry = (fields: Record<string, string | null>) => ({
    ...child.sample,
    fields: { ...child.sample.fields, id_number: null, sex: null, birth_date: null, ...fields },
  });
  const typed = (before: RecordValues, path: string, value: string) => {
    const entered = withValue(child, before, path, value, context);
    const derived = child.derive(entered, context);
    return corrections(child, { before, entered, derived }, context).map(({ path: at, message }) => [at, message]);
  };

  test('says at each field what it was changed to', () => {
    expect(typed(entry({ sex: '1', birth_date: '2015-03-08' }), 'id_number', number)).toEqual([
      ['sex', '已按身份证号改为女'],
      ['birth_date', '已按身份证号改为2015年3月7日'],
    ]);
  });

  test('says nothing of what agrees, was empty, or came from the number before', () => {
    expect(typed(entry({ sex: '2' }), 'id_number', number)).toEqual([]);
    expect(typed(child.derive(entry({ id_number: number }), context), 'id_number', '439981201007258378')).toEqual([]);
  });

  test('says so when the entry comes after the number', () => {
    const before = child.derive(entry({ id_number: number }), context);
    expect(typed(before, 'sex', '1')).toEqual([['sex', '已按身份证号改为女']]);
  });
});

test('the paths of what is entered include those of rows', () => {
  const paths = filledPaths(child.sample);
  expect(paths).toContain('name');
  expect(paths).toContain('members.0.phone');
  expect(paths).not.toContain('remark');
  expect(paths).not.toContain('members.0.id_number');
});
