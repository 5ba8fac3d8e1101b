import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inventedChild, inventedOffice, repeatableRandom } from '../../../electron/services/demo/inventedChildren.ts';
import { villageTable } from '../../../electron/services/office/officeStore.ts';
import {
  beginRecord,
  checkField,
  checkRecord,
  countGaps,
  createRecordCheck,
  gapsOf,
  isRequired,
} from '../../../shared/registers/checkRecord.ts';
import { child } from '../../../shared/registers/child.ts';
import type { RecordValues } from '../../../shared/registers/register.ts';

const context = { today: '2026-11-21', villages: villageTable(inventedOffice) };
const random = repeatableRandom(5);
const children = Array.from({ length: 40 }, (_, index) => inventedChild(index, random));

/** A child with some values taken away and one that is wrong. */
const record = fc
  .record({
    values: fc.constantFrom(...children),
    blank: fc.subarray(Object.keys(child.fields)),
    wrong: fc.constantFrom('id_number', 'birth_date', 'name', 'village', null),
    withoutFamily: fc.boolean(),
  })
  .map(({ values, blank, wrong, withoutFamily }): RecordValues => {
    const taken = Object.fromEntries(blank.map((key) => [key, null]));
    return {
      fields: { ...values.fields, ...taken, ...(wrong !== null && { [wrong]: '？' }) },
      rows: { ...values.rows, ...(withoutFamily && { members: [] }) },
    };
  });

test('whoever works for one village begins in it, and has to name one of his', () => {
  const [own = '', other = ''] = context.villages.entries.map(({ code }) => code);
  const { village } = child.fields;
  if (village === undefined) throw new Error('no village');
  const of = (...codes: string[]) => ({ ...context, villagesInReach: new Set(codes) });
  const villageFor = (limited: typeof context) => beginRecord(child, limited).fields.village;
  expect([villageFor(of(own)), villageFor(of(own, other)), villageFor(context)]).toEqual([own, null, null]);
  expect([isRequired(village, {}, of(own)), isRequired(village, {}, context)]).toEqual([true, false]);
});

test('one check for many records finds of each what the check of a single one finds', () => {
  const check = createRecordCheck(child, context);
  fc.assert(
    fc.property(record, (values) => {
      expect(check.issuesOf(values)).toEqual(checkRecord(child, values, context));
      const { id_number: field } = child.fields;
      const fault = field && checkField(field, values.fields, values.fields.id_number, context);
      expect(check.faultOf('id_number', values.fields)).toBe(fault);
    }),
  );
});

test('gaps are counted as they are told', () => {
  fc.assert(
    fc.property(record, (values) => {
      expect(countGaps(child, values, context)).toBe(gapsOf(checkRecord(child, values, context)).length);
    }),
  );
});
