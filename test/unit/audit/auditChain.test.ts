import { expect, test } from 'vitest';
import { newAct, noteDetail, outsideActs, runAct } from '../../../electron/vault/currentAct.ts';
import { steppedTransaction, transaction } from '../../../electron/vault/database.ts';
import { sql } from '../../../electron/vault/sql.ts';
import { verifyChain } from '../../../electron/vault/verifyChain.ts';
import { asClerk, newChainFile, rowsOf, steadyClock, writeLine } from './chainFile.ts';

const someId = '6b1d2f3a-0000-4000-8000-000000000001';
const otherId = '6b1d2f3a-0000-4000-8000-000000000002';

function viewing() {
  return newAct({ act: 'record.view', object: `child/${someId}`, actor: () => ({ user: '周敏', roles: [] }) });
}

function unrecorded() {
  return newAct({ act: null, actor: () => ({ user: '周敏', roles: [] }) });
}

test('a change has its row in the same transaction, with the record and the fields and no value', () => {
  const { database } = newChainFile();
  asClerk('record.save', () =>
    transaction(database, () => writeLine(database, someId, 2, [['name', '高泽磊', '高泽垒']])),
  );
  const [began, row] = rowsOf(database);
  expect(began).toMatchObject({ act: 'chain.began', user: '' });
  expect(row).toMatchObject({
    seq: 2,
    user: '周敏',
    act: 'record.save',
    object: `child/${someId}`,
    detail: {
      changed: [{ record: `child/${someId}`, action: 'update', fields: ['name'] }],
      history: { from: 1, to: 1 },
    },
  });
  expect(JSON.stringify(row)).not.toContain('高泽');
});

test('what is rolled back leaves no row', () => {
  const { database, chain } = newChainFile();
  const head = chain.head();
  const failing = () =>
    asClerk('record.save', () =>
      transaction(database, () => {
        writeLine(database, someId, 1, []);
        throw new Error('no');
      }),
    );
  expect(failing).toThrow('no');
  expect(chain.head()).toEqual(head);
  expect(rowsOf(database)).toHaveLength(1);
});

test('a write outside any act is noted as the program’s, one that is declared unrecorded not at all', () => {
  const { database } = newChainFile();
  const draft = () =>
    database.run(sql`
      INSERT OR REPLACE INTO "draft" ("register", "record_id", "by", "content", "saved_at") VALUES ('child', '', '周敏', '{}', '')`);
  runAct(unrecorded(), () => transaction(database, draft));
  expect(rowsOf(database)).toHaveLength(1);
  transaction(database, draft);
  transaction(database, () => undefined);
  expect(rowsOf(database).slice(1)).toMatchObject([{ act: 'system', user: '' }]);
});

test('history that is written in an unrecorded request is bound all the same', async () => {
  const { database, auditKey } = newChainFile();
  runAct(unrecorded(), () => transaction(database, () => writeLine(database, someId, 1, [])));
  expect(rowsOf(database).at(-1)).toMatchObject({ act: 'system', detail: { history: { from: 1, to: 1 } } });
  expect((await verifyChain(database, auditKey, [])).fault).toBeNull();
});

test('a view is recorded without a change, and during a long write with it', async () => {
  const { database, chain } = newChainFile();
  chain.record(viewing());
  expect(rowsOf(database).at(-1)).toMatchObject({ act: 'record.view', object: `child/${someId}` });
  await asClerk('import', () =>
    steppedTransaction(database, function* steps() {
      writeLine(database, someId, 1, []);
      yield;
      outsideActs(() => chain.record(viewing()));
      expect(rowsOf(database)).toHaveLength(2);
      yield;
      writeLine(database, otherId, 1, []);
    }),
  );
  expect(rowsOf(database).slice(2)).toMatchObject([
    { act: 'record.view' },
    { act: 'import', object: '', detail: { history: { from: 1, to: 2 } } },
  ]);
});

test('a view during a long write that is given up is recorded after it', async () => {
  const { database, chain } = newChainFile();
  const given = new AbortController();
  const failing = asClerk('import', () =>
    steppedTransaction(
      database,
      function* steps() {
        writeLine(database, someId, 1, []);
        yield;
        chain.record(viewing());
        given.abort();
        yield;
      },
      given.signal,
    ),
  );
  await expect(failing).rejects.toMatchObject({ code: 'cancelled' });
  await new Promise((resolve) => setImmediate(resolve));
  expect(rowsOf(database)).toMatchObject([{ act: 'chain.began' }, { act: 'record.view' }]);
});

test('what is noted of an act later stands in its next row', () => {
  const { database } = newChainFile();
  asClerk('list.export', () => {
    transaction(database, () => undefined);
    noteDetail({ sha256: 'ab' });
    transaction(database, () => undefined);
  });
  expect(rowsOf(database).slice(1)).toMatchObject([
    { act: 'list.export', detail: {} },
    { act: 'list.export', detail: { again: 1, sha256: 'ab' } },
  ]);
});

test('a timer that outlives its request is nobody’s act', () => {
  const { database } = newChainFile();
  const act = viewing();
  runAct(act, () => {
    act.isOver = true;
    transaction(database, () => writeLine(database, someId, 1, []));
  });
  expect(rowsOf(database).at(-1)).toMatchObject({ act: 'system', user: '' });
});

test('a clock that is set back is noted with the time before', () => {
  let now = Date.parse('2026-11-21T01:00:00Z');
  const { database } = newChainFile({ now: () => new Date(now), uptime: () => 5 });
  now -= 86_400_000;
  asClerk('record.save', () => transaction(database, () => writeLine(database, someId, 1, [])));
  expect(rowsOf(database).slice(1)).toMatchObject([
    { act: 'clock.setBack', user: '', detail: { before: '2026-11-21T01:00:00.000Z' } },
    { act: 'record.save' },
  ]);
});

test('rows are only ever added, one behind the last', () => {
  const { database, chain } = newChainFile();
  chain.record(viewing());
  const attempts = [
    sql`UPDATE "audit" SET "user" = '别人' WHERE "seq" = 2`,
    sql`DELETE FROM "audit" WHERE "seq" = 2`,
    sql`INSERT OR REPLACE INTO "audit" SELECT "seq", "ts", "mono", '别人', "roles", "act", "object", "detail", "prev", "mac" FROM "audit" WHERE "seq" = 2`,
    sql`INSERT INTO "audit" SELECT 9, "ts", "mono", '别人', "roles", "act", "object", "detail", "prev", "mac" FROM "audit" WHERE "seq" = 2`,
  ];
  for (const attempt of attempts) {
    expect(() => transaction(database, () => database.run(attempt))).toThrow('append-only');
  }
  expect(rowsOf(database)).toHaveLength(2);
});

test('the chain goes on where it stood when the file is opened again', async () => {
  const first = newChainFile(steadyClock());
  first.chain.record(viewing());
  const second = first.reopen();
  second.chain.record(viewing());
  expect(rowsOf(second.database).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  const { head, fault } = await verifyChain(second.database, second.auditKey, []);
  expect(fault).toBeNull();
  expect(head).toEqual(second.chain.head());
});
