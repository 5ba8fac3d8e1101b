import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../shared/contract/result.ts';
import { databaseHandle, holdLog, type WritableDatabase } from './database.ts';
import { type CopiedFile, type CopyOptions, copyInSlices } from './durableFile.ts';
import { storageError, translatingStorageErrors } from './storageError.ts';

/**
 * The only module that opens a database. Nothing else may construct one, because one forgotten pragma means a file in
 * clear, rows lost at a power cut or names in a temporary file (`test/security/vaultCalls.test.ts` looks for it).
 *
 * On Linux a process that opens and closes a database file by any other way drops SQLite's lock on it: read a file of
 * the vault with `node:fs` only while it is closed.
 */

/** 'HULE' in ASCII, in the header of every compartment (PRAGMA application_id). */
export const applicationId = 0x48554c45;

/** Bytes of the label that stands in clear at the start of a file and names vault and compartment without telling either. */
export const labelLength = 16;

/** How long a second program waits for the first one, in milliseconds. */
const busyTimeout = 500;

/**
 * Page cache in KiB: 256 MiB holds the whole file of a township (20,000 children with history are about 60 MiB, the
 * bench's 100,000 about 200 MiB), so that a page is decrypted once per unlock. Memory is taken only as pages are read.
 */
const cacheKibibytes = 256 * 1024;

/** Set in this order and read back; the exclusive lock comes before the first read, so that WAL needs no -shm file. */
const settings = [
  ['locking_mode', 'EXCLUSIVE', 'exclusive'],
  ['journal_mode', 'WAL', 'wal'],
  // The library's own default for WAL is NORMAL, which loses acknowledged commits at a power cut.
  ['synchronous', 'FULL', 2],
  // Sorting and VACUUM write clear text to the temporary folder otherwise.
  ['temp_store', 'MEMORY', 2],
  ['secure_delete', 'ON', 1],
  ['foreign_keys', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
  ['cache_size', `-${cacheKibibytes}`, -cacheKibibytes],
  ['mmap_size', '0', 0],
  ['busy_timeout', String(busyTimeout), busyTimeout],
  ['hmac_check', '1', '1'],
] as const;

/** An open compartment: the handle services use, and what the vault itself needs. */
export interface EncryptedFile {
  readonly path: string;
  readonly database: WritableDatabase;
  /** Runs schema statements as they stand. For migrations; they come from the program, never from input. */
  execute(statements: string): void;
  /** One value of a PRAGMA that is read or set by migrations. */
  pragma(name: 'user_version' | 'application_id', value?: number): number;
  /** The first problems PRAGMA quick_check finds, empty when the file is sound. Reads the whole file. */
  problems(): readonly string[];
  /** The first rows PRAGMA foreign_key_check finds. */
  brokenReferences(): number;
  /**
   * Moves the log into the file and empties it: after a deletion nothing of the deleted text remains in either. Closing the
   * file has done so already.
   * @returns false when a snapshot is being read, for which the file has to stay as it is; see `snapshotTaken`
   */
  checkpoint(): boolean;
  /** An encrypted copy under the same key at a path where no file is, flushed to the disk. */
  copyInto(path: string): void;
  /**
   * A copy of the file's own, encrypted bytes as of the last commit, at a path where nothing is, flushed to the disk. It is read in slices:
   * meanwhile what others commit stays in the log. Call it when nothing is being written in steps, and one at a time.
   * @throws AppError cancelled | locked when the file is closed meanwhile | full | readonly; an unfinished copy is the caller's to remove
   */
  snapshotInto(path: string, options?: CopyOptions): Promise<CopiedFile & { readonly state: string }>;
  /** Fulfilled once no snapshot is being read. */
  snapshotTaken(): Promise<void>;
  /** Tells two states of the stored content apart, at no cost. The same one twice: nothing was committed in between. */
  state(): string;
  close(): void;
}

/** Overwrites secret bytes. */
export function wipe(secret: Uint8Array): void {
  secret.fill(0);
}

/**
 * Opens an encrypted file with its raw 32-byte key, sets and asserts every pragma, and takes the exclusive lock. The
 * key stays the caller's to wipe.
 *
 * With `create` it makes the file at a path where nothing is, labelled as given, and proves it encrypted before anything is stored.
 * @throws AppError missing | damaged (also for a wrong key) | busy | readonly | full | conflict
 */
export function openEncrypted(
  path: string,
  key: Buffer,
  options: { readonly create?: { readonly label: Buffer } } = {},
): EncryptedFile {
  if (key.length !== 32) throw new TypeError('a data key has 32 bytes');
  return translatingStorageErrors(() => {
    if (options.create) create(path, key, options.create.label);
    if (!existsSync(path)) {
      throw new AppError('missing', '找不到数据文件，请检查数据文件夹，或用最近的备份恢复。');
    }
    if (statSync(path).size === 0) {
      // SQLite takes an empty file for a new database: the loss of everything would look like a fresh start.
      throw new AppError('damaged', '数据文件是空的，请不要删除任何文件，用最近的备份恢复。');
    }
    // SQLite would open a read-only file for reading and fail later, with a locking error that says nothing to the user.
    accessSync(path, constants.W_OK);
    accessSync(dirname(path), constants.W_OK);
    return encryptedFile(path, connect(path, key, Buffer.alloc(0)));
  });
}

/**
 * Puts another key on a closed copy, in a folder where nobody else looks: a crash leaves a rollback journal, which a visit
 * without the key would turn into damage. The label stays.
 * @throws AppError missing | damaged (also for a wrong key) | full | readonly
 */
export function changeKeyOfCopy(path: string, key: Buffer, newKey: Buffer): void {
  if (key.length !== 32 || newKey.length !== 32) throw new TypeError('a data key has 32 bytes');
  translatingStorageErrors(() => {
    const label = readLabel(path);
    if (!label) throw new AppError('damaged', '数据文件的副本不完整，请检查硬盘后再试。');
    const connection = new Database(path, { timeout: busyTimeout, fileMustExist: true });
    try {
      connection.pragma(`cipher='chacha20'`);
      withRawKey(key, Buffer.alloc(0), (raw) => connection.key(raw));
      connection.pragma('temp_store=MEMORY');
      // The library refuses to change a key with a log.
      if (connection.pragma('journal_mode=DELETE', { simple: true }) !== 'delete') throw new Error('a copy with a log');
      withRawKey(newKey, label, (raw) => connection.rekey(raw));
    } finally {
      connection.close();
    }
    proveEncrypted(path, label);
  });
}

/** The label at the start of a closed file, or undefined when it is shorter. */
export function readLabel(path: string): Buffer | undefined {
  return translatingStorageErrors(() => {
    const descriptor = openSync(path, 'r');
    try {
      const label = Buffer.alloc(labelLength);
      return readSync(descriptor, label, 0, labelLength, 0) === labelLength ? label : undefined;
    } finally {
      closeSync(descriptor);
    }
  });
}

/**
 * Holds an operating system lock on an empty file until `release` is called or the process ends in whatever way.
 * @returns undefined when another program holds it; tried for half a second.
 */
export function holdLock(path: string): { release(): void } | undefined {
  return translatingStorageErrors(() => {
    if (existsSync(path) && statSync(path).size > 0) truncateSync(path);
    const connection = new Database(path, { timeout: busyTimeout });
    try {
      // The lock is taken, but as nothing is written the file stays empty: there is nothing to encrypt.
      connection.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      connection.close();
      const failure = storageError(error);
      if (failure instanceof AppError && failure.code === 'busy') return undefined;
      throw error;
    }
    return { release: () => void connection.close() };
  });
}

function connect(path: string, key: Buffer, label: Buffer): Database.Database {
  const connection = new Database(path, { timeout: busyTimeout, fileMustExist: label.length === 0 });
  try {
    connection.pragma(`cipher='chacha20'`);
    // The raw form: db.key(key) and the hexadecimal pragma would run a password derivation over the key instead.
    withRawKey(key, label, (raw) => connection.key(raw));
    if (connection.pragma('cipher', { simple: true }) !== 'chacha20') throw new Error('the cipher was not accepted');
    for (const [name, value, expected] of settings) {
      connection.pragma(`${name}=${value}`);
      if (connection.pragma(name, { simple: true }) !== expected) throw new Error(`PRAGMA ${name} was not accepted`);
    }
    // Fails here, not at the first save, when the folder is read-only.
    connection.exec('BEGIN IMMEDIATE; ROLLBACK');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** The form in which the library takes a key as it is, wiped afterwards. */
function withRawKey(key: Buffer, label: Buffer, use: (raw: Buffer) => void): void {
  const raw = Buffer.concat([Buffer.from('raw:'), key, label]);
  try {
    use(raw);
  } finally {
    wipe(raw);
  }
}

function create(path: string, key: Buffer, label: Buffer): void {
  if (label.length !== labelLength) throw new TypeError('a label has 16 bytes');
  if (existsSync(path)) throw new AppError('conflict', '数据文件已经存在，没有覆盖；请选择另一个文件夹。');
  const connection = connect(path, key, label);
  try {
    // Writes the first page and nothing else.
    connection.pragma(`application_id=${applicationId}`);
  } finally {
    connection.close();
  }
  proveEncrypted(path, label);
}

/** A mistyped key pragma makes a database in clear without any error, so a new file is looked at from outside. */
function proveEncrypted(path: string, label: Buffer): void {
  if (!readLabel(path)?.equals(label)) throw new Error('the new file does not begin with its label');
  const stranger = new Database(path, { timeout: busyTimeout, fileMustExist: true, readonly: true });
  try {
    stranger.prepare('SELECT count(*) FROM sqlite_schema').get();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_NOTADB') return;
    throw error;
  } finally {
    stranger.close();
  }
  throw new Error('the new file can be read without a key');
}

function encryptedFile(path: string, connection: Database.Database): EncryptedFile {
  const rows = (source: string): unknown[] =>
    translatingStorageErrors(() => {
      const answer = connection.pragma(source);
      if (!Array.isArray(answer)) throw new Error('a PRAGMA without rows');
      return answer;
    });
  const database = databaseHandle(connection);
  /** Opened once and kept until the connection is closed: on Linux closing it earlier would drop SQLite's lock. */
  let reader: number | undefined;
  let reading: Promise<unknown> | null = null;
  const emptyLog = (): void => {
    const [answer] = rows('wal_checkpoint(TRUNCATE)');
    const isBusy = typeof answer === 'object' && answer !== null && 'busy' in answer && answer.busy !== 0;
    if (isBusy) throw new AppError('busy', '数据正在保存，请稍后再试。');
  };
  const state = (): string => {
    const { mtimeNs, size } = statSync(path, { bigint: true });
    return `${mtimeNs}-${size}-${statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0}`;
  };
  return {
    path,
    database,
    execute: (statements) => translatingStorageErrors(() => void connection.exec(statements)),
    pragma: (name, value) =>
      translatingStorageErrors(() => {
        if (value !== undefined) connection.pragma(`${name}=${Math.trunc(value)}`);
        return Number(connection.pragma(name, { simple: true }));
      }),
    problems: () => {
      const found = rows('quick_check(10)').flatMap((row) => Object.values(row ?? {}).map(String));
      return found.length === 1 && found[0] === 'ok' ? [] : found;
    },
    brokenReferences: () => rows('foreign_key_check').length,
    checkpoint: () => {
      if (reading !== null) return false;
      if (connection.open) rows('wal_checkpoint(TRUNCATE)');
      return true;
    },
    copyInto: (target) =>
      translatingStorageErrors(() => {
        if (existsSync(target)) throw new AppError('conflict', '目标文件已经存在，没有覆盖；请换一个名称。');
        connection.prepare('VACUUM INTO ?').run(target);
        const descriptor = openSync(target, 'r+');
        try {
          fsyncSync(descriptor);
        } finally {
          closeSync(descriptor);
        }
      }),
    snapshotInto: async (target, options = {}) => {
      if (reading !== null) throw new Error('two snapshots at a time');
      translatingStorageErrors(emptyLog);
      const release = holdLog(database);
      const taken = state();
      const over = Promise.withResolvers<void>();
      reading = over.promise;
      try {
        reader ??= openSync(path, 'r');
        const copied = await copyInSlices(reader, target, {
          ...options,
          check: () => {
            if (!connection.open) throw new AppError('locked', '已锁定，请输入密码解锁');
            options.check?.();
          },
        });
        return { ...copied, state: taken };
      } catch (error) {
        throw storageError(error);
      } finally {
        reading = null;
        release();
        over.resolve();
      }
    },
    snapshotTaken: async () => {
      await reading;
    },
    state,
    close: () =>
      translatingStorageErrors(() => {
        connection.close();
        if (reader !== undefined) closeSync(reader);
        reader = undefined;
      }),
  };
}
