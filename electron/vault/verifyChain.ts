import { createHash, hash, timingSafeEqual } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { type AuditRow, type ChainHead, emptyHead, hasTable, macOf, readHead } from './auditRow.ts';
import { type ReadableDatabase, type WritableDatabase, whenFree } from './database.ts';
import { type BoundLine, createLineDigest, lastLine, readLines } from './historyDigest.ts';
import { sql } from './sql.ts';

/** Rows of the chain that are checked at a time: a few milliseconds of work. */
const rowsAtOnce = 250;
/** Lines of history that are checked at a time. */
const linesAtOnce = 100;

/** What is wrong: with the chain itself, with the history it binds, or with the whole file, which is older than it was. */
export type FaultKind = 'chain' | 'history' | 'older';

/** The first thing that is wrong, and since when: the time of the last row that is sound, null when there is none. */
export interface ChainFault {
  readonly kind: FaultKind;
  /** The row of the chain from which on nothing is vouched for. */
  readonly seq: number;
  readonly since: string | null;
  /** Tells this fault from every other: the same words in the same place, and nothing changed since. */
  readonly mark: string;
}

/** A row that the chain is known to have had, from outside of it; `mac` is hexadecimal. */
export interface Anchor {
  readonly seq: number;
  readonly mac: string;
}

/** What a check found. */
export interface ChainVerdict {
  readonly head: ChainHead;
  readonly fault: ChainFault | null;
  /** Faults that are still there, and were looked into. */
  readonly reviewed: number;
}

const boundHistory = z.object({
  history: z.object({ from: z.int(), to: z.int(), digest: z.string() }).optional(),
});

/**
 * Checks a whole chain, the history it binds, and anchors from outside, in slices between which everything else goes on. What is
 * added meanwhile is checked with it.
 * @param reviewed marks of faults that somebody has looked into: the check goes on behind them, so that it tells any other
 * @throws AppError locked when the file is closed meanwhile; whatever `check` throws
 */
export async function verifyChain(
  database: WritableDatabase,
  key: Uint8Array,
  anchors: readonly Anchor[],
  watch: { readonly check?: () => void; readonly report?: (done: number, total: number) => void } = {},
  reviewed: ReadonlySet<string> = new Set(),
): Promise<ChainVerdict> {
  const steps = checkRows(database, key, anchors, reviewed);
  for (;;) {
    watch.check?.();
    // What is written in steps shows before it has its row.
    const step = await whenFree([database], () => steps.next());
    if (step.done === true) return step.value;
    watch.report?.(step.value, readHead(database).seq);
    await setImmediate();
  }
}

/** The same bytes, not a copy of them. */
function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** Whether anchors are ahead of a chain or another row stands in their place: the file was put back to an older state. */
export function checkAnchors(database: ReadableDatabase, anchors: readonly Anchor[]): ChainFault | null {
  for (const { seq, mac } of anchors) {
    const row = seq === 0 ? undefined : readRow(database, seq);
    if (seq === 0 || (row && Buffer.from(row.mac).toString('hex') === mac)) continue;
    const head = readHead(database);
    return {
      kind: 'older',
      seq: Math.min(seq, head.seq + 1),
      since: head.ts || null,
      mark: markOfAnchor({ seq, mac }),
    };
  }
  return null;
}

/** Tells that a chain went back behind an anchor. */
export function markOfAnchor({ seq, mac }: Anchor): string {
  return `anchor ${seq} ${mac}`;
}

/** The first row about something, whether or not it is sound. */
export function readFirstAbout(database: ReadableDatabase, object: string): AuditRow | undefined {
  return database.get<AuditRow>(sql`${allColumns} WHERE "object" = ${object} ORDER BY "seq" LIMIT 1`);
}

/** A row of the chain, whether or not it is sound. */
export function readRow(database: ReadableDatabase, seq: number): AuditRow | undefined {
  return database.get<AuditRow>(sql`${allColumns} WHERE "seq" = ${seq}`);
}

/** The rows of an act in order, whether or not they are sound. */
export function readRowsOf(database: ReadableDatabase, act: string): AuditRow[] {
  return database.all<AuditRow>(sql`${allColumns} WHERE "act" = ${act} ORDER BY "seq"`);
}

/** Whether a row says what it said when it was added. */
export function isSound(key: Uint8Array, row: AuditRow): boolean {
  const mac = macOf(key, row.prev, row);
  return row.mac.length === mac.length && timingSafeEqual(mac, row.mac);
}

const allColumns = sql`SELECT "seq", "ts", "mono", "user", "roles", "act", "object", "detail", "prev", "mac" FROM "audit"`;

/** Yields how many rows it has gone through. */
function* checkRows(
  database: ReadableDatabase,
  key: Uint8Array,
  anchors: readonly Anchor[],
  reviewed: ReadonlySet<string>,
): Generator<number, ChainVerdict> {
  const keepsHistory = hasTable(database, 'history_erased');
  let head = emptyHead;
  let bound = 0;
  const passed = new Set<string>();
  const verdict = (kind: FaultKind, seq: number, mark: string): ChainVerdict => ({
    head,
    fault: { kind, seq, since: head.ts || null, mark },
    reviewed: passed.size,
  });
  /** Steps over lines behind the last one that is bound, up to `before`, that nothing vouches for and somebody has looked into. */
  const passUnbound = (before: number): boolean => {
    while (bound + 1 < before) {
      const found = reviewedLines(database, bound + 1, reviewed);
      if (found === undefined) return false;
      bound = found.end;
      passed.add(found.mark);
    }
    return true;
  };
  for (;;) {
    const rows = database.all<AuditRow>(
      sql`${allColumns} WHERE "seq" > ${head.seq} ORDER BY "seq" LIMIT ${rowsAtOnce}`,
    );
    for (const row of rows) {
      const isIntact = row.seq === head.seq + 1 && head.mac.equals(row.prev) && isSound(key, row);
      if (!isIntact) {
        const mark = markOfRow(head, row);
        if (!reviewed.has(mark)) return verdict('chain', row.seq, mark);
        passed.add(mark);
      }
      // Most rows bind no history, and need not be parsed.
      const history = row.detail.includes('"history":') ? historyOf(row, isIntact) : undefined;
      if (history && keepsHistory && reviewed.has(markOfGone(row))) {
        // Lines that took the numbers of those that were gone are bound by rows of their own.
        passed.add(markOfGone(row));
      } else if (history && keepsHistory && passUnbound(history.from) && history.from === bound + 1) {
        const isWhole = yield* checkLines(database, history, row.seq);
        const found = isWhole ? undefined : reviewedLines(database, history.from, reviewed);
        if (!isWhole && !found) {
          return verdict('history', row.seq, markOfBound(database, bound + 1, history.to, row));
        }
        if (found) passed.add(found.mark);
        bound = found?.end ?? history.to;
      } else if (history) {
        const isGap = keepsHistory && history.from > bound + 1;
        const mark = isGap ? markOfBound(database, bound + 1, history.from - 1, row) : markOfRow(head, row);
        if (isGap || !reviewed.has(mark)) return verdict('history', row.seq, mark);
        // What such a row says of lines vouches for none of them.
        passed.add(mark);
      }
      head = { seq: row.seq, mac: bytesOf(row.mac), ts: row.ts };
    }
    if (rows.length < rowsAtOnce) break;
    yield head.seq;
  }
  const older = checkAnchors(database, anchors);
  if (older) return { head, fault: older, reviewed: passed.size };
  // Every line has its row by the time a transaction is over.
  const last = keepsHistory ? lastLine(database) : 0;
  const isSettled =
    last > bound ? passUnbound(last + 1) : last === bound || reviewed.has(markOfLines(database, bound + 1, last));
  if (!isSettled) return verdict('history', head.seq + 1, markOfLines(database, bound + 1, last));
  return { head, fault: null, reviewed: passed.size };
}

/** The history that a row binds; of a row that was tampered with, if it can still be read. */
function historyOf(
  { detail }: AuditRow,
  isIntact: boolean,
): { readonly from: number; readonly to: number; readonly digest: string } | undefined {
  // A row that is intact was written by this program.
  if (isIntact) return boundHistory.parse(JSON.parse(detail)).history;
  try {
    return boundHistory.safeParse(JSON.parse(detail)).data?.history;
  } catch {
    return undefined;
  }
}

/** A row as it stands, behind the one that is in front of it. */
function markOfRow(head: ChainHead, { prev, mac, ...said }: AuditRow): string {
  const bytes = [head.mac, prev, mac].map((each) => Buffer.from(each).toString('hex'));
  return `row ${said.seq} ${hash('sha256', JSON.stringify([said, ...bytes]), 'hex')}`;
}

/** Lines from one on that a row should bind, as they stand; where there are none at all, the row for which they are gone. */
function markOfBound(database: ReadableDatabase, from: number, to: number, row: AuditRow): string {
  return lastLine(database) < from ? markOfGone(row) : markOfLines(database, from, to);
}

/** A row whose lines are gone: the mark of no lines would fit whatever takes their numbers later. */
function markOfGone({ seq, mac }: AuditRow): string {
  return `gone ${seq} ${Buffer.from(mac).toString('hex')}`;
}

/** Lines of history as they stand, up to the last one that is there. */
function markOfLines(database: ReadableDatabase, from: number, to: number): string {
  const end = Math.min(to, lastLine(database));
  const sum = createHash('sha256');
  let last = from - 1;
  for (;;) {
    const lines: BoundLine[] = readLines(database, last, linesAtOnce);
    for (const line of lines) {
      if (line.row > end) break;
      const { erased, ...said } = line;
      sum.update(`${JSON.stringify([said, erased === null ? null : Buffer.from(erased).toString('hex')])}\n`);
    }
    last = lines.at(-1)?.row ?? end;
    if (last >= end) return `lines ${from} ${end} ${sum.digest('hex')}`;
  }
}

/** Lines from one on, at least one number, that stand as somebody found them who looked into what is wrong; `end` is the last of them. */
function reviewedLines(
  database: ReadableDatabase,
  from: number,
  reviewed: ReadonlySet<string>,
): { readonly end: number; readonly mark: string } | undefined {
  for (const mark of reviewed) {
    const [, first, end] = /^lines (\d+) (\d+) /u.exec(mark) ?? [];
    const isThere = Number(first) === from && Number(end) >= from;
    if (isThere && markOfLines(database, from, Number(end)) === mark) return { end: Number(end), mark };
  }
  return undefined;
}

/** Whether the lines that a row binds say what they said. */
function* checkLines(
  database: ReadableDatabase,
  { from, to, digest }: { readonly from: number; readonly to: number; readonly digest: string },
  seq: number,
): Generator<number, boolean> {
  const sum = createLineDigest();
  let last = from - 1;
  while (last < to) {
    const lines = readLines(database, last, Math.min(linesAtOnce, to - last));
    for (const line of lines) {
      if (line.row !== last + 1) return false;
      if (line.erased !== null && !(line.changes === '[]' && isDestroyed(database, line.record_id))) return false;
      sum.add(line);
      last = line.row;
    }
    if (lines.length === 0) return false;
    if (last < to) yield seq;
  }
  return sum.digest() === digest;
}

function isDestroyed(database: ReadableDatabase, record: string): boolean {
  return (
    database.get(sql`SELECT 1 FROM "history" WHERE "record_id" = ${record} AND "action" = 'destroy' LIMIT 1`) !==
    undefined
  );
}
