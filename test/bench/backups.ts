import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BackupPlace, freeBytesOnDisk, makeBackup } from '../../electron/vault/backup.ts';
import { prepareRestore } from '../../electron/vault/restore.ts';
import { backupsFolder, openVault, vaultFolder } from '../../electron/vault/vault.ts';
import { testUser } from '../testApp.ts';
import { type Figure, median, timed, timedAsync } from './figures.ts';
import type { FilledVault } from './program.ts';

const rounds = 3;
const mebibyte = 1024 * 1024;

/**
 * A backup of a vault and its restore, each with the checks of the copy, beside a bare copy of the same files to the disk. The
 * plan's bound is for 40 MB; the vault that is measured holds more. Its backups are removed again.
 */
export async function measureBackups(filled: FilledVault): Promise<Figure[]> {
  const { dataDir, dataKeys } = filled;
  const made: number[] = [];
  const restored: number[] = [];
  const copied: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const place: BackupPlace = { dataDir, now: () => new Date(), freeBytes: freeBytesOnDisk };
    copied.push(copyTime(vaultFolder(dataDir)));
    const vault = await openVault(dataDir, dataKeys);
    made.push(await timedAsync(() => makeBackup(vault, place)));
    vault.close();
    let replaced: string | null = null;
    restored.push(
      await timedAsync(async () => {
        const choice = { id: null, userName: testUser.user, password: testUser.password };
        replaced = await (await prepareRestore(place, choice)).finish('chosen');
      }),
    );
    if (replaced === null) throw new Error('the vault that was there was not kept');
    rmSync(path.join(dataDir, replaced), { recursive: true });
    rmSync(backupsFolder(dataDir), { recursive: true });
  }
  const size = Math.round(sizeOf(vaultFolder(dataDir)) / mebibyte);
  const peer = (own: number) => ({ name: 'a bare copy of its files', own, value: median(copied) });
  return [
    {
      name: `a vault of ${size} MB backed up, copy read back and checked`,
      value: median(made),
      unit: 'ms',
      runs: rounds,
      peer: peer(median(made)),
    },
    {
      name: `its newest backup restored, with all checks`,
      value: median(restored),
      unit: 'ms',
      runs: rounds,
      bound: 60_000,
      peer: peer(median(restored)),
    },
  ];
}

function copyTime(folder: string): number {
  const target = mkdtempSync(path.join(tmpdir(), 'hulei-bench-copy-'));
  try {
    return timed(() => {
      for (const name of readdirSync(folder)) {
        const file = openSync(path.join(target, name), 'w');
        writeSync(file, readFileSync(path.join(folder, name)));
        fsyncSync(file);
        closeSync(file);
      }
    });
  } finally {
    rmSync(target, { recursive: true });
  }
}

function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
}
