import { copyFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { repeatableRandom } from '../../electron/services/demo/inventedChildren.ts';
import { anchorOf } from '../../electron/vault/anchors.ts';
import { transaction } from '../../electron/vault/database.ts';
import { sql } from '../../electron/vault/sql.ts';
import { type Anchor, verifyChain } from '../../electron/vault/verifyChain.ts';
import { asClerk, type ChainFile, newChainFile, writeLine } from '../unit/audit/chainFile.ts';
import { repetitions, tellFigure } from './figure.ts';

const rows = 30;
const columns = '"ts", "mono", "user", "roles", "act", "object", "detail", "prev", "mac"';

/** A closed chain of a day's work: changes, each with its line of history, and looks. */
function workedDay(): { readonly day: ChainFile; readonly anchor: Anchor } {
  const day = newChainFile();
  for (let index = 1; index < rows; index += 1) {
    asClerk('record.save', () =>
      transaction(day.database, (database) => {
        if (index % 3 !== 0) writeLine(database, `child-${index % 7}`, index, [['name', '甲', `乙${index}`]]);
      }),
    );
  }
  return { day, anchor: anchorOf(day.chain.head()) };
}

/** What a colleague with the file, its key and a database program may try; `at` is a row that is not the first or the last. */
const kinds: Readonly<Record<string, (at: number, pick: () => number) => string>> = {
  edit: (at, pick) => {
    const [column, value] = [
      ['user', `'别人'`],
      ['ts', `'2026-11-01T00:00:00.000Z'`],
      ['act', `'system'`],
      ['object', `'child/other'`],
      ['detail', `'{"changed":[]}'`],
      ['mono', '1'],
      ['roles', `'["leader"]'`],
    ][pick() % 7] ?? ['user', `''`];
    return `UPDATE "audit" SET "${column}" = ${value} WHERE "seq" = ${at};`;
  },
  delete: (at) => `DELETE FROM "audit" WHERE "seq" = ${at};`,
  renumber: (at) =>
    `DELETE FROM "audit" WHERE "seq" = ${at}; UPDATE "audit" SET "seq" = "seq" - 1 WHERE "seq" > ${at};`,
  swap: (at) => `
    UPDATE "audit" SET "seq" = -1 WHERE "seq" = ${at}; UPDATE "audit" SET "seq" = ${at} WHERE "seq" = ${at + 1};
    UPDATE "audit" SET "seq" = ${at + 1} WHERE "seq" = -1;`,
  truncate: (at) => `DELETE FROM "audit" WHERE "seq" > ${at}; DELETE FROM "history" WHERE "row" > (
    SELECT coalesce(max("detail" ->> '$.history.to'), 0) FROM "audit");`,
  forge: (at, pick) =>
    `INSERT INTO "audit" ("seq", ${columns}) SELECT ${rows + 1}, ${columns.replace('"prev"', pick() % 2 === 0 ? '"mac"' : '"prev"')} FROM "audit" WHERE "seq" = ${at};`,
};

for (const [kind, statements] of Object.entries(kinds)) {
  test(`c23: ${kind} of a row is found`, async (context) => {
    const count = repetitions(50, 3);
    const random = repeatableRandom(kind.length * 97);
    for (let index = 0; index < count; index += 1) {
      const { day, anchor } = workedDay();
      const at = 2 + Math.floor(random() * (rows - 3));
      const tampered = day.tamper(statements(at, () => Math.floor(random() * 1_000)));
      const { fault } = await verifyChain(tampered.database, tampered.auditKey, [anchor]);
      expect(fault, `${kind} at ${at}`).not.toBeNull();
      tampered.file.close();
    }
    tellFigure(context, `${count}/${count} ${kind}`);
  }, 120_000);
}

test('c23: a whole file put back to an older state is found by the anchor', async (context) => {
  const count = repetitions(50, 3);
  for (let index = 0; index < count; index += 1) {
    const { day } = workedDay();
    day.file.close();
    copyFileSync(day.path, `${day.path}.kept`);
    const later = day.reopen();
    for (let change = 0; change <= index % 5; change += 1) {
      asClerk('record.save', () => transaction(later.database, (open) => writeLine(open, 'child-1', 100 + change, [])));
    }
    const anchor = anchorOf(later.chain.head());
    later.file.close();
    copyFileSync(`${day.path}.kept`, day.path);
    const back = later.reopen();
    expect((await verifyChain(back.database, back.auditKey, [])).fault).toBeNull();
    expect((await verifyChain(back.database, back.auditKey, [anchor])).fault).toMatchObject({ kind: 'older' });
    back.file.close();
  }
  tellFigure(context, `${count}/${count} rollback`);
}, 120_000);

test.each([
  ['changed', `UPDATE "history" SET "changes" = '[["name","甲","丙"]]' WHERE "row" = 3;`],
  ['attributed to somebody else', `UPDATE "history" SET "by" = '别人' WHERE "row" = 3;`],
  ['blanked without a destruction', `UPDATE "history" SET "changes" = '[]' WHERE "row" = 3;`],
  [
    'blanked under the cover of a destruction that never was',
    `INSERT INTO "history_erased" SELECT "row", x'00' FROM "history" WHERE "row" = 3; UPDATE "history" SET "changes" = '[]' WHERE "row" = 3;`,
  ],
  ['removed', `DELETE FROM "history" WHERE "row" = 3;`],
  [
    'added',
    `INSERT INTO "history" ("register", "record_id", "version", "at", "by", "action", "changes") VALUES ('child', 'child-1', 99, '', '周敏', 'change', '[]');`,
  ],
])('c23: a line of history that was %s is found', async (_what, statements) => {
  const { day } = workedDay();
  const tampered = day.tamper(statements);
  expect((await verifyChain(tampered.database, tampered.auditKey, [])).fault).toMatchObject({ kind: 'history' });
});

test('nothing is found where nothing was done', async () => {
  const { day, anchor } = workedDay();
  expect((await verifyChain(day.database, day.auditKey, [anchor])).fault).toBeNull();
  expect(day.database.get(sql`SELECT count(*) AS n FROM "audit"`)).toEqual({ n: rows });
});
