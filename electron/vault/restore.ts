import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/contract/result.ts';
import type { KeyName } from '../../shared/rights/roles.ts';
import { anchorsPurpose, noAnchors, readAnchors, writeAnchors } from './anchors.ts';
import { type BackupPlace, type BackupWatch, readBackup, stamp } from './backup.ts';
import { isUnderOldKeys } from './backupKeys.ts';
import { type Backup, listBackups, sizeOf } from './backupManifest.ts';
import { checkCopies } from './checkCopies.ts';
import { compartmentNames, compartments } from './compartments.ts';
import { copyInSlices, flushFolder, makeFolder, renameDurably } from './durableFile.ts';
import { type DataKeys, unlock, wipeDataKeys } from './keyring.ts';
import { readKeyring } from './keyringFile.ts';
import { openEncrypted, wipe } from './open.ts';
import { storageError } from './storageError.ts';
import { purposeKeyOf, restoredFolder, vaultFolder } from './vault.ts';

/** Bytes that stay free beside the vault that is restored. */
const reserve = 200 * 1024 * 1024;

/** A backup that was copied, opened and checked, ready to take the place of the vault. */
export interface PreparedRestore {
  readonly backup: Backup;
  /** Newer backups that turned out to be unusable. */
  readonly skipped: readonly Backup[];
  /**
   * Puts it in the place of the vault, whose files must be closed. What is there is renamed, never deleted.
   * @returns the name that the folder of the old vault has now, or null when there was none
   */
  finish(reason: 'damaged' | 'chosen'): Promise<string | null>;
  discard(): void;
}

/**
 * Prepares a restore: of the named backup, or of the newest one that is sound. The password is that of the time of the backup,
 * because the keyring comes back with it.
 * @throws AppError missing | damaged | denied | newer | foreign | full; the vault is untouched in any case
 */
export async function prepareRestore(
  place: BackupPlace,
  choice: { readonly id: string | null; readonly userName: string; readonly password: string },
  watch: BackupWatch = {},
): Promise<PreparedRestore> {
  const vaultId = await vaultIdOf(place);
  const backups = listBackups(place.dataDir).filter(
    ({ manifest }) => vaultId === undefined || manifest.vaultId === vaultId,
  );
  const candidates = choice.id === null ? backups : backups.filter(({ id }) => id === choice.id);
  if (candidates.length === 0) throw new AppError('missing', '没有找到备份，请把备份文件夹放回原处后再试。');
  const upTo = Math.max(...backups.map(({ manifest }) => manifest.sequence));
  const skipped: Backup[] = [];
  for (const backup of candidates) {
    try {
      await readBackup(backup, watch);
      const { keyring } = await readKeyring(backup.folder, place.kdfFloor);
      const { dataKeys } = await unlock(keyring, choice.userName, choice.password);
      try {
        const building = await copyAndCheck(place, backup, dataKeys, watch);
        await noteRestore(place, building, backup, { dataKeys, by: choice.userName, upTo });
        return prepared(place, backup, skipped, building);
      } finally {
        wipeDataKeys(dataKeys);
      }
    } catch (error) {
      const failure = storageError(error);
      const isBad = failure instanceof AppError && ['damaged', 'missing', 'foreign'].includes(failure.code);
      if (choice.id !== null || !isBad) throw failure;
      skipped.push(backup);
    }
  }
  throw new AppError('damaged', '所有备份都不能使用，请不要删除任何文件，联系维护人员。');
}

/**
 * Rehearses a restore with the keys of an open vault: the backup is copied aside, opened, checked and counted, and the copy removed.
 * @throws AppError denied for a backup from before a change of data keys; damaged | missing | foreign | newer | full | cancelled
 */
export async function rehearseRestore(
  place: BackupPlace,
  backup: Backup,
  keys: ReadonlyMap<KeyName, Buffer>,
  watch: BackupWatch = {},
): Promise<void> {
  await readBackup(backup, watch);
  if (await isUnderOldKeys(place, backup)) {
    throw new AppError('denied', '这份备份是更换数据密钥以前做的，只有当时的密码能打开；不再需要时请登记销毁。');
  }
  const building = await copyAndCheck(place, backup, { vaultId: backup.manifest.vaultId, keys }, watch);
  await rm(building, { recursive: true, force: true });
}

/** Which vault it is, or undefined when nothing is there that tells. */
export async function vaultIdOf({ dataDir, kdfFloor }: BackupPlace): Promise<string | undefined> {
  try {
    return (await readKeyring(vaultFolder(dataDir), kdfFloor)).keyring.vaultId;
  } catch {
    return undefined;
  }
}

/** A complete vault folder from a backup, beside the vault; what can be opened with the keys is opened and compared. */
async function copyAndCheck(
  place: BackupPlace,
  { folder, manifest }: Backup,
  { keys }: DataKeys,
  { signal }: BackupWatch,
): Promise<string> {
  const { dataDir } = place;
  const needed = sizeOf(manifest) + reserve;
  if (place.freeBytes(dataDir) < needed) {
    const mebibytes = Math.ceil(needed / (1024 * 1024));
    throw new AppError('full', `磁盘空间不够，没有恢复；请清理出${mebibytes}MB以上的空间后再试。`);
  }
  const building = join(dataDir, `vault.restoring-${randomBytes(8).toString('hex')}`);
  const check = (): void => {
    if (signal?.aborted) throw new AppError('cancelled', '已停止，没有改动任何文件');
  };
  try {
    makeFolder(building);
    for (const { name, sha256 } of manifest.files) {
      const copied = await copyInSlices(join(folder, name), join(building, name), { check });
      if (copied.sha256 !== sha256) throw new AppError('damaged', '备份在复制时读错，请检查硬盘后再试。');
    }
    const opened = manifest.files.flatMap(({ name, compartment, content }) => {
      const key = compartment === null ? undefined : keys.get(compartment);
      if (compartment === null || !key || !name.endsWith('.vault')) return [];
      return [{ path: join(building, name), key, vaultId: manifest.vaultId, compartment, content }];
    });
    const contents = await checkCopies(opened, signal);
    for (const [index, { compartment, content }] of opened.entries()) {
      const found = contents[index];
      const latest = compartments[compartment].migrations.at(-1)?.number ?? 0;
      if (found && found.schema > latest) {
        throw new AppError('newer', '这份备份由更新版本的护蕾台账写成，请安装新版本后再恢复；数据没有改动。');
      }
      if (content !== null && (found?.rows !== content.rows || found.history !== content.history)) {
        throw new AppError('damaged', '备份的内容与清单不一致，不能使用，请另选一份。');
      }
    }
    flushFolder(building);
    return building;
  } catch (error) {
    rmSync(building, { recursive: true, force: true });
    throw storageError(error);
  }
}

/**
 * Leaves beside the restored keyring what each audit chain tells at the next unlocking: that it is older by the restore, and how far
 * it had come before. Without it an older state is what it looks like.
 */
async function noteRestore(
  { dataDir, now }: BackupPlace,
  building: string,
  { manifest }: Backup,
  restore: { readonly dataKeys: DataKeys; readonly by: string; readonly upTo: number },
): Promise<void> {
  const { vaultId } = manifest;
  const office = restore.dataKeys.keys.get('office');
  if (!office) return;
  try {
    const file = openEncrypted(join(building, compartments.office.fileName), office);
    const key = purposeKeyOf({ vaultId }, 'office', office, file.database, anchorsPurpose);
    file.close();
    const before = readAnchors(vaultFolder(dataDir), key, vaultId)?.anchors ?? {};
    const untold = compartmentNames.filter((name) => manifest.files.some(({ compartment }) => compartment === name));
    const restored = {
      at: now().toISOString(),
      by: restore.by,
      made: manifest.made,
      upTo: restore.upTo,
      before,
      untold,
    };
    await writeAnchors(building, key, { ...noAnchors(vaultId), restored });
    wipe(key);
  } catch (error) {
    rmSync(building, { recursive: true, force: true });
    throw storageError(error);
  }
}

function prepared(
  { dataDir, now }: BackupPlace,
  backup: Backup,
  skipped: readonly Backup[],
  building: string,
): PreparedRestore {
  return {
    backup,
    skipped,
    finish: async (reason) => {
      try {
        const [folder, restored] = [vaultFolder(dataDir), restoredFolder(dataDir)];
        rmSync(restored, { recursive: true, force: true });
        // From here on the start of the program completes what a crash interrupts; see `vaultState`.
        await renameDurably(building, restored);
        const name = existsSync(folder) ? freeName(dataDir, reason, now()) : null;
        if (name !== null) await renameDurably(folder, join(dataDir, name));
        await renameDurably(restored, folder);
        return name;
      } catch (error) {
        throw storageError(error);
      }
    },
    discard: () => rmSync(building, { recursive: true, force: true }),
  };
}

function freeName(dataDir: string, reason: 'damaged' | 'chosen', moment: Date): string {
  const name = `${reason === 'damaged' ? '损坏' : '恢复前'}-${stamp(moment)}`;
  for (let copy = 1; ; copy += 1) {
    const candidate = copy === 1 ? name : `${name}-${copy}`;
    if (!existsSync(join(dataDir, candidate))) return candidate;
  }
}
