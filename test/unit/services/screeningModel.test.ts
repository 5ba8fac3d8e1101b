import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ScreeningOutcome } from '../../../shared/contract/screeningOutcomes.ts';
import { addMonths, type Month } from '../../../shared/rules/screeningMonth.ts';
import { openScreeningDesk, villageA, villageB } from './screeningDesk.ts';

/** What a round can tell of a child. */
interface ModelChild {
  readonly village: string;
  readonly status: string;
  readonly remark: string | null;
  readonly deleted: boolean;
}
type World = ReadonlyMap<string, ModelChild>;

/** A round as anybody would keep it: the village as it was, and who was ticked. */
interface ModelRound {
  readonly id: string;
  readonly month: Month;
  before: World;
  readonly marks: Map<string, 'seen' | 'notSeen'>;
}

const isIn = (child: ModelChild | undefined): child is ModelChild =>
  child !== undefined && !child.deleted && child.village === villageA && child.status === '1';

const marked = { seen: 'confirmed', notSeen: 'notSeen', none: 'unchecked' } as const;

function expected(round: ModelRound, world: World): Record<string, ScreeningOutcome> {
  const outcomes: Record<string, ScreeningOutcome> = {};
  for (const [id, now] of world) {
    const before = round.before.get(id);
    if (isIn(before) && !isIn(now)) outcomes[id] = 'removed';
    else if (!isIn(now)) continue;
    else if (!isIn(before)) outcomes[id] = 'new';
    else if (JSON.stringify(before) !== JSON.stringify(now)) outcomes[id] = 'changed';
    else outcomes[id] = marked[round.marks.get(id) ?? 'none'];
  }
  return outcomes;
}

/** Few children, so that the same one is changed, changed back, deleted and restored. */
const which = fc.nat({ max: 2 });
const event = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('create' as const), village: fc.constantFrom(villageA, villageB) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      which,
      fields: fc.oneof(
        fc.record({ remark: fc.constantFrom(null, '一') }),
        fc.record({ village: fc.constantFrom(villageA, villageB) }),
        fc.record({ status: fc.constantFrom('1', '2') }),
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restore' as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('mark' as const),
      which,
      mark: fc.constantFrom('seen', 'notSeen', 'none'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('open' as const, 'file' as const, 'month' as const) }) },
);
/** Every sequence begins in a village with children and an open round. */
const beginning: readonly (typeof event extends fc.Arbitrary<infer E> ? E : never)[] = [
  { kind: 'create', village: villageA },
  { kind: 'create', village: villageA },
  { kind: 'create', village: villageB },
  { kind: 'open' },
];

test('what a round finds is what comparing the village then and now finds, over months', async () => {
  const seen = new Set<ScreeningOutcome>();
  let filings = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 8, maxLength: 30 }), async (events) => {
      // The last day of a month, so that rounds are opened, left open and filed across its end.
      const desk = openScreeningDesk('2026-11-30T08:00:00');
      const { screening } = desk;
      const world = new Map<string, ModelChild>();
      const open: ModelRound[] = [];
      let month = '2026-11';
      let filed: { readonly month: Month; readonly world: World } | undefined;

      for (const each of [...beginning, ...events]) {
        desk.wait();
        const [id, child] = 'which' in each ? ([...world][each.which] ?? []) : [];
        const current = open.find((round) => round.month === month);
        if (each.kind === 'create') {
          const name = `甲${'一二三四五六七八九'[world.size % 9]}`;
          const created = desk.create({ name, village: each.village, remark: null });
          world.set(created, { village: each.village, status: '1', remark: null, deleted: false });
        } else if (each.kind === 'change' && id !== undefined && child?.deleted === false) {
          desk.change(id, each.fields);
          world.set(id, { ...child, ...each.fields });
        } else if (each.kind === 'delete' && id !== undefined && child?.deleted === false) {
          desk.remove(id);
          world.set(id, { ...child, deleted: true });
        } else if (each.kind === 'restore' && id !== undefined && child?.deleted === true) {
          desk.restore(id);
          world.set(id, { ...child, deleted: false });
        } else if (each.kind === 'mark' && id !== undefined && current && (each.mark === 'none' || isIn(child))) {
          const mark = each.mark === 'notSeen' ? { kind: each.mark, reason: '外出' } : { kind: each.mark };
          screening.mark({ round: current.id, records: [id], mark } as Parameters<typeof screening.mark>[0]);
          if (each.mark === 'none') current.marks.delete(id);
          else current.marks.set(id, each.mark as 'seen' | 'notSeen');
        } else if (each.kind === 'open' && current === undefined && filed?.month !== month) {
          const { round } = screening.open({ month, village: villageA });
          open.push({ id: round, month, before: filed?.world ?? new Map(world), marks: new Map() });
        } else if (each.kind === 'month') {
          month = addMonths(month, 1);
          desk.desk.time = new Date(`${month}-01T08:00:00`);
        } else if (each.kind === 'file' && open[0]) {
          const [first] = open.splice(0, 1) as [ModelRound];
          const before = desk.screening.round(first.id).children;
          await desk.file(first.id);
          filings += 1;
          // Freezing changes nobody's outcome, but that who was not looked at was not seen.
          const frozen = (outcome: ScreeningOutcome) => (outcome === 'unchecked' ? 'notSeen' : outcome);
          const outcomes = (children: typeof before) => children.map((found) => [found.id, frozen(found.outcome)]);
          const filedChildren = screening.round(first.id).children;
          expect(filedChildren.map((found) => [found.id, found.outcome])).toEqual(outcomes(before));
          filed = { month: first.month, world: new Map(world) };
          for (const later of open) later.before = filed.world;
        }
        for (const round of open) {
          const found = screening.round(round.id).children.map((one) => [one.id, one.outcome] as const);
          expect(Object.fromEntries(found)).toEqual(expected(round, world));
          for (const [, outcome] of found) seen.add(outcome);
        }
      }
    }),
    { numRuns: 40, seed: 3 },
  );
  // The sequences reach everything that they are about.
  expect(seen.size).toBe(6);
  expect(filings).toBeGreaterThan(20);
});
