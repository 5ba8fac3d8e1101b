import { describe, expect, it } from 'vitest';
import { sql } from '../../../electron/vault/sql.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { child } from '../../../shared/registers/child.ts';
import { openRouteDesk } from './routeDesk.ts';
import { villageA, villageB } from './screeningDesk.ts';

/** Nobody was there for a year, so everything that changes is asked. */
const longAgo = { last_visited_on: '2025-11-01' };

function refused(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('route sheets', () => {
  it('are numbered by year, name their village, and keep the order of the list', async () => {
    const { routes, create, stopsOf, desk } = openRouteDesk();
    for (const name of ['丁一', '陈然']) create({ name, village: villageA });
    create({ name: '高原', village: villageB });
    const first = await routes.create({ village: villageA });
    expect(first.code).toBe('2026-0001');
    expect(stopsOf(first.sheet).map(({ position, name }) => [position, name])).toEqual([
      [1, '陈然'],
      [2, '丁一'],
    ]);
    expect(routes.get({ sheet: first.sheet }).place).toBe('双塘村');
    const ids = routes.get({ sheet: first.sheet }).stops.map(({ record }) => record);
    expect((await routes.create({ selection: { ids }, sort: { field: 'name', descending: true } })).code).toBe(
      '2026-0002',
    );
    desk.time = new Date('2027-01-02T09:00:00');
    expect((await routes.create({ selection: { ids } })).code).toBe('2027-0001');
  });

  it('lead through a village grid by grid, and say what to do where that is not possible', async () => {
    const { routes, create, stopsOf } = openRouteDesk();
    create({ name: '陈然', village: villageA, grid: '第二网格' });
    create({ name: '丁一', village: villageA, grid: '第一网格' });
    create({ name: '方静', village: villageA, grid: '第二网格', status: '4', status_reason: '满18周岁' });
    const { sheet } = await routes.create({ village: villageA });
    expect(stopsOf(sheet).map(({ name }) => name)).toEqual(['丁一', '陈然']);
    await expect(routes.create({ village: villageB })).rejects.toThrow('没有在册儿童');
  });

  it('ask for what is missing and for facts that nobody confirmed, as they were when the sheet was made', async () => {
    const { routes, create, stopsOf, registers, valuesOf } = openRouteDesk();
    const id = create({ ...longAgo, village: villageA, ethnicity: null });
    const { sheet } = await routes.create({ village: villageA });
    const [stop] = stopsOf(sheet);
    expect(stop?.questions.map(({ key, known }) => [key, known === null])).toEqual([
      ['guardian_phone', false],
      ['residence_address', false],
      ['study_state', false],
      ['school_or_status', false],
      ['health', false],
      ['id_number', true],
      ['ethnicity', true],
    ]);
    const values = valuesOf(id);
    registers.save({
      register: 'child',
      id,
      version: 1,
      values: { ...values, fields: { ...values.fields, school_or_status: '安宁镇第二小学' } },
    });
    const [later] = stopsOf(sheet);
    const school = later?.questions.find(({ key }) => key === 'school_or_status');
    expect(school).toMatchObject({ known: '安宁镇中心小学', now: '安宁镇第二小学' });
  });

  it('are printed two children a page as one list without ID numbers, and entered as a print', async () => {
    const { routes, sheets, prints, create } = openRouteDesk();
    for (const name of ['丁一', '陈然', '方静']) create({ ...longAgo, name, village: villageA });
    const { sheet } = await routes.create({ village: villageA });
    const opened = await routes.print({ sheet });
    expect(opened).toMatchObject({ records: 3, pages: 2, numbers: 'none', each: false, blank: false });
    const { print } = await sheets.print({ ticket: opened.ticket });
    const { found } = prints.find({ text: print?.serial ?? '' });
    expect(found?.print).toMatchObject({ form: 'F16-1', title: '走访单', pages: 2, records: 3 });
    expect(found?.records).toHaveLength(3);
  });

  it('write what changed and what was missing to the record, with the day of the visit and a line of history', async () => {
    const { routes, create, enter, valuesOf, registers } = openRouteDesk();
    const id = create({ ...longAgo, village: villageA, ethnicity: null });
    create({ ...longAgo, name: '丁一', village: villageA });
    const { sheet } = await routes.create({ village: villageA });
    const position = routes.get({ sheet }).stops.find(({ record }) => record === id)?.position ?? 0;
    const done = enter(sheet, position, {
      problem: '厨房插座老化',
      answers: {
        guardian_phone: { kind: 'value', value: '13900000009' },
        residence_address: { kind: 'same' },
        health: { kind: 'value', value: ['1'] },
        id_number: { kind: 'value', value: '439981201503070024' },
        ethnicity: { kind: 'value', value: '01' },
      },
    });
    expect(done).toEqual({ remaining: 1 });
    const { fields, rows } = valuesOf(id);
    expect(fields).toMatchObject({
      ethnicity: '01',
      id_number: '439981201503070024',
      no_id_reason: null,
      last_visited_on: '2026-11-21',
    });
    expect(rows.members?.some(({ phone }) => phone === '13900000009')).toBe(true);
    expect(registers.history('child', id).entries[0]).toMatchObject({ action: 'route', by: '周敏' });
    expect(routes.list({ state: 'open' }).sheets).toMatchObject([{ stops: 2, entered: 1, problems: 1 }]);
    const [stop] = routes.get({ sheet }).stops.filter(({ enteredAt }) => enteredAt !== null);
    expect(stop).toMatchObject({ met: true, problem: '厨房插座老化', visitedOn: '2026-11-21', enteredBy: '周敏' });
  });

  it('count no visit at which the child was not seen', async () => {
    const { routes, create, enter, valuesOf } = openRouteDesk();
    const id = create({ ...longAgo, village: villageA });
    const { sheet } = await routes.create({ village: villageA });
    enter(sheet, 1, { met: false, answers: { residence_address: { kind: 'same' } } });
    expect(valuesOf(id).fields.last_visited_on).toBe('2025-11-01');
    enter(sheet, 1, { met: true });
    expect(valuesOf(id).fields.last_visited_on).toBe('2026-11-21');
  });

  it('ask a confirmed fact again after a quarter, and one that was not answered at once', async () => {
    const { routes, create, enter, desk } = openRouteDesk();
    create({ ...longAgo, village: villageA });
    const { sheet } = await routes.create({ village: villageA });
    enter(sheet, 1, { answers: { residence_address: { kind: 'same' }, health: { kind: 'none' } } });
    const askedNow = async (): Promise<string[]> => {
      const [stop] = routes.get({ sheet: (await routes.create({ village: villageA })).sheet }).stops;
      return stop?.questions.filter(({ known }) => known !== null).map(({ key }) => key) ?? [];
    };
    expect(await askedNow()).toContain('health');
    expect(await askedNow()).not.toContain('residence_address');
    desk.time = new Date('2027-02-20T09:00:00');
    expect(await askedNow()).toContain('residence_address');
  });

  it('say which question is wrong, and then write nothing', async () => {
    const { routes, create, enter, valuesOf, stopsOf } = openRouteDesk();
    const id = create({ ...longAgo, village: villageA, ethnicity: null });
    const { sheet } = await routes.create({ village: villageA });
    const before = valuesOf(id);
    const error = refused(() =>
      enter(sheet, 1, {
        visitedOn: '2026-11-20',
        problem: '长'.repeat(401),
        answers: {
          guardian_phone: { kind: 'value', value: '123' },
          residence_address: { kind: 'value', value: null },
          ethnicity: { kind: 'same' },
          id_number: { kind: 'value', value: '439981201503070025' },
        },
      }),
    );
    expect(error.code).toBe('invalid');
    expect(Object.keys(error.fields ?? {}).sort()).toEqual([
      'ethnicity',
      'guardian_phone',
      'id_number',
      'problem',
      'residence_address',
      'visitedOn',
    ]);
    expect(error.message).toBe('有6处需要改正，请按标红处修改后再保存');
    expect(valuesOf(id)).toEqual(before);
    expect(stopsOf(sheet)[0]?.answers).toBeNull();
    expect(refused(() => enter(sheet, 1, { visitedOn: null })).fields).toHaveProperty('visitedOn');
    expect(refused(() => enter(sheet, 1, { visitedOn: '2026-11-22' })).fields).toHaveProperty('visitedOn');
    expect(refused(() => enter(sheet, 1, { answers: { remark: { kind: 'value', value: '甲' } } })).code).toBe(
      'invalid',
    );
  });

  it('can be entered as not reached, without a day', async () => {
    const { routes, create, enter, stopsOf } = openRouteDesk();
    create({ ...longAgo, village: villageA });
    const { sheet } = await routes.create({ village: villageA });
    expect(enter(sheet, 1, { visitedOn: null, met: null })).toEqual({ remaining: 0 });
    expect(stopsOf(sheet)[0]?.enteredAt).not.toBeNull();
  });

  it('do not let 属实 stand for a value that the record got after the print', async () => {
    const { routes, create, enter, registers, valuesOf } = openRouteDesk();
    const id = create({ ...longAgo, village: villageA });
    const { sheet } = await routes.create({ village: villageA });
    const { version } = registers.get('child', id);
    const values = valuesOf(id);
    registers.save({
      register: 'child',
      id,
      version,
      values: { ...values, fields: { ...values.fields, residence_address: '虚拟县安宁镇双塘村9组1号' } },
    });
    const stale = refused(() => enter(sheet, 1, { version, answers: { residence_address: { kind: 'same' } } }));
    expect(stale.code).toBe('stale');
    const wrong = refused(() => enter(sheet, 1, { answers: { residence_address: { kind: 'same' } } }));
    expect(wrong.fields?.residence_address).toContain('双塘村9组1号');
  });

  it('are closed once, and entered no more then', async () => {
    const { routes, create, enter } = openRouteDesk();
    create({ ...longAgo, village: villageA });
    const { sheet } = await routes.create({ village: villageA });
    routes.close({ sheet });
    expect(routes.list({ state: 'open' }).sheets).toEqual([]);
    expect(routes.list({ state: 'closed' }).sheets).toMatchObject([{ id: sheet, closedBy: '周敏' }]);
    expect(refused(() => enter(sheet, 1, {})).code).toBe('conflict');
    expect(refused(() => routes.close({ sheet })).code).toBe('conflict');
  });

  it('forget what was asked about a child that is destroyed, and keep the places of the others', async () => {
    const { routes, create, enter, recycle, stopsOf, database } = openRouteDesk();
    const ids = ['陈然', '丁一'].map((name) => create({ ...longAgo, name, village: villageA }));
    const { sheet } = await routes.create({ village: villageA });
    enter(sheet, 1, {
      problem: '甲乙丙丁',
      answers: { residence_address: { kind: 'value', value: '虚拟县安宁镇9号' } },
    });
    const [first = ''] = ids;
    await recycle.remove({ register: 'child', selection: { ids: [first] }, reason: '重复登记' });
    expect(stopsOf(sheet)[0]).toMatchObject({ position: 1, version: null, name: '' });
    await recycle.destroy({ register: 'child', ids: [first], reason: '经批准销毁', word: '销毁' });
    expect(
      database.all(sql`SELECT "questions", "answers", "problem" FROM "route_stop" WHERE "record_id" = ${first}`),
    ).toEqual([{ questions: '[]', answers: null, problem: null }]);
    expect(stopsOf(sheet).map(({ position, name }) => [position, name])).toEqual([
      [1, ''],
      [2, '丁一'],
    ]);
    expect((await routes.print({ sheet })).pages).toBe(1);
  });

  it('follow a child that becomes one with another, and come back when that is taken back', async () => {
    const { routes, create, duplicates, stopsOf, registers } = openRouteDesk();
    const drop = create({ ...longAgo, name: '陈然', village: villageA });
    const { sheet } = await routes.create({ village: villageA });
    const keep = create({ ...longAgo, name: '陈然', village: villageA });
    const sideOf = (id: string) => ({ id, version: registers.get(child.key, id).version });
    const { batch } = duplicates.merge({
      register: child.key,
      keep: sideOf(keep),
      drop: sideOf(drop),
      values: registers.get(child.key, keep).values,
    });
    expect(stopsOf(sheet)[0]?.record).toBe(keep);
    await registers.undo(child.key, batch);
    expect(stopsOf(sheet)[0]?.record).toBe(drop);
  });
});
