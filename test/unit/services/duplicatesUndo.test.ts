import fc from 'fast-check';
import { expect, test } from 'vitest';
import { child } from '../../../shared/registers/child.ts';
import { type MergeChoice, mergeParts, mergeRecords } from '../../../shared/registers/mergeRecords.ts';
import type { Values } from '../../../shared/registers/register.ts';
import { childOf, numberOf, openDuplicatesDesk } from './duplicatesDesk.ts';
import { deskContext } from './registerDesk.ts';

const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });

/** Few people, so that children share them. */
const member = fc.record({
  relation: fc.constantFrom('51', '52', '62'),
  name: fc.constantFrom('田桂英', '欧阳山', '周兰'),
  phone: maybe(fc.constantFrom('19900000001', '19900000002')),
  health: maybe(fc.constantFrom('良好', '年迈')),
});
const category = fc.record({
  category: fc.constantFrom('C1', 'B1'),
  began_on: maybe(fc.constantFrom('2025-01-01', '2026-01-01')),
  ended_on: fc.constant(null),
  basis: maybe(fc.constantFrom('低保证')),
  source: maybe(fc.constantFrom('民政办', '村委会')),
});
const anyChild = fc.record({
  fields: fc.record({
    name: fc.constantFrom('周一', '周怡', '欧阳朵'),
    birth_date: fc.constantFrom('2015-03-07', '2016-01-01'),
    grid: maybe(fc.constantFrom('第一网格', '第二网格')),
    remark: maybe(fc.constantFrom('甲', '乙')),
    former_id_number: maybe(fc.constantFrom('439981150307002')),
  }),
  hasNumber: fc.boolean(),
  members: fc.array(member, { maxLength: 3 }),
  categories: fc.array(category, { maxLength: 2 }),
  household: maybe(fc.constantFrom('ST-1', 'ST-2')),
  attachments: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 2 }),
});

test('a merge that is taken back leaves both records and everybody who shares with them as they were', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyChild, { minLength: 3, maxLength: 5 }),
      fc.infiniteStream(fc.nat(2)),
      fc.boolean(),
      async (children, picks, isTurned) => {
        const desk = openDuplicatesDesk();
        const ids = children.map(({ fields, hasNumber, members, categories, household, attachments }, index) => {
          const number = hasNumber ? numberOf(fields.birth_date.replaceAll('-', ''), `01${index}`) : null;
          const rows = {
            categories,
            household: household === null ? [] : [{ number: household, head: '田桂英' }],
          } satisfies Record<string, Values[]>;
          const id = desk.add(childOf({ ...fields, id_number: number }, members, rows));
          for (const digest of attachments) desk.attach(id, digest);
          return id;
        });
        const [one = '', other = ''] = isTurned ? ids.toReversed() : ids;
        const [keep, drop] = [desk.service.get('child', one), desk.service.get('child', other)];
        const before = desk.content();
        const choices = Object.fromEntries(
          mergeParts(child, keep, drop, deskContext).map(({ path, choices: possible }): [string, MergeChoice] => [
            path,
            possible[(picks.next().value ?? 0) % possible.length] ?? 'keep',
          ]),
        );
        // Without a number goes with the reason for it.
        const coupled = { ...choices, no_id_reason: choices.id_number ?? 'keep' };
        const batch = desk.merge(one, other, mergeRecords(child, keep, drop, coupled, deskContext));
        const merged = desk.content();
        expect(merged.values).toHaveLength(children.length - 1);
        expect(merged.pairs.pairs.flatMap((pair) => [pair.one.id, pair.other.id])).not.toContain(other);
        expect(await desk.service.undo('child', batch)).toMatchObject({ kept: 0 });
        expect(desk.content()).toEqual(before);
      },
    ),
    { numRuns: 30 },
  );
});
