import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { makeBackup } from '../../electron/vault/backup.ts';
import { transaction } from '../../electron/vault/database.ts';
import { sql } from '../../electron/vault/sql.ts';
import { backupsFolder, createVault, openVault } from '../../electron/vault/vault.ts';
import { failureOf, temporaryFolder, testKdf, testRecoveryKey, testUser } from '../unit/vault/temporaryVault.ts';

/** Mounting needs root on Linux; elsewhere this cannot be run. */
const canMount =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

test.skipIf(!canMount)(
  'c35: a disk that fills up during a backup leaves no file of it, and what was stored is readable',
  async () => {
    const dataDir = temporaryFolder();
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', dataDir]).status).toBe(0);
    onTestFinished(() => void spawnSync('umount', ['-l', dataDir]));
    const dataKeys = await createVault(dataDir, { firstUser: testUser, recoveryKey: testRecoveryKey });
    const vault = await openVault(dataDir, dataKeys);
    transaction(vault.database('office'), (db) =>
      db.run(sql`INSERT INTO setting (key, value) VALUES (${'test'}, ${'满'.repeat(700_000)})`),
    );
    await vault.checkpoint();
    // The guard is told that there is room: another program takes it after it looked.
    const place = { dataDir, now: () => new Date(), freeBytes: () => Number.MAX_SAFE_INTEGER, kdfFloor: testKdf };
    await makeBackup(vault, place);
    expect(await failureOf(() => makeBackup(vault, place))).toMatchObject({
      code: 'full',
      message: expect.stringContaining('磁盘空间不足'),
    });
    expect(readdirSync(backupsFolder(dataDir))).toHaveLength(1);
    vault.close();
    const again = await openVault(dataDir, dataKeys);
    expect(again.database('office').get(sql`SELECT length(value) AS n FROM setting WHERE key = ${'test'}`)).toEqual({
      n: 700_000,
    });
    again.close();
  },
);
