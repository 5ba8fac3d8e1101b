import { copyFileSync, cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inventedOffice } from '../../../electron/services/demo/inventedChildren.ts';
import { unlock } from '../../../electron/vault/keyring.ts';
import { keyringFileNames, readKeyring } from '../../../electron/vault/keyringFile.ts';
import { openEncrypted } from '../../../electron/vault/open.ts';
import { compartmentFile, vaultFolder } from '../../../electron/vault/vault.ts';
import type { ActName } from '../../../shared/audit/acts.ts';
import { startTestApp, type TestApp, testKdf, testUser } from '../../testApp.ts';
import { temporaryFolder } from '../vault/temporaryVault.ts';

type Sheets = readonly { readonly groups: readonly string[]; readonly askedGroups: readonly number[] }[];
const typedBack = (sheets: Sheets) =>
  sheets.flatMap(({ groups, askedGroups }, sheet) =>
    askedGroups.map((index) => ({ sheet, index, text: groups[index] ?? '' })),
  );
const newPassword = 'Pingju-31#vm';

/** An office whose keyring can be kept and put back, with and without a program that has it open. */
async function desk() {
  const dataDir = temporaryFolder();
  const copies = keyringFileNames.map((name) => join(vaultFolder(dataDir), name));
  let current = await startTestApp({ dataDir });
  onTestFinished(() => current.app.close());
  await current.setUp();
  /** The program once more, locked; `between` is what happens to the closed files. */
  async function locked(between: () => void = () => undefined): Promise<TestApp> {
    await current.app.close('lock');
    between();
    current = await startTestApp({ dataDir });
    return current;
  }
  return {
    dataDir,
    first: current,
    keep: () => copies.forEach((path) => void copyFileSync(path, `${path}.kept`)),
    putBack: () => copies.forEach((path) => void copyFileSync(`${path}.kept`, path)),
    locked,
    async next(between?: () => void): Promise<TestApp> {
      const app = await locked(between);
      await app.value('session.unlock', testUser);
      return app;
    },
  };
}

const addPerson = (app: TestApp, name: string) =>
  app.value('people.add', {
    ...{ name, roles: ['childrenClerk'], villages: null, exception: null },
    password: 'Luoxia-74-guwu',
  });

async function renewRecoveryKey(app: TestApp): Promise<string> {
  const { sheets } = await app.value('recovery.renew', { isSplit: false });
  await app.value('recovery.confirm', { typedGroups: typedBack(sheets) });
  return sheets[0]?.groups.join('-') ?? '';
}

async function recover(app: TestApp, recoveryKey: string): Promise<void> {
  const { offer } = await app.value('recovery.begin', { recoveryKey });
  await app.value('recovery.finish', { user: testUser.user, newPassword, typedGroups: typedBack([offer]) });
}

async function timesTold(app: TestApp, act: ActName): Promise<number> {
  const filter = { from: null, to: null, users: [], acts: [act], object: '', after: null };
  return (await app.value('audit.list', filter)).rows.length;
}

async function openFaultsOf(app: TestApp) {
  await app.value('audit.verify', {});
  return (await app.value('audit.status', {})).faults.filter(({ review }) => review === null);
}

async function reviewAll(app: TestApp): Promise<void> {
  for (const { file, kind, mark } of await openFaultsOf(app)) {
    await app.value('audit.review', { file, kind, mark, reason: '已查明' });
  }
}

test.each([0, 1, 2])(
  'a recovery key that was renewed, used on the keyring of before with %i changes since, is told once, and so is the keyring',
  async (changes) => {
    const { first, keep, putBack, locked } = await desk();
    const recoveryKey = await renewRecoveryKey(first);
    keep();
    await renewRecoveryKey(first);
    for (const name of ['李强', '石磊'].slice(0, changes)) await addPerson(first, name);
    const app = await locked(putBack);
    await recover(app, recoveryKey);
    expect([await timesTold(app, 'recovery.used'), await timesTold(app, 'recovery.renewed')]).toEqual([1, 2]);
    expect(await openFaultsOf(app)).toMatchObject([{ kind: 'keyring' }]);
    // The next change of the keyring, and the next unlocking, add and hide nothing.
    await addPerson(app, '王丽华');
    const later = await locked();
    await later.value('session.unlock', { ...testUser, password: newPassword });
    expect(await openFaultsOf(later)).toMatchObject([{ kind: 'keyring' }]);
    expect([await timesTold(later, 'recovery.used'), await timesTold(later, 'recovery.renewed')]).toEqual([1, 2]);
  },
);

test('a keyring that is put back while it is open takes no change, and is told at the next unlocking', async () => {
  const { first, keep, putBack, next } = await desk();
  keep();
  await addPerson(first, '王丽华');
  putBack();
  const rights = { name: '李强', roles: ['childrenClerk' as const], villages: null, exception: null };
  const refused = await first.call('people.add', { ...rights, password: 'Luoxia-74-guwu' });
  expect(refused).toMatchObject({ ok: false, error: { code: 'stale' } });
  expect(await openFaultsOf(await next())).toMatchObject([{ kind: 'keyring' }]);
});

test.each([2, 25])(
  'an old keyring that went on elsewhere by %i changes, past ours, is told when it comes back',
  async (changes) => {
    const { dataDir, first, locked, next } = await desk();
    await addPerson(first, '王丽华');
    const elsewhere = join(temporaryFolder(), 'copy');
    const ours = await next(() => cpSync(dataDir, elsewhere, { recursive: true }));
    await ours.value('people.disable', { name: '王丽华' });

    const theirs = await startTestApp({ dataDir: elsewhere });
    onTestFinished(() => theirs.app.close());
    await theirs.value('session.unlock', testUser);
    for (let change = 0; change < changes; change += 1) {
      await theirs.value('people.change', {
        ...{ name: '王丽华', roles: ['childrenClerk'], exception: null },
        villages: change % 2 === 0 ? [inventedOffice.villages[0]?.code ?? ''] : null,
      });
    }
    await theirs.app.close('lock');
    const app = await locked(() => {
      for (const name of keyringFileNames)
        copyFileSync(join(vaultFolder(elsewhere), name), join(vaultFolder(dataDir), name));
    });
    await app.value('session.unlock', testUser);
    expect(await openFaultsOf(app)).toMatchObject([{ kind: 'keyring' }]);
    // It is known from here on: what is changed in it is no further fault.
    await reviewAll(app);
    await addPerson(app, '李强');
    expect(await openFaultsOf(await next())).toEqual([]);
  },
);

test('lost anchors hide no keyring that was put back', async () => {
  const { dataDir, first, keep, putBack, next } = await desk();
  keep();
  await addPerson(first, '王丽华');
  const both = await next(() => {
    putBack();
    rmSync(join(vaultFolder(dataDir), 'anchors.json'));
  });
  expect(await openFaultsOf(both)).toMatchObject([{ kind: 'anchors' }, { kind: 'keyring' }]);
  await addPerson(both, '李强');
  await reviewAll(both);
  const later = await next();
  expect(await openFaultsOf(later)).toEqual([]);
  expect((await later.value('audit.status', {})).faults.map(({ kind }) => kind).toSorted()).toEqual([
    'anchors',
    'keyring',
  ]);
});

test('a change made before a keyring that was put back is looked into is told once', async () => {
  const { first, keep, putBack, next } = await desk();
  keep();
  await first.value('session.changePassword', { oldPassword: testUser.password, newPassword });
  const back = await next(putBack);
  await addPerson(back, '李强');
  await reviewAll(back);
  const later = await next();
  expect(await openFaultsOf(later)).toEqual([]);
  expect(await timesTold(later, 'person.add')).toBe(1);
});

test('the same keyring put back a second time is a fault of its own, and stays one', async () => {
  const { first, keep, putBack, next } = await desk();
  keep();
  await addPerson(first, '王丽华');
  await reviewAll(await next(putBack));
  const again = await next();
  expect(await openFaultsOf(again)).toEqual([]);
  await addPerson(again, '王丽华');
  const second = await next(putBack);
  expect(await openFaultsOf(second)).toMatchObject([{ kind: 'keyring' }]);
  await addPerson(second, '李强');
  expect(await openFaultsOf(await next())).toMatchObject([{ kind: 'keyring' }]);
});

test('an office that noted how far its keyring had come, and no more, takes it over, and tells the next one that is put back', async () => {
  const { dataDir, first, keep, putBack, next } = await desk();
  await addPerson(first, '王丽华');
  const { keyring } = await readKeyring(vaultFolder(dataDir), testKdf);
  const { dataKeys } = await unlock(keyring, testUser.user, testUser.password);
  const sound = await next(() => {
    const file = openEncrypted(compartmentFile(dataDir, 'office'), dataKeys.keys.get('office') ?? Buffer.alloc(0));
    file.execute(`DELETE FROM setting WHERE key = 'keyring_authentication'`);
    file.close();
    keep();
  });
  expect([await openFaultsOf(sound), await timesTold(sound, 'person.add')]).toEqual([[], 1]);
  await addPerson(sound, '李强');
  expect(await openFaultsOf(await next(putBack))).toMatchObject([{ kind: 'keyring' }]);
});
