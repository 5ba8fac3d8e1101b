/** What a screening round finds of a child, with the words that people read, in the order they are counted. */
export const screeningOutcomes = {
  confirmed: '已核实',
  new: '本轮新增',
  changed: '有变更',
  removed: '移出',
  notSeen: '未见到',
} as const;
export type ScreeningOutcome = keyof typeof screeningOutcomes;

/** How many children a round found with each outcome. */
export type ScreeningCounts = Readonly<Record<ScreeningOutcome, number>>;

/** Counts the outcomes of a round. */
export function countOutcomes(outcomes: Iterable<ScreeningOutcome>): ScreeningCounts {
  const counts = { confirmed: 0, new: 0, changed: 0, removed: 0, notSeen: 0 };
  for (const outcome of outcomes) counts[outcome] += 1;
  return counts;
}

/** Children that are in the village after the round: all but those that left it. */
export function registeredOf(counts: ScreeningCounts): number {
  return counts.confirmed + counts.new + counts.changed + counts.notSeen;
}

/** Whether a round is a 零报告: nobody came, left or changed. */
export function isZeroReport(counts: ScreeningCounts): boolean {
  return counts.new === 0 && counts.changed === 0 && counts.removed === 0;
}
