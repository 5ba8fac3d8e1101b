/**
 * A program to be killed in the middle of a transaction of an encrypted file in rollback-journal mode, which this program never uses:
 * the control that shows why.
 */
import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';

/** Opens the control's file; its key is worth nothing. */
export function openWithKey(path: string): Database.Database {
  const file = new Database(path, { timeout: 500 });
  file.key(Buffer.concat([Buffer.from('raw:'), Buffer.alloc(32, 7)]));
  return file;
}

const [path] = process.argv.slice(2);
if (import.meta.main && path !== undefined) {
  const file = openWithKey(path);
  file.pragma('journal_mode=DELETE');
  file.pragma('cache_size=10');
  file.exec('CREATE TABLE record (number INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
  const insert = file.prepare('INSERT INTO record (number, body) VALUES (?, ?)');
  file.exec('BEGIN');
  for (let number = 1; number <= 1_000; number += 1) insert.run(number, '文'.repeat(200));
  file.exec('COMMIT');
  // More than the cache holds, so that changed pages are in the file while their old state is in the journal.
  file.exec('BEGIN IMMEDIATE');
  file.exec("UPDATE record SET body = body || '改'");
  file.exec('DELETE FROM record WHERE number % 3 = 0');
  writeSync(1, 'in the middle\n');
  await setTimeout(60_000);
}
