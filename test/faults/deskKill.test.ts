import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Desk } from '../../electron/services/createDesk.ts';
import { inventedOffice } from '../../electron/services/demo/inventedChildren.ts';
import { writeOffice } from '../../electron/services/office/officeStore.ts';
import { compartmentLabel } from '../../electron/vault/compartments.ts';
import { type ReadableDatabase, transaction, type WritableDatabase } from '../../electron/vault/database.ts';
import { establish } from '../../electron/vault/migrate.ts';
import { children0010 } from '../../electron/vault/migrations/children/0010-child.ts';
import { type EncryptedFile, openEncrypted } from '../../electron/vault/open.ts';
import { identifier, sql } from '../../electron/vault/sql.ts';
import { compartmentFile, createVault, type Vault } from '../../electron/vault/vault.ts';
import { verifyChain } from '../../electron/vault/verifyChain.ts';
import { homeVisit } from '../../shared/papers/homeVisit.ts';
import { child } from '../../shared/registers/child.ts';
import { temporaryFolder, testRecoveryKey, testUser } from '../unit/vault/temporaryVault.ts';
import {
  deskOn,
  photo,
  registered,
  registeredChildren,
  rosterPhone,
  screenedVillage,
  type Task,
  tasks,
  thumbnail,
  unlockVault,
} from './deskProgram.ts';

const program = fileURLToPath(new URL('deskProgram.ts', import.meta.url));

/** Runs the program to its end by its own hand, or kills it some milliseconds after it began. */
async function run(dataDir: string, task: Task | 'unlock', end: { dieAt?: number; killAfter?: number } = {}) {
  const parameters = [program, dataDir, task, ...(end.dieAt === undefined ? [] : [String(end.dieAt)])];
  const running = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void running.kill('SIGKILL'));
  let said = '';
  let began = 0;
  running.stdout.setEncoding('utf8').on('data', (part: string) => {
    if (began === 0) began = performance.now();
    said += part;
  });
  const closed = once(running, 'close');
  if (end.killAfter !== undefined) {
    await Promise.race([once(running.stdout, 'data'), closed]);
    await new Promise((resolve) => setTimeout(resolve, end.killAfter));
    running.kill('SIGKILL');
  }
  await closed;
  const writes = /^done (\d+)$/mu.exec(said)?.[1];
  return { acknowledged: writes !== undefined, writes: Number(writes ?? 0), took: performance.now() - began };
}

/**
 * Everything in a compartment as one number, with random identifiers told apart by the order they come in. The audit chain says when
 * something was done, so it is another one each time; whether it is whole is asked apart.
 */
function contentOf(database: ReadableDatabase): string {
  const hash = createHash('sha256');
  const identifiers = new Map<string, string>();
  const tables = database.all<{ name: string }>(
    sql`SELECT "name" FROM sqlite_schema WHERE "type" = 'table' AND "name" NOT LIKE 'sqlite_%' AND "name" <> 'audit' ORDER BY "name"`,
  );
  for (const { name } of tables) {
    hash.update(`\n${name}`);
    for (const row of database.all<Record<string, unknown>>(sql`SELECT * FROM ${identifier(name)}`)) {
      const values = Object.values(row).map((value) =>
        value instanceof Uint8Array ? createHash('sha256').update(value).digest('hex') : value,
      );
      hash.update(
        JSON.stringify(values).replace(/\b(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/gu, (id) => {
          const known = identifiers.get(id) ?? `#${identifiers.size}`;
          identifiers.set(id, known);
          return known;
        }),
      );
    }
  }
  return hash.digest('hex');
}

/** What the next unlock finds: the content as it is stored, and the services on it. The file must be sound. */
async function reopened<T>(dataDir: string, look: (desk: Desk, stored: string) => T): Promise<T> {
  const vault = await unlockVault(dataDir);
  try {
    const database = vault.database('children');
    expect(database.all(sql`SELECT * FROM pragma_integrity_check`)).toEqual([{ integrity_check: 'ok' }]);
    expect(database.all(sql`SELECT * FROM pragma_foreign_key_check`)).toEqual([]);
    expect((await verifyChain(database, vault.audit('children').key, [])).fault).toBeNull();
    const stored = contentOf(database);
    return look(deskOn(vault), stored);
  } finally {
    vault.close();
  }
}

const contentIn = (dataDir: string): Promise<string> => reopened(dataDir, (_, stored) => stored);

function copyOf(dataDir: string): string {
  const copy = temporaryFolder();
  cpSync(dataDir, copy, { recursive: true });
  return copy;
}

/** How many a list finds; every search is also a search. */
const found = (desk: Desk, search: string, scope: 'kept' | 'deleted' = 'kept'): number =>
  desk.registers.listPage({
    register: 'child',
    search,
    filters: {},
    scope,
    sort: { field: 'name', descending: false },
    offset: 0,
    limit: 1,
  }).total;

let plain = '';
beforeAll(async () => {
  plain = mkdtempSync(join(tmpdir(), 'hulei-test-'));
  await createVault(plain, { firstUser: testUser, recoveryKey: testRecoveryKey, initialize });
  await prepare(plain, ({ registers, refreshSearch }) => {
    registers.insertMany(child, registeredChildren);
    return refreshSearch();
  });
});
afterAll(() => rmSync(plain, { recursive: true }));

function initialize(vault: Vault): void {
  transaction(vault.database('office'), (database) => writeOffice(database, inventedOffice));
}

async function prepare(dataDir: string, work: (desk: Desk, database: WritableDatabase) => unknown): Promise<void> {
  const vault = await unlockVault(dataDir);
  try {
    await work(deskOn(vault), vault.database('children'));
  } finally {
    vault.close();
  }
}

const everybody = { register: 'child', search: '', filters: {}, sort: { field: 'name', descending: false } } as const;

/** Gives two children a photo each, of other content each. */
function addPhotos({ attachments }: Desk, ids: readonly string[]): void {
  for (const [index, record] of ids.entries()) {
    const file = {
      register: 'child',
      record,
      name: '院门',
      kind: 'photo',
      thumbnail,
      bytes: photo(index + 1),
    } as const;
    attachments.add(file);
  }
}

/** What each task needs in the vault, and what is counted afterwards: before it is done and after. */
const cases: readonly {
  readonly task: Task;
  readonly given?: (desk: Desk, database: WritableDatabase) => unknown;
  readonly seen: (desk: Desk) => unknown;
  readonly before: unknown;
  readonly after: unknown;
}[] = [
  {
    task: 'import.commit',
    seen: (desk) => [found(desk, ''), found(desk, rosterPhone), desk.registers.batches('child').batches.length],
    before: [registered, 0, 0],
    after: [registered + 40, 1, 1],
  },
  {
    task: 'batch.undo',
    given: async (desk) => (await tasks['import.commit'](desk))(),
    seen: (desk) => [found(desk, ''), found(desk, rosterPhone), found(desk, '', 'deleted')],
    before: [registered + 40, 1, 0],
    after: [registered, 0, 40],
  },
  {
    task: 'duplicate.merge',
    given: (desk) => addPhotos(desk, desk.registers.idsOf(everybody, 2)),
    seen: (desk) => {
      const [keep = ''] = desk.registers.idsOf(everybody, 1);
      const { attachments } = desk.attachments.list({ register: 'child', record: keep });
      return [found(desk, ''), found(desk, '', 'deleted'), attachments.length];
    },
    before: [registered, 0, 1],
    after: [registered - 1, 1, 2],
  },
  {
    task: 'list.edit',
    seen: (desk) => [
      desk.registers.idsOf({ ...everybody, filters: { responsible_person: ['罗建军'] } }, registered).length,
      desk.registers.batches('child').batches.length,
    ],
    before: [0, 0],
    after: [registered, 1],
  },
  {
    task: 'recycle.destroy',
    given: (desk) => {
      const ids = desk.registers.idsOf(everybody, 30);
      addPhotos(desk, ids.slice(0, 2));
      return desk.recycle.remove({ register: 'child', selection: { ids }, reason: '重复登记' });
    },
    seen: (desk) => [found(desk, ''), found(desk, '', 'deleted')],
    before: [registered - 30, 30],
    after: [registered - 30, 0],
  },
  {
    task: 'screening.file',
    given: ({ screening }) => {
      const { round } = screening.open({ month: '2026-11', village: screenedVillage });
      const records = screening.round(round).children.map(({ id }) => id);
      screening.mark({ round, records, mark: { kind: 'seen' } });
    },
    seen: ({ screening, registers }) => {
      const village = screening.month({ month: '2026-11' }).villages.find(({ code }) => code === screenedVillage);
      const ids = registers.idsOf(everybody, registered);
      const sheets = ids.flatMap((record) => screening.sheetsOf('child', record).sheets);
      return [village?.state, village?.counts?.new, sheets.length];
    },
    before: ['open', 0, 0],
    after: ['filed', 0, registered / 2],
  },
  {
    task: 'attachment.add',
    seen: (desk) => {
      const [record = ''] = desk.registers.idsOf(everybody, 1);
      const { attachments } = desk.attachments.list({ register: 'child', record });
      return attachments.map(({ id, bytes }) => desk.attachments.read(id, 'whole')?.bytes.length === bytes);
    },
    before: [],
    after: [true],
  },
  {
    task: 'paper.save',
    given: ({ drafts, registers }) => {
      const [id = ''] = registers.idsOf(everybody, 1);
      drafts.save({ register: homeVisit.key, id, version: null, values: { fields: {}, rows: {} } });
    },
    // The form and what was kept of it before it was saved: always one of the two.
    seen: (desk) => {
      const [record = ''] = desk.registers.idsOf(everybody, 1);
      return [desk.papers.list({ register: 'child', record }).papers.length, desk.drafts.list().drafts.length];
    },
    before: [0, 1],
    after: [1, 0],
  },
  {
    task: 'duplicate.rescan',
    given: (_, database) =>
      transaction(database, () => database.run(sql`DELETE FROM "child_match" WHERE "owner" % 2 = 0`)),
    seen: (desk) => found(desk, ''),
    before: registered,
    after: registered,
  },
];

test.each(cases)(
  'c24: killed in $task, all of it is there with its row of the chain, or nothing',
  async ({ task, given, seen, before, after }) => {
    const start = copyOf(plain);
    if (given) await prepare(start, given);
    const old = await contentIn(start);
    const whole = copyOf(start);
    const { acknowledged, writes, took } = await run(whole, task);
    expect([acknowledged, writes > 0]).toEqual([true, true]);
    // What was acknowledged is there, although the program died before it could close anything.
    const changed = await reopened(whole, (desk, stored) => {
      expect(seen(desk)).toEqual(after);
      return stored;
    });
    expect(changed).not.toBe(old);
    // At its last write, which is the one before it is made durable.
    const interrupted = copyOf(start);
    expect(await run(interrupted, task, { dieAt: writes })).toMatchObject({ acknowledged: false });
    await reopened(interrupted, (desk, stored) => {
      expect(stored).toBe(old);
      expect(seen(desk)).toEqual(before);
    });
    // At a moment that nobody chose, perhaps while it is being made durable.
    const copy = copyOf(start);
    const killed = await run(copy, task, { killAfter: took * Math.random() });
    expect(killed.acknowledged ? [changed] : [old, changed]).toContain(await contentIn(copy));
  },
);

test('killed while search keys are made anew, the next unlock ends with the same as one that nobody interrupted', async () => {
  const start = copyOf(plain);
  await prepare(start, (_, database) =>
    transaction(database, () => {
      database.run(sql`DELETE FROM "child_search" WHERE "owner" % 2 = 0`);
      database.run(sql`DELETE FROM "child_match" WHERE "owner" % 2 = 0`);
      database.run(sql`UPDATE "search_version" SET "version" = 1`);
    }),
  );
  const renewed = await run(copyOf(start), 'unlock');
  expect(renewed.writes).toBeGreaterThan(registered / 2);
  const numberOf = (row: number): string => String(registeredChildren[row - 1]?.fields.id_number);
  const whole = await contentIn(plain);
  for (const dieAt of [1, Math.ceil(renewed.writes / 2)]) {
    const copy = copyOf(start);
    expect(await run(copy, 'unlock', { dieAt })).toMatchObject({ acknowledged: false });
    await prepare(copy, async (desk) => {
      // Children that had keys, of whom some are renewed already, and those whose turn has not come.
      expect([found(desk, numberOf(1)), found(desk, numberOf(24))]).toEqual([1, dieAt === 1 ? 0 : 1]);
      expect(found(desk, numberOf(registered))).toBe(0);
      await desk.refreshSearch();
    });
    expect(await contentIn(copy)).toBe(whole);
  }
});

test('killed while a vault of the first release is upgraded, the next unlock has every child, numbered and found', async () => {
  const dataDir = temporaryFolder();
  const dataKeys = await createVault(dataDir, { firstUser: testUser, recoveryKey: testRecoveryKey, initialize });
  const path = compartmentFile(dataDir, 'children');
  rmSync(path);
  const key = dataKeys.keys.get('children') ?? Buffer.alloc(0);
  const file = openEncrypted(path, key, { create: { label: compartmentLabel(dataKeys.vaultId, 'children') } });
  establish(file, { vaultId: dataKeys.vaultId, compartment: 'children' }, [children0010]);
  fillFirstRelease(file, 400);
  file.close();
  const whole = copyOf(dataDir);
  const { took } = await run(whole, 'unlock');
  const upgraded = await contentIn(whole);
  for (const part of [0.3, 0.8]) {
    const copy = copyOf(dataDir);
    await run(copy, 'unlock', { killAfter: took * part });
    await prepare(copy, async (desk) => {
      await desk.refreshSearch();
      expect([found(desk, ''), found(desk, '高泽400')]).toEqual([400, 1]);
    });
    expect(await contentIn(copy)).toBe(upgraded);
  }
});

function fillFirstRelease({ database }: EncryptedFile, children: number): void {
  transaction(database, () => {
    for (let row = 1; row <= children; row += 1) {
      const id = `6b1d2f3a-0000-4000-8000-${String(row).padStart(12, '0')}`;
      const at = '2026-10-26T01:00:00.000Z';
      database.run(sql`
        INSERT INTO "child" ("row", "id", "version", "name", "sex", "birth_date", "village", "hardship_grounds", "created_at", "created_by", "updated_at", "updated_by")
        VALUES (${row}, ${id}, 1, ${`高泽${row}`}, '1', '2020-09-03', ${screenedVillage}, '["C1","F2"]', ${at}, '周敏', ${at}, '周敏')`);
      database.run(sql`
        INSERT INTO "family_member" ("owner", "position", "relation", "name", "phone")
        VALUES (${row}, 0, '51', ${`高浩${row % 100}`}, ${`199${String(row % 100).padStart(8, '0')}`})`);
      database.run(sql`
        INSERT INTO "history" ("register", "record_id", "version", "at", "by", "action", "changes")
        VALUES ('child', ${id}, 1, ${at}, '周敏', 'create', '[["hardship_grounds",null,["C1","F2"]]]')`);
    }
  });
}
