import { timingSafeEqual } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { type AuditRow, type ChainHead, emptyHead, hasTable, macOf, readHead } from './auditRow.ts';
import { type ReadableDatabase, type WritableDatabase, whenFree } from './database.ts';
import { createLineDigest, lastLine, readLines } from './historyDigest.ts';
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
}

const boundHistory = z.object({
  history: z.object({ from: z.int(), to: z.int(), digest: z.string() }).optional(),
});

/**
 * Checks a whole chain, the history it binds, and anchors from outside, in slices between which everything else goes on. What is
 * added meanwhile is checked with it.
 * @throws AppError locked when the file is closed meanwhile; whatever `check` throws
 */
export async function verifyChain(
  database: WritableDatabase,
  key: Uint8Array,
  anchors: readonly Anchor[],
  watch: { readonly check?: () => void; readonly report?: (done: number, total: number) => void } = {},
): Promise<ChainVerdict> {
  const steps = checkRows(database, key, anchors);
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
    return { kind: 'older', seq: Math.min(seq, head.seq + 1), since: head.ts || null };
  }
  return null;
}

/** The first row about something, whether or not it is sound. */
export function readFirstAbout(database: ReadableDatabase, object: string): AuditRow | undefined {
  return database.get<AuditRow>(sql`${allColumns} WHERE "object" = ${object} ORDER BY "seq" LIMIT 1`);
}

/** A row of the chain, whether or not it is sound. */
export function readRow(database: ReadableDatabase, seq: number): AuditRow | undefined {
  return database.get<AuditRow>(sql`${allColumns} WHERE "seq" = ${seq}`);
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
): Generator<number, ChainVerdict> {
  const keepsHistory = hasTable(database, 'history_erased');
  let head = emptyHead;
  let bound = 0;
  for (;;) {
    const rows = database.all<AuditRow>(
      sql`${allColumns} WHERE "seq" > ${head.seq} ORDER BY "seq" LIMIT ${rowsAtOnce}`,
    );
    for (const row of rows) {
      const fault = (kind: FaultKind): ChainVerdict => ({
        head,
        fault: { kind, seq: row.seq, since: head.ts || null },
      });
      const follows = row.seq === head.seq + 1 && head.mac.equals(row.prev);
      if (!follows || !isSound(key, row)) return fault('chain');
      // A row that is sound was written by this program; most of them bind no history, and need not be parsed.
      const { history } = row.detail.includes('"history":') ? boundHistory.parse(JSON.parse(row.detail)) : {};
      if (history) {
        if (!keepsHistory || history.from !== bound + 1) return fault('history');
        const isWhole = yield* checkLines(database, history, row.seq);
        if (!isWhole) return fault('history');
        bound = history.to;
      }
      head = { seq: row.seq, mac: bytesOf(row.mac), ts: row.ts };
    }
    if (rows.length < rowsAtOnce) break;
    yield head.seq;
  }
  const older = checkAnchors(database, anchors);
  if (older) return { head, fault: older };
  // Every line has its row by the time a transaction is over.
  const isUnbound = keepsHistory && lastLine(database) !== bound;
  const since = head.ts || null;
  return { head, fault: isUnbound ? { kind: 'history', seq: head.seq + 1, since } : null };
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
