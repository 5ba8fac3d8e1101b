import { expect, test } from 'vitest';
import { child } from '../../../shared/registers/child.ts';
import { emptyRow, type Values } from '../../../shared/registers/register.ts';
import { childRules } from '../../../shared/rules/childRules.ts';

const context = { today: '2026-11-21', villages: new Map() as never };

const warnings = (members: readonly Values[]): string[] =>
  childRules(
    {
      fields: child.sample.fields,
      rows: {
        categories: [{ category: 'A1', began_on: null, ended_on: null, basis: null, source: null }],
        members: members.map((row) => ({ ...emptyRow(child.rows.members.fields), name: '高浩', ...row })),
      },
    },
    context,
  )
    .filter(({ severity }) => severity === 'warning')
    .map(({ path }) => path);

test.each([
  ['dead in the words of the village', { relation: '51', health: '已故' }, []],
  ['dead or missing by the choice of the card', { relation: '51', parent_state: '2' }, []],
  ['declared dead', { relation: '52', parent_state: '4' }, []],
  ['declared missing', { relation: '52', parent_state: '5' }, []],
  ['in prison', { relation: '51', parent_state: '7' }, ['hardship_grounds']],
  ['well', { relation: '52', health: '良好' }, ['hardship_grounds']],
  ['a grandfather', { relation: '61' }, []],
])('an orphan with a parent who is %s', (_, member, expected) => {
  expect(warnings([member])).toEqual(expected);
});

const warnedFields = (fields: Values): string[] =>
  childRules({ fields: { ...child.sample.fields, ...fields }, rows: {} }, context).map(({ path }) => path);

// The sample is filled in on 2026-10-26.
test.each([
  [
    '失管 of a child of six',
    { birth_date: '2019-10-27', id_number: null, supervision_gaps: ['1'] },
    ['supervision_gaps'],
  ],
  ['失管 of a child of seven', { birth_date: '2019-10-26', id_number: null, supervision_gaps: ['1'] }, []],
  ['失学 at five', { birth_date: '2020-10-27', id_number: null, out_of_school_kind: '1' }, ['out_of_school_kind']],
  ['失学 at six', { birth_date: '2020-10-26', id_number: null, out_of_school_kind: '1' }, []],
  ['失学 at fifteen', { birth_date: '2010-10-27', id_number: null, out_of_school_kind: '3' }, []],
  ['失学 at sixteen', { birth_date: '2010-10-26', id_number: null, out_of_school_kind: '3' }, ['out_of_school_kind']],
  ['失学 of who has left', { birth_date: '2010-10-26', id_number: null, out_of_school_kind: '3', status: '2' }, []],
])('the ages that the tables are for: %s', (_, fields, expected) => {
  expect(warnedFields(fields)).toEqual(expected);
});
