import { expect, test } from 'vitest';
import { readRecord } from '../../../electron/services/registers/recordStore.ts';
import type { RecordWriter } from '../../../electron/services/registers/recordWriter.ts';
import { child } from '../../../shared/registers/child.ts';
import type { Values } from '../../../shared/registers/register.ts';
import { checkCharacterOf } from '../../../shared/rules/idNumber.ts';
import { childWith, father, openSharingDesk } from './sharingDesk.ts';

type Desk = ReturnType<typeof openSharingDesk>;

const changeIn = (desk: Desk, writer: RecordWriter, id: string, fields: Values): void => {
  const stored = readRecord(desk.database, child, id);
  if (!stored) throw new Error('the record is there');
  writer.change(stored, { ...stored.values, fields: { ...stored.values.fields, ...fields } }, 'edit');
};
test('taking an import back gives a shared person of other records the values he had', async () => {
  const desk = openSharingDesk();
  const one = desk.save(childWith(1, [father]));
  const before = desk.valuesOf(one);
  const batch = desk.inBatch((writer) => {
    writer.create(childWith(2, [{ ...father, health: '患病', workplace: '外地' }]), 'import');
  });
  expect(desk.membersOf(one)).toMatchObject([{ health: '患病', workplace: '外地' }]);
  expect(await desk.service.undo('child', batch)).toEqual({ undone: 1, kept: 0 });
  expect(desk.valuesOf(one)).toEqual(before);
});

test('of a shared person, what somebody changed after the import stays when it is taken back', async () => {
  const desk = openSharingDesk();
  const one = desk.save(childWith(1, [father]));
  const batch = desk.inBatch((writer) => {
    writer.create(childWith(2, [{ ...father, health: '患病', workplace: '外地' }]), 'import');
  });
  const { fields, rows } = desk.valuesOf(one);
  desk.save({ fields, rows: { ...rows, members: [{ ...rows.members?.[0], workplace: '县城' }] } }, one);
  await desk.service.undo('child', batch);
  expect(desk.membersOf(one)).toMatchObject([{ health: '良好', workplace: '县城' }]);
});

test('a batch whose old ID number belongs to another child by now keeps that record and takes back the rest', async () => {
  const desk = openSharingDesk();
  const numbered = childWith(1, []);
  const one = desk.save(numbered);
  const two = desk.save(childWith(2, []));
  const digits = '43998120150307909';
  const batch = desk.inBatch((writer) => {
    changeIn(desk, writer, two, { remark: '批注' });
    changeIn(desk, writer, one, { id_number: digits + checkCharacterOf(digits), sex: '1', birth_date: '2015-03-07' });
  });
  desk.save(numbered);
  expect(await desk.service.undo('child', batch)).toEqual({ undone: 1, kept: 1 });
  expect(desk.valuesOf(two).fields.remark).toBeNull();
  expect(desk.valuesOf(one).fields.id_number).toBe(digits + checkCharacterOf(digits));
});

test('batches can be taken back one after the other, the last one first', async () => {
  const desk = openSharingDesk();
  const ids: string[] = [];
  const created = desk.inBatch((writer) => {
    ids.push(writer.create(childWith(1, []), 'import'));
  });
  const changed = desk.inBatch((writer) => changeIn(desk, writer, ids[0] ?? '', { remark: '批注' }));
  expect(await desk.service.undo('child', changed)).toEqual({ undone: 1, kept: 0 });
  expect(await desk.service.undo('child', created)).toEqual({ undone: 1, kept: 0 });
});

test('a value taken back in part still agrees with the ID number that stays', async () => {
  const desk = openSharingDesk();
  const id = desk.save(childWith(1, []));
  const numberOf = (digits: string): string => digits + checkCharacterOf(digits);
  const set = (number: string, birth: string) => (writer: RecordWriter) =>
    changeIn(desk, writer, id, { id_number: number, sex: '1', birth_date: birth });
  const batch = desk.inBatch(set(numberOf('43998120150307909'), '2015-03-07'));
  desk.inBatch(set(numberOf('43998120150307919'), '2015-03-07'));
  expect(await desk.service.undo('child', batch)).toEqual({ undone: 0, kept: 1 });
  expect(desk.valuesOf(id).fields).toMatchObject({
    id_number: numberOf('43998120150307919'),
    sex: '1',
    birth_date: '2015-03-07',
  });
});

test('what an import gave away of a number and gave to another child is taken back', async () => {
  const desk = openSharingDesk();
  const numbered = childWith(1, []);
  const one = desk.save(numbered);
  const digits = '43998120150307909';
  const batch = desk.inBatch((writer) => {
    changeIn(desk, writer, one, { id_number: digits + checkCharacterOf(digits), sex: '1', birth_date: '2015-03-07' });
    writer.create(numbered, 'import');
  });
  expect(await desk.service.undo('child', batch)).toEqual({ undone: 2, kept: 0 });
  expect(desk.valuesOf(one).fields.id_number).toBe(numbered.fields.id_number);
});

test('of two batches over each other nothing remains, in whichever order they are taken back', async () => {
  for (const isEarlierFirst of [true, false]) {
    const desk = openSharingDesk();
    const id = desk.save(childWith(1, [father]));
    const before = desk.valuesOf(id);
    const batches = ['罗建国', '向丽'].map((responsible_person) =>
      desk.inBatch((writer) => changeIn(desk, writer, id, { responsible_person })),
    );
    for (const batch of isEarlierFirst ? batches : batches.toReversed()) await desk.service.undo('child', batch);
    expect(desk.valuesOf(id)).toEqual(before);
  }
});

test('a value that somebody entered himself between two batches comes back with the second, not what the first had made', async () => {
  const desk = openSharingDesk();
  const id = desk.save(childWith(1, [father]));
  const change = (responsible_person: string) =>
    desk.inBatch((writer) => changeIn(desk, writer, id, { responsible_person }));
  const first = change('罗建国');
  const { values } = desk.service.get('child', id);
  desk.save({ ...values, fields: { ...values.fields, responsible_person: '周敏' } }, id);
  const second = change('罗建国');
  expect(await desk.service.undo('child', first)).toEqual({ undone: 1, kept: 0 });
  await desk.service.undo('child', second);
  expect(desk.valuesOf(id).fields.responsible_person).toBe('周敏');
});
