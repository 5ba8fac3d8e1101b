import { inventedChild, repeatableRandom } from '../../../electron/services/demo/inventedChildren.ts';
import type { RecordWriter } from '../../../electron/services/registers/recordWriter.ts';
import type { MethodInput } from '../../../shared/contract/methods.ts';
import { child } from '../../../shared/registers/child.ts';
import { emptyRow, type RecordValues, type Values } from '../../../shared/registers/register.ts';
import { numberOf } from './duplicatesDesk.ts';
import { openRegisterDesk } from './registerDesk.ts';

/** A right ID number of somebody born on the first day of 1980; serial of three digits. */
export const adultId = (serial: string): string => numberOf('19800101', serial);

export const father: Values = { relation: '51', name: '高浩', phone: '19962799825', health: '良好' };

/** An invented child with these relatives and households alone. */
export function childWith(index: number, members: readonly Values[], household: readonly Values[] = []): RecordValues {
  const { fields, rows } = inventedChild(index, repeatableRandom(index));
  return {
    fields,
    rows: {
      ...rows,
      members: members.map((row) => ({ ...emptyRow(child.rows.members.fields), ...row })),
      household: household.map((row) => ({ ...emptyRow(child.rows.household.fields), ...row })),
    },
  };
}

/** A register of its own, with what tests of people in several records do in it. */
export function openSharingDesk() {
  const desk = openRegisterDesk();
  const { service } = desk;
  const valuesOf = (id: string): RecordValues => service.get('child', id).values;
  return {
    ...desk,
    save: (values: RecordValues, id: string | null = null): string =>
      service.save({
        register: 'child',
        id,
        version: id === null ? null : service.get('child', id).version,
        values: values as MethodInput<'register.save'>['values'],
      }).id,
    valuesOf,
    membersOf: (id: string): readonly Values[] => valuesOf(id).rows.members ?? [],
    /** Does something in one import, whose batch is returned. */
    inBatch: (work: (writer: RecordWriter) => void): string =>
      service.inBatch(child, { kind: 'import', title: '导入', details: {} }, work).batch,
  };
}
