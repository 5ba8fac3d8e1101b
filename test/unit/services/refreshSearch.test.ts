import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inventedChild, inventedOffice, repeatableRandom } from '../../../electron/services/demo/inventedChildren.ts';
import { villageTable } from '../../../electron/services/office/officeStore.ts';
import { createRegisterService } from '../../../electron/services/registers/createRegisterService.ts';
import { refreshSearch } from '../../../electron/services/search/refreshSearch.ts';
import { compartments } from '../../../electron/vault/compartments.ts';
import { transaction } from '../../../electron/vault/database.ts';
import { establish } from '../../../electron/vault/migrate.ts';
import { openEncrypted } from '../../../electron/vault/open.ts';
import { sql } from '../../../electron/vault/sql.ts';
import { child } from '../../../shared/registers/child.ts';

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
