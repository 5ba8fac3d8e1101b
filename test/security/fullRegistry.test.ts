import { expect, onTestFinished, test } from 'vitest';
import { createDesk } from '../../electron/services/createDesk.ts';
import { runOwnAct } from '../../electron/vault/currentAct.ts';
import { transaction, type WritableDatabase } from '../../electron/vault/database.ts';
import { unlock } from '../../electron/vault/keyring.ts';
import { readKeyring } from '../../electron/vault/keyringFile.ts';
import { sql } from '../../electron/vault/sql.ts';
import { openVault, type Vault, vaultFolder } from '../../electron/vault/vault.ts';
import { verifyChain } from '../../electron/vault/verifyChain.ts';
import { child } from '../../shared/registers/child.ts';
import { keyPerson } from '../../shared/registers/keyPerson.ts';
import { percentile } from '../bench/figures.ts';
import { fillVault } from '../bench/program.ts';
import { nobodyElse, sessionOf } from '../deskSurroundings.ts';
import { noOutput } from '../noOutput.ts';
import { testUser } from '../testApp.ts';
import { idNumberOf } from '../unit/import/importDesk.ts';
import { isFull, repetitions, tellFigure } from './figure.ts';

const children = repetitions(10_000, 100);
const persons = repetitions(1_000, 10);
const visits = repetitions(100_000, 500);
const rows = repetitions(200_000, 500);
const searches = ['张', '李小', 'wang', 'zl', '2018', '双塘'];

const deskOn = (vault: Vault) =>
  createDesk({
    session: sessionOf(testUser.user, vault),
    ...nobodyElse,
    output: noOutput,
    now: () => new Date(),
  });

/** Rows of the chain as an office writes them over the years, many in one transaction. */
function addRows(vault: Vault, count: number): void {
  const chain = vault.audit('children');
  transaction(vault.database('children'), () => {
    for (let row = 0; row < count; row += 1) {
      runOwnAct('record.view', { row }, () => chain.append({ act: 'record.view', object: `child/${row}` }));
    }
  });
}

function addVisits(database: WritableDatabase, records: readonly string[], count: number): void {
  const content = JSON.stringify({ fields: { findings: '家中无人照看，已联系村干部。'.repeat(6) }, rows: {} });
  const at = new Date().toISOString();
  transaction(database, (db) => {
    for (let visit = 0; visit < count; visit += 1) {
      db.run(sql`
        INSERT INTO "paper" ("id", "paper", "register", "record_id", "version", "content", "created_at", "created_by", "updated_at", "updated_by")
        VALUES (${crypto.randomUUID()}, 'homeVisit', 'child', ${records[visit % records.length] ?? ''}, 1, ${content}, ${at}, '', ${at}, '')`);
    }
  });
}

test(
  'c39: a full registry opens, is searched and is checked in time',
  async (context) => {
    const { dataDir, dataKeys, kdf, ids, remove } = await fillVault(children);
    onTestFinished(remove);
    const filling = await openVault(dataDir, dataKeys);
    deskOn(filling).registers.insertMany(
      keyPerson,
      Array.from({ length: persons }, (_, index) => ({
        ...keyPerson.sample,
        fields: {
          ...keyPerson.sample.fields,
          number: null,
          id_number: idNumberOf(`43998119800101${String(index).padStart(3, '0')}`),
        },
      })),
    );
    addVisits(filling.database('children'), ids, visits);
    addRows(filling, rows);
    filling.close();

    const started = performance.now();
    const { keyring } = await readKeyring(vaultFolder(dataDir), kdf);
    const vault = await openVault(dataDir, (await unlock(keyring, testUser.user, testUser.password)).dataKeys);
    const desk = deskOn(vault);
    const query = { register: child.key, filters: {}, sort: { field: child.nameField, descending: false } } as const;
    expect(desk.registers.listPage({ ...query, search: '', offset: 0, limit: 100 }).total).toBe(children);
    const unlocking = performance.now() - started;

    const times = Array.from({ length: 10 }, () => searches).flatMap((round) =>
      round.map((search) => {
        const begun = performance.now();
        desk.registers.listPage({ ...query, search, offset: 0, limit: 100 });
        return performance.now() - begun;
      }),
    );
    const searching = percentile(times, 0.95);

    const checked = performance.now();
    const chain = vault.audit('children');
    const verdict = await verifyChain(vault.database('children'), chain.key, []);
    const checking = performance.now() - checked;
    expect(verdict.fault).toBeNull();
    expect(verdict.head.seq).toBeGreaterThanOrEqual(rows);
    vault.close();

    tellFigure(
      context,
      `${children} children, ${persons} key persons, ${visits} visits, ${rows} rows of audit: unlocked in ${Math.round(unlocking)} ms, search p95 ${searching.toFixed(1)} ms, chain checked in ${Math.round(checking)} ms`,
    );
    if (isFull) {
      expect(unlocking).toBeLessThan(3_000);
      expect(searching).toBeLessThan(200);
      expect(checking).toBeLessThan(5_000);
    }
  },
  isFull ? 300_000 : 30_000,
);
