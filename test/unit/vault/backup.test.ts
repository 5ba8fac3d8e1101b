import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type BackupPlace,
  freeBytesOnDisk,
  isChangedSince,
  makeBackup,
  readBackup,
  spaceFor,
} from '../../../electron/vault/backup.ts';
import {
  type Backup,
  type BackupManifest,
  listBackups,
  looksWhole,
  manifestText,
} from '../../../electron/vault/backupManifest.ts';
import { backupsToRemove } from '../../../electron/vault/backupRotation.ts';
import { compartments } from '../../../electron/vault/compartments.ts';
import { transaction } from '../../../electron/vault/database.ts';
import type { DataKeys } from '../../../electron/vault/keyring.ts';
import { readKeyring, writeKeyring } from '../../../electron/vault/keyringFile.ts';
import { changePassword } from '../../../electron/vault/keyringUsers.ts';
import { openEncrypted } from '../../../electron/vault/open.ts';
import { prepareRestore, rehearseRestore } from '../../../electron/vault/restore.ts';
import { identifier, sql } from '../../../electron/vault/sql.ts';
import {
  backupsFolder,
  compartmentFile,
  createVault,
  manifestName,
  openVault,
  type Vault,
  vaultFolder,
  vaultState,
} from '../../../electron/vault/vault.ts';
import { keyNames } from '../../../shared/rights/roles.ts';
import { failureOf, hashesOf, temporaryVault, testKdf, testRecoveryKey, testUser } from './temporaryVault.ts';

const atDesk = { userName: testUser.name, password: testUser.password };

function placeOf(dataDir: string, day = '2026-11-21T09:00:00'): BackupPlace {
  return { dataDir, now: () => new Date(day), freeBytes: freeBytesOnDisk, kdfFloor: testKdf };
}

function addHistory(vault: Vault, lines: number): void {
  transaction(vault.database('children'), (db) => {
    for (let line = 0; line < lines; line += 1) {
      db.run(
        sql`INSERT INTO history (register, record_id, version, at, by, action, changes)
            VALUES (${'child'}, ${`r${line}`}, ${1}, ${'2026-11-21T01:00:00Z'}, ${'经办甲'}, ${'create'}, ${'张小明'.repeat(50)})`,
      );
    }
  });
}

/** One hash over every row of every table of the children's compartment. */
function rowHash(vault: Vault): string {
  const db = vault.database('children');
  const hash = createHash('sha256');
  for (const { name } of db.all<{ name: string }>(
    sql`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE ${'sqlite_%'} ORDER BY name`,
  )) {
    for (const row of db.all(sql`SELECT * FROM ${identifier(name)}`)) hash.update(`${name}${JSON.stringify(row)}`);
  }
  return hash.digest('hex');
}

async function openedVault(lines = 20): Promise<{ dataDir: string; dataKeys: DataKeys; vault: Vault }> {
  const { dataDir, dataKeys } = await temporaryVault();
  const vault = await openVault(dataDir, dataKeys);
  addHistory(vault, lines);
  return { dataDir, dataKeys, vault };
}

function flipByte(path: string, offset: number): void {
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(offset) ^ 4, offset);
  writeFileSync(path, bytes);
}

test('a backup holds every compartment, checked and counted, and the keyring that opens it', async () => {
  const { dataDir, dataKeys, vault } = await openedVault();
  const backup = await makeBackup(vault, placeOf(dataDir));
  vault.close();
  expect(readdirSync(backup.folder).toSorted()).toEqual([
    'children.vault',
    'keyring.copy.json',
    'keyring.json',
    'manifest.json',
    'office.vault',
    'watchlist.vault',
  ]);
  expect(readdirSync(backupsFolder(dataDir))).toEqual(['2026-11-21-090000-000001']);
  const children = backup.manifest.files.find(({ compartment }) => compartment === 'children');
  expect(children?.content).toMatchObject({ history: 20, schema: compartments.children.migrations.at(-1)?.number });
  for (const { name, sha256, bytes } of backup.manifest.files) {
    const content = readFileSync(join(backup.folder, name));
    expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([bytes, sha256]);
    expect(content.includes('张小明')).toBe(false);
  }
  const key = dataKeys.keys.get('children') ?? Buffer.alloc(0);
  const copy = openEncrypted(join(backup.folder, 'children.vault'), key);
  expect(copy.database.get(sql`SELECT count(*) AS n FROM history`)).toEqual({ n: 20 });
  copy.close();
});

test('what is committed while the copy is read is in the vault and not in the backup, and nothing is torn', async () => {
  const { dataDir, dataKeys, vault } = await openedVault(6_000);
  let written = 0;
  const backup = await makeBackup(vault, placeOf(dataDir), {
    report: () => {
      addHistory(vault, 1_500);
      written += 1_500;
    },
  });
  expect(written).toBeGreaterThan(3_000);
  const counted = backup.manifest.files.find(({ compartment }) => compartment === 'children')?.content?.history ?? 0;
  expect(counted).toBeGreaterThanOrEqual(6_000);
  expect(counted).toBeLessThan(6_000 + written);
  expect(vault.historyLines('children')).toBe(6_000 + written);
  vault.close();
  const again = await openVault(dataDir, dataKeys);
  expect(again.historyLines('children')).toBe(6_000 + written);
  again.close();
});

test('emptying the log waits until the copy is read', async () => {
  const { dataDir, vault } = await openedVault(3_000);
  const checkpoints: Promise<void>[] = [];
  const backup = makeBackup(vault, placeOf(dataDir), { report: () => checkpoints.push(vault.checkpoint()) });
  await backup;
  await Promise.all(checkpoints);
  expect(checkpoints.length).toBeGreaterThan(2);
  vault.close();
});

test('a vault that was not written since needs no further backup; a row or a new password makes one due', async () => {
  const { dataDir, dataKeys, vault } = await openedVault();
  const place = placeOf(dataDir);
  const backup = await makeBackup(vault, place);
  expect(await isChangedSince(backup, vault, place)).toBe(false);
  vault.close();
  const again = await openVault(dataDir, dataKeys);
  expect(await isChangedSince(backup, again, place)).toBe(false);
  addHistory(again, 1);
  expect(await isChangedSince(backup, again, place)).toBe(true);
  const next = await makeBackup(again, place);
  expect(await isChangedSince(next, again, place)).toBe(false);
  const { keyring } = await readKeyring(vaultFolder(dataDir), testKdf);
  const change = {
    userName: testUser.name,
    oldPassword: testUser.password,
    newPassword: '换过的2026密码',
    kdf: testKdf,
  };
  await writeKeyring(vaultFolder(dataDir), await changePassword(keyring, change));
  expect(await isChangedSince(next, again, place)).toBe(true);
  again.close();
});

test('with too little space a backup is refused in words, and nothing is left behind', async () => {
  const { dataDir, vault } = await openedVault();
  const { vault: size, needed } = spaceFor(dataDir);
  expect(needed).toBe(2 * size + 200 * 1024 * 1024);
  const place = { ...placeOf(dataDir), freeBytes: () => needed - 1 };
  expect(await failureOf(() => makeBackup(vault, place))).toMatchObject({
    code: 'full',
    message: expect.stringContaining('磁盘空间不够，没有备份'),
  });
  expect(readdirSync(backupsFolder(dataDir))).toEqual([]);
  vault.close();
});

test('a backup that is stopped leaves nothing, and the next one works', async () => {
  const { dataDir, vault } = await openedVault();
  const stop = new AbortController();
  const watch = { signal: stop.signal, report: () => stop.abort() };
  expect(await failureOf(() => makeBackup(vault, placeOf(dataDir), watch))).toMatchObject({ code: 'cancelled' });
  expect(readdirSync(backupsFolder(dataDir))).toEqual([]);
  await makeBackup(vault, placeOf(dataDir));
  vault.close();
});

test('a vault that is closed while it is copied leaves no backup', async () => {
  const { dataDir, vault } = await openedVault();
  const failure = await failureOf(() => makeBackup(vault, placeOf(dataDir), { report: () => vault.close() }));
  expect(failure).toMatchObject({ code: 'locked' });
  expect(listBackups(dataDir)).toEqual([]);
});

test('a compartment that the user cannot open is copied all the same, and said to be unopened', async () => {
  const { dataDir, dataKeys, vault } = await openedVault();
  vault.close();
  const part = await openVault(dataDir, { ...dataKeys, keys: new Map([...dataKeys.keys].slice(0, 1)) });
  const backup = await makeBackup(part, placeOf(dataDir));
  part.close();
  expect(backup.manifest.files.find(({ compartment }) => compartment === 'children')).toMatchObject({ content: null });
  const prepared = await prepareRestore(placeOf(dataDir), { id: backup.id, ...atDesk });
  await prepared.finish('chosen');
  const again = await openVault(dataDir, dataKeys);
  expect(again.historyLines('children')).toBe(20);
  again.close();
});

test('of 50 flipped bits in a backup every one is found', async () => {
  const { dataDir, vault } = await openedVault();
  const backup = await makeBackup(vault, placeOf(dataDir));
  vault.close();
  await readBackup(backup);
  const paths = [...backup.manifest.files.map(({ name }) => name), manifestName].map((name) =>
    join(backup.folder, name),
  );
  let found = 0;
  for (let flip = 0; flip < 50; flip += 1) {
    const path = paths[flip % paths.length] ?? '';
    const intact = readFileSync(path);
    const bytes = Buffer.from(intact);
    const offset = Math.floor(((flip + 1) / 51) * bytes.length);
    bytes.writeUInt8(bytes.readUInt8(offset) ^ (1 << (flip % 8)), offset);
    writeFileSync(path, bytes);
    const [read] = listBackups(dataDir);
    if (
      read === undefined ||
      (await readBackup(read).then(
        () => false,
        () => true,
      ))
    )
      found += 1;
    writeFileSync(path, intact);
  }
  expect(found).toBe(50);
});

test('c37: the newest of three backups is bad: the second is restored row by row, and the damaged vault is kept', async () => {
  const { dataDir, dataKeys, vault } = await openedVault();
  await makeBackup(vault, placeOf(dataDir, '2026-11-19T09:00:00'));
  addHistory(vault, 5);
  await makeBackup(vault, placeOf(dataDir, '2026-11-20T09:00:00'));
  const expected = rowHash(vault);
  addHistory(vault, 5);
  const newest = await makeBackup(vault, placeOf(dataDir));
  addHistory(vault, 5);
  vault.close();
  flipByte(join(newest.folder, 'children.vault'), 9_000);
  flipByte(compartmentFile(dataDir, 'children'), 9_000);
  expect(await failureOf(() => openVault(dataDir, dataKeys))).toMatchObject({ code: 'damaged' });
  const damaged = hashesOf(vaultFolder(dataDir));

  const prepared = await prepareRestore(placeOf(dataDir), { id: null, ...atDesk });
  expect(prepared.backup.manifest.made).toBe(new Date('2026-11-20T09:00:00').toISOString());
  expect(prepared.skipped.map(({ id }) => id)).toEqual([newest.id]);
  expect(await prepared.finish('damaged')).toBe('损坏-2026-11-21-090000');

  expect(await vaultState(dataDir, testKdf)).toEqual({ state: 'ready', keyringRepair: 'none' });
  const restored = await openVault(dataDir, dataKeys);
  expect(rowHash(restored)).toBe(expected);
  restored.close();
  const kept = hashesOf(join(dataDir, '损坏-2026-11-21-090000'));
  expect(Object.values(kept)).toEqual(Object.values(damaged));
});

test('a wrong password restores nothing and changes nothing', async () => {
  const { dataDir, vault } = await openedVault();
  await makeBackup(vault, placeOf(dataDir));
  vault.close();
  const before = hashesOf(dataDir);
  const choice = { id: null, userName: testUser.name, password: '猜的密码2026' };
  expect(await failureOf(() => prepareRestore(placeOf(dataDir), choice))).toMatchObject({ code: 'denied' });
  expect(hashesOf(dataDir)).toEqual(before);
});

test('a crash between the two renames of a restore is completed at the next start', async () => {
  const { dataDir, dataKeys, vault } = await openedVault();
  await makeBackup(vault, placeOf(dataDir));
  vault.close();
  const prepared = await prepareRestore(placeOf(dataDir), { id: null, ...atDesk });
  const building = readdirSync(dataDir).find((name) => name.startsWith('vault.restoring-')) ?? '';
  renameSync(join(dataDir, building), join(dataDir, 'vault.restored'));
  renameSync(vaultFolder(dataDir), join(dataDir, '损坏-2026-11-21-090000'));
  expect(prepared.skipped).toEqual([]);
  expect(await vaultState(dataDir, testKdf)).toMatchObject({ state: 'ready' });
  (await openVault(dataDir, dataKeys)).close();
  expect(readdirSync(dataDir).toSorted()).toEqual(['vault', '备份', '损坏-2026-11-21-090000'].toSorted());
});

test('a crash before the renames leaves the vault as it was, and its leftovers go', async () => {
  const { dataDir, dataKeys, vault } = await openedVault();
  await makeBackup(vault, placeOf(dataDir));
  vault.close();
  const before = hashesOf(vaultFolder(dataDir));
  await prepareRestore(placeOf(dataDir), { id: null, ...atDesk });
  mkdirSync(join(backupsFolder(dataDir), 'x.part'));
  expect(await vaultState(dataDir, testKdf)).toMatchObject({ state: 'ready' });
  (await openVault(dataDir, dataKeys)).close();
  expect(hashesOf(vaultFolder(dataDir))).toEqual(before);
  expect(readdirSync(dataDir).toSorted()).toEqual(['vault', '备份']);
  expect(readdirSync(backupsFolder(dataDir))).toHaveLength(1);
});

test('a data folder with backups and no vault is no first run', async () => {
  const { dataDir, dataKeys, vault } = await openedVault();
  await makeBackup(vault, placeOf(dataDir));
  vault.close();
  rmSync(vaultFolder(dataDir), { recursive: true });
  expect(await vaultState(dataDir, testKdf)).toMatchObject({ state: 'damaged', code: 'missing' });
  const prepared = await prepareRestore(placeOf(dataDir), { id: null, ...atDesk });
  expect(await prepared.finish('damaged')).toBe(null);
  const restored = await openVault(dataDir, dataKeys);
  expect(restored.historyLines('children')).toBe(20);
  restored.close();
});

test('c38: a backup by a newer version is refused, and the vault stays', async () => {
  const { dataDir, dataKeys, vault } = await openedVault();
  const { folder, manifest } = await makeBackup(vault, placeOf(dataDir));
  vault.close();
  const path = join(folder, 'children.vault');
  const file = openEncrypted(path, dataKeys.keys.get('children') ?? Buffer.alloc(0));
  file.pragma('user_version', 9_990);
  file.close();
  const content = readFileSync(path);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const files = manifest.files.map((each) =>
    each.compartment === 'children' ? { ...each, bytes: content.length, sha256 } : each,
  );
  writeFileSync(join(folder, manifestName), manifestText({ ...manifest, files }));
  const before = hashesOf(dataDir);
  expect(await failureOf(() => prepareRestore(placeOf(dataDir), { id: null, ...atDesk }))).toMatchObject({
    code: 'newer',
    message: expect.stringContaining('请安装新版本'),
  });
  expect(hashesOf(dataDir)).toEqual(before);
});

test('the backups of another vault are neither chosen nor removed', async () => {
  const { dataDir, vault } = await openedVault();
  vault.close();
  const { dataDir: other, dataKeys } = await temporaryVault();
  const otherVault = await openVault(other, dataKeys);
  await makeBackup(otherVault, placeOf(other));
  otherVault.close();
  renameSync(backupsFolder(other), backupsFolder(dataDir));
  expect(await failureOf(() => prepareRestore(placeOf(dataDir), { id: null, ...atDesk }))).toMatchObject({
    code: 'missing',
  });
});

test('a rehearsal opens a copy, finds what is wrong, and leaves nothing', async () => {
  const { dataDir, vault } = await openedVault();
  const backup = await makeBackup(vault, placeOf(dataDir));
  await vault.lendKeys((keys) => rehearseRestore(placeOf(dataDir), backup, keys));
  expect(readdirSync(dataDir).toSorted()).toEqual(['vault', '备份']);
  flipByte(join(backup.folder, 'office.vault'), 5_000);
  const failure = await failureOf(() => vault.lendKeys((keys) => rehearseRestore(placeOf(dataDir), backup, keys)));
  expect(failure).toMatchObject({ code: 'damaged' });
  expect(readdirSync(dataDir).toSorted()).toEqual(['vault', '备份']);
  vault.close();
});

test('keys are lent as copies that are wiped, and not after the vault is closed', async () => {
  const { vault } = await openedVault(1);
  const lent = await vault.lendKeys(async (keys) => [...keys.values()]);
  expect(lent).toHaveLength(keyNames.length);
  expect(lent.every((key) => key.every((byte) => byte === 0))).toBe(true);
  vault.close();
  expect(await failureOf(() => vault.lendKeys(async () => null))).toMatchObject({ code: 'locked' });
});

test('creating a vault beside backups leaves them alone', async () => {
  const { dataDir, vault } = await openedVault();
  const backup = await makeBackup(vault, placeOf(dataDir));
  vault.close();
  renameSync(vaultFolder(dataDir), join(dataDir, 'away'));
  await createVault(dataDir, { firstUser: testUser, recoveryKey: testRecoveryKey });
  expect(looksWhole(backup)).toBe(true);
});

const day = 86_400_000;

/** What is left when a backup is made at each of these moments (days since the first), as the rotation leaves it. */
async function leftAfter(moments: readonly number[]): Promise<BackupManifest[]> {
  const { dataDir, vault } = await openedVault(1);
  const first = new Date('2026-01-01T09:00:00').getTime();
  for (const moment of moments) {
    const now = () => new Date(first + moment * day);
    await makeBackup(vault, { ...placeOf(dataDir), now });
  }
  vault.close();
  return listBackups(dataDir).map(({ manifest }) => manifest);
}

test('files of old backups go after a newer one is verified', async () => {
  const left = await leftAfter([0, 0.1, 0.2, 0.3, 0.4, 1]);
  // The day, its day before, and the newest three.
  expect(left.map(({ sequence }) => sequence)).toEqual([6, 5, 4]);
});

test('several backups within a few minutes do not push out the last of an hour before', async () => {
  const minute = 1 / (24 * 60);
  const left = await leftAfter([0, 40 * minute, 100 * minute, 101 * minute, 102 * minute, 103 * minute]);
  // 09:40, and three of 10:40 to 10:43; that of 09:00 goes, as the hour has a newer one.
  expect(left.map(({ sequence }) => sequence)).toEqual([6, 5, 4, 2]);
});

test('whatever the moments: the newest of 3 hours, 7 days, 4 weeks and 12 months stay, and nothing newer than the verified one goes', async () => {
  const { dataDir, vault } = await openedVault(1);
  const backup = await makeBackup(vault, placeOf(dataDir));
  vault.close();
  const at = (moment: number, sequence: number): Backup => ({
    ...backup,
    id: `${sequence}`,
    manifest: { ...backup.manifest, sequence, made: new Date(1_767_000_000_000 + moment * day).toISOString() },
  });
  const anyDay = fc.double({ min: 0, max: 800, noNaN: true });
  // Some within the same hours.
  const someDay = fc.oneof(anyDay, fc.double({ min: 799, max: 799.3, noNaN: true }));
  fc.assert(
    fc.property(fc.array(someDay, { minLength: 1, maxLength: 120 }), (moments) => {
      const all = moments
        .toSorted((a, b) => a - b)
        .map((moment, index) => at(moment, index + 1))
        .toReversed();
      const [newest] = all;
      if (!newest) return;
      const removed = new Set(backupsToRemove(all, newest).map(({ id }) => id));
      const left = all.filter(({ id }) => !removed.has(id));
      expect(left.length).toBeLessThanOrEqual(7 + 4 + 12 + 3 + 3);
      expect(left.slice(0, 3)).toEqual(all.slice(0, 3));
      const lastOfHours = (backups: readonly Backup[]) => {
        const hourOf = ({ manifest }: Backup) => new Date(manifest.made).setMinutes(0, 0, 0);
        return backups.filter((each, index) => index === backups.findIndex((other) => hourOf(other) === hourOf(each)));
      };
      expect(lastOfHours(left).slice(0, 3)).toEqual(lastOfHours(all).slice(0, 3));
      const days = (backups: readonly Backup[]) => [
        ...new Set(backups.map(({ manifest }) => new Date(manifest.made).toDateString())),
      ];
      const months = (backups: readonly Backup[]) => [
        ...new Set(backups.map(({ manifest }) => new Date(manifest.made).toLocaleDateString('sv').slice(0, 7))),
      ];
      expect(days(left).slice(0, 7)).toEqual(days(all).slice(0, 7));
      expect(months(left).slice(0, 12)).toEqual(months(all).slice(0, 12));
      expect(existsSync(backup.folder)).toBe(true);
    }),
    { numRuns: 60 },
  );
});
