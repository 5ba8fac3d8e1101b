import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { transaction, type WritableDatabase } from '../../../electron/vault/database.ts';
import { openEncrypted } from '../../../electron/vault/open.ts';
import { sql } from '../../../electron/vault/sql.ts';
import { temporaryFolder } from './temporaryVault.ts';

function notes(): WritableDatabase {
  const path = join(temporaryFolder(), 'a.vault');
  const file = openEncrypted(path, randomBytes(32), { create: { label: Buffer.alloc(16, 1) } });
  onTestFinished(() => file.close());
  file.execute('CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE) STRICT');
  return file.database;
}

const bodies = (db: WritableDatabase) =>
  db.all<{ body: string }>(sql`SELECT body FROM note ORDER BY id`).map(({ body }) => body);

test('a transaction stores all of its changes and gives back its result', () => {
  const db = notes();
  const result = transaction(db, (tx) => {
    tx.run(sql`INSERT INTO note (body) VALUES (${'甲'})`);
    return tx.run(sql`INSERT INTO note (body) VALUES (${'乙'})`).changes;
  });
  expect(result).toBe(1);
  expect(bodies(db)).toEqual(['甲', '乙']);
});

test('a transaction that throws stores nothing, and the error comes through as it was', () => {
  const db = notes();
  const failure = new Error('refused');
  expect(() =>
    transaction(db, (tx) => {
      tx.run(sql`INSERT INTO note (body) VALUES (${'甲'})`);
      throw failure;
    }),
  ).toThrow(failure);
  expect(bodies(db)).toEqual([]);
});

test('a failing constraint undoes the whole transaction', () => {
  const db = notes();
  expect(() =>
    transaction(db, (tx) => {
      tx.run(sql`INSERT INTO note (body) VALUES (${'甲'})`);
      tx.run(sql`INSERT INTO note (body) VALUES (${'甲'})`);
    }),
  ).toThrow('UNIQUE');
  expect(bodies(db)).toEqual([]);
});

test('work that waits is refused, and neither its first nor its later writes are stored', async () => {
  const db = notes();
  let later: unknown;
  const work = async (tx: WritableDatabase) => {
    tx.run(sql`INSERT INTO note (body) VALUES (${'甲'})`);
    await Promise.resolve();
    try {
      tx.run(sql`INSERT INTO note (body) VALUES (${'乙'})`);
    } catch (error) {
      later = error;
    }
  };
  expect(() => transaction(db, work)).toThrow('a transaction that waits');
  await new Promise(setImmediate);
  expect(later).toBeInstanceOf(Error);
  expect(bodies(db)).toEqual([]);
});

test('a write outside a transaction is refused, also through a reading method', () => {
  const db = notes();
  expect(() => db.run(sql`INSERT INTO note (body) VALUES (${'甲'})`)).toThrow('outside a transaction');
  expect(() => db.get(sql`INSERT INTO note (body) VALUES (${'甲'}) RETURNING id`)).toThrow('outside a transaction');
  expect(bodies(db)).toEqual([]);
});

test('transactions do not nest', () => {
  const db = notes();
  expect(() => transaction(db, (tx) => transaction(tx, () => 1))).toThrow('within a transaction');
});

test('more statements than are kept prepared still run', () => {
  const db = notes();
  for (let i = 0; i < 1200; i += 1) {
    const text = Object.assign([`SELECT ${i} AS n`], { raw: [`SELECT ${i} AS n`] });
    expect(db.get(sql(text))).toEqual({ n: i });
  }
});
