import { expect, test } from 'vitest';
import { readRecord } from '../../../electron/services/registers/recordStore.ts';
import { child } from '../../../shared/registers/child.ts';
import { sharedKey } from '../../../shared/registers/register.ts';
import { adultId, childWith, father, openSharingDesk } from './sharingDesk.ts';

type Desk = ReturnType<typeof openSharingDesk>;

const found = ({ service }: Desk, search: string): string[] =>
  service
    .listPage({
      register: 'child',
      search,
      filters: {},
      sort: { field: 'name', descending: false },
      offset: 0,
      limit: 50,
    })
    .rows.map((row) => row.id);

test('two people of one name and one village telephone stay two when their ID numbers differ', () => {
  const desk = openSharingDesk();
  const one = desk.save(childWith(1, [{ ...father, id_number: adultId('001') }]));
  const other = desk.save(childWith(2, [{ ...father, id_number: adultId('003') }]));
  expect(desk.membersOf(one)[0]?.id_number).toBe(adultId('001'));
  expect(desk.membersOf(other)[0]?.[sharedKey]).not.toBe(desk.membersOf(one)[0]?.[sharedKey]);
  // The second one is found again by his own number, not by the telephone of the first.
  const third = desk.save(childWith(3, [{ ...father, id_number: adultId('003') }]));
  expect(desk.membersOf(third)[0]?.[sharedKey]).toBe(desk.membersOf(other)[0]?.[sharedKey]);
});

test('a household number that two villages give is not one household when the heads differ', () => {
  const desk = openSharingDesk();
  const one = desk.save(childWith(1, [], [{ number: '3-8', head: '高浩' }]));
  const other = desk.save(childWith(2, [], [{ number: '3-8', head: '李明' }]));
  expect(desk.valuesOf(one).rows.household).toMatchObject([{ head: '高浩' }]);
  expect(desk.valuesOf(other).rows.household).toMatchObject([{ head: '李明' }]);
});

test('typing somebody else over a shared person leaves the brother his father', () => {
  const desk = openSharingDesk();
  const one = desk.save(childWith(1, [father]));
  const other = desk.save(childWith(2, [father]));
  const { fields, rows } = desk.valuesOf(one);
  const stepfather = { ...rows.members?.[0], relation: '57', name: '王强', phone: '19900002222' };
  desk.save({ fields, rows: { ...rows, members: [stepfather] } }, one);
  expect(desk.membersOf(one)).toMatchObject([{ name: '王强', relation: '57' }]);
  expect(desk.membersOf(other)).toMatchObject([{ name: '高浩', relation: '51', phone: '19962799825' }]);
});

test('a name that was misspelt is mended for brothers and sisters too', () => {
  const desk = openSharingDesk();
  const one = desk.save(childWith(1, [father]));
  const other = desk.save(childWith(2, [father]));
  const { fields, rows } = desk.valuesOf(one);
  desk.save({ fields, rows: { ...rows, members: [{ ...rows.members?.[0], name: '高皓' }] } }, one);
  expect(desk.membersOf(other)).toMatchObject([{ name: '高皓' }]);
});

test('one person in two rows of a child: history and search say what is stored', () => {
  const desk = openSharingDesk();
  const id = desk.save(
    childWith(1, [
      { ...father, health: '良好' },
      { ...father, relation: '81', health: '患病', workplace: '在家' },
    ]),
  );
  expect(desk.membersOf(id).map((row) => row.health)).toEqual(['患病', '患病']);
  const change = desk.service.history('child', id).entries[0]?.changes.find(({ label }) => label === '家庭主要成员');
  expect(change?.after).not.toContain('良好');
});

test('what a row names must look like a name that the store gives', () => {
  const desk = openSharingDesk();
  expect(() => desk.save(childWith(1, [{ ...father, [sharedKey]: '' }]))).toThrow(
    expect.objectContaining({ code: 'invalid' }),
  );
});

test('a brother in the recycle bin is found by what changed meanwhile when he comes back', () => {
  const desk = openSharingDesk();
  const one = desk.save(childWith(1, [father]));
  const other = desk.save(childWith(2, [father]));
  desk.inBatch((writer) => {
    const stored = readRecord(desk.database, child, other);
    if (stored) writer.remove(stored, '录错了');
  });
  const { fields, rows } = desk.valuesOf(one);
  desk.save({ fields, rows: { ...rows, members: [{ ...rows.members?.[0], phone: '19900004321' }] } }, one);
  desk.inBatch((writer) => writer.restore(other));
  expect(desk.membersOf(other)[0]?.phone).toBe('19900004321');
  expect(found(desk, '4321').toSorted()).toEqual([one, other].toSorted());
});

test('the number that the program gives is one that nobody has entered by hand', () => {
  const desk = openSharingDesk();
  const { fields, rows } = childWith(1, []);
  desk.save({ fields: { ...fields, file_number: '2026-00002' }, rows });
  const numbers = [2, 3].map((index) => desk.valuesOf(desk.save(childWith(index, []))).fields.file_number);
  expect(numbers).not.toContain('2026-00002');
  expect(new Set(numbers).size).toBe(2);
});
