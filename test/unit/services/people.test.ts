import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inventedOffice } from '../../../electron/services/demo/inventedChildren.ts';
import type { MethodInput } from '../../../shared/contract/methods.ts';
import { roleNames } from '../../../shared/rights/roles.ts';
import { checkPassword } from '../../../shared/rules/password.ts';
import { startTestApp, type TestApp, type TestInput, testDay, testUser } from '../../testApp.ts';

/** The clock of these tests: it moves when a test says so. */
let clock: Date;
let testApp: TestApp;
beforeEach(async () => {
  clock = testDay;
  testApp = await startTestApp({ now: () => clock });
  await testApp.setUp();
});
afterEach(async () => {
  // As a lock ends it: no backup of every test is wanted.
  await testApp.app.close('lock');
  await testApp.close();
});

const [village] = inventedOffice.villages;
const clerk = {
  name: '罗建国',
  roles: ['childrenClerk'],
  villages: [village?.code ?? ''],
  exception: null,
  password: 'Kanshu!27-qk',
} satisfies MethodInput<'people.add'>;
const officer = {
  name: '丁瑞',
  roles: ['secrecyOfficer', 'systemKeeper'],
  villages: null,
  exception: null,
  password: 'Shiliu#27kan',
} satisfies MethodInput<'people.add'>;
const ownPassword = 'Pingju-31#vm';

/** Locks the desk and unlocks it as somebody. */
async function comeIn(user: string, password: string) {
  testApp = await testApp.restart();
  return (await testApp.value('session.unlock', { user, password })).session;
}

/** Comes in with a first password, and chooses one of his own. */
async function settleIn(person: { readonly name: string; readonly password: string }): Promise<void> {
  await comeIn(person.name, person.password);
  await testApp.value('session.changePassword', { oldPassword: person.password, newPassword: ownPassword });
}

const people = async () => (await testApp.value('people.list', {})).people;
const refusalOf = async <N extends 'people.add' | 'people.change' | 'people.disable' | 'people.resetPassword'>(
  name: N,
  input: TestInput<N>,
) => {
  const answer = await testApp.call(name, input);
  return answer.ok ? undefined : answer.error;
};

describe('a one-person office', () => {
  test('holds every role from the set-up on, with the exception noted, and is asked for nothing more', async () => {
    expect(await people()).toMatchObject([
      {
        name: testUser.user,
        roles: roleNames,
        villages: null,
        disabledAt: null,
        mustChangePassword: false,
        exception: expect.stringContaining('首位用户'),
      },
    ]);
    const session = await comeIn(testUser.user, testUser.password);
    expect(session).toMatchObject({ promiseYear: null, mustChangePassword: false, isDrillDue: false });
  });

  test('nobody can disable himself, and the only one keeps somebody who can grant', async () => {
    expect(await refusalOf('people.disable', { name: testUser.user })).toMatchObject({ code: 'denied' });
    const rights = { name: testUser.user, roles: ['childrenClerk' as const], villages: null, exception: null };
    expect(await refusalOf('people.change', rights)).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('安全保密员'),
    });
  });
});

describe('a person who is added', () => {
  test('may do nothing before he has a password of his own', async () => {
    await testApp.value('people.add', clerk);
    const session = await comeIn(clerk.name, clerk.password);
    expect(session).toMatchObject({ mustChangePassword: true, roles: ['childrenClerk'], villages: clerk.villages });
    const list = { register: 'child', search: '', filters: {}, sort: { field: 'name', descending: false } };
    const page = { ...list, offset: 0, limit: 10 };
    expect(await testApp.call('register.list', page)).toMatchObject({
      ok: false,
      error: { code: 'denied', message: expect.stringContaining('首次密码') },
    });
    const upload = new Request('https://hulei.invalid/upload', { method: 'POST', body: 'x' });
    expect(await (await testApp.app.fetch(upload)).json()).toMatchObject({ ok: false, error: { code: 'denied' } });
    await testApp.value('session.changePassword', { oldPassword: clerk.password, newPassword: ownPassword });
    expect((await testApp.value('app.state', {})).session).toMatchObject({ mustChangePassword: false });
    expect(await testApp.value('register.list', page)).toMatchObject({ total: 0 });
  });

  test('cannot take his first password as his own', async () => {
    await testApp.value('people.add', clerk);
    await comeIn(clerk.name, clerk.password);
    expect(
      await testApp.call('session.changePassword', { oldPassword: clerk.password, newPassword: clerk.password }),
    ).toMatchObject({ ok: false, error: { code: 'invalid' } });
  });

  test.each([
    ['a weak password', { password: '1234567890' }, { fields: { password: expect.any(String) } }],
    ['a village that is not there', { villages: ['999999999999'] }, { fields: { villages: expect.any(String) } }],
    [
      'roles that exclude each other without a reason',
      { roles: ['secrecyOfficer' as const, 'auditor' as const] },
      { fields: { exception: expect.stringContaining('安全审计员') } },
    ],
  ])('is refused for %s', async (_, change, error) => {
    expect(await refusalOf('people.add', { ...clerk, ...change })).toMatchObject({ code: 'invalid', ...error });
    expect(await people()).toHaveLength(1);
  });

  test.each([
    ['罗建国', 'Luojianguo#31'],
    ['欧阳菲', 'Ouyangf#31-kv'],
    ['尉迟敏', 'Weichimin#31-k'],
    ['单雄信', 'Danxx#31-kvmp'],
    ['吕芳', 'Lufang#31-kvq'],
    ['王芳（民政）', 'Wangfang#31-k'],
  ])('%s is refused with his name in pinyin (%s), which the page says while it is typed', async (name, password) => {
    const context = await testApp.value('password.context', { user: name, office: null });
    const [message] = checkPassword(password, context).reasons;
    expect(message).toContain('拼音');
    expect(await refusalOf('people.add', { ...clerk, name, password })).toMatchObject({ code: 'invalid', message });
    const other = await testApp.value('password.context', { user: clerk.name, office: null });
    expect(checkPassword(clerk.password, other).acceptable).toBe(true);
  });

  test('may hold excluding roles with a reason, which stands beside them', async () => {
    await testApp.value('people.add', {
      ...clerk,
      roles: ['secrecyOfficer', 'auditor'],
      villages: null,
      exception: '只有两个人，审计由他兼任',
    });
    expect((await people())[1]).toMatchObject({ exception: '只有两个人，审计由他兼任' });
    const rights = { name: clerk.name, roles: ['childrenClerk' as const], villages: null, exception: null };
    await testApp.value('people.change', rights);
    expect((await people())[1]).toMatchObject({ roles: ['childrenClerk'], exception: null });
  });

  test('has a name of his own', async () => {
    await testApp.value('people.add', clerk);
    expect(await refusalOf('people.add', clerk)).toMatchObject({
      code: 'conflict',
      fields: { name: expect.any(String) },
    });
  });
});

describe('roles', () => {
  test('of oneself cannot be changed while there is anybody else', async () => {
    await testApp.value('people.add', clerk);
    const rights = { name: testUser.user, roles: [...roleNames], villages: null, exception: '人手不够，一人兼任' };
    expect(await refusalOf('people.change', rights)).toMatchObject({ code: 'denied' });
  });

  test('that need other keys give and take them', async () => {
    await testApp.value('people.add', clerk);
    await settleIn(clerk);
    expect((await testApp.call('register.get', { register: 'child', id: crypto.randomUUID() })).ok).toBe(false);
    await comeIn(testUser.user, testUser.password);
    await testApp.value('people.change', {
      name: clerk.name,
      roles: ['systemKeeper'],
      villages: null,
      exception: null,
    });
    await comeIn(clerk.name, ownPassword);
    const refused = await testApp.call('register.get', { register: 'child', id: crypto.randomUUID() });
    expect(refused).toMatchObject({ ok: false, error: { code: 'denied' } });
    expect((await testApp.call('people.list', {})).ok).toBe(true);
    expect(await refusalOf('people.add', officer)).toMatchObject({ code: 'denied' });
  });
});

describe('who leaves', () => {
  beforeEach(async () => {
    await testApp.value('people.add', clerk);
    await settleIn(clerk);
    await comeIn(testUser.user, testUser.password);
  });

  test('opens nothing from that moment, like a name that nobody knows', async () => {
    await testApp.value('people.disable', { name: clerk.name });
    expect((await people())[1]).toMatchObject({ disabledAt: clock.toISOString() });
    testApp = await testApp.restart();
    const disabled = await testApp.call('session.unlock', { user: clerk.name, password: ownPassword });
    const unknown = await testApp.call('session.unlock', { user: '查无此人', password: ownPassword });
    expect(disabled).toEqual(unknown);
    expect(disabled).toMatchObject({ ok: false, error: { code: 'denied' } });
  });

  test('may know keys, and the backups that they open are named', async () => {
    // A name of its own: the backup of the unlocking is still on its way in this process.
    clock = new Date(clock.getTime() + 60_000);
    const { made } = await testApp.value('backup.make', { job: crypto.randomUUID() });
    expect((await testApp.value('people.exposedBackups', {})).backups).toEqual([]);
    await testApp.value('people.disable', { name: clerk.name });
    expect((await testApp.value('people.list', {})).keysKnownTo).toEqual([clerk.name]);
    const exposed = (await testApp.value('people.exposedBackups', {})).backups;
    expect(exposed).toContainEqual({ id: expect.any(String), made, people: [clerk.name] });
    // As long as he knows the keys, no backup takes the place of another.
    expect(await testApp.value('people.exposedBackups', {})).toMatchObject({ isReplaced: false });
  });

  test('knows no key any more once they were exchanged, and only the old backups stay exposed', async () => {
    await testApp.value('people.disable', { name: clerk.name });
    clock = new Date(clock.getTime() + 60_000);
    await testApp.value('people.rotateKeys', {});
    expect(testApp.hostCalls).toContain('lock keysChanged');
    await comeIn(testUser.user, testUser.password);
    expect((await testApp.value('people.list', {})).keysKnownTo).toEqual([]);
    const { length } = (await testApp.value('people.exposedBackups', {})).backups;
    expect(length).toBeGreaterThan(0);
    clock = new Date(clock.getTime() + 60_000);
    await testApp.value('backup.make', { job: crypto.randomUUID() });
    expect((await testApp.value('people.exposedBackups', {})).backups).toHaveLength(length);
  });

  test('comes back with a first password, and knows nothing he may not know', async () => {
    await testApp.value('people.disable', { name: clerk.name });
    await testApp.value('people.resetPassword', { name: clerk.name, password: 'Zaihui#27-km' });
    expect(await testApp.value('people.list', {})).toMatchObject({
      people: [{}, { disabledAt: null, mustChangePassword: true, roles: clerk.roles, villages: clerk.villages }],
      keysKnownTo: [],
    });
    const filter = { from: null, to: null, users: [], acts: ['password.reset' as const], object: '', after: null };
    expect((await testApp.value('audit.list', filter)).rows[0]).toMatchObject({
      told: expect.arrayContaining(['停用的用户重新启用', '1个村（社区）']),
    });
    expect(await comeIn(clerk.name, 'Zaihui#27-km')).toMatchObject({ mustChangePassword: true });
  });

  test('is never the last who can grant', async () => {
    await testApp.value('people.add', officer);
    await settleIn(officer);
    expect(await refusalOf('people.disable', { name: testUser.user })).toBeUndefined();
    expect(await refusalOf('people.disable', { name: officer.name })).toMatchObject({ code: 'denied' });
    await testApp.value('people.add', {
      ...officer,
      name: '沈桂兰',
      roles: ['systemKeeper'],
      password: 'Guanli-31#kw',
    });
    await comeIn('沈桂兰', 'Guanli-31#kw');
    await testApp.value('session.changePassword', { oldPassword: 'Guanli-31#kw', newPassword: 'Guanli-32#kw' });
    expect(await refusalOf('people.disable', { name: officer.name })).toMatchObject({ code: 'conflict' });
  });
});

describe('a forgotten password', () => {
  test('is set anew by the secrecy officer, and the lock-out is over with it', async () => {
    await testApp.value('people.add', clerk);
    await settleIn(clerk);
    testApp = await testApp.restart();
    for (let tries = 0; tries < 5; tries += 1) {
      clock = new Date(clock.getTime() + 60_000);
      await testApp.call('session.unlock', { user: clerk.name, password: 'falsch' });
    }
    const refused = await testApp.call('session.unlock', { user: clerk.name, password: ownPassword });
    expect(refused).toMatchObject({
      error: { message: expect.stringMatching(/请在\d+:\d\d以后再试，或请安全保密员重设密码/u) },
    });
    await testApp.value('session.unlock', testUser);
    const until = new Date(clock.getTime() + 30 * 60_000).toISOString();
    expect((await people())[1]).toMatchObject({ lockedUntil: until });
    await testApp.value('people.resetPassword', { name: clerk.name, password: 'Zaishe#27-km' });
    expect((await people())[1]).toMatchObject({ lockedUntil: null });
    expect((await comeIn(clerk.name, 'Zaishe#27-km')).mustChangePassword).toBe(true);
  });

  test('is set anew by the secrecy officer, and has to be changed', async () => {
    await testApp.value('people.add', clerk);
    await settleIn(clerk);
    await comeIn(testUser.user, testUser.password);
    await testApp.value('people.resetPassword', { name: clerk.name, password: 'Zaishe#27-km' });
    expect((await comeIn(clerk.name, 'Zaishe#27-km')).mustChangePassword).toBe(true);
    const again = { oldPassword: 'Zaishe#27-km', newPassword: ownPassword };
    expect(await testApp.call('session.changePassword', again)).toMatchObject({
      ok: false,
      error: { code: 'invalid', message: expect.stringContaining('最近用过') },
    });
  });
});

describe('what a user is told when he comes in', () => {
  test('when he was here before', async () => {
    const first = clock.toISOString();
    clock = new Date(clock.getTime() + 3_600_000);
    expect((await comeIn(testUser.user, testUser.password)).lastSignIn).toEqual({ at: first, failures: 0 });
  });

  test('how often a wrong password was entered for him meanwhile, whoever came in first', async () => {
    await testApp.value('people.add', clerk);
    await settleIn(clerk);
    testApp = await testApp.restart();
    for (let tries = 0; tries < 2; tries += 1) {
      await testApp.call('session.unlock', { user: clerk.name, password: 'falsch' });
      clock = new Date(clock.getTime() + 60_000);
    }
    await comeIn(testUser.user, testUser.password);
    expect((await comeIn(clerk.name, ownPassword)).lastSignIn).toMatchObject({ failures: 2 });
    expect((await comeIn(clerk.name, ownPassword)).lastSignIn).toMatchObject({ failures: 0 });
  });

  test('that his password is old, unless the office does not want it', async () => {
    clock = new Date(clock.getTime() + 91 * 86_400_000);
    expect((await comeIn(testUser.user, testUser.password)).oldPasswordDays).toBe(91);
    await testApp.value('security.save', { idleMinutes: 5, passwordReminder: false });
    expect((await comeIn(testUser.user, testUser.password)).oldPasswordDays).toBeNull();
  });

  test('the promise of each new year, once, and not in the middle of the night', async () => {
    clock = new Date(2026, 11, 31, 23, 59);
    expect((await comeIn(testUser.user, testUser.password)).promiseYear).toBeNull();
    clock = new Date(2027, 0, 1, 0, 1);
    expect(await testApp.call('people.list', {})).toMatchObject({ ok: true });
    expect((await comeIn(testUser.user, testUser.password)).promiseYear).toBe(2027);
    expect((await testApp.value('app.state', {})).session?.promiseYear).toBeNull();
    expect((await comeIn(testUser.user, testUser.password)).promiseYear).toBeNull();
  });

  test('that the recovery key was not tried for a year, until it was', async () => {
    clock = new Date(clock.getTime() + 366 * 86_400_000);
    expect((await comeIn(testUser.user, testUser.password)).isDrillDue).toBe(true);
    expect(await testApp.value('recovery.status', {})).toMatchObject({ isDrillDue: true, lastDrill: { opened: true } });
  });
});

test('the drill opens with the paper key, says when it does not, and changes no file of the keyring', async () => {
  await testApp.close();
  testApp = await startTestApp({ now: () => clock });
  const offer = await testApp.value('setup.begin', {});
  const typedGroups = offer.askedGroups.map((index) => ({ index, text: offer.groups[index] ?? '' }));
  await testApp.value('setup.finish', { office: inventedOffice, ...testUser, typedGroups });
  clock = new Date(clock.getTime() + 366 * 86_400_000);
  await comeIn(testUser.user, testUser.password);
  const recoveryKey = offer.groups.join('-');
  const slip = `${recoveryKey.startsWith('7') ? '8' : '7'}${recoveryKey.slice(1)}`;
  expect(await testApp.call('recovery.drill', { recoveryKey: slip })).toMatchObject({ error: { code: 'invalid' } });
  expect(await testApp.value('recovery.status', {})).toMatchObject({ isDrillDue: true });
  await testApp.value('recovery.drill', { recoveryKey });
  expect(await testApp.value('recovery.status', {})).toEqual({
    lastDrill: { at: clock.toISOString(), by: testUser.user, opened: true },
    isDrillDue: false,
    isSplit: false,
  });
});

test('the idle limit is the one that the office chose', async () => {
  await testApp.value('security.save', { idleMinutes: 12, passwordReminder: true });
  expect(await testApp.value('session.touch', {})).toEqual({ secondsUntilLock: 12 * 60 });
  expect((await comeIn(testUser.user, testUser.password)).idleMinutes).toBe(12);
});

describe('a recovery key on three sheets', () => {
  const typedBack = (sheets: readonly { groups: string[]; askedGroups: number[] }[]) =>
    sheets.flatMap(({ groups, askedGroups }, sheet) =>
      askedGroups.map((index) => ({ sheet, index, text: groups[index] ?? '' })),
    );

  test('holds only when every sheet was read back, and any two of them open', async () => {
    const { sheets } = await testApp.value('recovery.renew', { isSplit: true });
    const texts = sheets.map(({ groups }) => groups.join('-'));
    expect(texts).toHaveLength(3);
    const wrong = typedBack(sheets).map((group) => (group.sheet === 2 ? { ...group, text: 'ZZZZ' } : group));
    expect(await testApp.call('recovery.confirm', { typedGroups: wrong })).toMatchObject({
      error: { code: 'invalid', message: expect.stringContaining('第3张') },
    });
    expect(await testApp.call('recovery.drill', { shares: texts.slice(0, 2) })).toMatchObject({
      error: { code: 'denied' },
    });
    await testApp.value('recovery.confirm', { typedGroups: typedBack(sheets) });
    for (const [one, other] of [
      [0, 1],
      [1, 2],
      [2, 0],
    ] as const) {
      await testApp.value('recovery.drill', { shares: [texts[one] ?? '', texts[other] ?? ''] });
    }
    expect(await testApp.value('recovery.status', {})).toMatchObject({ isSplit: true, isDrillDue: false });
    expect(await testApp.call('recovery.drill', { shares: [texts[0] ?? '', texts[0] ?? ''] })).toMatchObject({
      error: { code: 'invalid' },
    });
  });

  test('is replaced by a whole one when it was used', async () => {
    const { sheets } = await testApp.value('recovery.renew', { isSplit: true });
    await testApp.value('recovery.confirm', { typedGroups: typedBack(sheets) });
    testApp = await testApp.restart();
    const shares = sheets.slice(1).map(({ groups }) => groups.join('-'));
    const { offer } = await testApp.value('recovery.begin', { shares });
    const reset = { user: testUser.user, newPassword: 'Xinmima#27-k', typedGroups: typedBack([offer]) };
    await testApp.value('recovery.finish', reset);
    expect(await testApp.value('recovery.status', {})).toMatchObject({ isSplit: false });
    testApp = await testApp.restart();
    expect(await testApp.call('recovery.begin', { shares })).toMatchObject({ error: { code: 'denied' } });
  });
});
