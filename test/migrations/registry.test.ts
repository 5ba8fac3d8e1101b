import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inventedOffice } from '../../electron/services/demo/inventedChildren.ts';
import { readDraft } from '../../electron/services/drafts/draftStore.ts';
import { villageTable } from '../../electron/services/office/officeStore.ts';
import { createRegisterService } from '../../electron/services/registers/createRegisterService.ts';
import { refreshSearch } from '../../electron/services/search/refreshSearch.ts';
import { transaction } from '../../electron/vault/database.ts';
import { establish, migrate } from '../../electron/vault/migrate.ts';
import { children0010 } from '../../electron/vault/migrations/children/0010-child.ts';
import { childrenMigrations } from '../../electron/vault/migrations/children/index.ts';
import { openEncrypted } from '../../electron/vault/open.ts';
import { sql } from '../../electron/vault/sql.ts';
import { child } from '../../shared/registers/child.ts';
import { readValue } from '../../shared/registers/register.ts';
import { temporaryFolder } from '../unit/vault/temporaryVault.ts';

const identity = { vaultId: '0'.repeat(32), compartment: 'children' };
const context = { today: '2026-11-21', villages: villageTable(inventedOffice) };
const ids = ['6b1d2f3a-0000-4000-8000-000000000001', '6b1d2f3a-0000-4000-8000-000000000002'] as const;

/** A vault as the first release left it: two brothers whose father is written down twice, and an entry not yet saved. */
async function upgraded() {
  const path = join(temporaryFolder(), 'children.vault');
  const key = randomBytes(32);
  const old = openEncrypted(path, key, { create: { label: Buffer.alloc(16, 1) } });
  establish(old, identity, [children0010]);
  transaction(old.database, (db) => {
    for (const [index, id] of ids.entries()) {
      db.run(sql`
        INSERT INTO "child" ("row", "id", "version", "name", "name_order", "id_number", "sex", "birth_date", "village",
          "hardship_grounds", "filled_on", "created_at", "created_by", "updated_at", "updated_by")
        VALUES (${index + 1}, ${id}, 1, ${`高泽${'磊涛'[index]}`}, ${'gao'}, ${['439981202009035631', '439981201306040395'][index] ?? ''},
          '1', ${['2020-09-03', '2013-06-04'][index] ?? ''}, '439981100201', '["C1","F2"]', '2026-10-26',
          '2026-10-26T01:00:00.000Z', '周敏', '2026-10-26T01:00:00.000Z', '周敏')`);
      db.run(sql`
        INSERT INTO "family_member" ("owner", "position", "relation", "name", "phone", "health")
        VALUES (${index + 1}, 0, '51', '高浩', '19962799825', '良好')`);
      db.run(sql`
        INSERT INTO "history" ("register", "record_id", "version", "at", "by", "action", "changes")
        VALUES ('child', ${id}, 1, '2026-10-26T01:00:00.000Z', '周敏', 'create', '[["hardship_grounds",null,["C1","F2"]]]')`);
    }
    db.run(sql`
      INSERT INTO "draft" ("register", "record_id", "by", "version", "content", "saved_at")
      VALUES ('child', '', '周敏', NULL, '{"fields":{"name":"未存","hardship_grounds":["C3"]},"rows":{"members":[]}}', '2026-10-26T01:00:00.000Z')`);
  });
  old.close();
  const file = openEncrypted(path, key);
  onTestFinished(() => file.close());
  await migrate(file, key, identity, childrenMigrations);
  await refreshSearch(file.database, child, context);
  const service = createRegisterService({
    registerOf: () => child,
    databaseOf: () => file.database,
    context: () => context,
    user: () => '周敏',
    now: () => new Date('2026-11-21T01:00:00Z'),
    newId: () => crypto.randomUUID(),
  });
  return { file, service };
}

test('children of the first release are in the registry, numbered, with their grounds as categories', async () => {
  const { service } = await upgraded();
  const { values } = service.get('child', ids[1]);
  expect(values.fields).toMatchObject({ name: '高泽涛', status: '1', file_number: '2026-00002' });
  expect(values.fields).not.toHaveProperty('hardship_grounds');
  expect(values.rows.categories).toEqual([
    { category: 'C1', began_on: '2026-10-26', ended_on: null, basis: null, source: '“失亲”排查表' },
    { category: 'F2', began_on: '2026-10-26', ended_on: null, basis: null, source: '“失亲”排查表' },
  ]);
  expect(readValue(child, values, 'hardship_grounds', context)).toEqual(['C1', 'F2']);
  const { entries } = service.history('child', ids[1]);
  expect(entries[0]?.changes).toEqual([{ label: '事实困难依据', before: '', after: '低保家庭、父母无力监护' }]);
});

test('a father written down alike for two brothers is one person afterwards', async () => {
  const { service } = await upgraded();
  const [one, other] = ids.map((id) => service.get('child', id).values.rows.members?.[0]);
  expect(one).toMatchObject({ relation: '51', name: '高浩', phone: '19962799825', health: '良好' });
  expect(other).toEqual(one);
  expect(service.sharing('child', ids[0]).records).toEqual([{ id: ids[1], name: '高泽涛', labels: ['家庭主要成员'] }]);
});

test('numbers go on, the lists find everybody, and an unsaved entry keeps what was ticked', async () => {
  const { file, service } = await upgraded();
  const draft = readDraft(file.database, { register: 'child', id: null, by: '周敏' });
  expect(draft?.values.fields).toEqual({ name: '未存' });
  expect(draft?.values.rows.categories).toMatchObject([{ category: 'C3' }]);
  const added = service.save({
    register: 'child',
    id: null,
    version: null,
    values: { fields: { name: '新来的', no_id_reason: '1', sex: '2', birth_date: '2020-01-01' }, rows: {} },
  });
  expect(service.get('child', added.id).values.fields.file_number).toBe('2026-00003');
  const list = service.listPage({
    register: 'child',
    search: '高浩',
    filters: { status: ['1'], child_types: ['F2'], gaps: ['1'] },
    sort: { field: 'birth_date', descending: false },
    offset: 0,
    limit: 10,
  });
  expect(list.rows.map((row) => row.cells.name).toSorted()).toEqual(['高泽涛', '高泽磊']);
});
