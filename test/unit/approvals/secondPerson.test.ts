import { expect, test } from 'vitest';
import { createSecondPerson } from '../../../electron/services/approvals/secondPerson.ts';
import { type DataKeys, unlock } from '../../../electron/vault/keyring.ts';
import { readKeyring } from '../../../electron/vault/keyringFile.ts';
import { addUser } from '../../../electron/vault/keyringUsers.ts';
import { vaultFolder } from '../../../electron/vault/vault.ts';
import { rightsOf } from '../../../shared/rights/rights.ts';
import { failureOf, temporaryVault, testKdf, testUser } from '../vault/temporaryVault.ts';

const asking = testUser.name;
const leader = { user: '何建国', password: 'Zhengfu#2026hjg' } as const;
const clerk = { user: '罗小红', password: 'Tuanwei#2026lxh' } as const;

/** The second person's desk in a vault with these users beside the one who asks. */
async function desk(
  others: readonly { user: string; password: string; roles: readonly string[]; mustChangePassword?: boolean }[],
) {
  const { dataDir, dataKeys } = await temporaryVault();
  let { keyring } = await readKeyring(vaultFolder(dataDir), testKdf);
  for (const { user, password, roles, ...state } of others) {
    keyring = await addUser(keyring, dataKeys, {
      name: user,
      password,
      roles,
      keys: ['children'],
      kdf: testKdf,
      ...state,
    });
  }
  const withRoles = (name: string, roles: readonly string[]) => ({ name, roles: name === asking ? [] : roles });
  return createSecondPerson({
    user: () => asking,
    users: async () => keyring.users.map(({ name, roles }) => withRoles(name, roles)),
    unlock: async (user, password) => {
      const unlocked = await unlock(keyring, user, password);
      return { ...unlocked, user: { ...unlocked.user, ...withRoles(unlocked.user.name, unlocked.user.roles) } };
    },
    mayApprove: (right, roles) => rightsOf(roles).has(right),
  });
}

test('somebody else with the right agrees by his password, and his keys are wiped afterwards', async () => {
  const second = await desk([{ ...leader, roles: ['leader'] }]);
  expect(await second.people('seal.approve')).toEqual({ people: [leader.user], alone: false });
  let lent: DataKeys | undefined;
  const agreed = await second.approve(leader, 'seal.approve', async (approval, keys) => {
    lent = keys;
    expect(keys.keys.get('children')?.every((byte) => byte === 0)).toBe(false);
    return approval;
  });
  expect(agreed).toEqual({ by: leader.user, alone: false });
  expect([...(lent?.keys.values() ?? [])].every((key) => key.every((byte) => byte === 0))).toBe(true);
});

test('nobody without the right agrees, whatever his password', async () => {
  const second = await desk([
    { ...leader, roles: ['leader'] },
    { ...clerk, roles: ['childrenClerk'] },
  ]);
  let done = false;
  const refused = await failureOf(() =>
    second.approve(clerk, 'seal.approve', () => {
      done = true;
    }),
  );
  expect(refused).toMatchObject({
    code: 'denied',
    fields: { 'second.user': expect.stringContaining('没有批准的权限') },
  });
  expect(done).toBe(false);
});

test('a role that this program does not know is no right', async () => {
  const second = await desk([{ ...leader, roles: ['everything'] }]);
  expect(await second.people('seal.approve')).toEqual({ people: [], alone: true });
  expect(await failureOf(() => second.approve(leader, 'seal.approve', () => 0))).toMatchObject({ code: 'denied' });
});

test('a wrong password and an unknown name are refused in the same words', async () => {
  const second = await desk([{ ...leader, roles: ['leader'] }]);
  const wrong = await failureOf(() => second.approve({ ...leader, password: 'x' }, 'seal.approve', () => 0));
  const unknown = await failureOf(() => second.approve({ ...leader, user: '没有' }, 'seal.approve', () => 0));
  expect(wrong).toMatchObject({
    code: 'denied',
    fields: { 'second.password': expect.stringContaining('请批准人本人输入') },
  });
  expect(unknown).toEqual(wrong);
});

test('the one who asks cannot agree himself while somebody else can, however he writes his name', async () => {
  const second = await desk([{ ...leader, roles: ['leader'] }]);
  for (const user of [asking, ` ${asking}　`]) {
    const self = await failureOf(() => second.approve({ user, password: testUser.password }, 'seal.approve', () => 0));
    expect(self).toMatchObject({
      code: 'denied',
      fields: { 'second.user': expect.stringContaining('不能由本人确认') },
    });
  }
});

test('where nobody else can agree, he does so with his password, and it is told as an exception', async () => {
  const second = await desk([{ ...clerk, roles: ['childrenClerk'] }]);
  expect(await second.people('seal.approve')).toEqual({ people: [], alone: true });
  const self = { user: asking, password: testUser.password };
  expect(await second.approve(self, 'seal.approve', (approval) => approval)).toEqual({ by: asking, alone: true });
  const wrong = await failureOf(() => second.approve({ ...self, password: 'x' }, 'seal.approve', () => 0));
  expect(wrong).toMatchObject({
    code: 'denied',
    fields: { 'second.password': expect.stringContaining('您本人的密码不正确') },
  });
});

test('nobody agrees with a password that somebody else chose for him', async () => {
  const second = await desk([{ ...leader, roles: ['leader'], mustChangePassword: true }]);
  const refused = await failureOf(() => second.approve(leader, 'seal.approve', () => 0));
  expect(refused).toMatchObject({ code: 'denied', fields: { 'second.user': expect.stringContaining('别人设的') } });
});
