import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { calendarDateOf } from '../../../shared/rules/calendarDate.ts';
import { isSecondCopyDue } from '../../../shared/rules/secondCopy.ts';
import {
  type BackupPlace,
  type BackupWatch,
  isChangedSince,
  makeBackup,
  readBackup,
  spaceFor,
} from '../../vault/backup.ts';
import { isUnderOldKeys } from '../../vault/backupKeys.ts';
import { type Backup, historyOf, listBackups, looksWhole, sizeOf, wasOpened } from '../../vault/backupManifest.ts';
import { currentAct, newAct, program } from '../../vault/currentAct.ts';
import { renameDurably, writeNewFile } from '../../vault/durableFile.ts';
import { type Keyring, readKeyring } from '../../vault/keyringFile.ts';
import { prepareRestore, rehearseRestore, vaultIdOf } from '../../vault/restore.ts';
import { backupsFolder, type Vault } from '../../vault/vault.ts';
import type { Job } from '../jobs/createJobRegistry.ts';
import type { Schedule } from '../session/idleTimer.ts';
import { copyAndCompare } from './copyAndCompare.ts';
import { isNothingLost, lostSince } from './lostSince.ts';

/** Hours after which an unlocked vault gets a backup by itself. */
const backupHours = 4;
/** A clock that is set back by more makes the time of the last backup worthless. */
const clockToleranceMs = 5 * 60_000;
/** How often an open vault is looked at, in milliseconds: so much work at most is in no backup while somebody is at the desk. */
const lookMs = 30 * 60_000;
/** What was stored since waits so long at least, in milliseconds: whoever locks and unlocks all the time makes no backup each time. */
const freshMs = 30 * 60_000;

const hourMs = 3_600_000;
const secondCopyName = 'second-copy.json';
const secondCopySchema = z.strictObject({ at: z.iso.datetime(), sequence: z.int(), sameDisk: z.boolean() });

/** What makes the program make a backup by itself. */
export const automaticBackups = { unlocked: '登录后', interval: '工作中', quit: '退出程序时' } as const;
type AutomaticBackup = keyof typeof automaticBackups;

/** Why a backup was not made, in the words of the audit page. */
export const backupFailures = {
  cancelled: '中途停止',
  full: '磁盘空间不够',
  readonly: '文件夹不能写入',
  damaged: '读回来的内容不一致',
  other: '意外情况',
} as const;

/** A keyring that lies in a backup. */
export interface BackedUpKeyring {
  /** The name of the backup's folder. */
  readonly id: string;
  /** When it was made, ISO 8601. */
  readonly made: string;
  readonly keyring: Keyring;
}

export type BackupService = ReturnType<typeof createBackupService>;

/**
 * Backups that make themselves, a second copy elsewhere, rehearsal and restore. It lives beside the session: a damaged vault is restored
 * before anybody is logged in.
 */
export function createBackupService(options: {
  readonly place: BackupPlace;
  readonly schedule: Schedule;
  /** The vault that is open, or null. */
  readonly vault: () => Vault | null;
  /** False: backups are made on request only. */
  readonly automatic: boolean;
  readonly createFolder: (suggestedName: string) => Promise<string | null>;
  /** Told of a backup that failed by itself; the clerk sees the sentence in the foot. */
  readonly onFailure: (error: unknown) => void;
}) {
  const { place, schedule, automatic, createFolder, onFailure } = options;
  const { dataDir, now } = place;
  let running: Promise<Backup> | null = null;
  let failure: string | null = null;
  let stopLooking: () => void = () => undefined;

  const openVault = (): Vault => {
    const vault = options.vault();
    if (!vault) throw new AppError('locked', '已锁定，请输入密码解锁');
    return vault;
  };

  /** Those of this vault; of any, where nothing tells which it is. */
  async function own(): Promise<Backup[]> {
    const vaultId = options.vault()?.vaultId ?? (await vaultIdOf(place));
    return listBackups(dataDir).filter(({ manifest }) => vaultId === undefined || manifest.vaultId === vaultId);
  }

  async function lastGood(): Promise<Backup | undefined> {
    return (await own()).find(looksWhole);
  }

  /** One at a time: whoever asks while one is being made gets that one. */
  function make(vault: Vault, watch: BackupWatch, automatic?: AutomaticBackup): Promise<Backup> {
    running ??= recorded(vault, automatic, () => makeBackup(vault, place, watch))
      .then(
        (backup) => {
          failure = null;
          return backup;
        },
        (error: unknown) => {
          if (error instanceof AppError && error.code !== 'cancelled' && error.code !== 'locked') {
            failure = error.message;
          }
          throw error;
        },
      )
      .finally(() => {
        running = null;
      });
    return running;
  }

  /**
   * Makes a backup that the audit chain tells of. The row comes first, so that the backup holds it; what somebody asked for has its row
   * by then. One that was not made after all has a second row.
   */
  async function recorded(
    vault: Vault,
    automatic: AutomaticBackup | undefined,
    work: () => Promise<Backup>,
  ): Promise<Backup> {
    const chain = vault.audit('office');
    const by = automatic === undefined ? undefined : { automatic };
    if (by) chain.record(newAct({ act: 'backup.make', detail: by, actor: () => program }));
    try {
      return await work();
    } catch (error) {
      const failed = error instanceof AppError ? error.code : 'other';
      const actor = by ? () => program : (currentAct()?.actor ?? (() => program));
      try {
        if (failed !== 'locked') chain.record(newAct({ act: 'backup.failed', detail: { ...by, failed }, actor }));
      } catch (unwritten) {
        // On a full disk there is no room for the row either; the foot of the window tells it.
        if (!(unwritten instanceof AppError)) throw unwritten;
      }
      throw error;
    }
  }

  function isOld(moment: string, hours: number): boolean {
    const age = now().getTime() - new Date(moment).getTime();
    return age > hours * hourMs || age < -clockToleranceMs;
  }

  async function makeWhenDue(automatic: AutomaticBackup): Promise<void> {
    const vault = options.vault();
    if (!vault || running) return;
    const last = await lastGood();
    // After a change of data keys none of the old ones is to be kept, so that the first one to come in makes a new one.
    if (last && !isOld(last.manifest.made, backupHours) && !(await isUnderOldKeys(place, last))) {
      const age = now().getTime() - new Date(last.manifest.made).getTime();
      if (age < freshMs || !(await isChangedSince(last, vault, place))) return;
    }
    await make(vault, {}, automatic);
  }

  function look(why: AutomaticBackup): void {
    // Closed before its first look.
    if (!options.vault()) return;
    makeWhenDue(why).catch((error: unknown) => {
      if (!(error instanceof AppError)) onFailure(error);
    });
    stopLooking = schedule(() => look('interval'), lookMs);
  }

  const secondCopyPath = join(backupsFolder(dataDir), secondCopyName);

  function secondCopy(): z.infer<typeof secondCopySchema> | null {
    try {
      return secondCopySchema.parse(JSON.parse(readFileSync(secondCopyPath, 'utf8')));
    } catch {
      // Unknown is the same as never: the clerk is asked for one.
      return null;
    }
  }

  async function noteSecondCopy(sequence: number, sameDisk: boolean): Promise<void> {
    const unfinished = `${secondCopyPath}.tmp`;
    rmSync(unfinished, { force: true });
    const note = { at: now().toISOString(), sequence, sameDisk } satisfies z.infer<typeof secondCopySchema>;
    writeNewFile(unfinished, Buffer.from(JSON.stringify(note), 'utf8'));
    await renameDurably(unfinished, secondCopyPath);
  }

  async function find(id: string): Promise<Backup> {
    const backup = (await own()).find((candidate) => candidate.id === id);
    if (!backup) throw new AppError('missing', '没有找到这份备份，请刷新后再选。');
    return backup;
  }

  const watchOf = (job: Job, label: string): BackupWatch => ({
    signal: job.signal,
    report: (done, total) => job.report({ done, total, label, inBytes: true }),
  });

  return {
    /**
     * A vault was unlocked: a backup is made beside everything else when something was stored since the last one, which a lock does
     * not wait for, or when it is older than four hours; and again every half hour in which something was stored.
     */
    opened(): void {
      if (automatic) look('unlocked');
    },

    /**
     * The program is about to end: a backup is made when something was stored since the last one. It is given up after
     * `milliseconds`; the next unlocking makes it up.
     */
    async beforeClose(milliseconds: number): Promise<void> {
      stopLooking();
      const vault = options.vault();
      if (!vault || !automatic) return;
      const limit = new AbortController();
      const cancelTimer = schedule(() => limit.abort(), milliseconds);
      try {
        // One that is being made goes on; what was stored after it began is looked at next.
        await Promise.race([running?.catch(() => undefined), aborted(limit.signal)]);
        if (limit.signal.aborted) return;
        const last = await lastGood();
        if (!last || (await isChangedSince(last, vault, place))) await make(vault, { signal: limit.signal }, 'quit');
      } catch (error) {
        if (!(error instanceof AppError)) onFailure(error);
      } finally {
        cancelTimer();
      }
    },

    /** The desk is being locked: nothing more is begun. One that is being made ends with the process; its parts are no backup. */
    stop(): void {
      stopLooking();
    },

    async status(): Promise<MethodOutput<'backup.status'>> {
      const whole = (await own()).filter(looksWhole);
      const [last, oldest] = [whole[0], whole.at(-1)];
      const copy = secondCopy();
      const { needed } = spaceFor(dataDir);
      const free = place.freeBytes(dataDir);
      return {
        last: last?.manifest.made ?? null,
        isRunning: running !== null,
        failure,
        secondCopy: copy === null ? null : { at: copy.at, sameDisk: copy.sameDisk },
        secondCopyDue: isSecondCopyDue(oldest?.manifest.made ?? null, copy?.at ?? null, now()),
        isDiskNearlyFull: free < needed,
        megabytesFree: Math.floor(free / (1024 * 1024)),
      };
    },

    /** The keyrings in the backups that can still be read: whoever unlocks one of them reads its backup. */
    async keyrings(): Promise<BackedUpKeyring[]> {
      const read: BackedUpKeyring[] = [];
      for (const { id, folder, manifest } of await own()) {
        const keyring = await readKeyring(folder, place.kdfFloor).then(
          (found) => found.keyring,
          () => undefined,
        );
        if (keyring) read.push({ id, made: manifest.made, keyring });
      }
      return read;
    },

    /**
     * Whether a whole backup that was opened and checked is under the present data keys, and is none of those that somebody who left
     * may open: these can go then.
     */
    async hasReplacementFor(exposed: readonly { readonly id: string }[]): Promise<boolean> {
      const ids = new Set(exposed.map(({ id }) => id));
      for (const backup of await own()) {
        if (ids.has(backup.id) || !looksWhole(backup) || !wasOpened(backup.manifest)) continue;
        if (!(await isUnderOldKeys(place, backup))) return true;
      }
      return false;
    },

    async list(): Promise<MethodOutput<'backup.list'>> {
      const vault = options.vault();
      const backups = await own();
      const newest = backups[0];
      const changedSinceNewest = vault && newest ? await isChangedSince(newest, vault, place) : null;
      const listed: MethodOutput<'backup.list'>['backups'] = [];
      for (const backup of backups) {
        const { id, manifest } = backup;
        listed.push({
          id,
          made: manifest.made,
          sequence: manifest.sequence,
          bytes: sizeOf(manifest),
          history: historyOf(manifest),
          isWhole: looksWhole(backup),
          wasOpened: wasOpened(manifest),
          isUnderOldKeys: await isUnderOldKeys(place, backup),
          lost: vault && lostSince(vault, manifest),
        });
      }
      return {
        backups: listed,
        changedSinceNewest,
      };
    },

    make: async (job: Job): Promise<MethodOutput<'backup.make'>> => {
      const vault = openVault();
      const { manifest } = await make(vault, watchOf(job, '正在备份'));
      return { made: manifest.made, history: historyOf(manifest) };
    },

    /**
     * Makes sure of a backup before the data keys change: the newest is one if it can be read and a restore of it undoes nothing that
     * is registered; otherwise one is made.
     */
    async makeSure(job: Job): Promise<void> {
      const vault = openVault();
      const last = running ? undefined : await lastGood();
      if (last && isNothingLost(lostSince(vault, last.manifest)) && !(await isUnderOldKeys(place, last))) {
        const refused = await readBackup(last, watchOf(job, '正在核对备份')).then(
          () => null,
          (error: unknown) => error,
        );
        if (refused === null) return;
        if (!(refused instanceof AppError) || refused.code === 'cancelled') throw refused;
      }
      vault.audit('office').record(newAct({ act: 'backup.make', actor: currentAct()?.actor ?? (() => program) }));
      await make(vault, watchOf(job, '正在备份'));
    },

    /** Copies the newest state to a folder that the clerk chooses, reads it back and compares it. */
    async copyOut(job: Job): Promise<MethodOutput<'backup.copyOut'>> {
      const vault = openVault();
      const last = await lastGood();
      const backup =
        last && !(await isChangedSince(last, vault, place)) ? last : await make(vault, watchOf(job, '正在备份'));
      await readBackup(backup, watchOf(job, '正在核对备份'));
      const folder = await createFolder(`护蕾台账备份-${calendarDateOf(new Date(backup.manifest.made))}`);
      if (folder === null) return { folder: null, sameDisk: false };
      await copyAndCompare(backup, folder, job);
      const sameDisk = statSync(folder).dev === statSync(dataDir).dev;
      await noteSecondCopy(backup.manifest.sequence, sameDisk);
      return { folder, sameDisk };
    },

    /** Tries a restore without changing anything. */
    async rehearse({ id }: MethodInput<'backup.rehearse'>, job: Job): Promise<MethodOutput<'backup.rehearse'>> {
      const vault = openVault();
      const backup = await find(id);
      await vault.lendKeys((keys) => rehearseRestore(place, backup, keys, watchOf(job, '正在试恢复')));
      return { made: backup.manifest.made, history: historyOf(backup.manifest) };
    },

    /**
     * Restores a backup, or the newest sound one. Once it is proven to open, and not before, `closed` closes the vault and lets it be replaced.
     * @throws AppError denied | damaged | missing | newer | foreign | full; nothing is changed then
     */
    async restore(
      { id, user, password }: MethodInput<'backup.restore'>,
      reason: 'damaged' | 'chosen',
      closed: (replace: () => Promise<void>) => Promise<void>,
    ): Promise<MethodOutput<'backup.restore'>> {
      const prepared = await prepareRestore(place, { id, userName: user, password });
      try {
        stopLooking();
        let kept: string | null = null;
        await closed(async () => {
          kept = await prepared.finish(reason);
        });
        return { made: prepared.backup.manifest.made, skipped: prepared.skipped.length, kept };
      } catch (error) {
        prepared.discard();
        throw error;
      }
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
