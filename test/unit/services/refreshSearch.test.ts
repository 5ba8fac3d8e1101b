import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { inventedChild, inventedOffice, repeatableRandom } from '../../../electron/services/demo/inventedChildren.ts';
import { villageTable } from '../../../electron/services/office/officeStore.ts';
import { createRegisterService } from '../../../electron/services/registers/createRegisterService.ts';
import { refreshSearch } from '../../../electron/services/search/refreshSearch.ts';
import { compartments } from '../../../electron/vault/compartments.ts';
import { steppedTransaction, transaction } from '../../../electron/vault/database.ts';
import { establish } from '../../../electron/vault/migrate.ts';
import { openEncrypted } from '../../../electron/vault/open.ts';
import { sql } from '../../../electron/vault/sql.ts';
import { child } from '../../../shared/registers/child.ts';
import { openRegisterDesk } from './registerDesk.ts';

const context = { today: '2026-11-21', villages: villageTable(inventedOffice) };

test('records whose search keys another version made are found and sorted again after unlocking', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hulei-test-'));
  const file = openEncrypted(join(folder, 'children.vault'), randomBytes(32), { create: { label: randomBytes(16) } });
  onTestFinished(() => {
    file.close();
    rmSync(folder, { recursive: true });
  });
  const { database } = file;
  establish(file, { vaultId: 'v', compartment: 'children' }, compartments.children.migrations);
  const service = createRegisterService({
    registerOf: () => child,
    databaseOf: () => database,
    context: () => context,
    user: () => '周敏',
    now: () => new Date('2026-11-21T01:00:00Z'),
    newId: () => crypto.randomUUID(),
  });
  const random = repeatableRandom(2);
  const names = ['张伟', '安娜', '欧阳朵朵'];
  service.insertMany(
    child,
    names.map((name, index) => {
      const values = inventedChild(index, random);
      return { ...values, fields: { ...values.fields, name } };
    }),
  );
  const found = (search: string): (string | undefined)[] =>
    service
      .listPage({
        register: 'child',
        search,
        filters: {},
        sort: { field: 'name', descending: false },
        offset: 0,
        limit: 9,
      })
      .rows.map((row) => row.cells.name);
  const inOrder = found('');
  expect(await refreshSearch(database, child, context)).toBe(3);
  expect(await refreshSearch(database, child, context)).toBe(0);

  transaction(database, () => {
    database.run(sql`DELETE FROM child_search`);
    database.run(sql`UPDATE child SET name_order = id`);
    database.run(sql`UPDATE search_version SET version = 0`);
  });
  expect(found('oydd')).toEqual([]);
  expect(await refreshSearch(database, child, context)).toBe(3);
  expect(found('oydd')).toEqual(['欧阳朵朵']);
  expect(found('')).toEqual(inOrder);
});

/** A register of eighty children, one of them in the recycle bin, whose keys are partly missing and partly those of another version. */
function openOutdated() {
  const desk = openRegisterDesk();
  const { database, service } = desk;
  const random = repeatableRandom(5);
  service.insertMany(
    child,
    Array.from({ length: 80 }, (_, index) => inventedChild(index, random)),
  );
  const keys = () =>
    database.all(sql`SELECT "place", "key", "owner" FROM child_search ORDER BY "place", "key", "owner"`);
  const matches = () =>
    database.all(sql`SELECT "signal", "key", "owner" FROM child_match ORDER BY "signal", "key", "owner"`);
  transaction(database, () => {
    database.run(
      sql`UPDATE child SET deleted_at = '2026-11-21', deleted_by = '周敏', deleted_reason = '录错了' WHERE "row" = 40`,
    );
  });
  const wanted = { keys: keys(), matches: matches() };
  transaction(database, () => {
    database.run(sql`DELETE FROM child_match`);
    database.run(sql`DELETE FROM child_search WHERE "owner" % 3 = 0`);
    database.run(
      sql`INSERT INTO child_search ("place", "key", "owner") SELECT 0, 'zhaoan', "row" FROM child WHERE "row" % 3 = 1`,
    );
  });
  return { ...desk, wanted, held: () => ({ keys: keys(), matches: matches() }) };
}

test('between two slices records are read and saved, and get the keys of what they say then', async () => {
  const { database, service, held } = openOutdated();
  const refreshing = refreshSearch(database, child, context);
  await setImmediate();
  const ids = database.all<{ id: string }>(sql`SELECT "id" FROM child WHERE "row" IN (1, 75, 76) ORDER BY "row"`);
  for (const { id } of ids) {
    const { version, values } = service.get('child', id);
    // A key of the new name may be among those of the other version.
    const fields = { ...values.fields, name: '赵安' };
    service.save({ register: 'child', id, version, values: { ...values, fields } });
  }
  service.save({
    register: 'child',
    id: null,
    version: null,
    values: { fields: { name: '新来的', no_id_reason: '1', sex: '2', birth_date: '2020-01-01' }, rows: {} },
  });
  // One more than it found, because it passes the end last.
  expect(await refreshing).toBe(81);
  const after = held();
  transaction(database, () => {
    database.run(sql`DELETE FROM child_search`);
    database.run(sql`DELETE FROM child_match`);
    database.run(sql`UPDATE search_version SET version = 0`);
  });
  await refreshSearch(database, child, context);
  expect(after).toEqual(held());
});

test('a long write goes first, and records in the recycle bin get their keys too', async () => {
  const { database, wanted, held } = openOutdated();
  const refreshing = refreshSearch(database, child, context);
  const steps = steppedTransaction(database, function* writing() {
    for (let index = 0; index < 5; index += 1) yield;
  });
  await Promise.all([refreshing, steps]);
  expect(held()).toEqual(wanted);
});
