import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  endSteps,
  steppedTransaction,
  transaction,
  type WritableDatabase,
  whenFree,
} from '../../../electron/vault/database.ts';
import { openEncrypted } from '../../../electron/vault/open.ts';
import { sql } from '../../../electron/vault/sql.ts';
import { openVault } from '../../../electron/vault/vault.ts';
import { temporaryFolder, temporaryVault } from './temporaryVault.ts';

function notes() {
  const path = join(temporaryFolder(), 'a.vault');
  const key = randomBytes(32);
  const file = openEncrypted(path, key, { create: { label: Buffer.alloc(16, 1) } });
  onTestFinished(() => file.close());
  file.execute('CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE) STRICT');
  return { path, key, file, database: file.database };
}

const bodies = (db: WritableDatabase) =>
  db.all<{ body: string }>(sql`SELECT body FROM note ORDER BY id`).map(({ body }) => body);
const write = (db: WritableDatabase, body: string) => db.run(sql`INSERT INTO note (body) VALUES (${body})`);
const add = (db: WritableDatabase, body: string) => transaction(db, () => write(db, body));
function* manySteps(db: WritableDatabase): Generator<void, string> {
  for (let index = 0; index < 100; index += 1) {
    write(db, `甲${index}`);
    yield;
  }
  return 'done';
}

test('what waits for the steps is done right after them, one after the other, and all of it is stored', async () => {
  const { database } = notes();
  const order: string[] = [];
  const steps = steppedTransaction(database, manySteps).then(() => order.push('steps'));
  const waiting = ['乙', '丙'].map((body) =>
    whenFree([database], () => {
      add(database, body);
      order.push(body);
    }),
  );
  expect(() => add(database, '丁')).toThrow(expect.objectContaining({ code: 'busy' }));
  await Promise.all([steps, ...waiting]);
  expect(order.toSorted()).toEqual(['steps', '丙', '乙'].toSorted());
  expect(bodies(database).slice(-2)).toEqual(['乙', '丙']);
  expect(bodies(database)).toHaveLength(102);
});

test('of several who wait to write in steps none finds the other in his way', async () => {
  const { database } = notes();
  const steps = (name: string) =>
    steppedTransaction(database, function* writing(db) {
      for (let index = 0; index < 3; index += 1) {
        write(db, `${name}${index}`);
        yield;
      }
    });
  await Promise.all(['甲', '乙', '丙'].map((name) => whenFree([database], () => steps(name))));
  expect(bodies(database)).toEqual(['甲0', '甲1', '甲2', '乙0', '乙1', '乙2', '丙0', '丙1', '丙2']);
});

test('whoever waits goes on when the steps fail too, and nothing of them is there', async () => {
  const { database } = notes();
  const controller = new AbortController();
  const steps = steppedTransaction(database, manySteps, controller.signal);
  const waiting = whenFree([database], () => bodies(database));
  controller.abort();
  await expect(steps).rejects.toMatchObject({ code: 'cancelled' });
  expect(await waiting).toEqual([]);
});

test('steps whose file is closed end as locked, and nothing of them is there afterwards', async () => {
  const { path, key, file, database } = notes();
  add(database, '甲');
  const steps = steppedTransaction(database, manySteps);
  file.close();
  await expect(steps).rejects.toMatchObject({ code: 'locked' });
  expect(() => bodies(database)).toThrow(expect.objectContaining({ code: 'locked' }));
  expect(() => add(database, '乙')).toThrow(expect.objectContaining({ code: 'locked' }));
  // The log went with the file.
  file.checkpoint();
  const again = openEncrypted(path, key);
  onTestFinished(() => again.close());
  expect(again.problems()).toEqual([]);
  expect(bodies(again.database)).toEqual(['甲']);
});

test('before a file is closed the steps are ended, and what waited for them is stored', async () => {
  const { path, key, file, database } = notes();
  const steps = steppedTransaction(database, manySteps);
  const draft = whenFree([database], () => add(database, '草稿'));
  const refused = expect(steps).rejects.toMatchObject({ code: 'locked' });
  await endSteps(database);
  await expect(steppedTransaction(database, manySteps)).rejects.toMatchObject({ code: 'locked' });
  file.close();
  await refused;
  await draft;
  const again = openEncrypted(path, key);
  onTestFinished(() => again.close());
  expect(bodies(again.database)).toEqual(['草稿']);
});

test('the logs are emptied beside steps in another file, and after steps in the same one', async () => {
  const { dataDir, dataKeys } = await temporaryVault();
  const vault = await openVault(dataDir, dataKeys);
  onTestFinished(() => vault.close());
  const steps = steppedTransaction(vault.database('office'), function* storing(db) {
    for (let index = 0; index < 20; index += 1) {
      db.run(sql`INSERT INTO setting (key, value) VALUES (${`k${index}`}, ${'甲'})`);
      yield;
    }
  });
  await vault.checkpoint();
  await steps;
  await vault.settle();
  vault.close();
  // As after a lock in the middle of 彻底销毁.
  await vault.checkpoint();
});
