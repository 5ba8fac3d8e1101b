import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MethodInput, type MethodName, methods } from '../../shared/contract/methods.ts';
import type { Result } from '../../shared/contract/result.ts';
import { registers } from '../../shared/registers/index.ts';
import { methodRights, missingRights, refusalText } from '../../shared/rights/methodRights.ts';
import { peopleCompartments, type RecordAction, rightsOf } from '../../shared/rights/rights.ts';
import { rightsTable } from '../../shared/rights/rightsTable.ts';
import { type RoleName, roleNames, roles } from '../../shared/rights/roles.ts';
import { buildWorld, childOf, everyMethod, upload, type World } from '../fixtures/everyMethod.ts';
import { startTestApp, type TestApp, testUser } from '../testApp.ts';
import { tellFigure } from './figure.ts';

const firstPassword = 'Luoxia-71-guwu';
const ownPassword = 'Qiushui-63-changtian';
const names = Object.keys(methods) as MethodName[];
/** Sent last, because they close the desk, or change who may sit at it. */
const last: readonly MethodName[] = ['people.rotateKeys', 'backup.restore', 'session.lock'];

/** One method for each action on the records of a register that the request names. */
const actionsOfRegister = [
  ['list.counts', 'read'],
  ['recycle.restore', 'write'],
  ['seal.enter', 'help'],
  ['recycle.archived', 'destroy'],
  ['list.export', 'export'],
] as const satisfies readonly (readonly [MethodName, RecordAction])[];

let testApp: TestApp;
let world: World;
let secrets: readonly string[];

beforeAll(async () => {
  testApp = await startTestApp({ promising: false });
  await testApp.setUp();
  for (const role of roleNames) {
    const { label: name } = roles[role];
    await testApp.value('people.add', {
      name,
      password: firstPassword,
      roles: [role],
      villages: null,
      exception: null,
    });
  }
  world = await buildWorld(testApp, 0);
  secrets = [1000, 1001, 1002].flatMap((number) => {
    const { name, id_number: idNumber } = childOf(world.village, number).fields;
    return [name, idNumber].filter((value) => typeof value === 'string');
  });
});
afterAll(() => testApp.close());

const known = new Set<RoleName>();

/** Lets a user of one role sit down, who chooses a password of his own and promises the first time. */
async function sitDown(role: RoleName): Promise<void> {
  testApp = await testApp.restart();
  const user = roles[role].label;
  await testApp.value('session.unlock', { user, password: known.has(role) ? ownPassword : firstPassword });
  if (known.has(role)) return;
  await testApp.value('session.changePassword', { oldPassword: firstPassword, newPassword: ownPassword });
  await testApp.value('session.acceptPromise', {});
  known.add(role);
}

async function send(name: MethodName, input: unknown): Promise<Result<unknown>> {
  return testApp.call(name, input as MethodInput<MethodName>);
}

/** The refusal that the declaration of rights asks for; null where the role may make the request. */
function expectedRefusal(role: RoleName, name: MethodName, input: unknown): string | null {
  const held = rightsOf([role]);
  // Whatever the requests name is a child's, except tickets and imports that are not there; of what nobody reads to him, a user is
  // not told whose it is.
  const compartmentsOf = (object: string) =>
    held.has('children.read') && ['attachment', 'paper'].includes(object) ? (['children'] as const) : [];
  const missing = missingRights(name, input as MethodInput<MethodName>, { held, compartmentsOf });
  return missing.length === 0 ? null : refusalText(missing);
}

test('every method has its right, and a valid request in these tests', () => {
  const inputs = everyMethod(world);
  expect(Object.keys(methodRights).toSorted()).toEqual(names.toSorted());
  expect(Object.keys(inputs).toSorted()).toEqual(names.toSorted());
  const refused = names.filter((name) => !methods[name].input.safeParse(inputs[name]).success);
  expect(refused).toEqual([]);
});

test('until the promise of the year is made nothing is answered but what it takes to make it or leave', async () => {
  testApp = await testApp.restart();
  const user = roles.childrenClerk.label;
  await testApp.value('session.unlock', { user, password: firstPassword });
  await testApp.value('session.changePassword', { oldPassword: firstPassword, newPassword: ownPassword });
  const inputs = everyMethod(world);
  const open = ['session.changePassword', 'session.touch', 'session.lock', 'session.acceptPromise', 'office.get'];
  const owed = { ok: false, error: { code: 'denied', message: '请先作出今年的保密承诺' } };
  for (const name of names.filter((each) => methods[each].access === 'unlocked' && !open.includes(each))) {
    expect({ name, answer: await send(name, inputs[name]) }).toEqual({ name, answer: owed });
  }
  const ask = (address: string, more: RequestInit = {}) =>
    testApp.app.fetch(new Request(`https://hulei.invalid${address}`, more));
  expect((await ask(`/attachment/${world.attachment}`)).status).toBe(404);
  expect((await ask('/print/1')).status).toBe(404);
  expect(await (await ask('/upload', { method: 'POST', body: 'x' })).json()).toEqual(owed);
  await testApp.value('session.acceptPromise', {});
  known.add('childrenClerk');
  expect(await send('register.get', inputs['register.get'])).toMatchObject({ ok: true });
  expect((await ask(`/attachment/${world.attachment}`)).status).toBe(200);
});

test('c16: the addresses of files, prints and photos take the same rights', async () => {
  testApp = await testApp.restart();
  const get = (address: string) => testApp.app.fetch(new Request(`https://hulei.invalid${address}`));
  const post = async (): Promise<Result<unknown>> =>
    (await (
      await testApp.app.fetch(new Request('https://hulei.invalid/upload', { method: 'POST', body: 'x' }))
    ).json()) as Result<unknown>;
  await testApp.value('session.unlock', testUser);
  const { ticket } = await testApp.value('sheet.open', { form: 'F01', selection: { ids: [world.record] } });
  expect((await get(`/attachment/${world.attachment}`)).status).toBe(200);
  expect((await get(`/print/${ticket}`)).status).toBe(200);
  for (const role of ['systemKeeper', 'secrecyOfficer', 'auditor'] as const) {
    await sitDown(role);
    expect((await get(`/attachment/${world.attachment}`)).status).toBe(404);
    expect((await get(`/attachment/${world.attachment}/thumbnail`)).status).toBe(404);
    expect((await get(`/print/${ticket}`)).status).toBe(404);
    expect((await post()).ok).toBe(role === 'systemKeeper');
  }
});

describe.each(roleNames)('c16: %s', (role) => {
  test('is refused by what he names: children and key persons are asked for apart', async () => {
    await sitDown(role);
    const held = rightsOf([role]);
    for (const { key, compartment, lists } of registers) {
      expect(lists.length).toBeGreaterThan(0);
      for (const [name, action] of actionsOfRegister) {
        const input = { ...everyMethod(world)[name], register: key };
        const answer = await send(name, input);
        const isRefused = !answer.ok && /^您没有“.*”的权限/u.test(answer.error.message);
        const isHeld = peopleCompartments.some((each) => each === compartment && held.has(`${each}.${action}`));
        expect({ name, key, isRefused }).toEqual({ name, key, isRefused: !isHeld });
      }
    }
  });
});

describe.each(roleNames)('c16: %s', (role) => {
  test('is refused what its rights do not hold, and nothing else', async (context) => {
    await sitDown(role);
    const inputs = { ...everyMethod(world) };
    if (rightsOf([role]).has('children.write')) {
      // A record that is there as the request says, whatever the role before did with it.
      const { version } = await testApp.value('register.get', { register: 'child', id: world.record });
      world = { ...world, version, upload: await upload(testApp, Buffer.from('姓名,性别\n艾文,男')) };
    }
    const order = [...names.filter((name) => !last.includes(name)), ...last];
    const wrong: string[] = [];
    let answers = '';
    let refusals = 0;
    for (const name of order) {
      const expected = expectedRefusal(role, name, inputs[name]);
      const answer = await send(name, inputs[name]);
      const refusal = !answer.ok && answer.error.code === 'denied' ? answer.error.message : null;
      if (expected === null ? /^您没有“.*”的权限/u.test(refusal ?? '') : refusal !== expected) {
        wrong.push(`${name}: ${JSON.stringify(answer).slice(0, 200)}`);
      }
      if (expected !== null) expect(answer).toEqual({ ok: false, error: { code: 'denied', message: expected } });
      answers += JSON.stringify(answer);
      if (expected !== null) refusals += 1;
    }
    expect(wrong).toEqual([]);
    // Not even in an answer that was allowed: whoever has no right to read records gets no name and no number.
    const held = rightsOf([role]);
    if (!held.has('children.read')) expect(secrets.filter((secret) => answers.includes(secret))).toEqual([]);
    else expect(secrets.some((secret) => answers.includes(secret))).toBe(true);
    tellFigure(context, `${role} ${refusals} of ${order.length} methods refused`);
  });
});

test('the matrix of the manual is the one that is kept', () => {
  const table = rightsTable();
  expect(table.rows.find(({ words }) => words === '儿童：查看')?.marks).toEqual([
    false,
    false,
    false,
    true,
    false,
    true,
    true,
  ]);
  const lines = [
    ['', ...table.roles],
    ['---', ...table.roles.map(() => ':-:')],
    ...table.rows.map(({ words, marks }) => [words, ...marks.map((mark) => (mark ? '✓' : ''))]),
  ].map((cells) => `| ${cells.join(' | ')} |`);
  const folder = join(import.meta.dirname, '../artefacts');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'rights.md'), `# 角色与权限\n\n${lines.join('\n')}\n`);
});
