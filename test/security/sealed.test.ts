import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { unlock } from '../../electron/vault/keyring.ts';
import { readKeyring } from '../../electron/vault/keyringFile.ts';
import { sql } from '../../electron/vault/sql.ts';
import { compartmentFile, vaultFolder } from '../../electron/vault/vault.ts';
import { type MethodInput, type MethodName, methods } from '../../shared/contract/methods.ts';
import { rightsOf } from '../../shared/rights/rights.ts';
import { type RoleName, roleNames, roles } from '../../shared/rights/roles.ts';
import { sealedGroups } from '../../shared/seal/sealedGroups.ts';
import { buildWorld, everyMethod, type World } from '../fixtures/everyMethod.ts';
import { type TestApp, testKdf, testUser } from '../testApp.ts';
import { clerk, entryOf, leader, openClosed, requestOf, type SealOffice, sealOffice } from '../unit/seal/sealDesk.ts';
import { isFull, tellFigure } from './figure.ts';
import { type Traces, tracesIn } from './tracesIn.ts';

/** Hanzi that stand nowhere else, with their pinyin, and letters. */
const mark = '龘靐壬戌';
const letters = 'SEALED7731';
const traces: Traces = [
  ['the mark', Buffer.from(mark, 'utf8')],
  ['the mark in UTF-16', Buffer.from(mark, 'utf16le')],
  ['the mark in an address', Buffer.from(encodeURIComponent(mark))],
  ['the letters', Buffer.from(letters)],
  ['the letters in UTF-16', Buffer.from(letters, 'utf16le')],
  ['the letters in small', Buffer.from(letters.toLowerCase())],
  ['a database in clear', Buffer.from('SQLite format 3')],
];
const isTold = (text: string): boolean => [mark, letters, letters.toLowerCase()].some((each) => text.includes(each));

/** An entry of a group whose every text says the mark. */
function markedEntry(matter: string): ReturnType<typeof entryOf> {
  const group = sealedGroups.find(({ key }) => key === matter);
  if (!group) throw new Error(`no group ${matter}`);
  const texts = Object.entries(group.fields).flatMap(([key, { kind }]) => {
    const value = `${mark}${letters}`;
    return kind.schema.safeParse(value).success && kind.options === undefined ? [[key, value] as const] : [];
  });
  return entryOf(matter, Object.fromEntries(texts));
}

/** Everything that every form prints of the children, as pages and as files; each refused or said. */
async function printed({ app }: SealOffice, world: World): Promise<string[]> {
  const texts: string[] = [];
  for (const form of ['F01', 'F02', 'F03', 'F05', 'F06', 'F08']) {
    const opened = await app.call('sheet.open', { form, selection: { ids: [world.record, world.twin] } });
    texts.push(JSON.stringify(opened));
    if (!opened.ok) continue;
    const { ticket } = opened.value;
    texts.push(await pageOf(app, ticket));
    // A worker for each file takes a second; the form that marks the place of sealed matter stands for the others.
    for (const format of isFull || form === 'F02' ? (['docx', 'xlsx'] as const) : []) {
      texts.push(JSON.stringify(await app.call('sheet.saveDocument', { ticket, format, job: randomUUID() })));
    }
    const print = await app.call('sheet.print', { ticket });
    if (print.ok) texts.push(await pageOf(app, print.value.ticket));
  }
  const exported = {
    register: 'child',
    selection: { ids: [world.record] },
    columns: 'all' as const,
    numbers: 'full' as const,
  };
  const saved = await app.call('list.export', { ...exported, job: randomUUID() });
  texts.push(JSON.stringify(saved));
  for (const [name, bytes] of app.saved) {
    texts.push(name, Buffer.from(bytes).toString('latin1'));
    if (!/\.(docx|xlsx)$/u.test(name)) continue;
    texts.push(...Object.values(unzipSync(bytes)).map((part) => Buffer.from(part).toString('utf8')));
  }
  return texts;
}

async function pageOf(app: TestApp, ticket: string): Promise<string> {
  return (await app.app.fetch(new Request(`https://hulei.invalid/print/${ticket}`))).text();
}

test('c21: sealed matter is in no answer to any role, on no page, in no file but under its seal', async (context) => {
  const people = roleNames.map((role) => ({
    user: roles[role].label,
    password: `Fengcun#2026-${role}`,
    roles: [role],
  }));
  const office = await sealOffice(people);
  const world = await buildWorld(office.app, 0);
  for (const { key } of sealedGroups) {
    for (const record of [world.record, world.twin]) {
      await office.app.value('seal.enter', { register: 'child', record, ...markedEntry(key) });
    }
  }
  const folders = [office.app.dataDir];
  let answers = 0;
  const told: string[] = [];
  const tell = (where: string, text: string): void => {
    answers += 1;
    if (isTold(text)) told.push(where);
  };
  // What ends the desk, or changes who may sit at it, is left to the matrix of roles.
  const left: readonly MethodName[] = [
    'people.rotateKeys',
    'people.add',
    'backup.restore',
    'session.lock',
    'recycle.remove',
    'duplicate.merge',
  ];
  const all = [...people, { ...testUser, roles: [] as RoleName[] }];
  // The sample: who reads nothing of children, who enters them, and who may do everything.
  const sample = all.filter(({ roles: held }) => held.every((role) => ['auditor', 'childrenClerk'].includes(role)));
  for (const { user, password, roles: held } of isFull ? all : sample) {
    await office.as({ user, password });
    const inputs = everyMethod(world);
    for (const name of (Object.keys(methods) as MethodName[]).filter((each) => !left.includes(each))) {
      const answer = await office.app.call(name, inputs[name] as MethodInput<MethodName>);
      tell(`${user} ${name}`, JSON.stringify(answer));
    }
    for (const [index, text] of (await printed(office, world)).entries()) tell(`${user} page ${index}`, text);
    for (const search of [mark, letters, 'sealed']) {
      const found = await office.app.call('register.list', {
        ...{ register: 'child', search, filters: {}, sort: { field: 'name', descending: false } as const },
        ...{ offset: 0, limit: 20 },
      });
      expect(found.ok ? found.value.total : 0).toBe(0);
    }
    // Whoever may not ask is not told how much there is.
    const status = await office.app.call('seal.status', { register: 'child', record: world.record });
    const mayAsk = rightsOf(held).has('seal.ask') && rightsOf(held).has('children.read');
    expect(status.ok).toBe(mayAsk);
    const refused = await office.app.call('seal.ask', requestOf(world.record, { user, password }));
    expect({ user, ok: refused.ok }).toEqual({ user, ok: false });
  }
  expect(told).toEqual([]);
  const { files, found } = tracesIn(folders, traces);
  expect(found).toEqual([]);
  // A wrong password that was tried before makes everybody wait.
  office.later(1);
  // The search finds what is there: under its seal, with a second person, for ten minutes.
  const { view } = await office.app.value(
    'seal.ask',
    requestOf(world.record, { user: '分管领导', password: 'Fengcun#2026-leader' }),
  );
  const shown = JSON.stringify(await office.app.value('seal.view', { view }));
  expect(shown.split(mark).length - 1).toBeGreaterThan(sealedGroups.length);
  expect(tracesIn(folders, traces).found).toEqual([]);
  office.later(10);
  expect(await office.app.call('seal.view', { view })).toMatchObject({ ok: false });
  tellFigure(
    context,
    `${answers} answers and pages of ${isFull ? all.length : sample.length} users, ${files} files: 0 hits`,
  );
}, 120_000);

interface RawDatabase {
  pragma(source: string): unknown;
  key(key: Buffer): number;
  serialize(): Buffer;
  close(): void;
}
const RawDatabase: new (path: string) => RawDatabase = createRequire(import.meta.url)('better-sqlite3');

/** The file of the children as it is under its encryption, free pages too. The office is closed by this. */
async function imageOf(office: SealOffice): Promise<Buffer> {
  const { dataDir } = office.app;
  await office.app.app.close();
  const { keyring } = await readKeyring(vaultFolder(dataDir), testKdf);
  const { dataKeys } = await unlock(keyring, testUser.user, testUser.password);
  const connection = new RawDatabase(compartmentFile(dataDir, 'children'));
  try {
    connection.pragma(`cipher='chacha20'`);
    connection.key(Buffer.concat([Buffer.from('raw:'), dataKeys.keys.get('children') ?? Buffer.alloc(32)]));
    return connection.serialize();
  } finally {
    connection.close();
  }
}

test('c22: what was released or destroyed is in no page of the file, in the log or out of it', async (context) => {
  const office = await sealOffice([
    { ...leader, roles: ['leader'] },
    { ...clerk, roles: ['childrenClerk'] },
  ]);
  const [kept, gone] = [
    await office.addChild('罗小雨', '439981201203010011'),
    await office.addChild('龘靐壬戌', '439981201405020031'),
  ];
  for (const record of [kept, gone]) {
    await office.app.value('seal.enter', { register: 'child', record, ...markedEntry('victim') });
  }
  await office.app.app.close();
  const before = await openClosed(office.app.dataDir);
  const sealed = before
    .database('children')
    .all<{ content: Buffer }>(sql`SELECT "content" FROM "sealed_value" ORDER BY "row"`);
  before.close();
  const rare = ['龘靐壬戌', 'dabingrenxu', 'dbrx', '439981201405020031'].map((text) => Buffer.from(text));
  const hits = (image: Buffer): number =>
    [...rare, ...sealed.map(({ content }) => content.subarray(60, 100))].filter((each) => image.includes(each)).length;
  const untouched = hits(await imageOf(office));
  // The name as it is written and as it is searched for, the number, and both ciphertexts.
  expect(untouched).toBe(rare.length + sealed.length);

  await office.as(testUser);
  const { view } = await office.app.value('seal.ask', requestOf(kept, leader));
  const [entry] = (await office.app.value('seal.view', { view })).entries;
  await office.app.value('seal.release', {
    ...{ view, id: entry?.id ?? '', body: '安宁县人民检察院', document: '安检未解〔2026〕1号' },
    second: { user: leader.user, password: leader.password },
  });
  await office.app.value('recycle.remove', { register: 'child', selection: { ids: [gone] }, reason: '登记错了' });
  await office.app.value('recycle.destroy', { register: 'child', ids: [gone], reason: '登记错了', word: '销毁' });
  // While the desk is open: the log is empty but for what was written after it was emptied.
  const log = tracesIn([vaultFolder(office.app.dataDir)], [['the seal', sealed[0]?.content ?? Buffer.alloc(1)]]);
  expect(log.found).toEqual([]);
  const after = hits(await imageOf(office));
  expect(after).toBe(0);
  tellFigure(context, `${untouched} rare texts and ciphertexts before, ${after} after`);
}, 60_000);
