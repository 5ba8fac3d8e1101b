import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepAuditChain, systemClock } from '../../electron/vault/auditChain.ts';
import { newAct, runAct } from '../../electron/vault/currentAct.ts';
import { transaction, type WritableDatabase } from '../../electron/vault/database.ts';
import { establish } from '../../electron/vault/migrate.ts';
import { childrenMigrations } from '../../electron/vault/migrations/children/index.ts';
import { openEncrypted } from '../../electron/vault/open.ts';
import { sql } from '../../electron/vault/sql.ts';
import { verifyChain } from '../../electron/vault/verifyChain.ts';
import { type Figure, median, timed } from './figures.ts';

const identity = { vaultId: '0'.repeat(32), compartment: 'children' };
const commits = 500;
const chainRows = 100_000;

/** What the audit chain costs: a commit with its row beside one without, and the check of a long chain in processor time. */
export async function measureAudit(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hulei-bench-'));
  const label = { create: { label: Buffer.alloc(16, 1) } };
  const [file, bare] = [
    openEncrypted(join(folder, 'chained.vault'), randomBytes(32), label),
    openEncrypted(join(folder, 'bare.vault'), randomBytes(32), label),
  ];
  try {
    const chain = keepAuditChain(file.database, randomBytes(32), systemClock);
    establish(file, identity, childrenMigrations);
    establish(bare, identity, childrenMigrations);
    const times = Array.from({ length: commits }, (_, index) => ({
      chained: timed(() => runAct(someAct(), () => writeLine(file.database, index))),
      bare: timed(() => writeLine(bare.database, index)),
    }));
    transaction(file.database, () => {
      for (let seq = chain.head().seq; seq < chainRows; seq += 1) {
        chain.append({ act: 'record.view', object: `child/${seq}` });
      }
    });
    const before = process.cpuUsage();
    await verifyChain(file.database, chain.key, []);
    const { user, system } = process.cpuUsage(before);
    const [own, value] = [median(times.map(({ chained }) => chained)), median(times.map((each) => each.bare))];
    return [
      {
        name: 'a commit with its row of the audit chain',
        value: own,
        unit: 'ms',
        runs: commits,
        peer: { name: 'without', own, value },
      },
      {
        name: `check of ${chainRows.toLocaleString('en')} rows of the audit chain, processor time`,
        value: (user + system) / 1000,
        unit: 'ms',
        runs: 1,
        bound: 3_000,
      },
    ];
  } finally {
    file.close();
    bare.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function someAct() {
  return newAct({ act: 'record.save', actor: () => ({ user: '周敏', roles: ['childrenClerk'] }) });
}

function writeLine(database: WritableDatabase, index: number): void {
  transaction(database, (open) =>
    open.run(sql`
      INSERT INTO "history" ("register", "record_id", "version", "at", "by", "action", "changes")
      VALUES ('child', ${`record-${index}`}, 2, '2026-11-21T01:00:00.000Z', '周敏', 'change', '[["name","甲","乙"]]')`),
  );
}
