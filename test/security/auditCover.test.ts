import { afterAll, beforeAll, expect, test } from 'vitest';
import { methodActs } from '../../shared/audit/methodActs.ts';
import type { AuditLine } from '../../shared/contract/auditMethods.ts';
import { type MethodName, methods } from '../../shared/contract/methods.ts';
import { buildWorld, everyMethod, type World } from '../fixtures/everyMethod.ts';
import { startTestApp, type TestApp, testDay } from '../testApp.ts';
import { tellFigure } from './figure.ts';

/** Closes what is open, so that they come last or not at all here; each has a test of its own. */
const closing: readonly MethodName[] = ['people.rotateKeys', 'backup.restore', 'session.lock'];
/** Stands for the identifier of what is not there. */
const nowhere = '6b1d2f3a-0000-4000-8000-0000000000ff';

let app: TestApp;
let world: World;

beforeAll(async () => {
  // Rows of several files are told in the order of their time.
  let time = testDay.getTime();
  app = await startTestApp({
    now: () => {
      time += 1;
      return new Date(time);
    },
  });
  await app.setUp();
  world = await buildWorld(app, 0);
}, 60_000);
afterAll(() => app.close());

async function rows(): Promise<readonly AuditLine[]> {
  const filter = { from: null, to: null, users: [], acts: [], object: '', after: null };
  return (await app.value('audit.list', filter)).rows;
}

test('c24: every method of the contract is an act, or nothing for a reason', async (context) => {
  const names = Object.keys(methods) as MethodName[];
  const inputs = everyMethod(world);
  let recorded = 0;
  let refused = 0;
  for (const name of names) {
    const declared = methodActs[name];
    if (declared.act === null) expect(declared.because, name).not.toBe('');
    if (closing.includes(name)) continue;
    const before = keyOf((await rows())[0]);
    const answer = await app.call(name, inputs[name] as never);
    const added = newRows(await rows(), before).filter(
      ({ act }) => !['audit.view', 'system', 'integrity'].includes(act),
    );
    if (!answer.ok) {
      refused += 1;
      // What is refused changes nothing; that somebody may not do it is told, and so is a wrong password.
      const told = ['refused', declared.act, ...(answer.error.code === 'denied' ? ['login.failed'] : [])];
      expect(
        added.every(({ act }) => told.includes(act)),
        `${name}: ${answer.error.code}`,
      ).toBe(true);
      continue;
    }
    const acts = added.map(({ act }) => act);
    if (declared.act === null) continue;
    const isLook = 'terms' in declared || declared.act === 'audit.view';
    if (!isLook) expect(acts, name).toContain(declared.act);
    recorded += 1;
  }
  tellFigure(context, `${recorded} acts recorded, ${refused} requests refused, ${names.length} methods`);
  expect(recorded).toBeGreaterThan(35);
});

test('c24: a request that fails leaves neither a change nor its row', async () => {
  const before = (await rows())[0];
  const answer = await app.call('register.save', {
    register: 'child',
    id: nowhere,
    version: 1,
    values: { fields: { name: '没有这个人' }, rows: {} },
  });
  expect(answer.ok).toBe(false);
  expect(newRows(await rows(), keyOf(before)).filter(({ act }) => act === 'record.save')).toEqual([]);
});

test('every row of all that is sound', async () => {
  expect((await app.value('audit.verify', {})).faults).toEqual([]);
});

function keyOf(row: AuditLine | undefined): string {
  return `${row?.file} ${row?.seq}`;
}

function newRows(found: readonly AuditLine[], before: string): readonly AuditLine[] {
  const index = found.findIndex((row) => keyOf(row) === before);
  return index < 0 ? found : found.slice(0, index);
}
