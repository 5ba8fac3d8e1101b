/** A program to be killed: writes to a vault and backs it up over and over. It says the number of each backup it finished. */
import { freeBytesOnDisk, makeBackup } from '../../electron/vault/backup.ts';
import { transaction } from '../../electron/vault/database.ts';
import { unlock } from '../../electron/vault/keyring.ts';
import { readKeyring } from '../../electron/vault/keyringFile.ts';
import { sql } from '../../electron/vault/sql.ts';
import { openVault, vaultFolder } from '../../electron/vault/vault.ts';

const [dataDir = '', user = '', password = ''] = process.argv.slice(2);
const kdfFloor = { memory: 64, passes: 1, lanes: 1 };
const { keyring } = await readKeyring(vaultFolder(dataDir), kdfFloor);
const vault = await openVault(dataDir, (await unlock(keyring, user, password)).dataKeys);
const write = (): void =>
  transaction(vault.database('children'), (db) => {
    for (let line = 0; line < 200; line += 1) {
      db.run(
        sql`INSERT INTO history (register, record_id, version, at, by, action, changes)
            VALUES (${'child'}, ${'r'}, ${1}, ${'2026-11-21T01:00:00Z'}, ${'经办甲'}, ${'create'}, ${'文'.repeat(300)})`,
      );
    }
  });
write();
process.stdout.write('0\n');
for (;;) {
  const place = { dataDir, now: () => new Date(), freeBytes: freeBytesOnDisk, kdfFloor };
  const { manifest } = await makeBackup(vault, place, { report: write });
  process.stdout.write(`${manifest.sequence}\n`);
}
