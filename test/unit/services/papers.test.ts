import { beforeEach, describe, expect, test } from 'vitest';
import { createDraftService } from '../../../electron/services/drafts/createDraftService.ts';
import { createPaperService } from '../../../electron/services/papers/createPaperService.ts';
import { createRecordWriter } from '../../../electron/services/registers/recordWriter.ts';
import { transaction } from '../../../electron/vault/database.ts';
import { identifier, sql } from '../../../electron/vault/sql.ts';
import { codeTable } from '../../../shared/codes/codeTable.ts';
import type { MethodInput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { choice, date, text } from '../../../shared/fields/kinds.ts';
import { papers as allPapers } from '../../../shared/papers/index.ts';
import { definePaper, newEntry, type Paper } from '../../../shared/papers/paper.ts';
import { child } from '../../../shared/registers/child.ts';
import { expected, optional, required } from '../../../shared/registers/declareFields.ts';
import { emptyRecord, type RecordValues, type Values } from '../../../shared/registers/register.ts';
import { refusal } from '../refusal.ts';
import { childOf, openDuplicatesDesk } from './duplicatesDesk.ts';
import { deskContext } from './registerDesk.ts';

const moods = codeTable('情绪', '测试', [
  { code: '1', label: '平稳' },
  { code: '2', label: '低落' },
]);
/** What somebody saw of a child; invented for these tests. */
const observation = definePaper({
  key: 'observation',
  title: '观察记录',
  about: child,
  kept: true,
  fields: {
    seen_on: required('观察日期', date),
    mood: expected('情绪', choice(moods)),
    remark: optional('说明', text(20)),
  },
  rows: {
    steps: { label: '措施', maxRows: 3, columns: ['what'], fields: { what: required('措施', text(20)) } },
  },
  prefill: ({ context, user }) => ({ fields: { seen_on: context.today, remark: user } }),
  sample: { fields: { seen_on: '2026-11-20', mood: '1', remark: null }, rows: { steps: [{ what: '家访' }] } },
});
const unkept = definePaper({ ...observation, key: 'unkept', kept: false });
const known: readonly Paper[] = [observation, unkept, ...allPapers];

type Wire = MethodInput<'paper.save'>['values'];
const wire = (values: RecordValues): Wire => JSON.parse(JSON.stringify(values)) as Wire;
const seen = (fields: Values, rows: RecordValues['rows'] = { steps: [] }): Wire =>
  wire({ fields: { ...emptyRecord(observation).fields, seen_on: '2026-11-20', ...fields }, rows });

/** The registry with two children, and the papers about them. */
function openPaperDesk(user = '周敏') {
  const desk = openDuplicatesDesk();
  const shared = {
    registers: [child],
    registerOf: (key: string) => {
      if (key === child.key) return child;
      throw new AppError('missing', '没有这个台账');
    },
    databaseOf: () => desk.database,
    user: () => user,
    now: () => new Date('2026-11-21T03:00:00Z'),
  };
  const papers = createPaperService({
    ...shared,
    findPaper: (key) => known.find((paper) => paper.key === key),
    context: () => deskContext,
    newId: () => crypto.randomUUID(),
  });
  const drafts = createDraftService({ ...shared, papers: known });
  const [one, other] = [desk.add(childOf({ name: '向小满' })), desk.add(childOf({ name: '向小蛮' }))];
  return {
    ...desk,
    papers,
    drafts,
    one,
    other,
    fill: (record: string, fields: Values = {}, paper = 'observation') =>
      papers.save({ register: 'child', record, paper, id: null, version: null, values: seen(fields) }),
    listed: (record: string) => papers.list({ register: 'child', record }).papers,
    /** Every value of every table, as one text. */
    everyText: () =>
      desk.database
        .all<{ name: string }>(sql`SELECT name FROM sqlite_schema WHERE type = 'table'`)
        .map(({ name }) => JSON.stringify(desk.database.all(sql`SELECT * FROM ${identifier(name)}`)))
        .join('\n'),
    destroy: (record: string) =>
      transaction(desk.database, (database) => {
        const authorship = { by: '周敏', at: '2026-11-22T00:00:00.000Z' };
        const options = { authorship, context: deskContext, newId: () => crypto.randomUUID(), batch: null };
        createRecordWriter(database, child, options).destroy(record, '不属于本镇');
      }),
  };
}

let desk: ReturnType<typeof openPaperDesk>;
beforeEach(() => {
  desk = openPaperDesk();
});

describe('a form about a child', () => {
  test('is kept with the child and read back as it was entered, with who did it and when', () => {
    const values = seen({ mood: '2' }, { steps: [{ what: '家访' }, { what: '联系学校' }] });
    const { id, version } = desk.papers.save({
      ...{ register: 'child', record: desk.one, paper: 'observation', id: null, version: null },
      values,
    });
    expect(version).toBe(1);
    expect(desk.papers.get({ id })).toEqual({
      ...{ id, paper: 'observation', register: 'child', record: desk.one, version: 1, values },
      ...{ createdAt: '2026-11-21T03:00:00.000Z', createdBy: '周敏' },
      ...{ updatedAt: '2026-11-21T03:00:00.000Z', updatedBy: '周敏' },
    });
    expect(desk.listed(desk.one)).toMatchObject([{ id, summary: '观察日期：2026年11月20日', gaps: 0, removed: null }]);
    expect(desk.listed(desk.other)).toEqual([]);
  });

  test('tells what it still lacks, and shows the last one first', () => {
    const first = desk.fill(desk.one);
    const second = desk.fill(desk.one, { mood: '1' });
    expect(desk.listed(desk.one).map(({ id, gaps }) => [id, gaps])).toEqual([
      [second.id, 0],
      [first.id, 1],
    ]);
  });

  test.each([
    ['a missing day', { seen_on: null }, 'seen_on'],
    ['a day that is none', { seen_on: '2026-02-30' }, 'seen_on'],
    ['a code that is none', { mood: '9' }, 'mood'],
    ['a text that is too long', { remark: '字'.repeat(21) }, 'remark'],
    ['a field that is not declared', { name: '向小满' }, 'name'],
  ] satisfies [string, Values, string][])('is refused with %s, at the field', (_, fields, path) => {
    const { code, fields: at } = refusal(() => desk.fill(desk.one, fields));
    expect([code, Object.keys(at ?? {})]).toEqual(['invalid', [path]]);
    expect(desk.listed(desk.one)).toEqual([]);
  });

  test('is refused where nobody keeps it, or it is about another register', () => {
    expect(refusal(() => desk.fill(desk.one, {}, 'unkept')).code).toBe('missing');
    expect(refusal(() => desk.fill(desk.one, {}, 'nothing')).code).toBe('missing');
    expect(refusal(() => desk.fill('00000000-0000-4000-8000-000000000000')).code).toBe('missing');
  });

  test('is not written over what somebody else has saved since, and equal values are no change', () => {
    const { id } = desk.fill(desk.one);
    const save = (version: number, fields: Values) =>
      desk.papers.save({
        ...{ register: 'child', record: desk.one, paper: 'observation', id, version },
        values: seen(fields),
      });
    expect(save(1, { mood: '2' }).version).toBe(2);
    expect(refusal(() => save(1, { mood: '1' })).code).toBe('stale');
    expect(desk.papers.get({ id }).values.fields.mood).toBe('2');
    expect(save(2, { mood: '2' }).version).toBe(2);
    expect(desk.papers.history({ id }).entries).toHaveLength(2);
  });

  test('has a history of its own, and the child none of it: a round of screening does not take a visit for a change', () => {
    const before = desk.service.history('child', desk.one);
    const { id } = desk.fill(desk.one);
    desk.papers.save({
      ...{ register: 'child', record: desk.one, paper: 'observation', id, version: 1 },
      values: seen({ mood: '2' }),
    });
    desk.papers.remove({ id, reason: '填错了孩子' });
    desk.papers.restore({ id });
    expect(desk.papers.history({ id }).entries.map(({ action, changes }) => [action, changes])).toEqual([
      ['restore', []],
      ['remove', []],
      ['change', [{ label: '情绪', before: '', after: '低落' }]],
      ['create', [{ label: '观察日期', before: '', after: '2026年11月20日' }]],
    ]);
    expect(desk.service.history('child', desk.one)).toEqual(before);
  });

  test('is taken off with a reason and brought back; meanwhile nobody reads or saves it', () => {
    const { id } = desk.fill(desk.one);
    desk.papers.remove({ id, reason: '填错了孩子' });
    expect(desk.listed(desk.one)).toMatchObject([{ id, removed: { by: '周敏', reason: '填错了孩子' } }]);
    expect(refusal(() => desk.papers.get({ id })).code).toBe('missing');
    expect(refusal(() => desk.papers.remove({ id, reason: '再来一次' })).code).toBe('missing');
    const changed = { register: 'child', record: desk.one, paper: 'observation', id, version: 2, values: seen({}) };
    expect(refusal(() => desk.papers.save(changed)).code).toBe('missing');
    desk.papers.restore({ id });
    expect(desk.papers.get({ id }).version).toBe(3);
    expect(refusal(() => desk.papers.restore({ id })).code).toBe('missing');
  });

  test('is not moved to another child by a request', () => {
    const { id } = desk.fill(desk.one);
    const moved = { register: 'child', record: desk.other, paper: 'observation', id, version: 1, values: seen({}) };
    expect(refusal(() => desk.papers.save(moved)).code).toBe('missing');
  });

  test('of an older form is read without what the form no longer has', () => {
    const { id } = desk.fill(desk.one, { mood: '1' });
    const content = { fields: { seen_on: '2026-11-20', mood: '7', weight: '31' }, rows: { toys: [{ what: '球' }] } };
    transaction(desk.database, (database) =>
      database.run(sql`UPDATE "paper" SET "content" = ${JSON.stringify(content)} WHERE "id" = ${id}`),
    );
    expect(desk.papers.get({ id }).values).toEqual({
      fields: { seen_on: '2026-11-20', mood: '7', remark: null },
      rows: { steps: [] },
    });
  });

  test('begins with what is known', () => {
    const office = { province: '省', city: '市', county: '县', township: '镇', villages: [{ code: '1', name: '村' }] };
    const origin = { about: child.sample, office, user: '周敏', context: deskContext };
    expect(newEntry(observation, origin)).toEqual({
      fields: { seen_on: deskContext.today, mood: null, remark: '周敏' },
      rows: { steps: [] },
    });
  });
});

describe('papers go where their child goes', () => {
  test('into the recycle bin and back', () => {
    const { id } = desk.fill(desk.one);
    const batch = desk.remove(desk.one);
    expect(refusal(() => desk.papers.get({ id })).code).toBe('missing');
    expect(refusal(() => desk.fill(desk.one)).code).toBe('missing');
    expect(refusal(() => desk.papers.remove({ id, reason: '不用了' })).code).toBe('missing');
    return desk.service.undo('child', batch).then(() => expect(desk.papers.get({ id }).id).toBe(id));
  });

  test('and an import that is taken back leaves it with its child, unless the form was removed', async () => {
    const imported = ['一', '二', '三'].map((name) => childOf({ name: `向小${name}` }));
    const ids: string[] = [];
    const { batch } = desk.service.inBatch(child, { kind: 'import', title: '导入', details: {} }, (writer) => {
      for (const values of imported) ids.push(writer.create(values, 'import'));
    });
    const [first = '', second = '', third = ''] = ids;
    const { id } = desk.fill(first);
    desk.papers.remove({ id: desk.fill(third).id, reason: '不用了' });
    expect(await desk.service.undo('child', batch)).toEqual({ undone: 2, kept: 1 });
    expect(desk.papers.get({ id }).record).toBe(first);
    for (const gone of [second, third]) expect(refusal(() => desk.service.get('child', gone)).code).toBe('missing');
  });

  test('with a merge to the one that stays, and back when it is taken back', async () => {
    const mine = desk.fill(desk.one, { mood: '1' }).id;
    const theirs = desk.fill(desk.other, { mood: '2' }).id;
    const removed = desk.fill(desk.other).id;
    desk.papers.remove({ id: removed, reason: '重复' });
    const merged = desk.merge(desk.one, desk.other, desk.service.get('child', desk.one).values);
    expect(desk.listed(desk.one).map(({ id }) => id)).toEqual([theirs, mine]);
    expect(desk.papers.get({ id: theirs })).toMatchObject({ record: desk.one, version: 1 });
    await desk.service.undo('child', merged);
    expect(desk.listed(desk.one).map(({ id }) => id)).toEqual([mine]);
    expect(desk.listed(desk.other).map(({ id }) => id)).toEqual([removed, theirs]);
  });

  test('a form that was never saved keeps two records from becoming one', () => {
    desk.drafts.save({ register: 'observation', id: desk.other, version: null, values: seen({}) });
    const values = desk.service.get('child', desk.one).values;
    expect(refusal(() => desk.merge(desk.one, desk.other, values)).code).toBe('conflict');
  });

  test('out of the file when the child is destroyed: with drafts and what the history said, and no others', () => {
    const { id } = desk.fill(desk.one, { remark: '夜里独自在家' });
    const gone = desk.fill(desk.one, { remark: '说想妈妈' });
    desk.papers.remove({ id: gone.id, reason: '重复' });
    const kept = desk.fill(desk.other, { remark: '一切都好' });
    desk.drafts.save({ register: 'observation', id, version: 1, values: seen({ remark: '又改了' }) });
    desk.drafts.save({ register: 'observation', id: desk.one, version: null, values: seen({ remark: '新填的' }) });
    desk.remove(desk.one);
    desk.destroy(desk.one);
    const text = desk.everyText();
    for (const word of ['夜里独自在家', '说想妈妈', '又改了', '新填的']) expect(text).not.toContain(word);
    expect(text).toContain('一切都好');
    expect(desk.papers.get({ id: kept.id }).id).toBe(kept.id);
    // That there was one, and who destroyed it, stays.
    const lines = desk.database.all<{ action: string }>(
      sql`SELECT "action" FROM "history" WHERE "record_id" = ${id} ORDER BY "row"`,
    );
    expect(lines.map(({ action }) => action)).toEqual(['create', 'destroy']);
    const destroyed = desk.database.all(sql`SELECT "record_id" FROM "destruction" WHERE "register" = 'observation'`);
    expect(destroyed).toHaveLength(2);
  });
});

describe('unsaved entry of a form', () => {
  test('is kept by child while it was never saved, then by form, and goes when it is saved', () => {
    const draft = { register: 'observation', version: null, values: seen({ mood: '1' }) };
    desk.drafts.save({ ...draft, id: desk.one });
    expect(desk.drafts.list().drafts).toMatchObject([
      { register: 'child', id: desk.one, name: '向小满', paper: { key: 'observation', title: '观察记录', id: null } },
    ]);
    expect(desk.drafts.get({ register: 'observation', id: desk.other }).draft).toBeNull();
    const { id } = desk.fill(desk.one);
    expect(desk.drafts.list().drafts).toEqual([]);
    desk.drafts.save({ ...draft, id, version: 1 });
    expect(desk.drafts.list().drafts).toMatchObject([{ id: desk.one, paper: { id } }]);
    const values = seen({ mood: '2' });
    desk.papers.save({ register: 'child', record: desk.one, paper: 'observation', id, version: 1, values });
    expect(desk.drafts.get({ register: 'observation', id }).draft).toBeNull();
  });

  test('is not kept of a form that is filled in for printing only', () => {
    const draft = { register: 'unkept', id: desk.one, version: null, values: seen({ remark: '不存' }) };
    expect(refusal(() => desk.drafts.save(draft)).code).toBe('missing');
    expect(desk.everyText()).not.toContain('不存');
  });

  test('of a child or a form that was destroyed meanwhile is not kept, nor one about nobody', () => {
    const { id } = desk.fill(desk.one);
    desk.remove(desk.one);
    desk.destroy(desk.one);
    const draft = { register: 'observation', version: null, values: seen({ remark: '来晚了' }) };
    for (const late of [
      { ...draft, id },
      { ...draft, id: desk.one },
      { ...draft, id: null },
      { ...draft, register: 'child', id: desk.one },
    ]) {
      expect(refusal(() => desk.drafts.save(late)).code).toBe('missing');
    }
    expect(desk.everyText()).not.toContain('来晚了');
  });
});

test.each(allPapers.filter(({ kept, about }) => kept && about === child).map((paper) => [paper.key, paper] as const))(
  'the sample of %s is stored and read back',
  (key, paper) => {
    const values = wire({
      fields: { ...emptyRecord(paper).fields, ...paper.sample.fields },
      rows: { ...emptyRecord(paper).rows, ...paper.sample.rows },
    });
    const address = { register: 'child', record: desk.one, paper: key };
    const { id } = desk.papers.save({ ...address, id: null, version: null, values });
    expect(desk.papers.get({ id }).values).toEqual(wire(paper.derive(values, deskContext)));
  },
);
