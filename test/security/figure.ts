import type { TestContext } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** What a check of safety measured or counted, for its line in `npm run sec`. */
    figure?: string;
  }
}

/** True when `npm run sec:full` asks for every repetition; `npm test` makes a shorter sample of each check. */
export const isFull = process.env.HULEI_SEC === 'full';

/** How often something is repeated: in full, or as the sample that every change has to pass. */
export function repetitions(full: number, sample: number): number {
  return isFull ? full : sample;
}

/** Leaves what a check counted with its test. */
export function tellFigure({ task }: Pick<TestContext, 'task'>, figure: string): void {
  task.meta.figure = figure;
}
