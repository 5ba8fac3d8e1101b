import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { createAttemptGuard } from '../../../electron/services/session/createAttemptGuard.ts';
import { attemptFile, type RefusedAttempt, readAttempts } from '../../../electron/vault/attemptFile.ts';
import { keysForRoles, unlock } from '../../../electron/vault/keyring.ts';
import { readKeyring, writeKeyring } from '../../../electron/vault/keyringFile.ts';
import { addUser } from '../../../electron/vault/keyringUsers.ts';
import { vaultFolder } from '../../../electron/vault/vault.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { tellFigure } from '../../security/figure.ts';
import { startTestApp, type TestApp, testDay, testKdf, testUser } from '../../testApp.ts';
import { failureOf, temporaryFolder } from '../vault/temporaryVault.ts';

const minute = 60_000;
let testApp: TestApp | undefined;
afterEach(async () => {
  await testApp?.close();
  testApp = undefined;
});

const wrongPassword = async (): Promise<never> => {
  throw new AppError('denied', '用户名或密码不正确，请重新输入。');
};

/** A guard on a folder of its own, with a clock that the test sets; `restart` is a new one on the same folder. */
function guardOf(dataDir = temporaryFolder()) {
  const clock = { at: testDay.getTime() };
  const start = () =>
    createAttemptGuard({
      dataDir,
      now: () => new Date(clock.at),
      isUser: async (name) => name === '周敏',
      onRefused: () => {},
    });
  return { dataDir, clock, guard: start(), restart: start };
}

const taken = async (guard: ReturnType<typeof createAttemptGuard>): Promise<readonly RefusedAttempt[]> => {
  let found: readonly RefusedAttempt[] = [];
  await guard.takeFailedAttempts((refused) => {
    found = refused;
  });
  return found;
};

test('c15: five wrong passwords lock one user for half an hour, whatever is done to program and clock', async (context) => {
  const first = await startTestApp();
  testApp = first;
  await first.setUp();
  testApp = undefined;
  const { dataDir } = first;
  await first.app.close();
  const colleague = { user: '何静', password: '柳林的石桥2026' };
  const folder = vaultFolder(dataDir);
  const { keyring } = await readKeyring(folder, testKdf);
  const { dataKeys } = await unlock(keyring, testUser.user, testUser.password);
  const roles = ['childrenClerk'];
  const entry = {
    ...{ name: colleague.user, roles, keys: keysForRoles(roles) },
    password: colleague.password,
    kdf: testKdf,
  };
  await writeKeyring(folder, await addUser(keyring, dataKeys, entry));

  const clock = { at: testDay.getTime() };
  const start = async (): Promise<TestApp> => startTestApp({ dataDir, now: () => new Date(clock.at) });
  let app = await start();
  const restart = async (): Promise<void> => {
    await app.app.close();
    app = await start();
  };
  const wrong = { ...testUser, password: 'wrong' };
  const sentences = new Set<string>();
  const said = async (input: { user: string; password: string }): Promise<string> => {
    const answer = await app.call('session.unlock', input);
    return answer.ok ? 'open' : answer.error.message;
  };
  for (let failure = 1; failure <= 5; failure += 1) {
    sentences.add(await said(wrong));
    if (failure < 5) {
      // The wait before the next one is told as a moment, and not slept.
      expect(await said(testUser)).toBe(`请等${2 ** (failure - 1)}秒再试；这次的密码没有核对。`);
      clock.at += 1000 * 2 ** (failure - 1);
    }
  }
  expect(sentences).toEqual(new Set(['用户名或密码不正确，请重新输入。']));
  const locked = /^密码连续输错5次，请在\d+:\d\d以后再试，或请安全保密员重设密码。$/u;
  expect(await said(testUser)).toMatch(locked);
  await restart();
  expect(await said(testUser)).toMatch(locked);
  clock.at -= 24 * 60 * minute;
  await restart();
  expect(await said(testUser)).toMatch(locked);
  clock.at += 30 * minute - 1000;
  expect(await said(testUser)).toBe('请等1秒再试；这次的密码没有核对。');
  expect(await said(colleague)).toBe('open');
  await restart();
  clock.at += 1000;
  expect(await said(testUser)).toBe('open');
  await app.close();
  tellFigure(context, '5 failures, then 1800 s through 3 restarts and a clock set back by a day; the colleague works');
});

test('what was refused before the unlocking stands in the chain after it, once', async () => {
  let seconds = 0;
  const app = await startTestApp({ now: () => new Date(testDay.getTime() + seconds * 1000) });
  testApp = app;
  await app.setUp();
  const { dataDir } = app;
  await app.app.close('lock');
  const next = await startTestApp({ dataDir, now: () => new Date(testDay.getTime() + seconds * 1000) });
  testApp = next;
  await next.call('session.unlock', { ...testUser, password: 'wrong' });
  await next.call('session.unlock', { user: '双塘的石榴树2026', password: 'wrong' });
  seconds = 60;
  await next.value('session.unlock', testUser);
  const rows = async () => {
    const page = await next.value('audit.list', {
      ...{ from: null, to: null, users: [], object: '', after: null },
      acts: ['login.failed'],
    });
    return page.rows.map(({ told }) => told);
  };
  await expect.poll(rows).toEqual([
    [expect.stringMatching(/^发生时间：2026年11月21日/u), '场合：登录', '原因：用户名或密码不正确'],
    [expect.stringMatching(/^发生时间：2026年11月21日/u), '场合：登录', '原因：用户名或密码不正确', '用户：周敏'],
  ]);
});

test('a password that is refused at an open desk stands in its chain at once, and once', async () => {
  let seconds = 0;
  const app = await startTestApp({ now: () => new Date(testDay.getTime() + seconds * 1000) });
  testApp = app;
  await app.setUp();
  const failures = async () => {
    const page = await app.value('audit.list', {
      ...{ from: null, to: null, users: [], object: '', after: null },
      acts: ['login.failed'],
    });
    return page.rows.map(({ told }) => told);
  };
  const change = { oldPassword: 'wrong', newPassword: 'Shiliu#27kanshu' };
  const line = ['场合：修改密码', '原因：用户名或密码不正确', '用户：周敏'];
  const waited = ['场合：修改密码', '原因：在等待时间内又试', '用户：周敏'];
  await Promise.all([app.call('session.changePassword', change), app.call('session.changePassword', change)]);
  const first = [expect.arrayContaining(waited), expect.arrayContaining(line)];
  await expect.poll(failures).toEqual(first);
  seconds = 60;
  await app.call('session.changePassword', change);
  await expect.poll(failures).toEqual([expect.arrayContaining(line), ...first]);
  const { dataDir } = app;
  await app.app.close('lock');
  testApp = await startTestApp({ dataDir, now: () => new Date(testDay.getTime() + seconds * 1000) });
  // The next unlocking counts them for whom they were tried, and records none again.
  seconds = 120;
  const { session } = await testApp.value('session.unlock', testUser);
  expect(session.lastSignIn?.failures).toBe(2);
  expect(readAttempts(dataDir).stored.refused).toEqual([]);
});

test('an unknown name waits like a known one, and is not written down', async () => {
  const { dataDir, clock, guard } = guardOf();
  for (const name of ['周敏', '双塘的石榴树2026']) {
    expect(await failureOf(() => guard.attempt('unlock', name, wrongPassword))).toMatchObject({ code: 'denied' });
    const until = new Date(clock.at + 1000).toISOString();
    expect(await failureOf(() => guard.attempt('unlock', name, async () => 1))).toMatchObject({
      code: 'denied',
      message: '请等1秒再试；这次的密码没有核对。',
      fields: { waitUntil: until, waitSeconds: '1' },
    });
  }
  expect(readFileSync(attemptFile(dataDir), 'utf8')).not.toContain('石榴树');
  expect((await taken(guard)).map(({ user, reason }) => [user, reason])).toEqual([
    ['周敏', 'wrong'],
    ['周敏', 'waiting'],
    [null, 'wrong'],
    [null, 'waiting'],
  ]);
});

test('a failure is written down before the password is checked, and taken back when it was right', async () => {
  const { dataDir, guard, restart } = guardOf();
  const counts = () => JSON.parse(readFileSync(attemptFile(dataDir), 'utf8')).failures;
  await guard.attempt('unlock', '周敏', async () => {
    expect(Object.values(counts())).toMatchObject([{ count: 1 }]);
    // Whoever ends the program here has used his guess.
    expect(await failureOf(() => restart().attempt('unlock', '周敏', async () => 1))).toMatchObject({ code: 'denied' });
  });
  expect(counts()).toEqual({});
  const damaged = async (): Promise<never> => {
    throw new AppError('damaged', '钥匙文件已经损坏，请用最近的备份恢复。');
  };
  await failureOf(() => guard.attempt('unlock', '周敏', damaged));
  expect(counts()).toEqual({});
});

test('who was given a new password may use it at once', async () => {
  const { guard, restart } = guardOf();
  await failureOf(() => guard.attempt('unlock', '周敏', wrongPassword));
  await guard.forget(' 周敏');
  expect(await restart().attempt('unlock', '周敏', async () => 1)).toBe(1);
});

test('refused attempts wait for the audit chain, through restarts, and are forgotten once recorded', async () => {
  const { clock, guard, restart } = guardOf();
  await failureOf(() => guard.attempt('restore', '周敏', wrongPassword));
  clock.at -= 60 * minute;
  await failureOf(() => guard.attempt('unlock', '周敏', wrongPassword));
  const again = restart();
  await failureOf(() =>
    again.takeFailedAttempts(() => {
      throw new Error('not recorded');
    }),
  );
  expect((await taken(again)).map(({ kind, reason }) => [kind, reason])).toEqual([
    ['restore', 'wrong'],
    ['unlock', 'clock'],
    ['unlock', 'waiting'],
  ]);
  expect(await taken(again)).toEqual([]);
  expect(await taken(restart())).toEqual([]);
});

test('a file that cannot be read is said, and one that cannot be written keeps nobody out', async () => {
  const { dataDir, clock, guard, restart } = guardOf();
  writeFileSync(attemptFile(dataDir), '{');
  await failureOf(() => guard.attempt('unlock', '周敏', wrongPassword));
  expect((await taken(guard)).map(({ reason }) => reason)).toEqual(['lost', 'wrong']);
  rmSync(attemptFile(dataDir));
  mkdirSync(`${attemptFile(dataDir)}.tmp`);
  writeFileSync(`${attemptFile(dataDir)}.tmp/held`, '');
  const other = restart();
  await failureOf(() => other.attempt('unlock', '周敏', wrongPassword));
  expect(existsSync(attemptFile(dataDir))).toBe(false);
  expect(await failureOf(() => other.attempt('unlock', '周敏', async () => 1))).toMatchObject({ code: 'denied' });
  clock.at += 1000;
  expect(await other.attempt('unlock', '周敏', async () => 1)).toBe(1);
});
