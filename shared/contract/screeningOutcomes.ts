/** What a filed round keeps of a child, with the words of screen and paper, in the order they are counted. */
export const filedOutcomes = {
  confirmed: '已核实',
  new: '新增',
  changed: '变更',
  removed: '移出',
  notSeen: '未见到',
} as const;
export type FiledOutcome = keyof typeof filedOutcomes;

/** What a round finds of a child; until it is filed, some may be left that nobody has said anything of. */
export const screeningOutcomes = { ...filedOutcomes, unchecked: '未核实' } as const;
export type ScreeningOutcome = keyof typeof screeningOutcomes;

/** How many children a round found with each outcome. */
export type ScreeningCounts = Readonly<Record<ScreeningOutcome, number>>;

/** Counts the outcomes of a round. */
export function countOutcomes(outcomes: Iterable<ScreeningOutcome>): ScreeningCounts {
  const counts = { confirmed: 0, new: 0, changed: 0, removed: 0, notSeen: 0, unchecked: 0 };
  for (const outcome of outcomes) counts[outcome] += 1;
  return counts;
}

/** Children that are in the village after the round: all but those that left it. */
export function registeredOf(counts: ScreeningCounts): number {
  return counts.confirmed + counts.new + counts.changed + counts.notSeen + counts.unchecked;
}

/** Whether a round is a 零报告: nobody came, left or changed. It says nothing of whether all were seen. */
export function isZeroReport(counts: ScreeningCounts): boolean {
  return counts.new === 0 && counts.changed === 0 && counts.removed === 0;
}

/** The numbers of a round in a sentence; those of a 零报告 say what it means. */
export function countsInWords(counts: ScreeningCounts): string {
  const isZero = isZeroReport(counts);
  const named = (Object.keys(screeningOutcomes) as ScreeningOutcome[])
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome].toLocaleString('zh-CN')}名${screeningOutcomes[outcome]}`);
  const found = named.length > 0 ? named.join('、') : '没有在册儿童';
  return isZero ? `${found}，本月无新增、变更、移出` : found;
}
