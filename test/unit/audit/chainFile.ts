import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type AuditChain, type AuditClock, keepAuditChain } from '../../../electron/vault/auditChain.ts';
import { newAct, runAct } from '../../../electron/vault/currentAct.ts';
import type { WritableDatabase } from '../../../electron/vault/database.ts';
import { establish } from '../../../electron/vault/migrate.ts';
import { childrenMigrations } from '../../../electron/vault/migrations/children/index.ts';
import type { Migration } from '../../../electron/vault/migrations/migration.ts';
import { type EncryptedFile, openEncrypted } from '../../../electron/vault/open.ts';
import { sql } from '../../../electron/vault/sql.ts';
import { temporaryFolder } from '../vault/temporaryVault.ts';

/** A compartment with its chain, outside of a vault. */
export interface ChainFile {
  readonly path: string;
  readonly file: EncryptedFile;
  readonly database: WritableDatabase;
  readonly chain: AuditChain;
  readonly key: Buffer;
  readonly auditKey: Buffer;
  /** Closes the file and opens it anew, as the next unlocking does. */
  reopen(): ChainFile;
  /** Opens the closed file without a chain and does whatever a colleague could do to it, the guards taken away. */
  tamper(statements: string): ChainFile;
}

export const chainIdentity = { vaultId: '0'.repeat(32), compartment: 'children' };

/** Seconds go by from one reading to the next. */
export function steadyClock(start = Date.parse('2026-11-21T01:00:00Z')): AuditClock {
  let seconds = 0;
  return {
    now: () => {
      seconds += 1;
      return new Date(start + seconds * 1000);
    },
    uptime: () => seconds * 1000,
  };
}

/** A new compartment for records of children, empty but for the first row of its chain. */
export function newChainFile(clock = steadyClock(), migrations: readonly Migration[] = childrenMigrations): ChainFile {
  const path = join(temporaryFolder(), 'children.vault');
  const [key, auditKey] = [randomBytes(32), randomBytes(32)];
  const file = openEncrypted(path, key, { create: { label: Buffer.alloc(16, 1) } });
  const chain = keepAuditChain(file.database, auditKey, clock);
  establish(file, chainIdentity, migrations);
  return chainFile(path, file, chain, { key, auditKey }, clock);
}

function chainFile(
  path: string,
  file: EncryptedFile,
  chain: AuditChain,
  keys: { readonly key: Buffer; readonly auditKey: Buffer },
  clock: AuditClock,
): ChainFile {
  onTestFinished(() => file.close());
  const reopen = (): ChainFile => {
    file.close();
    const next = openEncrypted(path, keys.key);
    return chainFile(path, next, keepAuditChain(next.database, keys.auditKey, clock), keys, clock);
  };
  return {
    path,
    file,
    database: file.database,
    chain,
    ...keys,
    reopen,
    tamper: (statements) => {
      file.close();
      const open = openEncrypted(path, keys.key);
      const guards = open.database.all<{ name: string }>(
        sql`SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('audit', 'history')`,
      );
      open.execute(guards.map(({ name }) => `DROP TRIGGER "${name}";`).join('') + statements);
      open.close();
      return reopen();
    },
  };
}

/** Does `work` as an act of a clerk. */
export function asClerk<T>(act: string, work: () => T, object = ''): T {
  return runAct(newAct({ act, object, actor: () => ({ user: '周敏', roles: ['childrenClerk'] }) }), work);
}

/** One line of history. */
export function writeLine(database: WritableDatabase, record: string, version: number, changes: unknown[]): void {
  database.run(sql`
    INSERT INTO "history" ("register", "record_id", "version", "at", "by", "action", "changes")
    VALUES ('child', ${record}, ${version}, '2026-11-21T01:00:00.000Z', '周敏', ${version === 1 ? 'create' : 'update'}, ${JSON.stringify(changes)})`);
}

/** The rows of a chain as they are told. */
export function rowsOf(database: WritableDatabase): {
  readonly seq: number;
  readonly user: string;
  readonly act: string;
  readonly object: string;
  readonly detail: Record<string, unknown>;
}[] {
  return database
    .all<{ seq: number; user: string; act: string; object: string; detail: string }>(
      sql`SELECT "seq", "user", "act", "object", "detail" FROM "audit" ORDER BY "seq"`,
    )
    .map(({ detail, ...row }) => ({ ...row, detail: JSON.parse(detail) as Record<string, unknown> }));
}
