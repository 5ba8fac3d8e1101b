import { expect, test } from 'vitest';
import { inventedChild, repeatableRandom } from '../../../electron/services/demo/inventedChildren.ts';
import { readRecord } from '../../../electron/services/registers/recordStore.ts';
import type { RecordWriter } from '../../../electron/services/registers/recordWriter.ts';
import { child } from '../../../shared/registers/child.ts';
import { emptyRow, type RecordValues, sharedKey, type Values } from '../../../shared/registers/register.ts';
import { checkCharacterOf } from '../../../shared/rules/idNumber.ts';
import { openRegisterDesk } from './registerDesk.ts';

type Desk = ReturnType<typeof openRegisterDesk>;

const adultId = (serial: string): string => `43998119800101${serial}${checkCharacterOf(`43998119800101${serial}`)}`;

const father: Values = { relation: '51', name: '高浩', phone: '19962799825', health: '良好' };

/** An invented child with these relatives and no household. */
function childWith(index: number, members: readonly Values[], household: readonly Values[] = []): RecordValues {
  const { fields, rows } = inventedChild(index, repeatableRandom(index));
  const complete = members.map((row) => ({ ...emptyRow(child.rows.members.fields), ...row }));
  return {
    fields,
    rows: {
      ...rows,
      members: complete,
      household: household.map((row) => ({ ...emptyRow(child.rows.household.fields), ...row })),
    },
  };
}

const save = ({ service }: Desk, values: RecordValues, id: string | null = null) =>
  service.save({
    register: 'child',
    id,
    version: id === null ? null : service.get('child', id).version,
    values: values as never,
  }).id;
const valuesOf = ({ service }: Desk, id: string): RecordValues => service.get('child', id).values;
const membersOf = (desk: Desk, id: string) => valuesOf(desk, id).rows.members ?? [];
const inBatch = (desk: Desk, work: (writer: RecordWriter) => void): string =>
  desk.service.inBatch(child, { kind: 'import', title: '导入', details: {} }, work).batch;
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
  const desk = openRegisterDesk();
  const one = save(desk, childWith(1, [{ ...father, id_number: adultId('001') }]));
  const other = save(desk, childWith(2, [{ ...father, id_number: adultId('003') }]));
  expect(membersOf(desk, one)[0]?.id_number).toBe(adultId('001'));
  expect(membersOf(desk, other)[0]?.[sharedKey]).not.toBe(membersOf(desk, one)[0]?.[sharedKey]);
  // The second one is found again by his own number, not by the telephone of the first.
  const third = save(desk, childWith(3, [{ ...father, id_number: adultId('003') }]));
  expect(membersOf(desk, third)[0]?.[sharedKey]).toBe(membersOf(desk, other)[0]?.[sharedKey]);
});

test('a household number that two villages give is not one household when the heads differ', () => {
  const desk = openRegisterDesk();
  const one = save(desk, childWith(1, [], [{ number: '3-8', head: '高浩' }]));
  const other = save(desk, childWith(2, [], [{ number: '3-8', head: '李明' }]));
  expect(valuesOf(desk, one).rows.household).toMatchObject([{ head: '高浩' }]);
  expect(valuesOf(desk, other).rows.household).toMatchObject([{ head: '李明' }]);
});

test('typing somebody else over a shared person leaves the brother his father', () => {
  const desk = openRegisterDesk();
  const one = save(desk, childWith(1, [father]));
  const other = save(desk, childWith(2, [father]));
  const { fields, rows } = valuesOf(desk, one);
  const stepfather = { ...rows.members?.[0], relation: '57', name: '王强', phone: '19900002222' };
  save(desk, { fields, rows: { ...rows, members: [stepfather] } }, one);
  expect(membersOf(desk, one)).toMatchObject([{ name: '王强', relation: '57' }]);
  expect(membersOf(desk, other)).toMatchObject([{ name: '高浩', relation: '51', phone: '19962799825' }]);
});

test('a name that was misspelt is mended for brothers and sisters too', () => {
  const desk = openRegisterDesk();
  const one = save(desk, childWith(1, [father]));
  const other = save(desk, childWith(2, [father]));
  const { fields, rows } = valuesOf(desk, one);
  save(desk, { fields, rows: { ...rows, members: [{ ...rows.members?.[0], name: '高皓' }] } }, one);
  expect(membersOf(desk, other)).toMatchObject([{ name: '高皓' }]);
});

test('one person in two rows of a child: history and search say what is stored', () => {
  const desk = openRegisterDesk();
  const id = save(
    desk,
    childWith(1, [
      { ...father, health: '良好' },
      { ...father, relation: '81', health: '患病', workplace: '在家' },
    ]),
  );
  expect(membersOf(desk, id).map((row) => row.health)).toEqual(['患病', '患病']);
  const change = desk.service.history('child', id).entries[0]?.changes.find(({ label }) => label === '家庭主要成员');
  expect(change?.after).not.toContain('良好');
});

test('what a row names must look like a name that the store gives', () => {
  const desk = openRegisterDesk();
  expect(() => save(desk, childWith(1, [{ ...father, [sharedKey]: '' }]))).toThrow(
    expect.objectContaining({ code: 'invalid' }),
  );
});

test('a brother in the recycle bin is found by what changed meanwhile when he comes back', () => {
  const desk = openRegisterDesk();
  const one = save(desk, childWith(1, [father]));
  const other = save(desk, childWith(2, [father]));
  inBatch(desk, (writer) => {
    const stored = readRecord(desk.database, child, other);
    if (stored) writer.remove(stored, '录错了');
  });
  const { fields, rows } = valuesOf(desk, one);
  save(desk, { fields, rows: { ...rows, members: [{ ...rows.members?.[0], phone: '19900004321' }] } }, one);
  inBatch(desk, (writer) => writer.restore(other));
  expect(membersOf(desk, other)[0]?.phone).toBe('19900004321');
  expect(found(desk, '4321').toSorted()).toEqual([one, other].toSorted());
});

test('the number that the program gives is one that nobody has entered by hand', () => {
  const desk = openRegisterDesk();
  const { fields, rows } = childWith(1, []);
  save(desk, { fields: { ...fields, file_number: '2026-00002' }, rows });
  const numbers = [2, 3].map((index) => valuesOf(desk, save(desk, childWith(index, []))).fields.file_number);
  expect(numbers).not.toContain('2026-00002');
  expect(new Set(numbers).size).toBe(2);
});
