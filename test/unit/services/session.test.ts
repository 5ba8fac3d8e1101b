import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inventedOffice } from '../../../electron/services/demo/inventedChildren.ts';
import { createSessionService } from '../../../electron/services/session/createSessionService.ts';
import type { MethodOutput } from '../../../shared/contract/methods.ts';
import { startTestApp, type TestApp, testDay, testKdf, testUser } from '../../testApp.ts';

let testApp: TestApp;
/** Seconds after the beginning of the day: whoever mistyped a password waits. */
let seconds = 0;
beforeEach(async () => {
  seconds = 0;
  testApp = await startTestApp({ now: () => new Date(testDay.getTime() + seconds * 1000) });
});
afterEach(() => testApp.close());

const typedBack = (offer: MethodOutput<'setup.begin'>) =>
  offer.askedGroups.map((index) => ({ index, text: offer.groups[index] ?? '' }));

/** SHA-256 of every file of the vault, which must be closed. */
function hashes(): string[] {
  const folder = join(testApp.dataDir, 'vault');
  return readdirSync(folder)
    .toSorted()
    .map(
      (name) =>
        `${name} ${createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex')}`,
    );
}

describe('first run', () => {
  test('nothing is stored before the recovery key is typed back', async () => {
    const offer = await testApp.value('setup.begin', {});
    expect(offer.groups).toHaveLength(9);
    const wrong = offer.askedGroups.map((index) => ({ index, text: 'ZZZZ' }));
    const refused = await testApp.call('setup.finish', { office: inventedOffice, ...testUser, typedGroups: wrong });
    expect(refused).toMatchObject({ ok: false, error: { code: 'invalid', message: expect.stringMatching(/第\d组/u) } });
    expect(readdirSync(testApp.dataDir).filter((name) => name.startsWith('vault'))).toEqual([]);
    expect((await testApp.value('app.state', {})).state).toBe('first-run');
  });

  test('groups are read as forgivingly as the whole key', async () => {
    const offer = await testApp.value('setup.begin', {});
    const typedGroups = offer.askedGroups.map((index) => ({
      index,
      text: ` ${(offer.groups[index] ?? '').toLowerCase().replaceAll('0', 'o')} `,
    }));
    await testApp.value('setup.finish', { office: inventedOffice, ...testUser, typedGroups });
    expect((await testApp.value('app.state', {})).session).toMatchObject({ user: '周敏', idleMinutes: 5 });
  });

  test('a weak password and a doubled village are refused at their field, and nothing is stored', async () => {
    const typedGroups = typedBack(await testApp.value('setup.begin', {}));
    const weak = { office: inventedOffice, user: '周敏', password: '1234567890', typedGroups };
    expect(await testApp.call('setup.finish', weak)).toMatchObject({
      ok: false,
      error: { code: 'invalid', fields: { password: expect.any(String) } },
    });
    const [first] = inventedOffice.villages;
    const doubled = {
      ...inventedOffice,
      villages: [...inventedOffice.villages, { code: 'V9', name: first?.name ?? '' }],
    };
    expect(await testApp.call('setup.finish', { office: doubled, ...testUser, typedGroups })).toMatchObject({
      ok: false,
      error: { code: 'invalid' },
    });
    expect((await testApp.value('app.state', {})).state).toBe('first-run');
  });

  test('a second first run on the same folder is refused', async () => {
    await testApp.setUp();
    testApp = await testApp.restart();
    const typedGroups = typedBack(await testApp.value('setup.begin', {}));
    expect(await testApp.call('setup.finish', { office: inventedOffice, ...testUser, typedGroups })).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    await testApp.value('session.unlock', testUser);
    expect(await testApp.value('office.get', {})).toEqual(inventedOffice);
  });
});

describe('unlocking', () => {
  beforeEach(async () => {
    await testApp.setUp();
    testApp = await testApp.restart();
  });

  test('a wrong password and an unknown user get the same sentence, and no file changes', async () => {
    const before = hashes();
    const wrongPassword = await testApp.call('session.unlock', { user: '周敏', password: 'wrong' });
    const unknownUser = await testApp.call('session.unlock', { user: '罗建国', password: testUser.password });
    expect(wrongPassword).toEqual(unknownUser);
    expect(wrongPassword).toMatchObject({ ok: false, error: { code: 'denied' } });
    expect(JSON.stringify(wrongPassword)).not.toMatch(/electron|\.ts|at /u);
    expect(hashes()).toEqual(before);
  });

  test('before unlocking, every method but the open ones is refused', async () => {
    expect(await testApp.call('office.get', {})).toMatchObject({ ok: false, error: { code: 'locked' } });
    expect(await testApp.call('session.touch', {})).toMatchObject({ ok: false, error: { code: 'locked' } });
    const upload = await testApp.app.fetch(new Request('https://hulei.invalid/upload', { method: 'POST', body: 'x' }));
    expect(await upload.json()).toMatchObject({ ok: false, error: { code: 'locked' } });
  });

  test('full-width digits of an input method make the same password', async () => {
    await testApp.value('session.unlock', { user: '周敏', password: 'Ｙunque－２０２６－zm' });
  });

  test('a changed password opens the vault, the old one no longer does', async () => {
    await testApp.value('session.unlock', testUser);
    const newPassword = 'Shuangtang-27-mm';
    expect(await testApp.call('session.changePassword', { oldPassword: 'wrong', newPassword })).toMatchObject({
      ok: false,
      error: { code: 'denied', fields: { oldPassword: expect.any(String) } },
    });
    seconds += 1;
    await testApp.value('session.changePassword', { oldPassword: testUser.password, newPassword });
    testApp = await testApp.restart();
    expect((await testApp.call('session.unlock', testUser)).ok).toBe(false);
    seconds += 1;
    await testApp.value('session.unlock', { user: '周敏', password: newPassword });
  });

  test('a missing copy of the key file is restored and said', async () => {
    rmSync(join(testApp.dataDir, 'vault', 'keyring.json'));
    const state = await testApp.value('app.state', {});
    expect(state).toMatchObject({ state: 'locked', notices: [expect.stringContaining('补全')] });
    // A page that is loaded anew says it again; the next core has nothing to say.
    expect(await testApp.value('app.state', {})).toEqual(state);
    testApp = await testApp.restart();
    expect((await testApp.value('app.state', {})).notices).toEqual([]);
    await testApp.value('session.unlock', testUser);
  });

  test('a missing data file is told before anybody types a password, and nothing is made in its place', async () => {
    rmSync(join(testApp.dataDir, 'vault', 'children.vault'));
    expect(await testApp.value('app.state', {})).toMatchObject({
      state: 'damaged',
      problem: expect.stringContaining('备份'),
    });
    expect((await testApp.call('session.unlock', testUser)).ok).toBe(false);
    expect(readdirSync(join(testApp.dataDir, 'vault'))).not.toContain('children.vault');
  });
});

describe('the recovery key', () => {
  test('opens the vault for a user with a new password, and is replaced by a new one', async () => {
    const first = await testApp.value('setup.begin', {});
    await testApp.value('setup.finish', { office: inventedOffice, ...testUser, typedGroups: typedBack(first) });
    testApp = await testApp.restart();

    const begun = await testApp.value('recovery.begin', { recoveryKey: first.groups.join(' ').toLowerCase() });
    expect(begun.users).toEqual(['周敏']);
    const newPassword = 'Shuangtang-27-mm';
    await testApp.value('recovery.finish', { user: '周敏', newPassword, typedGroups: typedBack(begun.offer) });
    expect(await testApp.value('office.get', {})).toEqual(inventedOffice);

    testApp = await testApp.restart();
    expect((await testApp.call('session.unlock', testUser)).ok).toBe(false);
    expect(await testApp.call('recovery.begin', { recoveryKey: first.groups.join('-') })).toMatchObject({
      ok: false,
      error: { code: 'denied' },
    });
    await testApp.value('recovery.begin', { recoveryKey: begun.offer.groups.join('-') });
    seconds += 1;
    await testApp.value('session.unlock', { user: '周敏', password: newPassword });
  });

  test('a slip of the pen is told apart from a wrong key', async () => {
    const { groups } = await testApp.value('setup.begin', {});
    await testApp.setUp();
    testApp = await testApp.restart();
    const slipped = groups.map((group, index) =>
      index === 2 ? `${group.slice(0, 3)}${group[3] === 'A' ? 'B' : 'A'}` : group,
    );
    expect(await testApp.call('recovery.begin', { recoveryKey: slipped.join('-') })).toMatchObject({
      ok: false,
      error: { code: 'invalid', message: expect.stringContaining('第3组') },
    });
    expect(await testApp.call('recovery.begin', { recoveryKey: groups.join('-') })).toMatchObject({
      ok: false,
      error: { code: 'denied' },
    });
  });

  test('nothing changes when recovery is begun and not finished', async () => {
    const offer = await testApp.value('setup.begin', {});
    await testApp.value('setup.finish', { office: inventedOffice, ...testUser, typedGroups: typedBack(offer) });
    testApp = await testApp.restart();
    const before = hashes();
    await testApp.value('recovery.begin', { recoveryKey: offer.groups.join('-') });
    expect(hashes()).toEqual(before);
    await testApp.value('session.unlock', testUser);
  });
});

describe('what is in memory while nobody is at the desk', () => {
  test('a recovery that was begun and left alone is forgotten, with the keys it had opened', async () => {
    const offer = await testApp.value('setup.begin', {});
    await testApp.value('setup.finish', { office: inventedOffice, ...testUser, typedGroups: typedBack(offer) });
    await testApp.app.close();
    const pending = new Set<() => void>();
    const clocked = await startTestApp({
      dataDir: testApp.dataDir,
      schedule: (run) => {
        pending.add(run);
        return () => void pending.delete(run);
      },
    });
    const begun = await clocked.value('recovery.begin', { recoveryKey: offer.groups.join('-') });
    expect(pending.size).toBe(1);
    for (const run of pending) run();
    const finish = { user: '周敏', newPassword: 'Shuangtang-27-mm', typedGroups: typedBack(begun.offer) };
    expect(await clocked.call('recovery.finish', finish)).toMatchObject({
      ok: false,
      error: { code: 'invalid', message: expect.stringContaining('恢复密钥') },
    });
    await clocked.value('session.unlock', testUser);
    await clocked.app.close();
  });

  test('recovery is refused while somebody is at the desk, and the keyring stays as it was', async () => {
    const offer = await testApp.value('setup.begin', {});
    await testApp.value('setup.finish', { office: inventedOffice, ...testUser, typedGroups: typedBack(offer) });
    expect(await testApp.call('recovery.begin', { recoveryKey: offer.groups.join('-') })).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
  });

  test('an unlocking that is overtaken by the end of the session leaves nothing open', async () => {
    await testApp.setUp();
    testApp = await testApp.restart();
    const unlocking = testApp.call('session.unlock', testUser);
    await testApp.app.close();
    expect(await unlocking).toMatchObject({ ok: false, error: { code: 'locked' } });
    expect((await testApp.value('app.state', {})).state).toBe('locked');
    // The files are free again for the next core.
    testApp = await testApp.restart();
    await testApp.value('session.unlock', testUser);
  });

  test('services that could not be built leave the vault closed, and the next unlocking works', async () => {
    await testApp.setUp();
    await testApp.app.close();
    let opened = 0;
    const session = createSessionService({
      dataDir: testApp.dataDir,
      kdf: testKdf,
      now: () => testDay,
      schedule: () => () => {},
      onRefused: () => {},
      onOpen: () => {
        opened += 1;
        if (opened === 1) throw new Error('no desk');
      },
    });
    await expect(session.unlock(testUser.user, testUser.password)).rejects.toThrow('no desk');
    expect(session.session()).toBeNull();
    await session.unlock(testUser.user, testUser.password);
    expect(session.session()?.user).toBe(testUser.user);
    session.close();
  });
});

describe('names and passwords', () => {
  test('a name that grows past the limit when it is normalised is refused: its keyring could never be read again', async () => {
    const offer = await testApp.value('setup.begin', {});
    const user = '㍿'.repeat(20);
    const result = await testApp.call('setup.finish', {
      office: inventedOffice,
      user,
      password: testUser.password,
      typedGroups: typedBack(offer),
    });
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid', fields: { user: expect.any(String) } } });
    expect((await testApp.value('app.state', {})).state).toBe('first-run');
  });

  test('a new password is held to the name of the office as the first one was', async () => {
    await testApp.setUp();
    const change = { oldPassword: testUser.password, newPassword: '安宁镇Xk-7m-29-qv' };
    expect(await testApp.call('session.changePassword', change)).toMatchObject({
      ok: false,
      error: { code: 'invalid', fields: { newPassword: expect.stringContaining('单位') } },
    });
  });
});

describe('the idle lock', () => {
  test('asks the host to lock five minutes after the last sign of life, also after the computer slept', async () => {
    let now = new Date('2026-11-21T09:00:00+08:00');
    let pending: (() => void) | undefined;
    const clocked = await startTestApp({
      now: () => now,
      schedule: (run) => {
        pending = run;
        return () => {
          pending = undefined;
        };
      },
    });
    const pass = (minutes: number): void => {
      now = new Date(now.getTime() + minutes * 60_000);
      pending?.();
    };
    await clocked.setUp();
    pass(4);
    expect(await clocked.value('session.touch', {})).toEqual({ secondsUntilLock: 300 });
    pass(4.9);
    expect(clocked.hostCalls).toEqual([]);
    pass(0.2);
    expect(clocked.hostCalls).toEqual(['lock idle']);
    // Whoever wakes the computer gets no answer, even before a timer has run.
    expect(await clocked.call('office.get', {})).toMatchObject({ ok: false, error: { code: 'locked' } });
    await clocked.close();
  });

  test('the button locks at once', async () => {
    await testApp.setUp();
    await testApp.value('session.lock', {});
    expect(testApp.hostCalls).toEqual(['lock request']);
  });
});
