/**
 * A program whose writes are recorded: stores numbered rows in the encrypted file named by its arguments, one transaction each, telling
 * each number on standard output after it is committed. Ends without closing the file, as a power cut does.
 */
import { writeSync } from 'node:fs';
import { transaction } from '../../electron/vault/database.ts';
import { openEncrypted } from '../../electron/vault/open.ts';
import { sql } from '../../electron/vault/sql.ts';

const [path = '', key = '', transactions = '0', synchronous = 'full'] = process.argv.slice(2);
const file = openEncrypted(path, Buffer.from(key, 'hex'));
// The control: what the library would do by itself.
if (synchronous === 'normal') file.execute('PRAGMA synchronous=NORMAL');
for (let number = 1; number <= Number(transactions); number += 1) {
  transaction(file.database, (db) => {
    db.run(sql`INSERT INTO record (number, body) VALUES (${number}, ${'姓名'.repeat((number * 97) % 1_900)})`);
    db.run(sql`UPDATE record SET body = body || ${'改'} WHERE number = ${number - 1}`);
    db.run(sql`INSERT INTO history (number) VALUES (${number})`);
  });
  writeSync(1, `${number}\n`);
}
process.kill(process.pid, 'SIGKILL');
