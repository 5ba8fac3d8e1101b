/** One measured figure with its bound, and what it is compared with in the same run. */
export interface Figure {
  readonly name: string;
  /** The median of the runs, or the percentile that the name says; for memory the peak. */
  readonly value: number;
  readonly unit: 'ms' | 'MB';
  readonly runs: number;
  /** Largest value that is accepted. */
  readonly bound?: number;
  /** The same work without what is being judged: a file in clear, a bare browser. Both sides are medians of one run. */
  readonly peer?: {
    readonly name: string;
    readonly own: number;
    readonly value: number;
    /** Not given where the peer only shows what the machine can do. */
    readonly maxRatio?: number;
  };
}

/** The middle of the sorted values. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value that a share of the sorted values does not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new Error('no values');
  return value;
}

/** Milliseconds that a piece of work takes. */
export function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Milliseconds that an asynchronous piece of work takes. */
export async function timedAsync(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Whether a figure keeps its bound and its ratio. */
export function isKept(figure: Figure): boolean {
  const { bound, peer } = figure;
  return (
    (bound === undefined || figure.value <= bound) &&
    (peer?.maxRatio === undefined || peer.own / peer.value <= peer.maxRatio)
  );
}

/** A line of the printed table. */
export function figureLine(figure: Figure): string {
  const round = (value: number): string => (value < 10 ? value.toFixed(2) : String(Math.round(value)));
  const bound = figure.bound === undefined ? '' : `<= ${figure.bound}`;
  const peer = figure.peer ? `${figure.peer.name} ${round(figure.peer.value)}` : '';
  const ratio = figure.peer
    ? `${(figure.peer.own / figure.peer.value).toFixed(2)}${figure.peer.maxRatio ? ` <= ${figure.peer.maxRatio}` : ''}`
    : '';
  const mark = isKept(figure) ? 'kept' : 'MISSED';
  return `| ${figure.name} | ${round(figure.value)} ${figure.unit} | ${bound} | ${peer} | ${ratio} | ${figure.runs} | ${mark} |`;
}
