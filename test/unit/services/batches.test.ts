import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventedChild, repeatableRandom } from '../../../electron/services/demo/inventedChildren.ts';
import { readDeleted, readRecord } from '../../../electron/services/registers/recordStore.ts';
import type { RecordWriter } from '../../../electron/services/registers/recordWriter.ts';
import { identifier, sql } from '../../../electron/vault/sql.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { child } from '../../../shared/registers/child.ts';
import { emptyRecord, type RecordValues } from '../../../shared/registers/register.ts';
import { openRegisterDesk } from './registerDesk.ts';

function invented(index: number): RecordValues {
  const values = inventedChild(index, repeatableRandom(index));
  const empty = emptyRecord(child);
  return { fields: { ...empty.fields, ...values.fields }, rows: { ...empty.rows, ...values.rows } };
}

type Desk = ReturnType<typeof openRegisterDesk>;

/** What anybody can see of the register: the list, what a search finds, and every record. */
function visible({ service }: Desk) {
  const list = (search: string) =>
    service.listPage({
      register: 'child',
      search,
      filters: {},
      sort: { field: 'name', descending: false },
      offset: 0,
      limit: 500,
    });
  const everybody = list('');
  return {
    rows: everybody.rows.map(({ id, cells, gaps }) => ({ id, cells, gaps })),
    found: ['z', '19', '双塘'].map((search) => list(search).rows.map(({ id }) => id)),
    values: everybody.rows.map(({ id }) => service.get('child', id).values),
  };
}

const add = (desk: Desk, index: number): string => {
  const { batch, result } = desk.service.inBatch(child, { kind: 'import', title: '导入', details: {} }, (writer) =>
    writer.create(invented(index), 'import'),
  );
  expect(batch).not.toBe('');
  return result;
};

type Step =
  | { readonly kind: 'create'; readonly index: number }
  | { readonly kind: 'change' | 'delete'; readonly at: number; readonly to: number };

const steps = fc.uniqueArray(
  fc.oneof(
    fc.record({ kind: fc.constant('create' as const), index: fc.integer({ min: 100, max: 140 }) }),
    fc.record({
      kind: fc.constantFrom('change' as const, 'delete' as const),
      at: fc.nat(7),
      to: fc.integer({ min: 200, max: 230 }),
    }),
  ),
  // A batch touches each record once.
  { maxLength: 10, selector: (step) => (step.kind === 'create' ? `c${step.index}` : `r${step.at}`) },
);

function run(step: Step, ids: readonly string[], writer: RecordWriter, desk: Desk): void {
  if (step.kind === 'create') {
    writer.create(invented(step.index), 'import');
    return;
  }
  const stored = readRecord(desk.database, child, ids[step.at] ?? '');
  if (!stored) throw new Error('the record is there');
  if (step.kind === 'delete') writer.remove(stored, '重复');
  else {
    const other = invented(step.to);
    const fields = {
      ...other.fields,
      id_number: stored.values.fields.id_number ?? null,
      file_number: stored.values.fields.file_number ?? null,
    };
    writer.change(stored, { fields, rows: other.rows }, 'import');
  }
}

describe('changes that were made together', () => {
  test('are taken back together, whatever they were: afterwards the register is as it was', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (batch) => {
        const desk = openRegisterDesk();
        const ids = Array.from({ length: 8 }, (_, index) => add(desk, index));
        const before = visible(desk);
        const { batch: id } = desk.service.inBatch(child, { kind: 'import', title: '导入', details: {} }, (writer) => {
          for (const step of batch) run(step, ids, writer, desk);
        });
        expect(await desk.service.undo('child', id)).toEqual({ undone: batch.length, kept: 0 });
        expect(visible(desk)).toEqual(before);
      }),
      { numRuns: 25 },
    );
  });

  test('a value that somebody changed again stays, and is told', async () => {
    const desk = openRegisterDesk();
    const id = add(desk, 1);
    const stored = desk.service.get('child', id);
    expect(stored.values.fields.risk_level).not.toBe('4');
    const change = (fields: RecordValues['fields']) =>
      desk.service.inBatch(child, { kind: 'edit', title: '批量修改', details: {} }, (writer) => {
        const record = readRecord(desk.database, child, id);
        if (record) writer.change(record, { ...record.values, fields: { ...record.values.fields, ...fields } }, 'edit');
      });
    const { batch } = change({ risk_level: '4', responsible_person: '罗建国' });
    change({ risk_level: '3' });
    expect(await desk.service.undo('child', batch)).toEqual({ undone: 0, kept: 1 });
    expect(desk.service.get('child', id).values.fields).toMatchObject({
      risk_level: '3',
      responsible_person: stored.values.fields.responsible_person,
    });
  });

  test('are taken back once, and by the register they were made in', async () => {
    const desk = openRegisterDesk();
    add(desk, 1);
    const [batch] = desk.service.batches('child').batches;
    if (!batch) throw new Error('no batch');
    expect(batch).toMatchObject({ kind: 'import', title: '导入', by: '周敏', undoneAt: null });
    await desk.service.undo('child', batch.id);
    expect(desk.service.batches('child').batches[0]?.undoneBy).toBe('周敏');
    await expect(desk.service.undo('child', batch.id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(desk.service.undo('child', crypto.randomUUID())).rejects.toMatchObject({ code: 'missing' });
  });

  test('what a batch created and a sibling of the same batch touched is taken back too', async () => {
    const desk = openRegisterDesk();
    const values = invented(1);
    const sibling = invented(2);
    const members = values.rows.members?.map((row) => ({ ...row, health: '患病' })) ?? [];
    const { batch } = desk.service.inBatch(child, { kind: 'import', title: '导入', details: {} }, (writer) => {
      writer.create(values, 'import');
      writer.create({ ...sibling, rows: { ...sibling.rows, members } }, 'import');
    });
    expect(await desk.service.undo('child', batch)).toEqual({ undone: 2, kept: 0 });
    expect(visible(desk).rows).toEqual([]);
  });
});

describe('a batch in steps', () => {
  const batch = { kind: 'import', title: '导入', details: {} } as const;

  test('lets other requests read meanwhile and tells those that write to wait; then all of it is stored', async () => {
    const desk = openRegisterDesk();
    const seen: number[] = [];
    const refusals: unknown[] = [];
    const running = desk.service.inSteppedBatch(child, batch, function* create(writer) {
      for (let index = 0; index < 5; index += 1) {
        writer.create(invented(index), 'import');
        yield;
      }
      return 'done';
    });
    while (seen.length < 3) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      seen.push(visible(desk).rows.length);
      try {
        add(desk, 50);
      } catch (error) {
        refusals.push(error instanceof AppError ? error.code : error);
      }
    }
    expect((await running).result).toBe('done');
    expect(refusals).toEqual(['busy', 'busy', 'busy']);
    expect(visible(desk).rows).toHaveLength(5);
  });

  test('leaves nothing when it is cancelled or fails', async () => {
    const desk = openRegisterDesk();
    const controller = new AbortController();
    const cancelled = desk.service.inSteppedBatch(
      child,
      batch,
      function* create(writer) {
        writer.create(invented(1), 'import');
        controller.abort();
        yield;
        writer.create(invented(2), 'import');
      },
      controller.signal,
    );
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    const failing = desk.service.inSteppedBatch(child, batch, function* create(writer) {
      writer.create(invented(1), 'import');
      yield;
      throw new AppError('conflict', '有误');
    });
    await expect(failing).rejects.toMatchObject({ code: 'conflict' });
    expect(visible(desk).rows).toEqual([]);
    expect(desk.service.batches('child').batches).toEqual([]);
    // The store is free again.
    add(desk, 3);
  });
});

describe('the recycle bin', () => {
  test('keeps what was deleted until it is restored, and refuses two children of one number', () => {
    const desk = openRegisterDesk();
    const id = add(desk, 1);
    const before = visible(desk);
    const work = (run: (writer: RecordWriter) => void) =>
      desk.service.inBatch(child, { kind: 'delete', title: '移入回收站', details: {} }, run);
    work((writer) => {
      const stored = readRecord(desk.database, child, id);
      if (stored) writer.remove(stored, '录错了');
    });
    expect(visible(desk).rows).toEqual([]);
    expect(readDeleted(desk.database, child, id)?.values.fields.name).toBe(before.rows[0]?.cells.name);
    const twin = add(desk, 1);
    expect(() => work((writer) => writer.restore(id))).toThrow(expect.objectContaining({ code: 'conflict' }));
    work((writer) => {
      const stored = readRecord(desk.database, child, twin);
      if (stored) writer.remove(stored, '录错了');
      writer.restore(id);
    });
    expect(visible(desk)).toEqual(before);
  });

  test('what is destroyed is gone from every table; the history keeps that it was, not what it said', () => {
    const desk = openRegisterDesk();
    const id = add(desk, 1);
    const { name, id_number: number } = desk.service.get('child', id).values.fields;
    const work = (run: (writer: RecordWriter) => void) =>
      desk.service.inBatch(child, { kind: 'delete', title: '移入回收站', details: {} }, run);
    expect(() => work((writer) => writer.destroy(id, '不属于本镇'))).toThrow(
      expect.objectContaining({ code: 'missing' }),
    );
    work((writer) => {
      const stored = readRecord(desk.database, child, id);
      if (stored) writer.remove(stored, '录错了');
    });
    work((writer) => writer.destroy(id, '不属于本镇'));
    const { entries } = desk.service.history('child', id);
    expect(entries.map((entry) => [entry.action, entry.changes])).toEqual([
      ['destroy', []],
      ['delete', []],
      ['import', []],
    ]);
    expect(everyText(desk)).not.toContain(String(name));
    expect(everyText(desk)).not.toContain(String(number));
  });
});

/** Every value of every table, as one text. */
function everyText({ database }: Desk): string {
  return database
    .all<{ name: string }>(sql`SELECT name FROM sqlite_schema WHERE type = 'table'`)
    .map(({ name }) => JSON.stringify(database.all(sql`SELECT * FROM ${identifier(name)}`)))
    .join('\n');
}
