import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { transaction } from '../../../electron/vault/database.ts';
import { establish } from '../../../electron/vault/migrate.ts';
import { children0010 } from '../../../electron/vault/migrations/children/0010-child.ts';
import { children0020 } from '../../../electron/vault/migrations/children/0020-registry.ts';
import { openEncrypted } from '../../../electron/vault/open.ts';
import { sql } from '../../../electron/vault/sql.ts';
import { temporaryFolder } from './temporaryVault.ts';

type Member = readonly [owner: number, name: string | null, idNumber: string | null, phone: string | null];

/** A file of the first release with so many children and these members, and the step that upgrades it. */
function firstRelease(children: number, members: readonly Member[]) {
  const file = openEncrypted(join(temporaryFolder(), 'children.vault'), randomBytes(32), {
    create: { label: randomBytes(16) },
  });
  onTestFinished(() => file.close());
  establish(file, { vaultId: 'v', compartment: 'children' }, [children0010]);
  const { database } = file;
  const position = new Map<number, number>();
  transaction(database, () => {
    for (let row = 1; row <= children; row += 1) {
      const at = `${row % 2 === 0 ? 2026 : 2025}-11-01T00:00:00Z`;
      database.run(sql`
        INSERT INTO "child" ("row", "id", "version", "name", "hardship_grounds", "filled_on", "created_at", "created_by", "updated_at", "updated_by")
        VALUES (${row}, ${crypto.randomUUID()}, 1, ${`甲${row}`}, ${row === 1 ? '["C1","A1"]' : null}, '2026-10-01', ${at}, '周敏', ${at}, '周敏')`);
    }
    for (const [owner, name, idNumber, phone] of members) {
      const place = position.get(owner) ?? 0;
      position.set(owner, place + 1);
      database.run(sql`
        INSERT INTO "family_member" ("owner", "position", "relation", "name", "id_number", "phone")
        VALUES (${owner}, ${place}, '51', ${name}, ${idNumber}, ${phone})`);
    }
  });
  const upgrade = (): void =>
    transaction(database, () => {
      children0020.up({ ...database, execute: file.execute });
    });
  return { database, upgrade };
}

test('children get numbers of their year in the order they were entered, and categories with their day', () => {
  const { database, upgrade } = firstRelease(5, []);
  upgrade();
  expect(database.all(sql`SELECT "file_number" AS number FROM "child" ORDER BY "row"`)).toEqual(
    ['2025-00001', '2026-00001', '2025-00002', '2026-00002', '2025-00003'].map((number) => ({ number })),
  );
  expect(database.all(sql`SELECT "year", "last" FROM "sequence" ORDER BY "year"`)).toEqual([
    { year: '2025', last: 3 },
    { year: '2026', last: 2 },
  ]);
  expect(database.all(sql`SELECT "owner", "category", "began_on" FROM "child_category" ORDER BY "position"`)).toEqual([
    { owner: 1, category: 'C1', began_on: '2026-10-01' },
    { owner: 1, category: 'A1', began_on: '2026-10-01' },
  ]);
});

test('members who agree in everything and have a number or a telephone become one person; all others stay apart', () => {
  const { database, upgrade } = firstRelease(4, [
    [1, '高浩', null, '19900000001'],
    [2, '高浩', null, '19900000001'],
    [2, '高浩', null, '19900000001'],
    [3, '高浩', '439981198001010011', '19900000001'],
    [3, '高浩', null, null],
    [4, '高浩', null, null],
    [4, null, null, '19900000001'],
    [1, null, null, '19900000001'],
  ]);
  upgrade();
  const people = database
    .all<{ shared: number }>(sql`SELECT "shared" FROM "family_member" ORDER BY "row"`)
    .map(({ shared }) => shared);
  const [first] = people;
  expect(people.slice(0, 3)).toEqual([first, first, first]);
  expect(new Set(people.slice(3)).size).toBe(5);
  expect(people.slice(3)).not.toContain(first);
  expect(database.get(sql`SELECT count(*) AS count FROM "relative"`)).toEqual({ count: 6 });
  expect(database.all(sql`SELECT 1 FROM "relative" WHERE "row" NOT IN (SELECT "shared" FROM "family_member")`)).toEqual(
    [],
  );
});

test('the upgrade grows with the number of children, not with its square', () => {
  const took = (children: number): number => {
    const members = Array.from(
      { length: children * 3 },
      (_, index): Member => [(index % children) + 1, `乙${index}`, null, `199${String(index).padStart(8, '0')}`],
    );
    const { upgrade } = firstRelease(children, members);
    const started = performance.now();
    upgrade();
    return performance.now() - started;
  };
  took(100);
  // Eight times as many took 64 times as long once.
  expect(took(4_000) / took(500)).toBeLessThan(24);
}, 60_000);
