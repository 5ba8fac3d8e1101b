import { describe, expect, test } from 'vitest';
import { readWorkbook } from '../../../electron/jobs/readWorkbook.ts';
import { runJob } from '../../../electron/jobs/runJob.ts';
import { inventedChild, repeatableRandom } from '../../../electron/services/demo/inventedChildren.ts';
import { createJobRegistry } from '../../../electron/services/jobs/createJobRegistry.ts';
import { createListService } from '../../../electron/services/lists/createListService.ts';
import type { ListQuery } from '../../../shared/contract/shapes.ts';
import { child } from '../../../shared/registers/child.ts';
import { askedFor, editableFields } from '../../../shared/registers/editableFields.ts';
import { emptyRecord, type RecordValues, type Values } from '../../../shared/registers/register.ts';
import { openExports } from '../../exportDesk.ts';
import { deskContext, openRegisterDesk } from './registerDesk.ts';

function invented(index: number, fields: Values = {}): RecordValues {
  const values = inventedChild(index, repeatableRandom(index));
  const empty = emptyRecord(child);
  return {
    fields: { ...empty.fields, ...values.fields, ...fields },
    rows: { ...empty.rows, ...values.rows },
  };
}

function openLists(children: readonly RecordValues[] = []) {
  const { database, service } = openRegisterDesk();
  const files: { name: string; bytes: Uint8Array }[] = [];
  let user = '周敏';
  const jobs = createJobRegistry();
  const leaving = openExports({
    database: () => database,
    saveFile: async (name, bytes) => {
      files.push({ name, bytes });
      return `/导出/${name}`;
    },
  });
  const lists = createListService({
    registers: service,
    registerOf: () => child,
    databaseOf: () => database,
    context: () => deskContext,
    user: () => user,
    now: () => new Date('2026-11-21T01:00:00Z'),
    runJob,
    jobs,
    exports: leaving.exports,
  });
  service.insertMany(child, children);
  return { lists, service, files, jobs, permit: leaving.permit, become: (name: string) => (user = name) };
}

const everybody: ListQuery = {
  register: 'child',
  search: '',
  filters: {},
  sort: { field: 'name', descending: false },
};
const one = '0b0f5d5e-6c0c-4a5e-9d53-4e1b0a4f0001';
const two = '0b0f5d5e-6c0c-4a5e-9d53-4e1b0a4f0002';

describe('lists that people keep', () => {
  const mine = {
    id: one,
    title: '我的村',
    query: { ...everybody, filters: { village: ['439981100201'] } },
    columns: null,
  };

  test('belong to their user, keep filters, days, order and columns, and can be renamed and taken away', () => {
    const { lists, become } = openLists();
    const visits = {
      id: two,
      title: '九月后没走访',
      query: {
        ...everybody,
        search: '双塘',
        ranges: { last_visited_on: { from: null, to: '2026-09-01', orBlank: true } },
        sort: { field: 'birth_date', descending: true },
      },
      columns: ['name', 'guardian', 'age'],
    };
    lists.save(mine);
    lists.save(visits);
    expect(lists.saved('child').lists).toEqual([mine, visits]);
    lists.save({ ...visits, title: '久未走访' });
    expect(lists.saved('child').lists.map(({ title }) => title)).toEqual(['我的村', '久未走访']);
    become('罗建国');
    expect(lists.saved('child').lists).toEqual([]);
    lists.discard('child', one);
    become('周敏');
    expect(lists.saved('child').lists).toHaveLength(2);
    lists.discard('child', one);
    expect(lists.saved('child').lists.map(({ id }) => id)).toEqual([two]);
  });

  test('remember the daily list that their days come from, if there is such a list', () => {
    const { lists } = openLists();
    const visits = { ...mine, query: { ...mine.query, basis: 'not-visited' } };
    lists.save(visits);
    expect(lists.saved('child').lists).toEqual([visits]);
    expect(() => lists.save({ ...mine, query: { ...mine.query, basis: 'nowhere' } })).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    );
  });

  test('have different names, and nobody writes over another user’s list', () => {
    const { lists, become } = openLists();
    lists.save(mine);
    expect(() => lists.save({ ...mine, id: two })).toThrow(expect.objectContaining({ code: 'conflict' }));
    become('罗建国');
    expect(() => lists.save(mine)).toThrow(expect.objectContaining({ code: 'conflict' }));
    lists.save({ ...mine, id: two });
    expect(lists.saved('child').lists).toHaveLength(1);
  });

  test('are kept only when they can be shown', () => {
    const { lists } = openLists();
    const refusing = (query: Partial<ListQuery>, columns: string[] | null = null) =>
      expect(() => lists.save({ ...mine, query: { ...everybody, ...query }, columns })).toThrow(
        expect.objectContaining({ code: 'invalid' }),
      );
    refusing({ filters: { guardian: ['x'] } });
    refusing({ ranges: { name: { from: '2026-01-01', to: null, orBlank: false } } });
    refusing({ sort: { field: 'child_types', descending: false } });
    refusing({}, ['phone']);
    expect(lists.saved('child').lists).toEqual([]);
  });

  test('columns are kept for each user until they are set back', () => {
    const { lists, become } = openLists();
    expect(lists.saved('child').columns).toBeNull();
    lists.saveColumns('child', ['name', 'age', 'guardian']);
    expect(lists.saved('child').columns).toEqual(['name', 'age', 'guardian']);
    become('罗建国');
    expect(lists.saved('child').columns).toBeNull();
    become('周敏');
    expect(() => lists.saveColumns('child', ['name', 'remarks'])).toThrow(expect.objectContaining({ code: 'invalid' }));
    lists.saveColumns('child', null);
    expect(lists.saved('child').columns).toBeNull();
  });
});

test('every daily list counts what it shows', () => {
  const { lists, service } = openLists([
    invented(1, { id_number: null, no_id_reason: '1', birth_date: '2010-05-01', last_visited_on: '2026-11-02' }),
    invented(2, {
      id_number: null,
      no_id_reason: '1',
      birth_date: '2008-12-24',
      filled_on: null,
      last_visited_on: null,
    }),
    invented(3, {
      id_number: null,
      no_id_reason: '1',
      birth_date: '2008-01-01',
      filled_on: '2025-10-26',
      last_visited_on: null,
    }),
    invented(4, { id_number: null, no_id_reason: '1', birth_date: '2008-01-01', status: '3', last_visited_on: null }),
    invented(5, { last_visited_on: '2026-10-31' }),
    invented(6, { last_visited_on: null }),
  ]);
  const { counts } = lists.counts('child');
  for (const list of child.lists) {
    const narrowed = JSON.parse(JSON.stringify(list.query(deskContext))) as Partial<ListQuery>;
    const { total } = service.listPage({ ...everybody, ...narrowed, offset: 0, limit: 1 });
    expect(counts[list.key], list.title).toBe(total);
  }
  expect(counts).toMatchObject({ 'missing-id': 3, 'turning-18': 1, 'grown-up': 1, 'not-visited': 4 });
});

describe('an edit of many records', () => {
  const query = { query: everybody };

  test('offers what can be the same for many: no names, no numbers, nothing that follows from them', () => {
    const fields = editableFields(child);
    expect(fields).toEqual(expect.arrayContaining(['village', 'status', 'risk_level', 'responsible_person', 'remark']));
    for (const alone of [
      'name',
      'id_number',
      'file_number',
      'sex',
      'birth_date',
      'phone',
      'former_id_number',
      'other_document',
      'household_address',
    ]) {
      expect(fields).not.toContain(alone);
    }
  });

  test('asks for the reason and the day with a status other than 在册', () => {
    expect(askedFor(child, { status: '4' })).toEqual(['status_reason', 'status_on']);
    expect(askedFor(child, { status: '1' })).toEqual([]);
    expect(askedFor(child, { responsible_person: '周敏' })).toEqual([]);
  });

  test('changes those that the checks accept, names the others with the reason, and is taken back as one', async () => {
    const { lists, service } = openLists([
      invented(1, { responsible_person: '罗建国' }),
      invented(2, { responsible_person: '周敏' }),
      invented(3, {
        id_number: null,
        no_id_reason: '1',
        birth_date: '2008-11-22',
        filled_on: null,
        responsible_person: null,
      }),
    ]);
    const grown = service.listPage({ ...everybody, filters: { id_number: [''] }, offset: 0, limit: 1 }).rows[0];
    const stored = service.get('child', grown?.id ?? '');
    service.save({
      register: 'child',
      id: stored.id,
      version: 1,
      values: JSON.parse(JSON.stringify({ ...stored.values, fields: { ...stored.values.fields, status: '3' } })),
    });
    const before = service.listPage({ ...everybody, offset: 0, limit: 10 });
    const input = {
      register: 'child',
      selection: query,
      changes: {
        status: '1',
        status_reason: null,
        status_on: null,
        responsible_person: '周敏',
        filled_on: '2026-11-22',
      },
    };
    await expect(lists.previewEdit(input)).rejects.toMatchObject({
      code: 'invalid',
      fields: { filled_on: expect.stringContaining('晚于今天') },
    });
    const fine = { ...input, changes: { status: '1', responsible_person: '周敏', filled_on: '2026-11-21' } };
    const preview = await lists.previewEdit(fine);
    expect(preview).toMatchObject({ changed: 3, same: 0, refused: [] });
    expect(service.listPage({ ...everybody, offset: 0, limit: 10 })).toEqual(before);
    const done = await lists.edit({ ...fine, expected: 3 });
    expect(
      service
        .listPage({ ...everybody, columns: ['responsible_person'], offset: 0, limit: 10 })
        .rows.map(({ cells }) => cells.responsible_person),
    ).toEqual(['周敏', '周敏', '周敏']);
    expect(service.history('child', grown?.id ?? '').entries[0]?.action).toBe('edit');
    expect(service.batches('child').batches[0]).toMatchObject({
      id: done.batch,
      kind: 'edit',
      title: '批量修改：在册状态、帮扶责任人、填表时间',
      details: { changed: 3 },
    });
    expect(await service.undo('child', done.batch)).toEqual({ undone: 3, kept: 0 });
    expect(service.listPage({ ...everybody, offset: 0, limit: 10 }).rows.map(({ cells }) => cells)).toEqual(
      before.rows.map(({ cells }) => cells),
    );
  });

  test('leaves out who is refused, with the reason in words', async () => {
    const { lists, service } = openLists([
      invented(1, { risk_level: '1' }),
      invented(2, { family_states: ['5'], guardian_capable: false, guardian_gap: '无人照看', risk_level: '1' }),
      invented(3, { guardian_capable: true, family_states: ['1'], risk_level: '1' }),
    ]);
    const input = { register: 'child', selection: query, changes: { guardian_capable: true } };
    const preview = await lists.previewEdit(input);
    expect(preview.refused).toHaveLength(1);
    expect(preview.refused[0]?.reason).toBe('监护人监护能力是否到位：家庭状况选了“无监护人”，监护能力应选“否”');
    expect(preview.changed + preview.same).toBe(2);
    const refused = service.get('child', preview.refused[0]?.id ?? '');
    expect(refused.values.fields.name).toBe(preview.refused[0]?.name);
    expect(refused.version).toBe(1);
  });

  test('changes nothing when the records have changed since it was looked at', async () => {
    const { lists, service } = openLists([invented(1, { risk_level: '1' }), invented(2, { risk_level: '1' })]);
    const input = { register: 'child', selection: query, changes: { risk_level: '2' } };
    await expect(lists.edit({ ...input, expected: 1 })).rejects.toMatchObject({ code: 'conflict' });
    expect(service.listPage({ ...everybody, filters: { risk_level: ['1'] }, offset: 0, limit: 1 }).total).toBe(2);
    expect(service.batches('child').batches).toEqual([]);
  });

  test('says beforehand which values go, the most frequent first and no more than five', async () => {
    const people = ['周敏', null, '周敏', '罗建国', '甲一', '乙二', '丙三', '丁四', '丁四'];
    const { lists } = openLists(people.map((responsible_person, index) => invented(index + 1, { responsible_person })));
    const changes = { responsible_person: '罗建国' };
    const { changed, former } = await lists.previewEdit({ register: 'child', selection: query, changes });
    expect(changed).toBe(8);
    const [{ field, values, others } = { field: '', values: [], others: 0 }] = former;
    expect(field).toBe('responsible_person');
    expect(values.slice(0, 2).map(({ count }) => count)).toEqual([2, 2]);
    expect(
      values
        .map(({ text }) => text)
        .slice(0, 2)
        .toSorted(),
    ).toEqual(['丁四', '周敏']);
    expect(values).toHaveLength(5);
    expect(values.map(({ text }) => text)).not.toContain('罗建国');
    expect(values.reduce((sum, { count }) => sum + count, others)).toBe(changed);
  });

  test('refuses what is one record’s own, an empty edit, and more records than its limit', async () => {
    const { lists } = openLists([invented(1)]);
    const edit = (changes: Values) =>
      lists.previewEdit({ register: 'child', selection: query, changes: changes as Record<string, string> });
    await expect(edit({ name: '田明' })).rejects.toMatchObject({
      code: 'invalid',
      fields: { name: expect.any(String) },
    });
    await expect(edit({ child_types: ['A1'] })).rejects.toMatchObject({ code: 'invalid' });
    await expect(edit({})).rejects.toMatchObject({ code: 'invalid' });
    await expect(edit({ village: '没有的村' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(
      lists.previewEdit({
        register: 'child',
        selection: { query: { ...everybody, filters: { village: ['x'] } } },
        changes: { risk_level: '1' },
      }),
    ).rejects.toMatchObject({ message: '没有可修改的记录，请先选择或放宽筛选' });
  });
});

describe('a list as a workbook', () => {
  const children = [
    invented(1, { name: '丁一', phone: '19900000001' }),
    invented(2, { name: '阿依古丽·买买提' }),
    invented(3, { name: '陈然', remark: '=HYPERLINK("x")' }),
  ];
  const table = async (bytes: Uint8Array) => {
    const [sheet] = (await readWorkbook(bytes)).sheets;
    return (sheet?.rows ?? []).map(({ cells }) => cells.map((cell) => cell?.text ?? ''));
  };

  test('holds the shown columns in the order of the list, with masked numbers, as texts', async () => {
    const { lists, files, service, permit } = openLists(children);
    const columns = ['name', 'id_number', 'guardian', 'remark'];
    const input = { register: 'child', selection: { query: everybody }, columns, numbers: 'masked' } as const;
    const done = await lists.exportList({
      ...input,
      permit: await permit({ method: 'list.export', ...input }),
    });
    expect(done).toEqual({ path: '/导出/儿童名册-3名-20261121.xlsx', rows: 3 });
    const [title, detail, headings, ...rows] = await table(files[0]?.bytes ?? new Uint8Array());
    expect(title?.[0]).toBe('儿童名册（共3名）　内部资料　严格保密');
    expect(detail?.[0]).toMatch(/^导出：2026年11月21日　周敏　用途：核对　编号：2026-000001　校验码：[0-9A-Z]{8}$/u);
    expect(headings).toEqual(['姓名', '身份证号', '监护人及电话', '备注']);
    expect(JSON.stringify(rows)).not.toMatch(/199\d{8}/u);
    const listed = service.listPage({ ...everybody, columns, offset: 0, limit: 10 }).rows;
    expect(rows.map((row) => columns.map((_, index) => row[index] ?? ''))).toEqual(
      listed.map(({ cells }) => columns.map((key) => cells[key])),
    );
  });

  test('shows full numbers, and says what it is for', async () => {
    const { lists, files, service, permit } = openLists(children);
    const input = {
      register: 'child',
      selection: {
        ids: service
          .listPage({ ...everybody, offset: 0, limit: 2 })
          .rows.map(({ id }) => id)
          .toReversed(),
      },
      sort: everybody.sort,
      columns: ['name', 'id_number'],
      numbers: 'full' as const,
    };
    await lists.exportList({ ...input, permit: await permit({ method: 'list.export', ...input }, '报县民政局核对') });
    const [, detail, , ...rows] = await table(files[0]?.bytes ?? new Uint8Array());
    expect(detail?.[0]).toContain('用途：报县民政局核对　编号：2026-000001');
    const expected = service
      .listPage({ ...everybody, offset: 0, limit: 2 })
      .rows.map(({ id }) => service.get('child', id).values.fields)
      .map((fields) => [fields.name, fields.id_number]);
    expect(rows).toEqual(expected);
  });

  test('is not saved once somebody has stopped it', async () => {
    const { lists, files, jobs, permit: ask } = openLists(children);
    const job = crypto.randomUUID();
    const input = { register: 'child', selection: { query: everybody }, columns: 'all', numbers: 'masked' } as const;
    const permit = await ask({ method: 'list.export', ...input });
    const exporting = lists.exportList({ ...input, permit, job });
    expect(jobs.progress(job)).toMatchObject({ label: '正在导出' });
    jobs.cancel(job);
    await expect(exporting).rejects.toMatchObject({ code: 'cancelled' });
    expect(files).toEqual([]);
    expect(jobs.progress(job)).toBeNull();
  });

  test('is refused when nobody is in it', async () => {
    const { lists, permit } = openLists();
    const columns = ['name'];
    const input = { register: 'child', selection: { query: everybody }, columns, numbers: 'masked' } as const;
    await expect(
      lists.exportList({ ...input, permit: await permit({ method: 'list.export', ...input }) }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });
});
