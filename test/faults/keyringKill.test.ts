import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { readKeyring } from '../../electron/vault/keyringFile.ts';
import { vaultFolder } from '../../electron/vault/vault.ts';
import type { ActName } from '../../shared/audit/acts.ts';
import type { MethodInput } from '../../shared/contract/methods.ts';
import { startTestApp, type TestApp, testKdf, testUser } from '../testApp.ts';
import { temporaryFolder } from '../unit/vault/temporaryVault.ts';

const clerk = {
  name: '罗建国',
  roles: ['childrenClerk'],
  villages: null,
  exception: null,
  password: 'Kanshu!27-qk',
} satisfies MethodInput<'people.add'>;
const newPassword = 'Pingju-31#vm';

type Sheets = readonly { readonly groups: readonly string[]; readonly askedGroups: readonly number[] }[];
const typedBack = (sheets: Sheets) =>
  sheets.flatMap(({ groups, askedGroups }, sheet) =>
    askedGroups.map((index) => ({ sheet, index, text: groups[index] ?? '' })),
  );

/** An office with a clerk, closed, and its recovery key as it stands on paper. */
let office: TestApp;
let recoveryKey = '';
beforeAll(async () => {
  office = await startTestApp();
  await office.setUp();
  await office.value('people.add', clerk);
  const { sheets } = await office.value('recovery.renew', { isSplit: false });
  await office.value('recovery.confirm', { typedGroups: typedBack(sheets) });
  recoveryKey = sheets[0]?.groups.join('-') ?? '';
  await office.app.close('lock');
});
afterAll(() => office.close());

/** As a kill at this moment would leave it. Another process copies: this one would lose its locks by reading what it has open. */
function copyOf(dataDir: string): string {
  const copy = temporaryFolder();
  const script = 'require("fs").cpSync(process.argv[1], process.argv[2], { recursive: true })';
  expect(spawnSync(process.execPath, ['-e', script, dataDir, copy]).status).toBe(0);
  return copy;
}

/** Does `work`, and gives the folder as it was before, between and after the writings of the keyring's two copies, and at the end. */
async function killedWhile(dataDir: string, work: () => Promise<unknown>): Promise<string[]> {
  const copies: string[] = [];
  const { renameSync } = fs;
  fs.renameSync = (from, to) => {
    const isKeyring = /keyring(\.copy)?\.json$/u.test(String(to));
    if (isKeyring && copies.length === 0) copies.push(copyOf(dataDir));
    renameSync(from, to);
    if (isKeyring) copies.push(copyOf(dataDir));
  };
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    fs.renameSync = renameSync;
    syncBuiltinESMExports();
  }
  return [...copies, copyOf(dataDir)];
}

const generationIn = async (dataDir: string): Promise<number> =>
  (await readKeyring(vaultFolder(dataDir), testKdf)).keyring.generation;

const changes: Partial<Record<ActName, (app: TestApp) => Promise<unknown>>> = {
  'person.add': (app) => app.value('people.add', { ...clerk, name: '新来的' }),
  'person.change': (app) => {
    const { password: _, ...rights } = clerk;
    return app.value('people.change', { ...rights, roles: ['auditor'] });
  },
  'person.disable': (app) => app.value('people.disable', { name: clerk.name }),
  'password.reset': (app) => app.value('people.resetPassword', { name: clerk.name, password: newPassword }),
  'password.change': (app) => app.value('session.changePassword', { oldPassword: testUser.password, newPassword }),
  'recovery.renewed': async (app) => {
    const { sheets } = await app.value('recovery.renew', { isSplit: true });
    await app.value('recovery.confirm', { typedGroups: typedBack(sheets) });
  },
  'recovery.used': async (app) => {
    const { offer } = await app.value('recovery.begin', { recoveryKey });
    await app.value('recovery.finish', { user: testUser.user, newPassword, typedGroups: typedBack([offer]) });
  },
  'keys.rotate': (app) => app.value('people.rotateKeys', {}),
};

test.each(Object.entries(changes))(
  'c24: killed in %s, the keyring is changed and the audit says so once, or neither',
  async (act, work) => {
    const app = await startTestApp({ dataDir: copyOf(office.dataDir) });
    onTestFinished(() => app.close());
    const before = await generationIn(app.dataDir);
    if (act !== 'recovery.used') await app.value('session.unlock', testUser);
    const copies = await killedWhile(app.dataDir, () => work(app));
    const isDone = await Promise.all(copies.map(async (dataDir) => (await generationIn(dataDir)) > before));
    const told: number[] = [];
    for (const [index, dataDir] of copies.entries()) {
      const isNewPassword = isDone[index] && (act === 'password.change' || act === 'recovery.used');
      const user = isNewPassword ? { ...testUser, password: newPassword } : testUser;
      const killed = await startTestApp({ dataDir });
      await killed.value('session.unlock', user);
      // Told at the first unlocking, and not again at the second.
      const again = await killed.restart();
      await again.value('session.unlock', user);
      const filter = { from: null, to: null, users: [], acts: [act as ActName], object: '', after: null };
      told.push((await again.value('audit.list', filter)).rows.length);
      expect((await again.value('audit.status', {})).faults).toEqual([]);
      await again.close();
    }
    const [first = 0] = told;
    expect([isDone, told]).toEqual([
      [false, true, true, true],
      [first, first + 1, first + 1, first + 1],
    ]);
  },
);
