import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFourLacks } from '../../../electron/services/sheets/readFourLacks.ts';
import { layoutFourLacks } from '../../../shared/forms/F04.ts';
import type { RecordValues } from '../../../shared/registers/register.ts';
import { countFourLacks, type FourLacksCounts, noFourLacks, sumOfFourLacks } from '../../../shared/rules/fourLacks.ts';
import { addMonths } from '../../../shared/rules/screeningMonth.ts';
import { childWith, openScreeningDesk, villageA, villageB } from './screeningDesk.ts';

type Desk = ReturnType<typeof openScreeningDesk>;
type Sent = Parameters<Desk['registers']['save']>[0]['values'];

/** What decides about a child, as anybody would write it down. */
interface ModelChild {
  readonly village: string | null;
  readonly status: '1' | '2';
  readonly categories: readonly string[];
  readonly gaps: readonly string[] | null;
  readonly kind: string | null;
  readonly state: string;
  readonly returned: string | null;
  readonly helper: string | null;
  readonly deleted: boolean;
}

function valuesOf(model: ModelChild): RecordValues {
  const values = childWith({
    village: model.village,
    status: model.status,
    supervision_gaps: model.gaps,
    out_of_school_kind: model.kind,
    study_state: model.state,
    returned_on: model.returned,
    responsible_person: model.helper,
  });
  const categories = model.categories.map((category) => ({
    category,
    began_on: null,
    ended_on: null,
    basis: null,
    source: null,
  }));
  return { ...values, rows: { ...values.rows, categories } };
}

/** The boxes of a child by the words of the form, one after the other. */
function boxesOf(model: ModelChild): Set<keyof FourLacksCounts> {
  const boxes = new Set<keyof FourLacksCounts>();
  const has = (...codes: string[]): boolean => codes.some((code) => model.categories.includes(code));
  if (has('A1')) boxes.add('orphan');
  if (has('F2')) boxes.add('unable');
  if (has('F1')) boxes.add('absent');
  if (has('D2', 'D3')) boxes.add('ill');
  if (has('C1', 'C2', 'C3')) boxes.add('poor');
  if (has('H1') || model.gaps !== null) boxes.add('unsupervised');
  const out = model.state === '11' || model.state === '12';
  const back = !out && model.returned !== null;
  if (!back) {
    if (model.kind === '3' || (model.kind === null && model.state === '11')) boxes.add('dropped_out');
    else if (model.kind === '4') boxes.add('gave_up');
    else if (model.kind !== null || model.state === '12' || has('H3')) boxes.add('out_of_school');
  }
  return boxes;
}

const isCounted = (model: ModelChild | undefined): model is ModelChild =>
  model !== undefined && !model.deleted && model.status === '1' && boxesOf(model).size > 0;

type World = ReadonlyMap<string, ModelChild>;

function expected(before: World, after: World, village: string): FourLacksCounts {
  const counts = { ...noFourLacks };
  const inVillage = (model: ModelChild | undefined): boolean => isCounted(model) && (model.village ?? '') === village;
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [inVillage(before.get(id)), inVillage(after.get(id))];
    const now = after.get(id);
    if (is && now) {
      for (const box of boxesOf(now)) counts[box] += 1;
      counts.total += 1;
      if (now.helper !== null) counts.team += 1;
      if (!was) counts.added += 1;
    }
    if (was && !is) counts.closed += 1;
  }
  return counts;
}

const model: fc.Arbitrary<ModelChild> = fc.record({
  village: fc.constantFrom(villageA, villageB, null),
  status: fc.constantFrom('1' as const, '1' as const, '2' as const),
  categories: fc.subarray(['A1', 'B1', 'C1', 'D2', 'D3', 'F1', 'F2', 'H1', 'H3']),
  gaps: fc.constantFrom(null, null, ['1'], ['2', '4']),
  kind: fc.constantFrom(null, null, '1', '2', '3', '4', '5'),
  state: fc.constantFrom('3', '3', '11', '12'),
  returned: fc.constantFrom(null, null, '2026-09-01'),
  helper: fc.constantFrom(null, '周敏'),
  deleted: fc.constant(false),
});

const event = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('create' as const), to: model }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('change' as const), which: fc.nat(3), to: model }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('delete' as const, 'restore' as const), which: fc.nat(3) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('nextMonth' as const) }) },
);

describe('the monthly summary of 四失', () => {
  test('agrees with a registry that keeps a copy of every month, for the running month and for those that are past', () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 4, maxLength: 14 }), (events) => {
        const desk = openScreeningDesk('2027-01-10T09:00:00');
        const ids: string[] = [];
        let world: World = new Map();
        let month = 1;
        /** The registry as it was before each month. */
        const before = new Map<number, World>([[month, world]]);
        for (const each of events) {
          desk.wait();
          if (each.kind === 'nextMonth') {
            month += 1;
            desk.desk.time = new Date(2027, month - 1, 3, 9);
            before.set(month, world);
            continue;
          }
          if (each.kind === 'create') {
            const id = desk.registers.save({
              register: 'child',
              id: null,
              version: null,
              values: valuesOf(each.to) as Sent,
            }).id;
            ids.push(id);
            world = new Map(world).set(id, each.to);
            continue;
          }
          const id = ids[each.which];
          const known = id === undefined ? undefined : world.get(id);
          if (id === undefined || known === undefined) continue;
          if (each.kind === 'change' && !known.deleted) {
            const { version } = desk.registers.get('child', id);
            desk.registers.save({ register: 'child', id, version, values: valuesOf(each.to) as Sent });
            world = new Map(world).set(id, each.to);
          } else if (each.kind === 'delete' && !known.deleted) {
            desk.remove(id);
            world = new Map(world).set(id, { ...known, deleted: true });
          } else if (each.kind === 'restore' && known.deleted) {
            desk.restore(id);
            world = new Map(world).set(id, { ...known, deleted: false });
          }
        }
        for (const [number, then] of before) {
          const name = addMonths('2026-12', number);
          const after = before.get(number + 1) ?? world;
          const today = `${addMonths('2026-12', month)}-28`;
          const counted = countFourLacks(readFourLacks(desk.database, name, today));
          for (const village of [villageA, villageB, '']) {
            expect(counted.get(village) ?? noFourLacks).toEqual(expected(then, after, village));
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  test('a child is closed in the month in which the registry learnt that it is over', () => {
    const desk = openScreeningDesk('2026-10-27T09:00:00');
    const values = childWith({ village: villageA, study_state: '3' });
    const withEnd = (end: string | null) => {
      const categories = [{ category: 'A1', began_on: null, ended_on: end, basis: null, source: null }];
      return { ...values, rows: { ...values.rows, categories } } as Sent;
    };
    const { id, version } = desk.registers.save({
      register: 'child',
      id: null,
      version: null,
      values: withEnd(null),
    });
    desk.desk.time = new Date('2026-11-16T09:00:00');
    desk.registers.save({ register: 'child', id, version, values: withEnd('2026-10-20') });
    const counts = (month: string) =>
      countFourLacks(readFourLacks(desk.database, month, '2026-11-16')).get(villageA) ?? noFourLacks;
    expect(counts('2026-10')).toMatchObject({ orphan: 1, total: 1, added: 1, closed: 0 });
    expect(counts('2026-11')).toMatchObject({ orphan: 0, total: 0, added: 0, closed: 1 });
    expect(counts('2026-09')).toEqual(noFourLacks);
  });

  test('is opened for a village of the office each, and not before its month', () => {
    const desk = openScreeningDesk();
    desk.create({ village: villageA });
    const opened = desk.screening.printFourLacks({ month: '2026-11' });
    expect(opened).toMatchObject({ pages: 1, records: desk.desk.office.villages.length });
    expect(() => desk.screening.printFourLacks({ month: '2026-12' })).toThrow('还没到这个月');
    desk.create({ village: null });
    expect(desk.screening.printFourLacks({ month: '2026-11' }).records).toBe(desk.desk.office.villages.length + 1);
  });

  test('says nothing of 失足, and adds its lines up', () => {
    const counts = { ...noFourLacks, orphan: 2, total: 3, added: 1 };
    const pages = layoutFourLacks(
      {
        fields: { month: '2026年11月', filled_on: '2026-11-21' },
        rows: { villages: ['双塘村', '柳溪村'].map((village) => ({ village, orphan: '2', total: '3', added: '1' })) },
      },
      { area: '安宁镇', unit: '虚拟县安宁镇' },
    );
    const rows = (pages[0]?.tables[0]?.cells ?? [])
      .filter(({ row }) => row > 0)
      .map(({ row, lines }) => ({
        row,
        text: lines.flatMap((line) => line.segments.map((segment) => ('text' in segment ? segment.text : ''))).join(''),
      }));
    const textOf = (row: number): string[] => rows.filter((cell) => cell.row === row).map(({ text }) => text);
    expect(textOf(3)[1]).toBe('合计');
    expect(textOf(1).filter((text) => text === '—')).toHaveLength(3);
    expect(textOf(3).slice(8, 11)).toEqual(['—', '—', '—']);
    expect(sumOfFourLacks([counts, counts])).toMatchObject({ orphan: 4, total: 6, added: 2 });
    expect([textOf(3)[2], textOf(3)[14], textOf(3)[15]]).toEqual(['4', '6', '2']);
  });
});
