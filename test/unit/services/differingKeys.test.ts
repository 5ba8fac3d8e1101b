import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differingKeys, recordKeys } from '../../../electron/services/search/recordKeys.ts';
import type { RecordValues } from '../../../shared/registers/register.ts';
import { pupil } from './searchDesk.ts';

const name = fc.constantFrom('张敏', '单雄', '尉迟敬德', 'Ａli１２３４', '①②③④', null);
const number = fc.constantFrom('439981201503070024', '43998120150307123X', '13800001234', '0012', 'HL-2026-1234', null);
const record: fc.Arbitrary<RecordValues> = fc.record({
  fields: fc.record({ name, id_number: number, file_no: number, village: fc.constant(null) }),
  rows: fc.record({ guardians: fc.array(fc.record({ name, phone: number, id_number: number }), { maxLength: 3 }) }),
});

test('what differs between two states of a record brings the keys of the one to those of the other', () => {
  fc.assert(
    fc.property(record, record, fc.boolean(), (before, other, isAboutNumbers) => {
      // Most changes leave the names as they are.
      const after = isAboutNumbers
        ? { ...before, fields: { ...other.fields, name: before.fields.name ?? null } }
        : other;
      const keys = differingKeys(pupil, before, after);
      const brought = recordKeys(pupil, before);
      for (const [key, place] of keys.before) if (keys.after.get(key) !== place) brought.delete(key);
      for (const [key, place] of keys.after) if (keys.before.get(key) !== place) brought.set(key, place);
      expect(brought).toEqual(recordKeys(pupil, after));
    }),
    { numRuns: 2_000 },
  );
});
