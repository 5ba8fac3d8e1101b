import { afterAll, beforeAll, expect, test } from 'vitest';
import { inventedOffice } from '../../electron/services/demo/inventedChildren.ts';
import { villageTable } from '../../electron/services/office/officeStore.ts';
import { type MethodInput, type MethodName, methods } from '../../shared/contract/methods.ts';
import type { Result } from '../../shared/contract/result.ts';
import type { FieldContext } from '../../shared/fields/kinds.ts';
import { child } from '../../shared/registers/child.ts';
import { registers } from '../../shared/registers/index.ts';
import { rightsOf, villageCompartments } from '../../shared/rights/rights.ts';
import { buildWorld, childOf, everyMethod, upload, type World } from '../fixtures/everyMethod.ts';
import { jpegPieces } from '../fixtures/images/buildImages.ts';
import { startTestApp, type TestApp, testUser } from '../testApp.ts';

const context: FieldContext = { today: '2026-11-21', villages: villageTable(inventedOffice) };
const clerk = { user: '李强', password: 'Qiushui-64-changtian' } as const;
const firstPassword = 'Luoxia-73-guwu';
const names = Object.keys(methods) as MethodName[];
/** What a request names a record by, or something that belongs to one. */
const identifiers = [
  'record',
  'twin',
  'removed',
  'paper',
  'removedPaper',
  'attachment',
  'removedAttachment',
  'routeSheet',
  'round',
  'filedSheet',
  'batch',
  'print',
  'printSerial',
] as const satisfies readonly (keyof World)[];

const isLook =
  /\.(?:get|history|sharing|list|open|round|sheetsOf|print|printSheets|preview|previewEdit|find|value|archived)$/u;

let testApp: TestApp;
/** Of the clerk's village, and of another one. */
let own: World;
let foreign: World;
/** Like the other one, and nothing of it was ever there. */
let never: World;

beforeAll(async () => {
  testApp = await startTestApp();
  await testApp.setUp();
  foreign = await buildWorld(testApp, 0);
  own = await buildWorld(testApp, 1);
  never = {
    ...foreign,
    ...Object.fromEntries(identifiers.map((key) => [key, crypto.randomUUID()])),
    printSerial: '2026-999999',
  };
  await testApp.value('people.add', {
    name: clerk.user,
    password: firstPassword,
    // Everything that can be done with a child.
    roles: ['childrenClerk', 'helpClerk', 'leader'],
    villages: [own.village],
    exception: null,
  });
  testApp = await testApp.restart();
  await testApp.value('session.unlock', { user: clerk.user, password: firstPassword });
  await testApp.value('session.changePassword', { oldPassword: firstPassword, newPassword: clerk.password });
});
afterAll(() => testApp.close());

/** A request about a world, with values that the clerk may enter. */
function inputOf(name: MethodName, world: World, posted: string): unknown {
  return everyMethod({ ...world, village: own.village, upload: posted })[name];
}

const namesRecord = (name: MethodName): boolean => {
  const text = JSON.stringify(inputOf(name, foreign, ''));
  return identifiers.some((key) => text.includes(foreign[key]));
};

/** The answer to a request, without the identifiers that it repeats and what is drawn anew for each. */
async function answerTo(name: MethodName, world: World): Promise<string> {
  const posted = await upload(testApp, Buffer.concat(jpegPieces(500, 300)));
  const answer: Result<unknown> = await testApp.call(name, inputOf(name, world, posted) as MethodInput<MethodName>);
  return identifiers.reduce((text, key) => text.replaceAll(world[key], `<${key}>`), JSON.stringify(answer));
}

test('whatever a request names in another village, it is answered as if it had never been', async () => {
  const named = names.filter(namesRecord);
  expect(named.length).toBeGreaterThan(50);
  const differing: string[] = [];
  for (const name of named) {
    const [there, nowhere] = [await answerTo(name, foreign), await answerTo(name, never)];
    if (there !== nowhere) differing.push(`${name}\n  ${there.slice(0, 300)}\n  ${nowhere.slice(0, 300)}`);
  }
  expect(differing).toEqual([]);
});

test('of another village nothing was read, changed or removed', async () => {
  const before = { version: foreign.version, twin: foreign.twinVersion };
  testApp = await testApp.restart();
  await testApp.value('session.unlock', testUser);
  const get = (id: string) => testApp.value('register.get', { register: 'child', id });
  const [record, twin] = [await get(foreign.record), await get(foreign.twin)];
  expect({ version: record.version, twin: twin.version }).toEqual(before);
  const kept = await testApp.value('paper.list', { register: 'child', record: foreign.record });
  expect(kept.papers.map(({ removed }) => removed === null)).toEqual([false, true]);
  const { attachments } = await testApp.value('attachment.list', { register: 'child', record: foreign.record });
  expect(attachments.map(({ id }) => id)).toEqual([foreign.attachment]);
  // What only looks is answered otherwise to whoever has no limit: what it names is there.
  const looking = names.filter((name) => namesRecord(name) && isLook.test(name));
  expect(looking.length).toBeGreaterThan(15);
  const same: MethodName[] = [];
  for (const name of looking) {
    if ((await answerTo(name, foreign)) === (await answerTo(name, never))) same.push(name);
  }
  expect(same).toEqual([]);
});

test('what counts and lists counts the own village alone, and a village that is not his is none of the office', async () => {
  testApp = await testApp.restart();
  await testApp.value('session.unlock', clerk);
  const { session } = await testApp.value('app.state', {});
  expect(session?.villages).toEqual([own.village]);
  const whole = { register: 'child', search: '', filters: {}, sort: { field: 'name', descending: false } };
  const list = await testApp.value('register.list', { ...whole, offset: 0, limit: 50, columns: ['village'] });
  expect(new Set(list.rows.map(({ cells }) => cells.village))).toEqual(new Set([own.villageName]));
  const { villages } = await testApp.value('screening.month', { month: '2026-11' });
  expect(villages.map(({ code }) => code)).toEqual([own.village]);
  const { prints } = await testApp.value('print.list', {
    forms: [],
    people: [],
    from: null,
    to: null,
    untold: false,
    record: null,
    offset: 0,
  });
  expect(prints.map(({ id }) => id)).toContain(own.print);
  expect(prints.map(({ id }) => id)).not.toContain(foreign.print);
  const { batches } = await testApp.value('batch.list', { register: 'child' });
  expect(batches.map(({ id }) => id)).not.toContain(foreign.batch);
  const { sheets } = await testApp.value('route.list', { state: 'open' });
  expect(sheets.map(({ id }) => id)).not.toContain(foreign.routeSheet);
  const unknown = '439981100299';
  expect(inventedOffice.villages.map(({ code }) => code)).not.toContain(unknown);
  for (const [name, inputFor] of [
    ['screening.open', (village: string) => ({ month: '2026-11', village })],
    ['screening.zeroReport', (village: string) => ({ month: '2026-11', villages: [village] })],
    ['route.create', (village: string) => ({ village })],
  ] as const) {
    const answers = [foreign.village, unknown].map((village) =>
      testApp.call(name, inputFor(village) as MethodInput<typeof name>),
    );
    const [there, nowhere] = await Promise.all(answers);
    expect({ name, ...there }).toEqual({ name, ...nowhere });
    expect(there?.ok).toBe(false);
  }
});

test('key persons, who belong to no village, are closed to whoever is limited to some', async () => {
  for (const register of registers) {
    const hasVillage = Object.values(register.fields).some(({ kind }) => kind.options?.(context) === context.villages);
    expect({ register: register.key, hasVillage }).toEqual({
      register: register.key,
      hasVillage: villageCompartments.some((each) => each === register.compartment),
    });
  }
  expect([...rightsOf([], null)].some((right) => right.startsWith('watchlist.'))).toBe(true);
  expect([...rightsOf([], [own.village])].some((right) => right.startsWith('watchlist.'))).toBe(false);
  const { key } = registers.find(({ compartment }) => compartment === 'watchlist') ?? child;
  const whole = { register: key, search: '', filters: {}, sort: { field: 'name', descending: false } };
  expect(await testApp.call('register.list', { ...whole, offset: 0, limit: 50 })).toMatchObject({
    ok: false,
    error: { code: 'denied' },
  });
});

test('a table is taken over for the own village alone, and tells nothing of whom another one has', async () => {
  const known = childOf(foreign.village, 1000).fields;
  const rows = [
    '姓名,身份证号码,性别,出生日期,村（社区）',
    `${known.name},${known.id_number},${known.sex === '1' ? '男' : '女'},${known.birth_date},${own.villageName}`,
    `新来的,,男,2015-03-07,${foreign.villageName}`,
  ];
  const posted = await upload(testApp, Buffer.from(rows.join('\n')));
  const { importId } = await testApp.value('import.read', { register: 'child', upload: posted, fileName: '村.csv' });
  const { rows: judged } = await testApp.value('import.rows', { importId, verdicts: [], offset: 0, limit: 10 });
  expect(judged.map(({ verdict, match }) => ({ verdict, match }))).toEqual([
    { verdict: 'error', match: null },
    { verdict: 'error', match: null },
  ]);
  const messages = judged.map(({ issues }) => issues.map(({ message }) => message).join('；'));
  expect(messages[0]).toContain('在其他村已有登记，请找安全保密员或负责人核对');
  expect(messages[1]).toContain('请选您负责的村（社区）');
});
