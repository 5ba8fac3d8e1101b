import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDesk } from '../../../electron/services/createDesk.ts';
import { demonstration } from '../../../electron/services/demo/createDemonstration.ts';
import { inventedChild, repeatableRandom } from '../../../electron/services/demo/inventedChildren.ts';
import { matchTable, searchTable } from '../../../electron/services/registers/registerSchema.ts';
import { transaction } from '../../../electron/vault/database.ts';
import { unlock as unlockKeyring } from '../../../electron/vault/keyring.ts';
import { readKeyring } from '../../../electron/vault/keyringFile.ts';
import { identifier, sql } from '../../../electron/vault/sql.ts';
import { openVault, vaultFolder } from '../../../electron/vault/vault.ts';
import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { child } from '../../../shared/registers/child.ts';
import type { RecordValues } from '../../../shared/registers/register.ts';
import { nobodyElse, sessionOf } from '../../deskSurroundings.ts';
import { noOutput } from '../../noOutput.ts';
import { startTestApp, type TestApp, testDay, testKdf } from '../../testApp.ts';

const query = {
  register: 'child',
  search: '',
  filters: {},
  sort: { field: 'name', descending: false },
};
const sample = structuredClone(child.sample) as unknown as MethodInput<'register.save'>['values'];

let testApp: TestApp;
/** The demonstration: three hundred children. */
beforeEach(async () => {
  testApp = await startTestApp({ demo: true });
  await unlock();
});
afterEach(() => testApp.close());

const unlock = () => testApp.value('session.unlock', demonstration);
async function kept(): Promise<number> {
  // Lets the next step be taken: a question in this process waits for nothing.
  await setImmediate();
  return (await testApp.value('register.list', { ...query, offset: 0, limit: 1 })).total;
}

/** Moves everybody into the recycle bin, and returns once a part of them is there. */
async function startMoving() {
  const everybody = await kept();
  const moving = testApp.call('recycle.remove', { register: 'child', selection: { query }, reason: '录错了' });
  let isOver = false;
  void moving.then(() => {
    isOver = true;
  });
  while (!isOver && (await kept()) === everybody);
  expect(isOver).toBe(false);
  return { everybody, moving };
}

test('a save and an unsaved entry wait for a long write instead of being refused; so does a record that is opened', async () => {
  const { rows } = await testApp.value('register.list', { ...query, offset: 299, limit: 1 });
  const last = rows[0]?.id ?? '';
  const { moving } = await startMoving();
  const [saved, draft, opened] = await Promise.all([
    testApp.call('register.save', { register: 'child', id: null, version: null, values: sample }),
    testApp.call('draft.save', { register: 'child', id: null, version: null, values: sample }),
    testApp.call('register.get', { register: 'child', id: last }),
  ]);
  expect(await moving).toMatchObject({ ok: true });
  expect(saved).toMatchObject({ ok: true });
  expect(draft).toMatchObject({ ok: true });
  // Moved by now, not as it was in the middle.
  expect(opened).toMatchObject({ ok: false, error: { code: 'missing' } });
  expect(await kept()).toBe(1);
});

test('sealed matter that somebody agrees to show while a long write has begun is shown after it, and not instead of its rows', async () => {
  const { rows } = await testApp.value('register.list', { ...query, offset: 0, limit: 300 });
  const [record = '', ...others] = rows.map(({ id }) => id);
  const asked = { register: 'child', record, ground: 'case', document: '安检未〔2026〕12号', print: false } as const;
  // The password takes longer to check than the move to begin.
  const asking = testApp.call('seal.ask', { ...asked, second: demonstration });
  const moving = testApp.call('recycle.remove', { register: 'child', selection: { ids: others }, reason: '录错了' });
  let isMoved = false;
  void moving.then(() => {
    isMoved = true;
  });
  expect(await asking).toMatchObject({ ok: true });
  expect(isMoved).toBe(true);
  const filter = { from: null, to: null, users: [], acts: [], object: `child/${record}`, after: null };
  const acts = (await testApp.value('audit.list', filter)).rows.map(({ act }) => act);
  expect(acts.filter((act) => act.startsWith('seal.')).toReversed()).toEqual(['seal.ask', 'seal.approve', 'seal.view']);
});

test('locked in the middle of a long write, nothing of it and all of the unsaved entry is kept', async () => {
  const { everybody, moving } = await startMoving();
  const draft = testApp.call('draft.save', { register: 'child', id: null, version: null, values: sample });
  // Asked later, so the entry has arrived.
  expect(await kept()).toBeLessThan(everybody);
  testApp = await testApp.restart();
  expect(await moving).toMatchObject({ ok: false, error: { code: 'locked' } });
  expect(await draft).toMatchObject({ ok: true });
  await unlock();
  expect(await kept()).toBe(everybody);
  const found = await testApp.value('draft.get', { register: 'child', id: null });
  expect(found.draft?.values.fields.name).toBe(sample.fields.name);
});

test('taking a batch back says how far it is and can be stopped; then it can be taken back again', async () => {
  const everybody = await kept();
  const { moving } = await startMoving();
  await moving;
  const [batch] = (await testApp.value('batch.list', { register: 'child' })).batches;
  const undo = (job: string) => testApp.call('batch.undo', { register: 'child', batch: batch?.id ?? '', job });
  const job = randomUUID();
  const stopped = undo(job);
  let isOver = false;
  void stopped.then(() => {
    isOver = true;
  });
  let seen: MethodOutput<'job.progress'>['progress'] = null;
  while (!isOver && (seen?.done ?? 0) === 0) {
    await setImmediate();
    ({ progress: seen } = await testApp.value('job.progress', { job }));
  }
  expect(seen).toMatchObject({ total: everybody, label: '正在撤销' });
  await testApp.value('job.cancel', { job });
  expect(await stopped).toMatchObject({
    ok: false,
    error: { code: 'cancelled', message: expect.stringMatching(/没有撤销/u) },
  });
  expect(await kept()).toBe(0);
  expect(await undo(randomUUID())).toEqual({ ok: true, value: { undone: everybody, kept: 0 } });
  expect(await kept()).toBe(everybody);
});

/** Opens the demonstration as after an update of the program: all that search and comparison rest on has to be made anew. */
async function unlockUpdated(added: readonly RecordValues[] = []): Promise<void> {
  await testApp.app.close();
  const { keyring } = await readKeyring(vaultFolder(testApp.dataDir), testKdf);
  const { dataKeys } = await unlockKeyring(keyring, demonstration.user, demonstration.password);
  const vault = await openVault(testApp.dataDir, dataKeys);
  const session = sessionOf(demonstration.user, vault);
  createDesk({ session, ...nobodyElse, output: noOutput, now: () => testDay }).registers.insertMany(child, added);
  transaction(vault.database('children'), (database) => {
    for (const table of [searchTable(child), matchTable(child)]) database.run(sql`DELETE FROM ${identifier(table)}`);
    database.run(sql`UPDATE "search_version" SET "version" = 0`);
  });
  vault.close();
  testApp = await startTestApp({ dataDir: testApp.dataDir });
  await unlock();
}

async function startReading(table: string, job: string) {
  const body = new Request('https://hulei.invalid/upload', { method: 'POST', body: table });
  const { value } = (await (await testApp.app.fetch(body)).json()) as { value: { upload: string } };
  return { reading: testApp.call('import.read', { register: 'child', ...value, fileName: '双塘村.csv', job }) };
}

test('a table that waits for search to be brought up to date is known from the start and can be stopped', async () => {
  await unlockUpdated();
  const job = randomUUID();
  const { reading } = await startReading('姓名,性别\n艾文,男', job);
  expect((await testApp.value('job.progress', { job })).progress).toMatchObject({ label: '正在读取文件' });
  await testApp.value('job.cancel', { job });
  expect(await reading).toMatchObject({ ok: false, error: { code: 'cancelled' } });
});

test('a table read right after an update of the program is compared once search is up to date', async () => {
  // Enough children that reading the table alone would be quicker.
  const random = repeatableRandom(5);
  const children = Array.from({ length: 1_000 }, (_, index): RecordValues => {
    const { fields, rows } = inventedChild(index, random);
    return { fields: { ...fields, id_number: null, no_id_reason: '1' }, rows };
  });
  const { name, birth_date } = children.at(-1)?.fields ?? {};
  await unlockUpdated(children);
  const { reading } = await startReading(`姓名,出生日期\n${name},${birth_date}`, randomUUID());
  expect(await reading).toMatchObject({ ok: true, value: { verdicts: { new: 0 } } });
});
