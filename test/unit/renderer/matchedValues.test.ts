import { expect, test } from 'vitest';
import { matchedValues } from '../../../renderer/registers/matchedValues.ts';
import { child } from '../../../shared/registers/child.ts';
import { emptyRecord, sharedKey } from '../../../shared/registers/register.ts';

test('only what people are recognised by leaves the form: no address, no health, nobody’s shared name', () => {
  const { fields, rows } = child.sample;
  const entry = {
    fields: { ...fields, former_id_number: '439981150307002' },
    rows: {
      ...rows,
      members: [
        { ...rows.members?.[0], [sharedKey]: 'a' },
        { name: '田桂兰', phone: null },
      ],
    },
  };
  expect(matchedValues(child, entry)).toEqual({
    fields: {
      name: '欧阳朵朵',
      id_number: '439981201503070024',
      former_id_number: '439981150307002',
      birth_date: '2015-03-07',
    },
    rows: { categories: [], members: [{ phone: '19900000001' }], household: [], persuasions: [] },
  });
  expect(matchedValues(child, emptyRecord(child)).fields).toEqual({});
});

test('an entry elsewhere asks nothing anew', () => {
  const { fields, rows } = child.sample;
  const before = matchedValues(child, child.sample);
  expect(matchedValues(child, { fields: { ...fields, remark: '改了', health: ['3'] }, rows })).toEqual(before);
});
