/** A program to be killed: upgrades the encrypted file named by its arguments by `slowUpgrade`. */
import { migrate } from '../../electron/vault/migrate.ts';
import type { Migration } from '../../electron/vault/migrations/migration.ts';
import { openEncrypted } from '../../electron/vault/open.ts';
import { sql } from '../../electron/vault/sql.ts';

export const faultIdentity = { vaultId: 'f'.repeat(32), compartment: 'children' };

export const baseMigration: Migration = {
  number: 10,
  up: (db) =>
    db.execute(`
      CREATE TABLE record (number INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
      CREATE TABLE history (number INTEGER PRIMARY KEY) STRICT;
    `),
};

/** Rewrites every row, in two steps. */
export const slowUpgrade: readonly Migration[] = [
  baseMigration,
  {
    number: 20,
    up: (db) => {
      db.execute('ALTER TABLE record ADD COLUMN length INTEGER');
      db.run(sql`UPDATE record SET length = length(body)`);
    },
  },
  {
    number: 30,
    up: (db) => {
      db.execute(`CREATE INDEX record_body ON record (body, length)`);
      db.run(sql`UPDATE record SET body = body || ${'新'}`);
    },
  },
];

if (process.argv[1] === import.meta.filename) {
  const [path = '', key = ''] = process.argv.slice(2);
  const bytes = Buffer.from(key, 'hex');
  const file = openEncrypted(path, bytes);
  process.stdout.write('ready\n');
  await migrate(file, bytes, faultIdentity, slowUpgrade);
  process.stdout.write('migrated\n');
  file.close();
}
