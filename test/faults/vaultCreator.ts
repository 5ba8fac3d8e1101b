/** A program to be killed: makes a vault with some settings in the data folder named by its argument. */
import { transaction } from '../../electron/vault/database.ts';
import { sql } from '../../electron/vault/sql.ts';
import { createVault } from '../../electron/vault/vault.ts';
import { testRecoveryKey, testUser } from '../unit/vault/temporaryVault.ts';

const [dataDir = ''] = process.argv.slice(2);
process.stdout.write('ready\n');
await createVault(dataDir, {
  firstUser: testUser,
  recoveryKey: testRecoveryKey,
  initialize: (vault) =>
    transaction(vault.database('office'), (db) => {
      for (let i = 0; i < 2000; i += 1)
        db.run(sql`INSERT INTO setting (key, value) VALUES (${`k${i}`}, ${'值'.repeat(50)})`);
    }),
});
process.stdout.write('created\n');
