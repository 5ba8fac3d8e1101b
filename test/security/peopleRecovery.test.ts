import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inventedOffice } from '../../electron/services/demo/inventedChildren.ts';
import { kdfFloor } from '../../electron/vault/kdf.ts';
import { child } from '../../shared/registers/child.ts';
import { startTestApp, type TestApp, testDay, testUser } from '../testApp.ts';
import { repetitions, tellFigure } from './figure.ts';

/** Milliseconds of the processor that a refusal may take: on a computer that does nothing else, within that time. */
const refusalLimit = 1_500;

async function started(options: Parameters<typeof startTestApp>[0]): Promise<{ current: TestApp }> {
  const held = { current: await startTestApp(options) };
  onTestFinished(() => held.current.close());
  return held;
}

/** Sets the office up and returns the recovery key as it stands on paper. */
async function setUp(testApp: TestApp): Promise<string> {
  const { groups, askedGroups } = await testApp.value('setup.begin', {});
  const typedGroups = askedGroups.map((index) => ({ index, text: groups[index] ?? '' }));
  await testApp.value('setup.finish', { office: inventedOffice, ...testUser, typedGroups });
  return groups.join('-');
}

/** SHA-256 of every file of the vault, which must be closed; what counts wrong passwords is no part of it. */
function hashes(dataDir: string): string[] {
  const folder = join(dataDir, 'vault');
  return readdirSync(folder)
    .toSorted()
    .map((name) => {
      const digest = createHash('sha256').update(readFileSync(join(folder, name)));
      return `${name} ${digest.digest('hex')}`;
    });
}

test('c13: wrong passwords and foreign recovery keys get one sentence in time, and change no file', async (context) => {
  // The protection that the program never goes below: weaker parameters would make any limit easy.
  const clock = { now: testDay };
  const held = await started({ kdf: kdfFloor, now: () => clock.now });
  await setUp(held.current);
  const other = await started({ kdf: kdfFloor });
  const foreignKeys = [await setUp(other.current)];
  held.current = await held.current.restart();
  const before = hashes(held.current.dataDir);
  const messages = new Set<string>();
  let slowest = 0;
  const timed = async (work: () => Promise<unknown>): Promise<void> => {
    const began = process.cpuUsage();
    const answer = await work();
    const { user, system } = process.cpuUsage(began);
    slowest = Math.max(slowest, (user + system) / 1000);
    expect(answer).toMatchObject({ ok: false, error: { code: 'denied' } });
    messages.add((answer as { error: { message: string } }).error.message);
  };
  const tries = repetitions(50, 10);
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const user = attempt % 2 === 0 ? testUser.user : `查无此人${attempt}`;
    await timed(() => held.current.call('session.unlock', { user, password: `${testUser.password}${attempt}` }));
    // Half an hour later the next try is taken: it is the refusal that is measured, not the waiting.
    clock.now = new Date(clock.now.getTime() + 31 * 60_000);
  }
  expect([...messages]).toHaveLength(1);
  messages.clear();
  for (let attempt = 0; attempt < 10; attempt += 1) {
    await timed(() => held.current.call('recovery.begin', { recoveryKey: foreignKeys[0] ?? '' }));
  }
  expect([...messages]).toHaveLength(1);
  expect(hashes(held.current.dataDir)).toEqual(before);
  expect(slowest).toBeLessThan(refusalLimit);
  await held.current.value('session.unlock', testUser);
  tellFigure(context, `${tries} passwords and 10 keys refused, slowest ${Math.round(slowest)} ms, 0 files changed`);
});

test('c20: with every password lost the paper key opens, loses nothing, and is replaced', async (context) => {
  const clock = { now: testDay };
  const held = await started({ now: () => clock.now });
  const recoveryKey = await setUp(held.current);
  const ids: string[] = [];
  for (let index = 0; index < 20; index += 1) {
    const fields = {
      ...child.sample.fields,
      id_number: null,
      no_id_reason: '1',
      name: `高${'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉'.charAt(index)}`,
    };
    const values = JSON.parse(JSON.stringify({ ...child.sample, fields }));
    ids.push((await held.current.value('register.save', { register: 'child', id: null, version: null, values })).id);
  }
  held.current = await held.current.restart();
  let steps = 0;
  const began = performance.now();
  const { offer, users } = await held.current.value('recovery.begin', { recoveryKey });
  steps += 1;
  const typedGroups = offer.askedGroups.map((index) => ({ index, text: offer.groups[index] ?? '' }));
  const reset = { user: users[0] ?? '', newPassword: 'Xinmima#27-k', typedGroups };
  await held.current.value('recovery.finish', reset);
  steps += 1;
  const elapsed = performance.now() - began;
  for (const id of ids) expect((await held.current.value('register.get', { register: 'child', id })).id).toBe(id);

  held.current = await held.current.restart();
  expect(await held.current.call('recovery.begin', { recoveryKey })).toMatchObject({ error: { code: 'denied' } });
  expect((await held.current.call('session.unlock', testUser)).ok).toBe(false);
  clock.now = new Date(clock.now.getTime() + 60_000);
  await held.current.value('session.unlock', { user: reset.user, password: reset.newPassword });
  await held.current.value('recovery.drill', { recoveryKey: offer.groups.join('-') });
  tellFigure(
    context,
    `${ids.length} of ${ids.length} records, ${steps} requests, ${Math.round(elapsed)} ms, old key refused`,
  );
});
