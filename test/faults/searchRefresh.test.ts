import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { inventedChild, inventedOffice, repeatableRandom } from '../../electron/services/demo/inventedChildren.ts';
import { villageTable } from '../../electron/services/office/officeStore.ts';
import { createRegisterService } from '../../electron/services/registers/createRegisterService.ts';
import { refreshSearch } from '../../electron/services/search/refreshSearch.ts';
import { compartments } from '../../electron/vault/compartments.ts';
import { transaction } from '../../electron/vault/database.ts';
import { establish } from '../../electron/vault/migrate.ts';
import { type EncryptedFile, openEncrypted } from '../../electron/vault/open.ts';
import { sql } from '../../electron/vault/sql.ts';
import { child } from '../../shared/registers/child.ts';
import { temporaryFolder } from '../unit/vault/temporaryVault.ts';

const context = { today: '2026-11-21', villages: villageTable(inventedOffice) };
const children = 600;

const keysOf = ({ database }: EncryptedFile): unknown[] =>
  database.all(sql`SELECT "place", "key", "owner" FROM child_search ORDER BY "place", "key", "owner"`);
const reached = ({ database }: EncryptedFile): number =>
  database.get<{ count: number }>(sql`SELECT count(DISTINCT "owner") AS "count" FROM child_search`)?.count ?? 0;

test('killed while search keys are renewed, the next unlock goes on, and in the end every key is there', async () => {
  const path = join(temporaryFolder(), 'children.vault');
  const key = randomBytes(32);
  const made = openEncrypted(path, key, { create: { label: randomBytes(16) } });
  establish(made, { vaultId: 'v', compartment: 'children' }, compartments.children.migrations);
  const service = createRegisterService({
    registerOf: () => child,
    databaseOf: () => made.database,
    context: () => context,
    user: () => '周敏',
    now: () => new Date('2026-11-21T01:00:00Z'),
    newId: () => crypto.randomUUID(),
  });
  const random = repeatableRandom(3);
  service.insertMany(
    child,
    Array.from({ length: children }, (_, index) => inventedChild(index, random)),
  );
  const wanted = keysOf(made);
  transaction(made.database, (db) => db.run(sql`DELETE FROM child_search`));
  made.close();

  let before = 0;
  for (let kill = 0; kill < 3; kill += 1) {
    const program = fileURLToPath(new URL('searchRefresher.ts', import.meta.url));
    const running = spawn(process.execPath, [program, path, key.toString('hex')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void running.kill('SIGKILL'));
    const closed = once(running, 'close');
    await once(running.stdout, 'data');
    running.kill('SIGKILL');
    await closed;
    const file = openEncrypted(path, key);
    expect(file.problems()).toEqual([]);
    expect(reached(file)).toBeGreaterThanOrEqual(before);
    before = reached(file);
    expect(before).toBeGreaterThan(0);
    file.close();
  }
  // Otherwise nothing was cut short.
  expect(before).toBeLessThan(children);
  const file = openEncrypted(path, key);
  onTestFinished(() => file.close());
  expect(await refreshSearch(file.database, child, context)).toBe(children);
  expect(keysOf(file)).toEqual(wanted);
  expect(await refreshSearch(file.database, child, context)).toBe(0);
});
