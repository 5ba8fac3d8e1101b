/**
 * A program to be killed: opens the encrypted file named by its arguments and stores numbered pairs of rows, one pair a
 * transaction, telling each number on standard output only after it is committed.
 */
import { writeSync } from 'node:fs';
import { transaction } from '../../electron/vault/database.ts';
import { openEncrypted } from '../../electron/vault/open.ts';
import { sql } from '../../electron/vault/sql.ts';

const [path = '', key = '', first = '1'] = process.argv.slice(2);
const file = openEncrypted(path, Buffer.from(key, 'hex'));
for (let number = Number(first); ; number += 1) {
  transaction(file.database, (db) => {
    db.run(sql`INSERT INTO record (number, body) VALUES (${number}, ${'姓名'.repeat((number * 37) % 900)})`);
    db.run(sql`UPDATE record SET body = body || ${'改'} WHERE number = ${number - 1}`);
    db.run(sql`INSERT INTO history (number) VALUES (${number})`);
  });
  writeSync(1, `${number}\n`);
}
