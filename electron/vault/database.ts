/// <reference path="./better-sqlite3.d.ts" />
import { setImmediate } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import { AppError } from '../../shared/contract/result.ts';
import { type Sql, type SqlValue, sql } from './sql.ts';
import { translatingStorageErrors } from './storageError.ts';

const readable: unique symbol = Symbol('readable');
const boundary: unique symbol = Symbol('transaction boundary');
const reach: unique symbol = Symbol('reach of reading');

/** A compartment to read from. Every method answers from one statement. */
export interface ReadableDatabase {
  readonly [readable]: true;
  readonly [reach]: {
    /** Puts a view in front of each table; whatever is read from now on is read through it. */
    limit(views: readonly LimitedTable[], codes: readonly string[]): void;
    /** How many pieces of work are under way that see past the views. */
    passing: number;
  };
  /** All rows; the caller states their shape. */
  all<Row>(query: Sql): Row[];
  /** The first row, or undefined. */
  get<Row>(query: Sql): Row | undefined;
}

/** A compartment to write to. `run` works only inside `transaction`, so that a change and its history cannot part. */
export interface WritableDatabase extends ReadableDatabase {
  readonly [boundary]: {
    begin(): void;
    commit(): void;
    /** Commits many pages: they are on the disk, in the log, and moved from there into the file when nobody waits. */
    commitMany(): void;
    rollback(): void;
    open(): boolean;
    /** Fulfilled when the transaction in steps that is open has ended, either way; null while there is none. */
    ended: Promise<void> | null;
    /** True once the file is about to be closed: no more steps. */
    closing: boolean;
    /** Told of every transaction; null while nobody watches. */
    observer: TransactionObserver | null;
    /** While it is held, nothing moves the log into the file, so that the file stays as it is. */
    holdLog(): void;
    releaseLog(): void;
  };
  run(command: Sql): { readonly changes: number };
}

/** Whoever takes part in every transaction of a compartment, such as its audit chain. */
export interface TransactionObserver {
  /** Right after BEGIN. */
  begun(): void;
  /** After each step of a transaction in steps. */
  step(): void;
  /** Right before COMMIT: what it writes is part of the transaction, and what it throws undoes all of it. */
  finishing(): void;
  /** The transaction is over; must not throw. */
  ended(isCommitted: boolean): void;
}

/** A table of which only some rows are seen; the condition is about the columns of `t`. */
export interface LimitedTable {
  readonly table: string;
  readonly condition: Sql;
}

/** Codes that conditions of limited tables compare with: `IN (SELECT "code" FROM temp."reach")`. */
export const reachedCodes = sql`SELECT "code" FROM temp."reach"`;

/** Statements kept prepared for one connection. Filters make many texts, so the oldest goes when it is full. */
const preparedStatements = 500;

/** Milliseconds after a long write until its log is moved into the file: the answer is out by then. */
const quietTime = 300;
/** Pages of the log after which SQLite by itself moves them into the file, at the end of a commit; its own default. */
const pagesInLog = 1_000;

/** The handle services get; made by `openEncrypted` alone, which keeps the connection itself. */
export function databaseHandle(connection: Database.Database): WritableDatabase {
  const cache = new Map<string, Database.Statement<SqlValue[]>>();
  const prepare = (text: string): Database.Statement<SqlValue[]> => {
    if (!connection.open) throw locked();
    const known = cache.get(text);
    if (known) return known;
    const statement = connection.prepare<SqlValue[]>(isLimited ? writingToTable(text) : text);
    if (cache.size >= preparedStatements) {
      for (const oldest of cache.keys()) {
        cache.delete(oldest);
        break;
      }
    }
    cache.set(text, statement);
    return statement;
  };
  let isLimited = false;
  const limits: WritableDatabase[typeof reach] = {
    limit: (views, codes) => {
      // A condition cannot hold values, so what it compares with stands in a table of its own, in memory.
      connection.exec('CREATE TEMP TABLE "reach" ("code" TEXT PRIMARY KEY) STRICT, WITHOUT ROWID');
      const insert = connection.prepare('INSERT OR IGNORE INTO temp."reach" VALUES (?)');
      for (const code of codes) insert.run(code);
      connection.function('passes_limits', () => Number(limits.passing > 0));
      for (const { table, condition } of views) {
        if (condition.values.length > 0) throw new TypeError('a view with parameters');
        connection.exec(
          `CREATE TEMP VIEW "${table}" AS SELECT * FROM main."${table}" AS t WHERE (SELECT passes_limits()) OR (${condition.text})`,
        );
      }
      cache.clear();
      isLimited = true;
    },
    passing: 0,
  };
  const writing = (statement: Database.Statement<SqlValue[]>): void => {
    if (!statement.readonly && !connection.inTransaction) throw new Error('a write outside a transaction');
  };
  let quiet: NodeJS.Timeout | undefined;
  let isHeld = false;
  const moveLog = (): void => {
    if (isHeld || !connection.open || connection.inTransaction) return;
    try {
      connection.pragma('wal_checkpoint(PASSIVE)');
    } catch {
      // Nothing is lost: the log is read as part of the file, and the next commit tries again.
    }
  };
  return {
    [readable]: true,
    [reach]: limits,
    all: <Row>(query: Sql) =>
      translatingStorageErrors(() => {
        const statement = prepare(query.text);
        writing(statement);
        return statement.all(...query.values) as Row[];
      }),
    get: <Row>(query: Sql) =>
      translatingStorageErrors(() => {
        const statement = prepare(query.text);
        writing(statement);
        return statement.get(...query.values) as Row | undefined;
      }),
    run: (command) =>
      translatingStorageErrors(() => {
        const statement = prepare(command.text);
        writing(statement);
        return { changes: statement.run(...command.values).changes };
      }),
    [boundary]: {
      begin: () => prepare('BEGIN IMMEDIATE').run(),
      commit: () => prepare('COMMIT').run(),
      commitMany: () => {
        connection.pragma('wal_autocheckpoint=0');
        try {
          prepare('COMMIT').run();
        } finally {
          connection.pragma(`wal_autocheckpoint=${isHeld ? 0 : pagesInLog}`);
        }
        clearTimeout(quiet);
        quiet = setTimeout(moveLog, quietTime).unref();
      },
      rollback: () => prepare('ROLLBACK').run(),
      open: () => connection.open && connection.inTransaction,
      ended: null,
      closing: false,
      observer: null,
      holdLog: () => {
        connection.pragma('wal_autocheckpoint=0');
        isHeld = true;
      },
      releaseLog: () => {
        isHeld = false;
        if (!connection.open) return;
        connection.pragma(`wal_autocheckpoint=${pagesInLog}`);
        clearTimeout(quiet);
        quiet = setTimeout(moveLog, quietTime).unref();
      },
    },
  };
}

/**
 * Lets everything that reads see some rows of these tables alone, for as long as the file is open. A row that is not seen is, for
 * every query, not there; what is written is written to the tables themselves.
 */
export function limitReading(
  database: WritableDatabase,
  views: readonly LimitedTable[],
  codes: readonly string[],
): void {
  translatingStorageErrors(() => database[reach].limit(views, codes));
}

/**
 * Does `work` with every row in sight: what keeps the file in order has to see all of it. What it finds beyond the limits must not
 * reach the user. `work` is synchronous.
 */
export function pastLimits<T>(database: ReadableDatabase, work: () => T): T {
  const limits = database[reach];
  limits.passing += 1;
  try {
    const result = work();
    // Everybody else would see past the limits until it is fulfilled.
    if (isPromise(result)) throw new Error('a look past the limits that waits');
    return result;
  } finally {
    limits.passing -= 1;
  }
}

/** A view stands in front of the table that a statement writes to, which is the first that it names. */
function writingToTable(text: string): string {
  return text.replace(/^\s*(INSERT(?: OR [A-Z]+)? INTO|UPDATE(?: OR [A-Z]+)?|DELETE FROM)\s+"/u, '$1 main."');
}

/**
 * Runs `work` in one BEGIN IMMEDIATE transaction: all of it is on the disk when this returns, or none of it when it
 * throws. `work` is synchronous; a promise is refused and rolled back, and transactions do not nest.
 */
export function transaction<T>(database: WritableDatabase, work: (database: WritableDatabase) => T): T {
  refuseNested(database);
  const { begin, commit, rollback, open, observer } = database[boundary];
  return translatingStorageErrors(() => {
    begin();
    let isCommitted = false;
    try {
      observer?.begun();
      const result = work(database);
      if (isPromise(result)) {
        result.then(undefined, () => undefined);
        throw new Error('a transaction that waits');
      }
      observer?.finishing();
      commit();
      isCommitted = true;
      return result;
    } finally {
      // After a full disk SQLite may have rolled back by itself.
      if (open()) rollback();
      observer?.ended(isCommitted);
    }
  });
}

/**
 * Runs a long write in steps, in one transaction: all of it is on the disk when the promise is fulfilled, or none of it when
 * it is rejected. Between two steps other requests are answered; those that read see what is written so far, those that
 * write are told to wait, or wait by themselves with `whenFree`. What is read of a record in order to write it again has to be
 * read with `whenFree` too: its version is given anew when the steps are rolled back.
 * @throws AppError cancelled when the signal is aborted; locked when the file is closed meanwhile; busy in any other write
 */
export async function steppedTransaction<T>(
  database: WritableDatabase,
  steps: (database: WritableDatabase) => Iterator<unknown, T>,
  signal?: AbortSignal,
): Promise<T> {
  refuseNested(database);
  const state = database[boundary];
  if (state.closing) throw locked();
  translatingStorageErrors(state.begin);
  const over = Promise.withResolvers<void>();
  state.ended = over.promise;
  const { observer } = state;
  let isCommitted = false;
  try {
    translatingStorageErrors(() => observer?.begun());
    const work = steps(database);
    for (;;) {
      const step = translatingStorageErrors(() => work.next());
      if (step.done === true) {
        translatingStorageErrors(() => {
          observer?.finishing();
          state.commitMany();
        });
        isCommitted = true;
        return step.value;
      }
      translatingStorageErrors(() => observer?.step());
      await setImmediate();
      if (state.closing || !state.open()) throw locked();
      if (signal?.aborted === true) throw new AppError('cancelled', '已停止，没有保存任何内容');
    }
  } finally {
    state.ended = null;
    if (state.open()) state.rollback();
    observer?.ended(isCommitted);
    over.resolve();
  }
}

/** Does `work` at once, or as soon as no transaction in steps is open in any of the databases. Nothing comes between. */
export async function whenFree<T>(databases: readonly WritableDatabase[], work: () => T | Promise<T>): Promise<T> {
  for (;;) {
    const ended = databases.map((database) => database[boundary].ended).find((each) => each !== null);
    if (ended === undefined) return work();
    await ended;
  }
}

/**
 * Ends a transaction in steps, of which nothing is kept, because the file is about to be closed. Whoever waited for it with
 * `whenFree` is let in first.
 */
export async function endSteps(database: WritableDatabase): Promise<void> {
  const state = database[boundary];
  state.closing = true;
  if (state.ended === null) return;
  await state.ended;
  await setImmediate();
}

/** Lets somebody take part in every transaction of a compartment from now on. There is one at most. */
export function observeTransactions(database: WritableDatabase, observer: TransactionObserver): void {
  if (database[boundary].observer !== null) throw new Error('two observers of one compartment');
  database[boundary].observer = observer;
}

/** Whether a transaction in steps is open. */
export function isWrittenInSteps(database: WritableDatabase): boolean {
  return database[boundary].ended !== null;
}

/**
 * Keeps what is written from now on in the log, so that the file can be read from outside while others write.
 * @returns what ends it
 */
export function holdLog(database: WritableDatabase): () => void {
  const { holdLog: hold, releaseLog } = database[boundary];
  hold();
  return releaseLog;
}

function refuseNested(database: WritableDatabase): void {
  const { open, ended } = database[boundary];
  if (ended !== null) throw new AppError('busy', '正在保存另一批数据，请等它完成后再试');
  if (open()) throw new Error('a transaction within a transaction');
}

function locked(): AppError {
  return new AppError('locked', '已锁定，请输入密码解锁');
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
