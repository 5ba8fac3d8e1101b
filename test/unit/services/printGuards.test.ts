import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createPrintService } from '../../../electron/services/prints/createPrintService.ts';
import { keepAuditChain, systemClock } from '../../../electron/vault/auditChain.ts';
import { compartments } from '../../../electron/vault/compartments.ts';
import { transaction } from '../../../electron/vault/database.ts';
import { establish } from '../../../electron/vault/migrate.ts';
import { openEncrypted } from '../../../electron/vault/open.ts';
import { type Sql, sql } from '../../../electron/vault/sql.ts';
import { temporaryFolder } from '../vault/temporaryVault.ts';

/** One print on an encrypted file of its own. */
async function openPrint() {
  const file = openEncrypted(join(temporaryFolder(), 'children.vault'), randomBytes(32), {
    create: { label: randomBytes(16) },
  });
  onTestFinished(() => file.close());
  establish(file, { vaultId: 'v', compartment: 'children' }, compartments.children.migrations);
  const { database } = file;
  const key = randomBytes(32);
  const audit = keepAuditChain(database, key, systemClock);
  const service = (auditKey: Buffer) =>
    createPrintService({
      books: [{ compartment: 'children', series: '', database, key, audit: { ...audit, key: auditKey } }],
      namesOf: () => [],
      user: () => '周敏',
      now: () => new Date('2026-11-21T01:00:00Z'),
      newId: randomUUID,
    });
  const prints = service(key);
  const fact = await prints.record({
    ...{ form: 'F01', title: '排查表', way: 'paper', copies: 1, pages: 3, numbers: 'full', reasonNeeded: false },
    ...{ reason: '', records: [] },
  });
  return { file, database, prints, fact, service };
}

test('a print can be neither changed nor taken away nor replaced, only its outcome is told', async () => {
  const { database, fact, prints } = await openPrint();
  const refused: Sql[] = [
    sql`UPDATE "print_fact" SET "pages" = 1`,
    sql`UPDATE "print_fact" SET "by" = '别人', "outcome" = 'printed'`,
    sql`DELETE FROM "print_fact"`,
    sql`INSERT OR REPLACE INTO "print_fact" SELECT * FROM "print_fact"`,
    sql`INSERT OR REPLACE INTO "print_fact" SELECT 99, 'other', "year", "number", "form", "title", "way", "records", 1, "copies",
      "numbers", "reason", "code", "at", "by", "outcome", "outcome_at", "outcome_by" FROM "print_fact"`,
  ];
  for (const command of refused) {
    expect(() => transaction(database, (open) => open.run(command))).toThrow('a print stays as it was');
  }
  prints.tell({ print: fact.id, outcome: 'partly' });
  expect(prints.find({ text: fact.serial }).found).toMatchObject({
    genuine: true,
    print: { pages: 3, outcome: 'partly' },
  });
});

test('an entry that was changed behind the program’s back no longer bears its code', async () => {
  const { file, database, prints, fact } = await openPrint();
  file.execute('DROP TRIGGER "print_fact_no_update"');
  transaction(database, (open) => open.run(sql`UPDATE "print_fact" SET "pages" = 2`));
  expect(prints.find({ text: fact.code }).found).toMatchObject({ genuine: false });
});

test('another vault makes other codes', async () => {
  const { service, fact } = await openPrint();
  expect(service(randomBytes(32)).find({ text: fact.serial }).found).toMatchObject({ genuine: false });
});
