import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ImportSummary } from '../../shared/contract/importMethods.ts';
import type { MethodInput, MethodName, MethodOutput } from '../../shared/contract/methods.ts';
import type { Result } from '../../shared/contract/result.ts';
import { jpegPieces } from '../fixtures/images/buildImages.ts';
import { startTestApp, type TestApp, type TestInput, testDay, testUser } from '../testApp.ts';
import { registeredChildren, roster, rosterPhone, thumbnail } from './deskProgram.ts';

type Sent = MethodInput<'register.save'>['values'];

/** Children that the table makes new beside the one that is there: so many that storing them takes several steps. */
const added = 440;
const table = roster(400);
const village = '439981100202';

let app: TestApp;
let time = testDay;
beforeEach(async () => {
  time = testDay;
  app = await startTestApp({ now: () => time });
  await app.setUp();
  await app.value('register.save', { register: 'child', id: null, version: null, values: firstChild() });
});
afterEach(() => app.close());

const firstChild = (): Sent => JSON.parse(JSON.stringify(registeredChildren[1])) as Sent;
const everybody = { register: 'child', search: '', filters: {}, sort: { field: 'name', descending: false } } as const;

async function upload(bytes: Uint8Array): Promise<string> {
  const address = 'https://hulei.invalid/upload';
  const posted = await app.app.fetch(new Request(address, { method: 'POST', body: new Uint8Array(bytes) }));
  return ((await posted.json()) as { value: { upload: string } }).value.upload;
}

async function readRoster(job: string = crypto.randomUUID()): Promise<Result<ImportSummary>> {
  return app.call('import.read', { register: 'child', upload: await upload(table), fileName: '双塘村.csv', job });
}

/** The roster, read and judged. */
async function judged(): Promise<ImportSummary> {
  const read = await readRoster();
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

const commit = ({ importId, creates, updates }: ImportSummary, job: string = crypto.randomUUID()) =>
  app.call('import.commit', { importId, creates, updates, job });

async function listed(scope: 'kept' | 'deleted' = 'kept', search = ''): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const page = await app.value('register.list', { ...everybody, scope, search, offset: ids.length, limit: 200 });
    ids.push(...page.rows.map(({ id }) => id));
    if (ids.length >= page.total || page.rows.length === 0) return ids;
  }
}

const total = async (): Promise<number> => (await listed()).length;
const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code);

/** Waits until a job has done something, so that what follows meets it in the middle. */
async function underWay(job: string): Promise<void> {
  for (let turn = 0; turn < 10_000; turn += 1) {
    const { progress } = await app.value('job.progress', { job });
    if (progress !== null && progress.done > 0 && progress.label === '正在保存') return;
    await setImmediate();
  }
  throw new Error('the job was never seen');
}

test('while a table is stored, reading goes on, and every other writer waits its turn', async () => {
  const [id = ''] = await listed();
  const summary = await judged();
  const job = crypto.randomUUID();
  let isStored = false;
  const storing = commit(summary, job).then((result) => {
    isStored = true;
    return result;
  });
  await underWay(job);
  const fields = { ...firstChild().fields, name: '陆小雨', id_number: null, no_id_reason: '1' };
  const writing = Promise.all([
    app.call('register.save', { register: 'child', id: null, version: null, values: { fields, rows: {} } }),
    app.call('draft.save', { register: 'child', id: null, version: null, values: firstChild() }),
    app.call('screening.open', { month: '2026-11', village }),
    app.call('recycle.remove', { register: 'child', selection: { ids: [id] }, reason: '重复登记' }),
    app.call('duplicate.rescan', { register: 'child' }),
  ]);
  const reading = await Promise.all([
    app.call('screening.month', { month: '2026-11' }),
    app.call('duplicate.list', { register: 'child', offset: 0, limit: 10 }),
    app.call('register.list', { ...everybody, offset: 0, limit: 10 }),
  ]);
  expect([...reading.map(codeOf), isStored]).toEqual(['ok', 'ok', 'ok', false]);
  expect(codeOf(await storing)).toBe('ok');
  expect((await writing).map(codeOf)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  expect([await total(), await listed('deleted')]).toEqual([1 + added, [id]]);
  const [saved = ''] = await listed('kept', '陆小雨');
  // The number of the year goes on behind those that the import took.
  const { values } = await app.value('register.get', { register: 'child', id: saved });
  expect(values.fields.file_number).toBe(`2026-00${2 + added}`);
  expect((await app.value('draft.list', {})).drafts).toHaveLength(1);
});

test('what is sent twice is done once', async () => {
  const summary = await judged();
  const twice = async <N extends MethodName>(name: N, input: TestInput<N>): Promise<string[]> =>
    (await Promise.all([app.call(name, input), app.call(name, input)])).map(codeOf);
  const { importId, creates, updates } = summary;
  const once = { importId, creates, updates, job: crypto.randomUUID() };
  expect(await twice('import.commit', once)).toEqual(['ok', 'conflict']);
  expect(await total()).toBe(1 + added);
  const ids = await listed();
  const selection = { ids: ids.slice(0, 40) };
  const changes = { responsible_person: '罗建军' };
  expect(await twice('list.edit', { register: 'child', selection, changes, expected: 40 })).toEqual(['ok', 'conflict']);
  expect(await twice('recycle.remove', { register: 'child', selection, reason: '重复登记' })).toEqual([
    'ok',
    'invalid',
  ]);
  const doomed = { register: 'child', ids: ids.slice(0, 20), reason: '已满保存期', word: '销毁' };
  expect(await twice('recycle.destroy', doomed)).toEqual(['ok', 'missing']);
  expect(await twice('recycle.restore', { register: 'child', ids: ids.slice(20, 40) })).toEqual(['ok', 'missing']);
  expect([await total(), await listed('deleted')]).toEqual([1 + added - 20, []]);
  const [one, other] = await Promise.all(
    ids.slice(20, 22).map((id) => app.value('register.get', { register: 'child', id })),
  );
  if (!one || !other) throw new Error('nobody to merge');
  const [keep, drop] = [
    { id: one.id, version: one.version },
    { id: other.id, version: other.version },
  ];
  const merge = { register: 'child', keep, drop, values: one.values };
  expect(await twice('duplicate.merge', merge)).toEqual(['ok', 'missing']);
  const photo = Buffer.concat(jpegPieces(400, 300));
  const file = { register: 'child', record: one.id, name: '院门', kind: 'photo', thumbnail } as const;
  const sent = await Promise.all([upload(photo), upload(photo)]);
  const attached = await Promise.all(sent.map((each) => app.call('attachment.add', { ...file, upload: each })));
  expect(attached.map(codeOf)).toEqual(['ok', 'conflict']);
  const { round } = await app.value('screening.open', { month: '2026-11', village });
  const { counts } = await app.value('screening.round', { round });
  expect(await twice('screening.file', { round, counts, notSeenReason: '外出' })).toEqual(['ok', 'conflict']);
  const { batches } = await app.value('batch.list', { register: 'child' });
  expect(batches.map(({ kind }) => kind)).toEqual(['merge', 'delete', 'edit', 'import']);
  const undo = { register: 'child', batch: batches[0]?.id ?? '', job: crypto.randomUUID() };
  expect((await twice('batch.undo', undo))[0]).toBe('ok');
  expect(codeOf(await app.call('batch.undo', undo))).toBe('conflict');
  expect(await total()).toBe(1 + added - 20);
});

test('of two imports of one table at once, the second stores nobody again', async () => {
  const [one, two] = [await judged(), await judged()];
  expect((await Promise.all([commit(one), commit(two)])).map(codeOf)).toEqual(['ok', 'conflict']);
  expect(codeOf(await commit(two))).toBe('conflict');
  const check = { importId: two.importId, targets: [], defaults: {}, job: crypto.randomUUID() };
  expect((await app.value('import.check', check)).verdicts).toMatchObject({ new: 0, same: added });
  expect(await total()).toBe(1 + added);
});

test('an earlier import is taken back after the one that is being stored, not during it', async () => {
  const lines = table.toString().split('\n');
  const first = await app.value('import.read', {
    register: 'child',
    upload: await upload(Buffer.from(lines.slice(0, 31).join('\n'))),
    fileName: '双塘村.csv',
    job: crypto.randomUUID(),
  });
  const stored = await commit(first);
  const batch = stored.ok ? (stored.value.committed?.batch ?? '') : '';
  const undoing = crypto.randomUUID();
  const rest = await judged();
  const job = crypto.randomUUID();
  const storing = commit(rest, job);
  await underWay(job);
  expect(codeOf(await app.call('batch.undo', { register: 'child', batch, job: undoing }))).toBe('busy');
  expect(codeOf(await storing)).toBe('ok');
  expect(await app.value('batch.undo', { register: 'child', batch, job: undoing })).toEqual({ undone: 30, kept: 0 });
  expect([await total(), (await listed('deleted')).length]).toEqual([1 + added - 30, 30]);
});

test('an import can be stopped at any moment, nothing of it stays, and it goes through afterwards', async () => {
  for (const turns of [0, 1, 5, 25]) {
    const job = crypto.randomUUID();
    const reading = readRoster(job);
    for (let turn = 0; turn < turns; turn += 1) await setImmediate();
    await app.value('job.cancel', { job });
    expect(['cancelled', 'ok']).toContain(codeOf(await reading));
  }
  const summary = await judged();
  const job = crypto.randomUUID();
  const storing = commit(summary, job);
  await underWay(job);
  await app.value('job.cancel', { job });
  expect(await storing).toMatchObject({ ok: false, error: { code: 'cancelled', message: '已停止，没有保存任何内容' } });
  expect([
    await total(),
    await listed('kept', rosterPhone),
    (await app.value('batch.list', { register: 'child' })).batches,
  ]).toEqual([1, [], []]);
  expect(codeOf(await commit(summary))).toBe('ok');
  expect([await total(), (await listed('kept', rosterPhone)).length]).toEqual([1 + added, 1]);
});

/** Long work that writes, as it is asked for. */
const longWork = {
  'import.commit': async () => {
    const { importId, creates, updates } = await judged();
    return { importId, creates, updates, job: crypto.randomUUID() };
  },
  'list.edit': async () => {
    const ids = await storedIds();
    return { register: 'child', selection: { ids }, changes: { responsible_person: '罗建军' }, expected: ids.length };
  },
  'recycle.remove': async () => ({ register: 'child', selection: { ids: await storedIds() }, reason: '重复登记' }),
  'recycle.destroy': async () => {
    const ids = await storedIds();
    await app.value('recycle.remove', { register: 'child', selection: { ids }, reason: '重复登记' });
    return { register: 'child', ids, reason: '已满保存期', word: '销毁' };
  },
  'duplicate.rescan': async () => {
    await storedIds();
    return { register: 'child' };
  },
  'screening.file': async () => {
    const records = await storedIds();
    const edit = { register: 'child', selection: { ids: records }, changes: { village } };
    const { changed } = await app.value('list.previewEdit', edit);
    await app.value('list.edit', { ...edit, expected: changed });
    const { round } = await app.value('screening.open', { month: '2026-11', village });
    await app.value('screening.mark', { round, records, mark: { kind: 'seen' } });
    return { round, counts: (await app.value('screening.round', { round })).counts, notSeenReason: null };
  },
} satisfies { [N in MethodName]?: () => Promise<MethodInput<N>> };

/** The identifiers of all children, after the roster is stored. */
async function storedIds(): Promise<string[]> {
  await commit(await judged());
  return listed();
}

test.each(Object.keys(longWork) as (keyof typeof longWork)[])(
  'locked while nobody is at the desk during %s, nothing of it is stored',
  async (name) => {
    const input = await longWork[name]();
    const state = async (): Promise<unknown> => [
      (await listed()).toSorted(),
      (await listed('deleted')).toSorted(),
      (await app.value('batch.list', { register: 'child' })).batches,
      await app.value('screening.month', { month: '2026-11' }),
    ];
    const before = await state();
    const running = app.call<MethodName>(name, input);
    if ('job' in input) await underWay(input.job);
    else for (let turn = 0; turn < 3; turn += 1) await setImmediate();
    time = new Date(testDay.getTime() + 3_600_000);
    expect(await app.call('batch.list', { register: 'child' })).toMatchObject({ ok: false, error: { code: 'locked' } });
    expect(app.hostCalls).toContain('lock idle');
    app = await app.restart();
    expect(codeOf(await (running as Promise<Result<MethodOutput<MethodName>>>))).not.toBe('ok');
    await app.value('session.unlock', testUser);
    time = testDay;
    expect(await state()).toEqual(before);
  },
);
