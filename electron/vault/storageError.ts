import { AppError, type ErrorCode } from '../../shared/contract/result.ts';

const sentences = {
  busy: '数据正被另一个程序占用，请关闭其他护蕾台账窗口后再试。',
  damaged: '数据文件已经损坏，请不要删除任何文件，用最近的备份恢复。',
  readonly: '数据文件夹不能写入，请检查文件夹权限或取消只读后再试。',
  full: '磁盘空间不足，这次修改没有保存；请清理磁盘后再试。',
  missing: '找不到数据文件，请检查数据文件夹，或用最近的备份恢复。',
  internal: '读写磁盘时出错，这次修改没有保存；请检查硬盘后重新打开程序。',
} as const satisfies Partial<Record<ErrorCode, string>>;

/** The one table from codes of SQLite and of the operating system to what the user can do about them. */
const codes: readonly (readonly [pattern: RegExp, code: keyof typeof sentences])[] = [
  [/^SQLITE_(BUSY|LOCKED)(_|$)/, 'busy'],
  [/^SQLITE_(CORRUPT|NOTADB)(_|$)/, 'damaged'],
  // A page that cannot be authenticated is reported by the cipher as a short read or as data that cannot be read.
  [/^SQLITE_IOERR_(SHORT_READ|DATA|CORRUPTFS)$/, 'damaged'],
  [/^SQLITE_FULL$/, 'full'],
  // The caller has checked that the file is there; what then cannot be opened cannot be written beside.
  [/^SQLITE_(READONLY|CANTOPEN|PERM)(_|$)/, 'readonly'],
  [/^SQLITE_(IOERR|NOMEM|PROTOCOL|NOLFS)(_|$)/, 'internal'],
  [/^(ENOSPC|EDQUOT)$/, 'full'],
  [/^(EROFS|EACCES|EPERM)$/, 'readonly'],
  // The last three: something else stands where the file or its folder should be.
  [/^(ENOENT|ENOTDIR|EISDIR|ELOOP)$/, 'missing'],
  [/^(EBUSY|ETXTBSY)$/, 'busy'],
  [/^EIO$/, 'internal'],
];

/**
 * Turns an error of SQLite or of the file system into an `AppError` with a sentence for the user. Errors that say
 * nothing about the storage (a constraint, a programming error) and `AppError`s come back as they are.
 */
export function storageError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError || !('code' in error)) return error;
  const { code } = error;
  if (typeof code !== 'string') return error;
  const entry = codes.find(([pattern]) => pattern.test(code));
  if (!entry) return error;
  const translated = new AppError(entry[1], sentences[entry[1]]);
  // Codes only: the message of a file system error carries a path.
  translated.cause = code;
  return translated;
}

/** Runs `work` and throws what `storageError` makes of its failure. */
export function translatingStorageErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storageError(error);
  }
}
