import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { readBackup } from '../../electron/vault/backup.ts';
import { listBackups } from '../../electron/vault/backupManifest.ts';
import { rehearseRestore } from '../../electron/vault/restore.ts';
import { backupsFolder, openVault } from '../../electron/vault/vault.ts';
import { repetitions, tellFigure } from '../security/figure.ts';
import { temporaryVault, testKdf, testUser } from '../unit/vault/temporaryVault.ts';

const kills = repetitions(60, 20);

test(
  'c05: killed during backups, no bad file is under a final name and no finished backup is missing',
  async (context) => {
    const { dataDir, dataKeys } = await temporaryVault();
    const path = fileURLToPath(new URL('backupMaker.ts', import.meta.url));
    let unfinished = 0;
    let oneBackup = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const child = spawn(process.execPath, [path, dataDir, testUser.name, testUser.password], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      const closed = once(child, 'close');
      await once(child.stdout, 'data');
      const started = performance.now();
      if (kill === 0) {
        await once(child.stdout, 'data');
        oneBackup = performance.now() - started;
      }
      // The moments of the kills are spread over the time that the first two backups take.
      await setTimeout(((kill % 20) / 10) * oneBackup);
      child.kill('SIGKILL');
      await closed;
      const last = Number(said.trimEnd().split('\n').at(-1));
      const backups = listBackups(dataDir);
      expect(backups[0]?.manifest.sequence ?? 0).toBeGreaterThanOrEqual(last);
      for (const backup of backups) await readBackup(backup);
      const entries = readdirSync(backupsFolder(dataDir));
      expect(entries.filter((name) => !name.endsWith('.part')).length).toBe(backups.length);
      unfinished += entries.length - backups.length;
    }
    expect(unfinished).toBeGreaterThan(kills / 6);
    const vault = await openVault(dataDir, dataKeys);
    expect(readdirSync(backupsFolder(dataDir)).filter((name) => name.endsWith('.part'))).toEqual([]);
    const place = { dataDir, now: () => new Date(), freeBytes: () => Number.MAX_SAFE_INTEGER, kdfFloor: testKdf };
    const backups = listBackups(dataDir);
    expect(backups.length).toBeGreaterThan(0);
    for (const backup of backups) await vault.lendKeys((keys) => rehearseRestore(place, backup, keys));
    vault.close();
    tellFigure(context, `${kills} kills, ${unfinished} in the middle of a copy: 0 bad, 0 missing`);
  },
  kills * 6_000,
);
