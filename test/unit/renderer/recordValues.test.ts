import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventedChild, inventedOffice, repeatableRandom } from '../../../electron/services/demo/inventedChildren.ts';
import { villageTable } from '../../../electron/services/office/officeStore.ts';
import {
  differences,
  sameValue,
  takeTheirs,
  withoutEmptyRows,
  withRowAdded,
  withRowRemoved,
  withValue,
} from '../../../renderer/registers/recordValues.ts';
import { child } from '../../../shared/registers/child.ts';

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
    const mine = withValue(withValue(base, 'remark', '甲'), 'disease', '哮喘');
    const theirs = withValue(withValue(base, 'remark', '乙'), 'school_or_status', '石桥教学点');
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
    const named = withValue(added, 'members.1.name', '田桂生');
    expect(withRowRemoved(named, 'members', 0).rows.members?.map((row) => row.name)).toEqual(['田桂生']);
  });
});
