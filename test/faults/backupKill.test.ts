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
import { temporaryVault, testKdf, testUser } from '../unit/vault/temporaryVault.ts';

test('killed 20 times during backups, no bad file is under a final name and no finished backup is missing', async () => {
  const { dataDir, dataKeys } = await temporaryVault();
  const path = fileURLToPath(new URL('backupMaker.ts', import.meta.url));
  let unfinished = 0;
  let oneBackup = 0;
  for (let kill = 0; kill < 20; kill += 1) {
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
    await setTimeout((kill / 10) * oneBackup);
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
  expect(unfinished).toBeGreaterThan(3);
  const vault = await openVault(dataDir, dataKeys);
  expect(readdirSync(backupsFolder(dataDir)).filter((name) => name.endsWith('.part'))).toEqual([]);
  const place = { dataDir, now: () => new Date(), freeBytes: () => Number.MAX_SAFE_INTEGER, kdfFloor: testKdf };
  const backups = listBackups(dataDir);
  expect(backups.length).toBeGreaterThan(0);
  for (const backup of backups) await vault.lendKeys((keys) => rehearseRestore(place, backup, keys));
  vault.close();
}, 120_000);
