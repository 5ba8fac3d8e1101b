import { uptime } from 'node:os';
import { AppError } from '../../shared/contract/result.ts';
import { type AuditRow, type ChainHead, emptyHead, hasTable, macOf, readHead } from './auditRow.ts';
import { type ActDetail, currentAct, outsideActs, program, type RunningAct } from './currentAct.ts';
import { isWrittenInSteps, observeTransactions, transaction, type WritableDatabase } from './database.ts';
import { createLineDigest, lastLine, readLines } from './historyDigest.ts';
import { sql } from './sql.ts';

/** What the audit chain takes the time from. */
export interface AuditClock {
  readonly now: () => Date;
  /** Milliseconds since the computer was started: it goes on when the clock is set back. */
  readonly uptime: () => number;
}

/** The computer's own. */
export const systemClock: AuditClock = { now: () => new Date(), uptime: () => Math.round(uptime() * 1000) };

/** A clock that is set back by more is noted, in milliseconds; less is the computer's own correction. */
const clockTolerance = 5 * 60_000;
/** Lines of history that are told one by one in a row; of more there is a count. */
const linesTold = 20;
/** Lines of history that are read at a time. */
const linesAtOnce = 500;
/** Rows that may wait for a transaction in steps; nobody looks at more while an import runs. */
const mostWaiting = 10_000;

/** What is to be said in a row. */
export interface AuditEntry {
  readonly act: string;
  readonly object?: string;
  readonly detail?: ActDetail;
}

/** The audit chain of one compartment. */
export interface AuditChain {
  readonly key: Buffer;
  /** Where the chain stands on the disk. */
  head(): ChainHead;
  /** Adds a row to the transaction that is open, under whoever is acting. */
  append(entry: AuditEntry): ChainHead;
  /**
   * Adds a row for what is read and changes nothing: at once in a transaction of its own, or with the transaction in steps that
   * is open. No row, no answer: whoever cannot have it is to be told nothing of what he read.
   * @throws AppError full | readonly | locked when it cannot be written; busy when too many wait for the steps. Nothing is kept then.
   */
  record(act: RunningAct): void;
  /** Writes what waited for a transaction in steps, if that is possible now. */
  flush(): void;
}

type Waiting = Omit<AuditRow, 'seq' | 'prev' | 'mac'>;

/** What a transaction has added to the history so far. */
interface Gathered {
  readonly from: number;
  last: number;
  readonly digest: ReturnType<typeof createLineDigest>;
  readonly actions: Map<string, number>;
  readonly told: { readonly record: string; readonly action: string; readonly fields?: readonly string[] }[];
  readonly records: Set<string>;
}

/**
 * Keeps the audit chain of a compartment. From here on every transaction ends with its row, added before COMMIT, so that no
 * change can be without one and no row without its change; the history that the transaction wrote is bound by a digest. What
 * is declared to be unrecorded adds none, unless it wrote history after all.
 */
export function keepAuditChain(database: WritableDatabase, key: Buffer, clock: AuditClock): AuditChain {
  let isKept = false;
  let hasHistory = false;
  let head: ChainHead | undefined;
  let waiting: Waiting[] = [];
  let flushed = 0;
  /** Of the transaction that is open. */
  let gathered: Gathered | undefined;
  let changesBefore: number | null = null;
  let appended: RunningAct | 'program' | undefined;

  const changes = (): number => database.get<{ n: number }>(sql`SELECT total_changes() AS n`)?.n ?? 0;

  const standing = (): ChainHead => {
    head ??= hasTable(database, 'audit') ? readHead(database) : emptyHead;
    return head;
  };

  const said = (act: RunningAct | undefined, { act: name, object = '', detail = {} }: AuditEntry): Waiting => {
    const { user, roles } = act?.actor() ?? program;
    return {
      ts: clock.now().toISOString(),
      mono: clock.uptime(),
      user,
      roles: JSON.stringify(roles),
      act: name,
      object,
      detail: JSON.stringify(detail),
    };
  };

  function add(row: Waiting): ChainHead {
    const before = standing();
    const isSetBack = before.ts !== '' && Date.parse(row.ts) < Date.parse(before.ts) - clockTolerance;
    if (isSetBack && row.act !== 'clock.setBack') {
      const { ts, mono } = row;
      add({ ...said(undefined, { act: 'clock.setBack', detail: { before: before.ts } }), ts, mono });
    }
    const { seq: last, mac: prev } = standing();
    const numbered = { seq: last + 1, ...row };
    const mac = macOf(key, prev, numbered);
    database.run(sql`
      INSERT INTO "audit" ("seq", "ts", "mono", "user", "roles", "act", "object", "detail", "prev", "mac")
      VALUES (${numbered.seq}, ${row.ts}, ${row.mono}, ${row.user}, ${row.roles}, ${row.act}, ${row.object}, ${row.detail}, ${prev}, ${mac})`);
    head = { seq: numbered.seq, mac, ts: row.ts };
    return head;
  }

  function noted(act: RunningAct): ActDetail {
    const detail = act.rows === 0 ? act.detail : { ...(act.isNoted ? act.detail : {}), again: act.rows };
    act.rows += 1;
    act.isNoted = false;
    return detail;
  }

  function gather(): void {
    if (!gathered) return;
    for (;;) {
      const lines = readLines(database, gathered.last, linesAtOnce);
      for (const line of lines) {
        gathered.digest.add(line);
        gathered.actions.set(line.action, (gathered.actions.get(line.action) ?? 0) + 1);
        const record = `${line.register}/${line.record_id}`;
        if (gathered.records.size <= 1) gathered.records.add(record);
        if (gathered.told.length <= linesTold) gathered.told.push({ record, action: line.action, ...fieldsOf(line) });
        gathered.last = line.row;
      }
      if (lines.length < linesAtOnce) return;
    }
  }

  /** What the transaction added to the history; undefined when it added nothing. */
  function historyDetail(): { readonly object: string; readonly detail: ActDetail } | undefined {
    if (!gathered || gathered.last === gathered.from) return undefined;
    const { from, last, digest, actions, told, records } = gathered;
    const [only = ''] = records.size === 1 ? records : [];
    const changed = told.length <= linesTold ? told : Object.fromEntries(actions);
    return { object: only, detail: { changed, history: { from: from + 1, to: last, digest: digest.digest() } } };
  }

  function begun(): void {
    isKept = isKept || hasTable(database, 'audit');
    hasHistory = hasHistory || hasTable(database, 'history_erased');
    // A chain that has no row yet binds all that was there before it.
    gathered = hasHistory ? startOf(standing().seq === 0 ? 0 : lastLine(database)) : undefined;
    // What is an act has its row whatever it wrote.
    changesBefore = currentAct()?.act ? null : changes();
    appended = undefined;
    flushed = 0;
  }

  function finishing(): void {
    if (!isKept) {
      isKept = hasTable(database, 'audit');
      if (!isKept) return;
      hasHistory = hasTable(database, 'history_erased');
      if (hasHistory) gathered = startOf(0);
    }
    gather();
    const hasWritten = changesBefore !== null && changes() !== changesBefore;
    for (const row of waiting) add(row);
    flushed = waiting.length;
    const act = currentAct();
    const history = historyDetail();
    const hasRow = appended !== undefined && appended === (act ?? 'program');
    if (history === undefined && hasRow) return;
    if (act !== undefined && act.act !== null) {
      const object = act.object || history?.object || '';
      add(said(act, { act: act.act, object, detail: { ...noted(act), ...history?.detail } }));
      return;
    }
    const isFirst = standing().seq === 0;
    const isNothing = act !== undefined || !hasWritten;
    if (history !== undefined || isFirst || !isNothing)
      add(said(undefined, { act: isFirst ? 'chain.began' : 'system', ...history }));
  }

  observeTransactions(database, {
    begun,
    step: gather,
    finishing,
    ended: (isCommitted) => {
      gathered = undefined;
      if (isCommitted) waiting = waiting.slice(flushed);
      // What was added is gone with the transaction; tables that it made, too.
      else [head, isKept, hasHistory] = [undefined, false, false];
      if (waiting.length > 0) setImmediate(flush);
    },
  });

  const writeWaiting = (): void => outsideActs(() => transaction(database, () => undefined));

  function flush(): void {
    if (waiting.length === 0 || isWrittenInSteps(database)) return;
    try {
      writeWaiting();
    } catch (error) {
      // Still full, or locked by now.
      if (!(error instanceof AppError)) throw error;
    }
  }

  return {
    key,
    head: standing,
    append(entry) {
      const act = currentAct();
      // What is told besides, such as what was tried before somebody came in, does not stand for the act itself.
      if (act && act.act !== null && act.act !== entry.act) return add(said(act, entry));
      const row = add(said(act, { ...entry, detail: { ...(act ? noted(act) : {}), ...entry.detail } }));
      appended = act ?? 'program';
      return row;
    },
    record(act) {
      if (act.act === null) return;
      if (waiting.length >= mostWaiting) throw new AppError('busy', '正在保存另一批数据，请等它完成后再试');
      const { rows, isNoted } = act;
      const row = said(act, { act: act.act, object: act.object, detail: noted(act) });
      waiting.push(row);
      if (isWrittenInSteps(database)) return;
      try {
        writeWaiting();
      } catch (error) {
        waiting = waiting.filter((each) => each !== row);
        Object.assign(act, { rows, isNoted });
        throw error;
      }
    },
    flush,
  };
}

function startOf(row: number): Gathered {
  return { from: row, last: row, digest: createLineDigest(), actions: new Map(), told: [], records: new Set() };
}

/** Which fields a line of history is about; of the line with which a record begins that is all of them. */
function fieldsOf(line: { readonly action: string; readonly changes: string }): {
  readonly fields?: readonly string[];
} {
  if (line.changes === '[]' || line.action === 'create' || line.action === 'import') return {};
  // The history was written by this program.
  return { fields: (JSON.parse(line.changes) as readonly [string, ...unknown[]][]).map(([path]) => path) };
}
