import { expect, test } from 'vitest';
import { inventedChild, repeatableRandom } from '../../../electron/services/demo/inventedChildren.ts';
import { child } from '../../../shared/registers/child.ts';
import { importDesk } from '../import/importDesk.ts';

const query = (search: string) => ({
  register: 'child',
  search,
  filters: {},
  sort: { field: 'name', descending: false },
});

/** A desk with so many children of each name. */
function deskOf(names: Readonly<Record<string, number>>) {
  const desk = importDesk();
  const random = repeatableRandom(3);
  const all = Object.entries(names).flatMap(([name, count]) => Array.from({ length: count }, () => name));
  desk.registers.insertMany(
    child,
    all.map((name, index) => {
      const { fields, rows } = inventedChild(index, random);
      return { rows, fields: { ...fields, name, village: '439981100201' } };
    }),
  );
  return desk;
}

test('a search that is cut short says so, also when names of many readings use up its limit', () => {
  const { registers } = deskOf({ 大行行行: 300, 杜芳: 100 });
  const page = registers.listPage({ ...query('d'), offset: 0, limit: 100 });
  expect(page.more || page.total === 400).toBe(true);
});

test('a search shows 500 matches and says whether there are more', () => {
  const { registers } = deskOf({ 王芳: 501 });
  expect(registers.listPage({ ...query('王芳'), offset: 0, limit: 1 })).toMatchObject({ total: 500, more: true });
  const fewer = deskOf({ 王芳: 500 }).registers;
  expect(fewer.listPage({ ...query('王芳'), offset: 0, limit: 1 })).toMatchObject({ total: 500, more: false });
});

test('a part of a search never passes for the whole: sheets of more than 500 matches are refused, not cut', () => {
  const { registers } = deskOf({ 王芳: 501 });
  expect(() => registers.idsOf(query('王芳'), 2_001)).toThrow(/超过500条.*请/u);
  expect(registers.idsOf(query(''), 2_001)).toHaveLength(501);
  expect(registers.idsOf(query('双塘村'), 2_001)).toHaveLength(501);
});
