import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, type ErrorCode } from '../../shared/contract/result.ts';
import { type KeyName, keyNames } from '../../shared/rights/roles.ts';
import { type AuditChain, type AuditClock, keepAuditChain, systemClock } from './auditChain.ts';
import { type Compartment, compartmentLabel, compartmentNames, compartments } from './compartments.ts';
import { endSteps, type ReadableDatabase, type WritableDatabase, whenFree } from './database.ts';
import { type CopiedFile, type CopyOptions, flushFolder, makeFolder, renameDurably } from './durableFile.ts';
import type { Kdf } from './kdf.ts';
import { createDataKeys, createKeyring, type DataKeys, wipeDataKeys } from './keyring.ts';
import { readKeyring, writeKeyring } from './keyringFile.ts';
import type { NewUser } from './keyringUserEntry.ts';
import { context, subkey } from './keyWrapping.ts';
import { establish, migrate } from './migrate.ts';
import { type EncryptedFile, openEncrypted, readLabel, wipe } from './open.ts';
import { purposeRoot } from './purposeRoot.ts';
import { sql } from './sql.ts';
import { settleStagedFiles } from './stagedFiles.ts';
import { storageError } from './storageError.ts';

/** The compartments someone has unlocked. */
export interface Vault {
  readonly vaultId: string;
  /** Which compartments are open. */
  readonly open: readonly Compartment[];
  /**
   * The handle of a compartment.
   * @throws AppError denied when its key was not among those the vault was opened with
   */
  database(compartment: Compartment): WritableDatabase;
  /**
   * A key (32 bytes) that whoever may open the compartment has for one purpose, the same each time. It opens no file.
   * @throws AppError denied like `database`
   */
  purposeKey(compartment: Compartment, purpose: string): Buffer;
  /**
   * The audit chain of a compartment.
   * @throws AppError denied like `database`
   */
  audit(compartment: Compartment): AuditChain;
  /** Empties the logs, once nothing is written in steps: after a deletion nothing of the deleted text remains in any file. */
  checkpoint(): Promise<void>;
  /**
   * Copies a compartment's encrypted file while it is in use, once nothing is written in steps; see `EncryptedFile.snapshotInto`.
   * @throws AppError denied like `database`
   */
  snapshotInto(
    compartment: Compartment,
    path: string,
    options?: CopyOptions,
  ): Promise<CopiedFile & { readonly state: string }>;
  /** Lines of history in a compartment, which account for every change; null where none is kept. */
  historyLines(compartment: Compartment): number | null;
  /** Tells two states of a compartment's content apart; see `EncryptedFile.state`. */
  stateOf(compartment: Compartment): string;
  /**
   * Gives the data keys that are held to `work`, which checks copies or seals keys for others with them, and wipes what it was given.
   * @throws AppError locked once the vault is closed
   */
  lendKeys<T>(work: (keys: ReadonlyMap<KeyName, Buffer>) => Promise<T>): Promise<T>;
  /**
   * The public half of the sealed key (X25519, 32 bytes): what is sealed to it only a holder of the sealed key opens.
   * @throws AppError denied in a vault that has no sealed key yet
   */
  sealedPublicKey(): Buffer;
  /** Ends what is written in steps, before `close`; nothing of it is kept, and whoever waited for it is let in first. */
  settle(): Promise<void>;
  /** Closes every file and lets its lock go. The data keys stay the caller's to wipe. */
  close(): void;
}

/** What lies in a data folder. */
export type VaultState =
  | { readonly state: 'absent' }
  | { readonly state: 'ready'; readonly keyringRepair: 'none' | 'repaired' | 'failed' }
  | { readonly state: 'damaged'; readonly code: ErrorCode; readonly message: string };

const creatingPrefix = 'vault.creating-';

/**
 * The folder of keyring and compartments inside the data folder. It appears by one rename when all of it is complete, so there is
 * no half vault.
 */
export function vaultFolder(dataDir: string): string {
  return join(dataDir, 'vault');
}

/** The file of a compartment. */
export function compartmentFile(dataDir: string, compartment: Compartment): string {
  return join(vaultFolder(dataDir), compartments[compartment].fileName);
}

/** The folder of the backups inside the data folder; the clerk who brings one back from a stick has to find it. */
export function backupsFolder(dataDir: string): string {
  return join(dataDir, '备份');
}

/** The file in a backup that says what is in it. */
export const manifestName = 'manifest.json';

/** The folders of finished backups, by whatever name: one that was copied back from a stick counts too. */
export function backupFolders(dataDir: string): string[] {
  const folder = backupsFolder(dataDir);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.endsWith('.part') && existsSync(join(folder, name, manifestName)))
    .map((name) => join(folder, name));
}

/** A complete vault from a backup, in the moment before it takes the place of the vault. */
export function restoredFolder(dataDir: string): string {
  return join(dataDir, 'vault.restored');
}

/** A crash between the two renames of a restore leaves no vault, but a complete one beside its place. */
async function finishRestore(dataDir: string): Promise<void> {
  const [folder, restored] = [vaultFolder(dataDir), restoredFolder(dataDir)];
  if (!existsSync(folder) && existsSync(restored)) await renameDurably(restored, folder);
}

/**
 * What is in the data folder, without any password. Rewrites a bad copy of the keyring from the good one, and ends a restore or a
 * change of keys that a crash interrupted; deletes nothing that belongs to the vault.
 */
export async function vaultState(dataDir: string, kdfFloor?: Kdf): Promise<VaultState> {
  const folder = vaultFolder(dataDir);
  try {
    await finishRestore(dataDir);
    await settleStagedFiles(folder);
    if (!existsSync(folder) || readdirSync(folder).length === 0) {
      if (backupFolders(dataDir).length === 0) return { state: 'absent' };
      throw new AppError('missing', '找不到台账数据，但有备份；请不要删除任何文件，用备份恢复。');
    }
    const { keyring, repair } = await readKeyring(folder, kdfFloor);
    for (const name of compartmentNames) {
      if (keyring.compartments[name]) checkFile(dataDir, name);
    }
    return { state: 'ready', keyringRepair: repair };
  } catch (error) {
    const failure = storageError(error);
    if (!(failure instanceof AppError)) throw failure;
    return { state: 'damaged', code: failure.code, message: failure.message };
  }
}

/**
 * Makes a vault with its first user, who may open every compartment, and its recovery key (20 random bytes, see `formatRecoveryKey`).
 * All or nothing: it is built aside and renamed into place last. `initialize` stores the first settings in the same step.
 * @returns the data keys, so that the first user need not unlock
 * @throws AppError conflict when something is there already; readonly | full
 */
export async function createVault(
  dataDir: string,
  options: {
    readonly firstUser: Omit<NewUser, 'keys'>;
    readonly recoveryKey: Uint8Array;
    readonly initialize?: (vault: Vault) => void;
    readonly clock?: AuditClock;
  },
): Promise<DataKeys> {
  const folder = vaultFolder(dataDir);
  const building = join(dataDir, `${creatingPrefix}${randomBytes(8).toString('hex')}`);
  const dataKeys = createDataKeys(randomBytes(16).toString('hex'));
  try {
    removeLeftovers(dataDir);
    // Only an empty folder can be removed this way.
    if (existsSync(folder)) rmdirSync(folder);
    makeFolder(building);
    const user = { ...options.firstUser, keys: keyNames };
    await writeKeyring(building, await createKeyring(dataKeys, user, options.recoveryKey));
    createCompartments(building, dataKeys, options.clock ?? systemClock, options.initialize);
    flushFolder(building);
    await renameDurably(building, folder);
    return dataKeys;
  } catch (error) {
    wipeDataKeys(dataKeys);
    rmSync(building, { recursive: true, force: true });
    if (error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST')) {
      throw new AppError('conflict', '这个文件夹里已经有台账数据，没有改动；请选择另一个文件夹。');
    }
    throw storageError(error);
  }
}

/**
 * Opens every compartment there is a key for: identity, integrity and schema are checked, and pending migrations run.
 * @throws AppError missing | damaged | foreign | newer | busy | readonly | full; no file is open then
 */
export async function openVault(dataDir: string, dataKeys: DataKeys, clock: AuditClock = systemClock): Promise<Vault> {
  removeLeftovers(dataDir);
  await settleStagedFiles(vaultFolder(dataDir));
  const files = new Map<Compartment, EncryptedFile>();
  const chains = new Map<Compartment, AuditChain>();
  try {
    for (const [name, key] of fileKeys(dataKeys)) {
      checkFile(dataDir, name);
      const file = openKnown(compartmentFile(dataDir, name), key, compartmentLabel(dataKeys.vaultId, name));
      files.set(name, file);
      chains.set(name, keepAuditChain(file.database, auditKey(dataKeys, name, key, file.database), clock));
      await migrate(file, key, { vaultId: dataKeys.vaultId, compartment: name }, compartments[name].migrations);
    }
    return vaultOf(dataKeys, files, chains);
  } catch (error) {
    for (const file of files.values()) file.close();
    throw storageError(error);
  }
}

/**
 * Removes what a crash during creation, or during a copy, left behind. Takes names no finished file ever has; a vault, damaged or
 * not, is never touched. Call it under the instance lock.
 */
export function removeLeftovers(dataDir: string): void {
  try {
    if (!existsSync(dataDir)) return;
    for (const entry of readdirSync(dataDir)) {
      if (/^vault\.(creating|restoring|rekeying)-[0-9a-f]{16}$/.test(entry))
        rmSync(join(dataDir, entry), { recursive: true });
    }
    const backups = backupsFolder(dataDir);
    for (const entry of existsSync(backups) ? readdirSync(backups) : []) {
      if (/\.part$/.test(entry)) rmSync(join(backups, entry), { recursive: true });
    }
    const folder = vaultFolder(dataDir);
    if (!existsSync(folder)) return;
    // A restore that did not begin to change anything; the backup it came from is where it was.
    rmSync(restoredFolder(dataDir), { recursive: true, force: true });
    for (const entry of readdirSync(folder)) {
      if (/\.vault\.part(-wal|-journal)?$|^(keyring(\.copy)?|anchors)\.json\.tmp$/.test(entry))
        rmSync(join(folder, entry));
    }
  } catch (error) {
    throw storageError(error);
  }
}

function createCompartments(
  building: string,
  dataKeys: DataKeys,
  clock: AuditClock,
  initialize: ((vault: Vault) => void) | undefined,
): void {
  const files = new Map<Compartment, EncryptedFile>();
  const chains = new Map<Compartment, AuditChain>();
  try {
    for (const [name, key] of fileKeys(dataKeys)) {
      const label = compartmentLabel(dataKeys.vaultId, name);
      const file = openEncrypted(join(building, compartments[name].fileName), key, { create: { label } });
      files.set(name, file);
      chains.set(name, keepAuditChain(file.database, auditKey(dataKeys, name, key, file.database), clock));
      establish(file, { vaultId: dataKeys.vaultId, compartment: name }, compartments[name].migrations);
    }
    const vault = vaultOf(dataKeys, files, chains);
    try {
      initialize?.(vault);
    } finally {
      vault.close();
    }
  } finally {
    for (const file of files.values()) file.close();
  }
}

/** The data keys that open a file. */
function fileKeys({ keys }: DataKeys): (readonly [Compartment, Buffer])[] {
  return compartmentNames.flatMap((name) => {
    const key = keys.get(name);
    return key ? [[name, key] as const] : [];
  });
}

function keyOf({ keys }: DataKeys, name: Compartment): Buffer {
  const key = keys.get(name);
  if (!key) throw new Error('a file without its key');
  return key;
}

/** A file that does not open under its key is another vault's when its label is, otherwise it is damaged. */
function openKnown(path: string, key: Buffer, label: Buffer): EncryptedFile {
  try {
    return openEncrypted(path, key);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'damaged') throw error;
    const found = readLabel(path) ?? Buffer.alloc(0);
    const equal = label.filter((byte, index) => byte === found[index]).length;
    // A few flipped bits are damage; two labels of different files share hardly a byte.
    if (equal >= label.length / 2) throw error;
    throw new AppError('foreign', '数据文件不属于这个台账，或文件开头已经损坏；请放回原来的文件，或用最近的备份恢复。');
  }
}

function checkFile(dataDir: string, name: Compartment): void {
  const path = compartmentFile(dataDir, name);
  const { fileName } = compartments[name];
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isFile())
    throw new AppError('missing', `缺少数据文件 ${fileName}，请放回原来的文件，或用最近的备份恢复。`);
  if (found.size === 0) {
    throw new AppError('damaged', `数据文件 ${fileName} 是空的，请不要删除任何文件，用最近的备份恢复。`);
  }
}

/** The key of a compartment for one purpose, from its data key and its file; what `Vault.purposeKey` gives while it is open. */
export function purposeKeyOf(
  vault: Pick<DataKeys, 'vaultId'>,
  name: Compartment,
  key: Uint8Array,
  database: ReadableDatabase,
  purpose: string,
): Buffer {
  const root = purposeRoot(vault.vaultId, name, key, database);
  try {
    return subkey(root, context('purpose', purpose));
  } finally {
    wipe(root);
  }
}

function auditKey(vault: DataKeys, name: Compartment, key: Uint8Array, database: ReadableDatabase): Buffer {
  return purposeKeyOf(vault, name, key, database, 'audit');
}

function vaultOf(
  dataKeys: DataKeys,
  files: ReadonlyMap<Compartment, EncryptedFile>,
  chains: ReadonlyMap<Compartment, AuditChain>,
): Vault {
  const { vaultId, keys, sealedPublicKey } = dataKeys;
  // The data keys that were given are wiped once the files are open; SQLite holds copies of its own, and so does this.
  const held = new Map([...keys].map(([name, key]) => [name, Buffer.from(key)]));
  const roots = new Map(
    [...files].map(([name, { database }]) => [name, purposeRoot(vaultId, name, keyOf(dataKeys, name), database)]),
  );
  const opened = <T>(of: ReadonlyMap<Compartment, T>, compartment: Compartment): T => {
    const found = of.get(compartment);
    if (!found) throw new AppError('denied', '当前用户没有打开这部分数据的权限。');
    return found;
  };
  return {
    vaultId,
    open: [...files.keys()],
    database: (compartment) => opened(files, compartment).database,
    purposeKey: (compartment, purpose) => subkey(opened(roots, compartment), context('purpose', purpose)),
    audit: (compartment) => opened(chains, compartment),
    checkpoint: async () => {
      for (const file of files.values()) {
        while (!(await whenFree([file.database], file.checkpoint))) await file.snapshotTaken();
      }
    },
    snapshotInto: (compartment, path, options) => {
      const file = opened(files, compartment);
      return whenFree([file.database], () => file.snapshotInto(path, options));
    },
    historyLines: (compartment) => {
      const { database } = opened(files, compartment);
      const table = database.get(sql`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'history'`);
      return table ? (database.get<{ n: number }>(sql`SELECT count(*) AS n FROM history`)?.n ?? 0) : null;
    },
    stateOf: (compartment) => opened(files, compartment).state(),
    lendKeys: async (work) => {
      if (held.size === 0) throw new AppError('locked', '已锁定，请输入密码解锁');
      const lent = new Map([...held].map(([name, key]) => [name, Buffer.from(key)]));
      try {
        return await work(lent);
      } finally {
        for (const key of lent.values()) wipe(key);
      }
    },
    sealedPublicKey: () => {
      if (!sealedPublicKey) throw new AppError('denied', '封存功能还没有启用，请有权限的人员先登录一次。');
      return Buffer.from(sealedPublicKey);
    },
    settle: async () => {
      await Promise.all([...files.values()].map((file) => endSteps(file.database)));
    },
    close: () => {
      for (const chain of chains.values()) chain.flush();
      for (const file of files.values()) file.close();
      for (const chain of chains.values()) wipe(chain.key);
      for (const key of [...roots.values(), ...held.values()]) wipe(key);
      held.clear();
    },
  };
}
