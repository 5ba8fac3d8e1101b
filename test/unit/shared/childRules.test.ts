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
