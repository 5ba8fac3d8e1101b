import type { Values } from '../registers/register.ts';
import type { CalendarDate } from './calendarDate.ts';
import { isCurrent } from './childViews.ts';

/**
 * What the monthly summary of 四失 counts (seed 003 三(一)1–3): 失亲 and factual hardship by the boxes of table 1, 失管 by those of
 * table 2, 失学 by those of table 3. 失足 is sealed matter and not stored (forms.md 13.6), so that nothing can be counted of it.
 */
export const fourLacksBoxes = [
  'orphan',
  'unable',
  'absent',
  'ill',
  'poor',
  'unsupervised',
  'out_of_school',
  'dropped_out',
  'gave_up',
] as const;
export type FourLacksBox = (typeof fourLacksBoxes)[number];

/** Categories of the registry that each box stands for. */
const boxOfCategory: Readonly<Record<string, FourLacksBox>> = {
  A1: 'orphan',
  F2: 'unable',
  F1: 'absent',
  D2: 'ill',
  D3: 'ill',
  C1: 'poor',
  C2: 'poor',
  C3: 'poor',
  H1: 'unsupervised',
};

/** What the boxes of a child follow from. */
export interface FourLacksFacts {
  readonly fields: Values;
  readonly categories: readonly Values[];
}

/** The fields among them. */
export const fourLacksFields = [
  'village',
  'status',
  'supervision_gaps',
  'out_of_school_kind',
  'study_state',
  'returned_on',
  'responsible_person',
] as const;

/** The boxes that hold of a child on a day, each once, in the order of the summary. */
export function fourLacksOf(facts: FourLacksFacts, day: CalendarDate): FourLacksBox[] {
  const current = facts.categories.filter((row) => isCurrent(row, day)).map((row) => String(row.category));
  const held = new Set<FourLacksBox | undefined>(current.map((code) => boxOfCategory[code]));
  const { supervision_gaps: gaps } = facts.fields;
  if (Array.isArray(gaps) && gaps.length > 0) held.add('unsupervised');
  held.add(schoolBox(facts.fields, current.includes('H3')));
  return fourLacksBoxes.filter((box) => held.has(box));
}

/**
 * 失学, 辍学 or 弃学 of a child who is out of school. 未入学, 休学逾期未复学 and what nobody has told apart yet count as 失学; who is
 * back at school does not count, whatever the kind was.
 */
function schoolBox(fields: Values, isCategorised: boolean): FourLacksBox | undefined {
  const { out_of_school_kind: kind, study_state: state, returned_on: returned } = fields;
  const isOut = state === '11' || state === '12';
  if (!isOut && typeof returned === 'string') return undefined;
  if (kind === '3') return 'dropped_out';
  if (kind === '4') return 'gave_up';
  if (typeof kind === 'string') return 'out_of_school';
  if (state === '11') return 'dropped_out';
  return isOut || isCategorised ? 'out_of_school' : undefined;
}

/** A child at one moment; null for one that the registry did not hold then. */
export interface FourLacksState {
  readonly village: string | null;
  readonly boxes: readonly FourLacksBox[];
  /** Somebody is named who leads the help (主帮扶人, head of the group that seed 003 三(一)4 asks for). */
  readonly hasHelper: boolean;
}

/** A child before the month and at its end. */
export interface FourLacksChild {
  readonly before: FourLacksState | null;
  readonly after: FourLacksState | null;
}

/** The numbers of one village. */
export type FourLacksCounts = Readonly<Record<FourLacksBox | 'total' | 'added' | 'closed' | 'team', number>>;

/** Nothing counted. */
export const noFourLacks: FourLacksCounts = {
  orphan: 0,
  unable: 0,
  absent: 0,
  ill: 0,
  poor: 0,
  unsupervised: 0,
  out_of_school: 0,
  dropped_out: 0,
  gave_up: 0,
  total: 0,
  added: 0,
  closed: 0,
  team: 0,
};

/**
 * The numbers of each village, by its code; the empty code stands for none. A child counts once in each of its boxes and once
 * in the total. Who is counted at the end of the month and was not before in this village is added, the other way round is
 * closed; so a child that moved inside the township is closed in one village and added in the other, and every line agrees
 * with that of the month before.
 */
export function countFourLacks(children: readonly FourLacksChild[]): Map<string, FourLacksCounts> {
  const counted = new Map<string, FourLacksCounts>();
  const add = (village: string, keys: readonly (keyof FourLacksCounts)[]): void => {
    const counts = { ...(counted.get(village) ?? noFourLacks) };
    for (const key of keys) counts[key] += 1;
    counted.set(village, counts);
  };
  const villageOf = (state: FourLacksState | null): string | null =>
    state !== null && state.boxes.length > 0 ? (state.village ?? '') : null;
  for (const { before, after } of children) {
    const [from, to] = [villageOf(before), villageOf(after)];
    if (to !== null) {
      add(to, [
        ...(after?.boxes ?? []),
        'total',
        ...(after?.hasHelper ? (['team'] as const) : []),
        ...(from === to ? [] : (['added'] as const)),
      ]);
    }
    if (from !== null && from !== to) add(from, ['closed']);
  }
  return counted;
}

/** The line 合计: what the lines above it add up to. */
export function sumOfFourLacks(lines: Iterable<FourLacksCounts>): FourLacksCounts {
  const sum = { ...noFourLacks };
  for (const line of lines) for (const key of Object.keys(sum) as (keyof FourLacksCounts)[]) sum[key] += line[key];
  return sum;
}
