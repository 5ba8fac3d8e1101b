import { expect, test } from 'vitest';
import { transaction } from '../../../electron/vault/database.ts';
import { sql } from '../../../electron/vault/sql.ts';
import { testUser } from '../../testApp.ts';
import { clerk, leader, openClosed, requestOf, sealOffice } from './sealDesk.ts';

test('the state 专门学校 of an older release goes from the registry into sealed matter, with the name of the school', async () => {
  const office = await sealOffice([
    { ...leader, roles: ['leader'] },
    { ...clerk, roles: ['childrenClerk'] },
  ]);
  const moved = await office.addChild('罗小雨', '439981201203010011');
  const other = await office.addChild('罗小宇', '439981201405020031');
  await office.app.app.close();
  const vault = await openClosed(office.app.dataDir);
  // As a release wrote it that had no other place for it.
  transaction(vault.database('children'), (database) =>
    database.run(
      sql`UPDATE "child" SET "study_state" = '10', "school_or_status" = '青禾专门学校' WHERE "id" = ${moved}`,
    ),
  );
  vault.close();
  await office.as(clerk);
  // What it rests on is brought up to date beside the first requests.
  await expect
    .poll(async () => (await office.app.value('register.get', { register: 'child', id: moved })).values.fields, {
      timeout: 10_000,
    })
    .toMatchObject({ study_state: null, school_or_status: null });
  const { values } = await office.app.value('register.get', { register: 'child', id: other });
  expect(values.fields).toMatchObject({ study_state: '3' });
  expect(await office.app.value('seal.status', { register: 'child', record: moved })).toEqual({ count: 1 });
  expect(await office.app.value('seal.status', { register: 'child', record: other })).toEqual({ count: 0 });
  const { view } = await office.app.value('seal.ask', requestOf(moved, leader));
  expect((await office.app.value('seal.view', { view })).entries).toMatchObject([
    { matter: 'procedure', basis: '5', values: { kinds: ['4'], special_school: '青禾专门学校' } },
  ]);
  // Once is enough.
  await office.as(testUser);
  expect(await office.app.value('seal.status', { register: 'child', record: moved })).toEqual({ count: 1 });
  const entered = await office.app.call('register.save', {
    register: 'child',
    id: other,
    version: 1,
    values: { ...values, fields: { ...values.fields, study_state: '10' } },
  });
  expect(entered).toMatchObject({ ok: false, error: { fields: { study_state: expect.any(String) } } });
});
