import { randomBytes, randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { insertAttachment } from '../../../electron/services/attachments/attachmentStore.ts';
import { inventedChild, repeatableRandom } from '../../../electron/services/demo/inventedChildren.ts';
import { saveDraft } from '../../../electron/services/drafts/draftStore.ts';
import { createRecycleService } from '../../../electron/services/recycle/createRecycleService.ts';
import { createRegisterService } from '../../../electron/services/registers/createRegisterService.ts';
import { matchTable, searchTable } from '../../../electron/services/registers/registerSchema.ts';
import { packPages, unpackPages } from '../../../electron/services/screening/filedPages.ts';
import {
  fileOutcomes,
  insertFiledSheet,
  insertRound,
  readFiledPages,
  readMarks,
  readOutcomes,
  readRound,
  writeMarks,
} from '../../../electron/services/screening/screeningStore.ts';
import { compartments } from '../../../electron/vault/compartments.ts';
import { transaction } from '../../../electron/vault/database.ts';
import { establish } from '../../../electron/vault/migrate.ts';
import { openEncrypted } from '../../../electron/vault/open.ts';
import { identifier, sql } from '../../../electron/vault/sql.ts';
import { maxRecycled } from '../../../shared/contract/recycleMethods.ts';
import { deletionOrder, type ListQuery } from '../../../shared/contract/shapes.ts';
import { child } from '../../../shared/registers/child.ts';
import { emptyRecord, type RecordValues, type Register, type Values } from '../../../shared/registers/register.ts';
import { temporaryFolder } from '../vault/temporaryVault.ts';
import { deskContext } from './registerDesk.ts';

interface RawDatabase {
  pragma(source: string): unknown;
  key(key: Buffer): number;
  serialize(): Buffer;
  close(): void;
}
const RawDatabase: new (path: string) => RawDatabase = createRequire(import.meta.url)('better-sqlite3');

type Desk = ReturnType<typeof openDesk>;

/** The recycle bin on an encrypted file of its own, as an unlocked program has it. */
function openDesk() {
  const path = join(temporaryFolder(), 'children.vault');
  const key = randomBytes(32);
  const file = openEncrypted(path, key, { create: { label: randomBytes(16) } });
  onTestFinished(() => file.close());
  establish(file, { vaultId: 'v', compartment: 'children' }, compartments.children.migrations);
  const { database } = file;
  const clock = { time: new Date('2026-11-21T01:00:00Z') };
  const shared = {
    registerOf: () => child,
    databaseOf: () => database,
    context: () => deskContext,
    user: () => '周敏',
    now: () => clock.time,
    newId: randomUUID,
  };
  const registers = createRegisterService(shared);
  const recycle = createRecycleService({ ...shared, registers, checkpoint: async () => void file.checkpoint() });
  return {
    database,
    registers,
    recycle,
    clock,
    /** The whole file without its encryption, free pages too. */
    image(): Buffer {
      file.close();
      const connection = new RawDatabase(path);
      onTestFinished(() => void connection.close());
      connection.pragma(`cipher='chacha20'`);
      connection.key(Buffer.concat([Buffer.from('raw:'), key]));
      return connection.serialize();
    },
  };
}

function invented(index: number, fields: Values = {}): RecordValues {
  const values = inventedChild(index, repeatableRandom(index));
  const empty = emptyRecord(child);
  return { fields: { ...empty.fields, ...values.fields, ...fields }, rows: { ...empty.rows, ...values.rows } };
}

const query = (scope: 'kept' | 'deleted', search = ''): ListQuery => ({
  register: 'child',
  search,
  filters: {},
  sort: { field: 'name', descending: false },
  scope,
});

const reason = '重复录入';
const word = '销毁';

/** Every value of every table, as one text. */
function everyText({ database }: Desk): string {
  return database
    .all<{ name: string }>(sql`SELECT name FROM sqlite_schema WHERE type = 'table'`)
    .map(({ name }) => JSON.stringify(database.all(sql`SELECT * FROM ${identifier(name)}`)))
    .join('\n');
}

let desk: Desk;
/** Adds records and returns their identifiers. */
const add = (...records: readonly RecordValues[]): string[] =>
  desk.registers.inBatch(child, { kind: 'import', title: '导入', details: {} }, (writer) =>
    records.map((values) => writer.create(values, 'import')),
  ).result;
const remove = (...ids: readonly string[]) =>
  desk.recycle.remove({ register: 'child', selection: { ids: [...ids] }, reason });
const restore = (...ids: readonly string[]) => desk.recycle.restore({ register: 'child', ids: [...ids] });
const destroy = (ids: readonly string[], other: { readonly word?: string; readonly reason?: string } = {}) =>
  desk.recycle.destroy({ register: 'child', ids: [...ids], reason: '不属于本镇', word, ...other });
const listed = (scope: 'kept' | 'deleted', search = '') =>
  desk.registers.listPage({ ...query(scope, search), offset: 0, limit: 500 });
const idsIn = (scope: 'kept' | 'deleted'): string[] => listed(scope).rows.map(({ id }) => id);

beforeEach(() => {
  desk = openDesk();
});

describe('moving records into the recycle bin', () => {
  test('takes them off the list and tells by whom, when and why; undoing the batch brings all back', async () => {
    const [one = '', two = '', three = ''] = add(invented(1), invented(2), invented(3));
    const before = listed('kept').rows.map(({ id, cells }) => ({ id, cells }));
    const { batch, removed } = await remove(one, two, one);
    expect(removed).toBe(2);
    expect(idsIn('kept')).toEqual([three]);
    expect(new Set(idsIn('deleted'))).toEqual(new Set([one, two]));
    expect(listed('deleted').rows[0]?.deleted).toEqual({ at: '2026-11-21T01:00:00.000Z', by: '周敏', reason });
    expect(desk.registers.batches('child').batches[0]).toMatchObject({
      id: batch,
      kind: 'delete',
      title: '移入回收站（2名儿童）',
      details: { removed: 2 },
    });
    expect(await desk.registers.undo('child', batch)).toEqual({ undone: 2, kept: 0 });
    expect(listed('kept').rows.map(({ id, cells }) => ({ id, cells }))).toEqual(before);
    expect(idsIn('deleted')).toEqual([]);
  });

  test('takes all that a list shows', async () => {
    add(...Array.from({ length: 30 }, (_, index) => invented(index, { responsible_person: '罗建国' })));
    const found = listed('kept', '双塘').total;
    expect(found).toBeGreaterThan(0);
    const { removed } = await desk.recycle.remove({
      register: 'child',
      selection: { query: query('kept', '双塘') },
      reason,
    });
    expect(removed).toBe(found);
    expect(listed('kept').total).toBe(30 - found);
  });

  test('lists what was removed last first, by name among what was removed together', async () => {
    const names = ['安宁', '白露', '陈晨', '丁一'];
    const [an = '', bai = '', chen = '', ding = ''] = add(
      ...names.map((name, index) => invented(index, { name, id_number: null, no_id_reason: '1' })),
    );
    await remove(chen, an);
    desk.clock.time = new Date('2026-11-22T01:00:00Z');
    await remove(ding);
    await remove(bai);
    const inOrder = (descending: boolean) =>
      desk.registers
        .listPage({ ...query('deleted'), sort: { field: deletionOrder, descending }, offset: 0, limit: 500 })
        .rows.map(({ cells }) => cells.name);
    expect(inOrder(true)).toEqual(['白露', '丁一', '安宁', '陈晨']);
    expect(inOrder(false)).toEqual(['安宁', '陈晨', '白露', '丁一']);
  });

  test('refuses when nothing is left to move, and what lies in the bin already', async () => {
    const [one = ''] = add(invented(1));
    await remove(one);
    await expect(remove(one)).rejects.toMatchObject({ code: 'invalid' });
    const bin = { register: 'child', selection: { query: query('deleted') }, reason };
    await expect(desk.recycle.remove(bin)).rejects.toMatchObject({ code: 'invalid' });
  });

  test('undoing leaves in the bin what was restored and removed again, and whose number is in use', async () => {
    const [one = '', two = '', three = ''] = add(invented(1), invented(2), invented(3));
    const { batch } = await remove(one, two, three);
    await restore(one);
    await remove(one);
    add(invented(2));
    expect(await desk.registers.undo('child', batch)).toEqual({ undone: 1, kept: 2 });
    expect(new Set(idsIn('deleted'))).toEqual(new Set([one, two]));
    expect(desk.registers.get('child', three).id).toBe(three);
  });
});

describe('restoring', () => {
  test('puts records back as they were, and tells one by one whose number is in use', async () => {
    const [one = '', two = ''] = add(invented(1), invented(2));
    const values = desk.registers.get('child', one).values;
    await remove(one, two);
    add(invented(2));
    expect(await restore(one, two)).toEqual({
      restored: 1,
      refused: [{ id: two, name: invented(2).fields.name, reason: expect.stringContaining('身份证') }],
    });
    expect(desk.registers.get('child', one).values).toEqual(values);
    expect(idsIn('deleted')).toEqual([two]);
    expect(desk.registers.history('child', one).entries[0]?.action).toBe('restore');
  });

  test('two of one number that lie in the bin cannot both come back', async () => {
    const [one = ''] = add(invented(1));
    await remove(one);
    const [twin = ''] = add(invented(1));
    await remove(twin);
    const answer = await restore(one, twin);
    expect([answer.restored, answer.refused.map(({ id }) => id)]).toEqual([1, [twin]]);
  });

  test('refuses all when one is not in the bin', async () => {
    const [one = '', two = ''] = add(invented(1), invented(2));
    await remove(one);
    await expect(restore(one, two)).rejects.toMatchObject({ code: 'missing' });
    expect(idsIn('deleted')).toEqual([one]);
  });
});

describe('destroying', () => {
  test('needs the very word, and a reason that tells nobody’s name or number', async () => {
    const [one = ''] = add(invented(1));
    await remove(one);
    for (const typed of ['', '销', '销毁 ', ' 销毁', '销 毁', '销毀', 'xiaohui']) {
      await expect(destroy([one], { word: typed })).rejects.toMatchObject({
        code: 'invalid',
        fields: { word: /销毁/u },
      });
    }
    const { name, id_number: number } = invented(1).fields;
    for (const told of [`${name}不属于本镇`, `号码${number}录错`]) {
      await expect(destroy([one], { reason: told })).rejects.toMatchObject({
        code: 'invalid',
        fields: { reason: /姓名/u },
      });
    }
    expect(idsIn('deleted')).toEqual([one]);
    expect(await destroy([one])).toEqual({ destroyed: 1 });
    expect(idsIn('deleted')).toEqual([]);
  });

  test('takes only what lies in the bin, all or none', async () => {
    const [one = '', two = ''] = add(invented(1), invented(2));
    await remove(one);
    await expect(destroy([one, two])).rejects.toMatchObject({ code: 'missing' });
    expect(idsIn('deleted')).toEqual([one]);
    expect(idsIn('kept')).toEqual([two]);
  });

  test('leaves nothing of the record in any table or free page; that it was done stays', async () => {
    const marks = ['欧阳槿榕', '439981201503079', '银杏路七百弄', '藏羚羊之照', '写了一半的草稿', '门锁着没见到'];
    const [name = '', , address = '', photo = '', unsaved = '', note = ''] = marks;
    const full = invented(1);
    const [one = '', other = ''] = add(
      { ...full, fields: { ...full.fields, name, id_number: '439981201503079', residence_address: address } },
      invented(2),
    );
    const stored = desk.registers.get('child', one);
    const author = { by: '周敏', at: '2026-11-21T01:00:00.000Z' };
    const of = { register: 'child', record: one };
    transaction(desk.database, (database) => {
      saveDraft(
        database,
        { register: 'child', id: one, by: '周敏' },
        {
          version: 1,
          values: { ...stored.values, fields: { ...stored.values.fields, name: unsaved } },
          savedAt: author.at,
        },
      );
      insertAttachment(
        database,
        of,
        {
          id: randomUUID(),
          name: photo,
          kind: 'photo',
          mediaType: 'image/jpeg',
          width: 1,
          height: 1,
          digest: 'a'.repeat(64),
          thumbnail: Buffer.from(photo),
          // Several pages of the file.
          content: Buffer.from(photo.repeat(2_000)),
        },
        author,
      );
      insertRound(database, child, { id: 'r1', month: '2026-11', village: '439981100201' }, author);
      const round = readRound(database, child, 'r1');
      if (!round) throw new Error('the round is there');
      writeMarks(database, round, [one], note, author);
      writeMarks(database, round, [other], '外出务工', author);
    });
    await remove(one);
    expect(marks.filter((mark) => !everyText(desk).includes(mark))).toEqual([]);
    await destroy([one]);
    const left = everyText(desk);
    expect(marks.filter((mark) => left.includes(mark))).toEqual([]);
    const round = readRound(desk.database, child, 'r1');
    expect(round && [...readMarks(desk.database, round).keys()]).toEqual([other]);
    expect(desk.registers.history('child', one).entries.map(({ action, changes }) => [action, changes])).toEqual([
      ['destroy', []],
      ['delete', []],
      ['import', []],
    ]);
    expect(desk.database.all(sql`SELECT "record_id", "by", "reason" FROM "destruction"`)).toEqual([
      { record_id: one, by: '周敏', reason: '不属于本镇' },
    ]);
    expect(listed('deleted', name).total).toBe(0);
    const image = desk.image();
    expect(marks.filter((mark) => image.includes(mark))).toEqual([]);
    // The look would have found it: what stays is there.
    expect(image.includes('不属于本镇')).toBe(true);
  });

  test('keeps filed sheets and outcomes, which are the report of their month, and says of how many records', async () => {
    const [one = '', two = ''] = add(invented(1), invented(2));
    const author = { by: '周敏', at: '2026-11-21T01:00:00.000Z' };
    transaction(desk.database, (database) => {
      insertRound(database, child, { id: 'r1', month: '2026-11', village: '439981100201' }, author);
      const round = readRound(database, child, 'r1');
      if (!round) throw new Error('the round is there');
      fileOutcomes(database, round, [{ record: one, outcome: 'new', version: 1, name: '甲', note: '' }], author);
      insertFiledSheet(database, round, { id: 's1', record: one, form: 'F01', title: '表', ...packPages([]) }, author);
    });
    await remove(one);
    expect(desk.recycle.archived({ register: 'child', ids: [one, two] })).toEqual({ records: 1, sheets: 1 });
    await destroy([one]);
    expect(readFiledPages(desk.database, child, { round: 'r1' }).map(unpackPages)).toEqual([[]]);
    const round = readRound(desk.database, child, 'r1');
    expect(round && readOutcomes(desk.database, round).map(({ name }) => name)).toEqual(['甲']);
  });

  test('brothers and sisters keep their parents', async () => {
    const values = invented(1);
    const [one = '', two = ''] = add(values, { ...invented(2), rows: values.rows });
    const before = desk.registers.get('child', two).values;
    await remove(one);
    await destroy([one]);
    expect(desk.registers.get('child', two).values).toEqual(before);
  });

  test('what an undone import sent into the bin can be destroyed at once, as many as one request takes', async () => {
    add(...Array.from({ length: maxRecycled }, (_, index) => invented(index)));
    const [batch] = desk.registers.batches('child').batches;
    expect(await desk.registers.undo('child', batch?.id ?? '')).toEqual({ undone: maxRecycled, kept: 0 });
    expect(listed('deleted').rows[0]?.deleted?.reason).toBe('撤销：导入');
    const ids = desk.registers.idsOf(query('deleted'), maxRecycled);
    expect(await destroy(ids)).toEqual({ destroyed: maxRecycled });
    expect(listed('deleted').total).toBe(0);
    const declared: Register = child;
    const groups = Object.values(declared.rows).flatMap(({ table, shared }) => [table, shared?.table ?? table]);
    const tables = [child.table, searchTable(child), matchTable(child), ...groups];
    const rows = tables.flatMap((table) => desk.database.all(sql`SELECT 1 FROM ${identifier(table)}`));
    expect(rows).toEqual([]);
  }, 60_000);
});

test('other requests are answered while many are moved, put back and destroyed', async () => {
  const ids = add(...Array.from({ length: 60 }, (_, index) => invented(index)));
  for (const work of [() => remove(...ids), () => restore(...ids), () => remove(...ids), () => destroy(ids)]) {
    const seen = new Set<string>();
    let running = true;
    const done = work().finally(() => {
      running = false;
    });
    while (running) {
      seen.add(`${listed('kept').total} ${listed('deleted').total}`);
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    await done;
    expect(seen.size).toBeGreaterThan(2);
  }
});
