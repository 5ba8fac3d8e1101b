import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { inventedOffice } from '../../../electron/services/demo/inventedChildren.ts';
import { villageTable } from '../../../electron/services/office/officeStore.ts';
import { appendHistory } from '../../../electron/services/registers/recordHistory.ts';
import { createRecordWriter } from '../../../electron/services/registers/recordWriter.ts';
import { transaction } from '../../../electron/vault/database.ts';
import { sql } from '../../../electron/vault/sql.ts';
import { child } from '../../../shared/registers/child.ts';
import { failureOf } from '../vault/temporaryVault.ts';
import { openScreeningDesk, villageA, villageB, villageC } from './screeningDesk.ts';

const november = '2026-11';

describe('an open round', () => {
  test('a photograph added to a child that was never changed does not make it a new one', () => {
    const { database, screening, create, wait, found } = openScreeningDesk();
    const id = create({ name: '甲一', village: villageA });
    wait();
    const { round } = screening.open({ month: november, village: villageA });
    wait();
    const authorship = { by: '周敏', at: '2026-11-10T10:00:00.000Z' };
    transaction(database, () =>
      appendHistory(database, child, { id, version: 1 }, 'change', [['附件', null, '户口簿']], authorship),
    );
    expect(found(round).甲一).not.toContain('new');
  });

  test('finds who was seen, came, changed, left and is missing, and says how', () => {
    const { screening, create, change, remove, restore, wait, found } = openScreeningDesk();
    const [seen, changed, moved, closed, deleted, fromOther, fromBin] = [
      create({ name: '甲一', village: villageA }),
      create({ name: '乙二', village: villageA }),
      create({ name: '丙三', village: villageA }),
      create({ name: '丁四', village: villageA }),
      create({ name: '戊五', village: villageA }),
      create({ name: '己六', village: villageB }),
      create({ name: '庚七', village: villageA }),
    ];
    create({ name: '辛八', village: villageA });
    create({ name: '外村', village: villageB });
    remove(fromBin);
    wait();
    const { round } = screening.open({ month: november, village: villageA });
    expect(found(round)).toEqual(
      Object.fromEntries(['丙三', '丁四', '甲一', '乙二', '戊五', '辛八'].map((name) => [name, 'unchecked'])),
    );
    wait();
    screening.mark({ round, records: [seen], mark: { kind: 'seen' } });
    change(changed, { study_state: '4', remark: '已转学' });
    change(moved, { village: villageB });
    change(closed, { status: '4', status_reason: '家庭好转', status_on: '2026-11-09' });
    remove(deleted);
    change(fromOther, { village: villageA });
    restore(fromBin);
    create({ name: '壬九', village: villageA });
    expect(found(round)).toEqual({
      甲一: 'confirmed',
      乙二: 'changed 就学情况、备注',
      丙三: 'removed 转到古井社区',
      丁四: 'removed 销号：家庭好转',
      戊五: 'removed 移入回收站：重复登记',
      己六: 'new 由古井社区转入',
      庚七: 'new 从回收站恢复',
      辛八: 'unchecked',
      壬九: 'new 新登记',
    });
    expect(screening.round(round).counts).toEqual({
      confirmed: 1,
      new: 3,
      changed: 1,
      removed: 3,
      notSeen: 0,
      unchecked: 1,
    });
  });

  test('takes what was changed back for no change, and what came and left again for nobody', () => {
    const { screening, create, change, remove, restore, wait, found } = openScreeningDesk();
    const id = create({ name: '甲一', village: villageA });
    wait();
    const { round } = screening.open({ month: november, village: villageA });
    wait();
    change(id, { remark: '写错了', village: villageB });
    wait();
    change(id, { remark: null, village: villageA });
    remove(id);
    restore(id);
    remove(create({ name: '乙二', village: villageA }));
    expect(found(round)).toEqual({ 甲一: 'unchecked' });
  });

  test('finds brothers and sisters changed by what they share, and nobody who was destroyed', () => {
    const { screening, registers, database, create, remove, wait, found } = openScreeningDesk();
    const [one, gone] = [create({ name: '甲一', village: villageA }), create({ name: '丙三', village: villageA })];
    create({ name: '乙二', village: villageA });
    wait();
    const { round } = screening.open({ month: november, village: villageA });
    wait();
    // The same grandmother stands in all three records.
    const { version, values } = registers.get('child', one);
    const members = (values.rows.members ?? []).map((member) => ({ ...member, phone: '19900000009' }));
    registers.save({ register: 'child', id: one, version, values: { ...values, rows: { ...values.rows, members } } });
    expect(found(round)).toEqual(
      Object.fromEntries(['甲一', '乙二', '丙三'].map((name) => [name, 'changed 家庭主要成员'])),
    );
    remove(gone);
    expect(found(round)).toMatchObject({ 丙三: 'removed 移入回收站：重复登记' });
    const authorship = { at: '2026-11-10T12:00:00.000Z', by: '周敏' };
    const context = { today: '2026-11-10', villages: villageTable(inventedOffice) };
    transaction(database, (open) => {
      const writer = createRecordWriter(open, child, { authorship, context, newId: randomUUID, batch: null });
      writer.destroy(gone, '重复登记');
    });
    expect(Object.keys(found(round))).toEqual(['甲一', '乙二']);
  });

  test('takes marks by key: seen, not seen with a reason, and taken back', () => {
    const { screening, create, wait, found } = openScreeningDesk();
    const id = create({ name: '甲一', village: villageA });
    wait();
    const { round } = screening.open({ month: november, village: villageA });
    screening.mark({ round, records: [id], mark: { kind: 'notSeen', reason: '随父母外出' } });
    expect(found(round)).toEqual({ 甲一: 'notSeen 随父母外出' });
    screening.mark({ round, records: [id, id], mark: { kind: 'seen' } });
    expect(found(round)).toEqual({ 甲一: 'confirmed' });
    expect(screening.round(round).children[0]).toMatchObject({ markedBy: '周敏', cells: { sex: '女' } });
    screening.mark({ round, records: [id], mark: { kind: 'none' } });
    expect(found(round)).toEqual({ 甲一: 'unchecked' });
  });

  test('keeps every character of a reason, or refuses it with its length', async () => {
    const { screening, create, file, wait, found } = openScreeningDesk();
    const id = create({ name: '甲一', village: villageA });
    wait();
    const { round } = screening.open({ month: november, village: villageA });
    const longest = `随父母外出${'𠮷'.repeat(95)}`;
    const tooLong = { code: 'invalid', message: '原因不能超过100字，现有101字，请缩短' };
    const mark = (reason: string) => screening.mark({ round, records: [id], mark: { kind: 'notSeen', reason } });
    expect(await failureOf(() => mark(`${longest}多`))).toMatchObject(tooLong);
    expect(await failureOf(() => mark('　'))).toMatchObject({ code: 'invalid', message: '请写明原因' });
    expect(await failureOf(() => file(round, `${longest}多`))).toMatchObject(tooLong);
    mark(longest);
    await file(round);
    expect(found(round)).toEqual({ 甲一: `notSeen ${longest}` });
  });

  test('finds what happened after it was opened and filed, though the clock was set back', async () => {
    const { screening, create, change, remove, wait, file, found, desk } = openScreeningDesk('2026-11-30T10:00:00');
    const [one, two] = [create({ name: '甲一', village: villageA }), create({ name: '乙二', village: villageA })];
    wait();
    const { round } = screening.open({ month: november, village: villageA });
    desk.time = new Date('2026-11-29T10:00:00');
    change(one, { remark: '搬家' });
    expect(found(round)).toEqual({ 甲一: 'changed 备注', 乙二: 'unchecked' });
    desk.time = new Date('2026-12-02T10:00:00');
    await file(round);
    desk.time = new Date('2026-12-01T10:00:00');
    remove(two);
    const next = screening.open({ month: '2026-12', village: villageA }).round;
    expect(found(next)).toEqual({ 甲一: 'unchecked', 乙二: 'removed 移入回收站：重复登记' });
  });

  test('refuses a mark for a child that is no longer in the village', async () => {
    const { screening, create, change, wait } = openScreeningDesk();
    const id = create({ name: '甲一', village: villageA });
    const { round } = screening.open({ month: november, village: villageA });
    wait();
    change(id, { village: villageB });
    const mark = { round, records: [id], mark: { kind: 'seen' as const } };
    expect(await failureOf(() => screening.mark(mark))).toMatchObject({ code: 'stale' });
  });

  test('is opened once a month, for no month to come, and for no village the office does not have', async () => {
    const { screening, desk } = openScreeningDesk('2026-11-30T23:59:00');
    const { round } = screening.open({ month: november, village: villageA });
    expect(screening.open({ month: november, village: villageA })).toEqual({ round });
    const december = { month: '2026-12', village: villageA };
    expect(await failureOf(() => screening.open(december))).toMatchObject({ code: 'invalid' });
    desk.time = new Date('2026-12-01T00:01:00');
    expect(screening.open(december).round).not.toBe(round);
    expect(await failureOf(() => screening.open({ month: november, village: 'X' }))).toMatchObject({ code: 'missing' });
  });
});

describe('filing', () => {
  test('freezes outcomes and keeps a sheet of everybody who was seen, came or changed', async () => {
    const { screening, create, change, wait, file, found } = openScreeningDesk();
    const [seen, changed, missed, left] = ['甲一', '乙二', '丙三', '丁四'].map((name) =>
      create({ name, village: villageA }),
    ) as [string, string, string, string];
    wait();
    const { round } = screening.open({ month: november, village: villageA });
    wait();
    screening.mark({ round, records: [seen], mark: { kind: 'seen' } });
    change(changed, { remark: '已转学' });
    change(left, { village: villageB });
    const added = create({ name: '戊五', village: villageA });
    expect(await file(round, '外出务工')).toEqual({ sheets: 3 });
    const frozen = {
      甲一: 'confirmed',
      乙二: 'changed 备注',
      丙三: 'notSeen 外出务工',
      丁四: 'removed 转到古井社区',
      戊五: 'new 新登记',
    };
    expect(found(round)).toEqual(frozen);
    wait();
    change(missed, { name: '改名' });
    change(changed, { village: villageC });
    create({ name: '己六', village: villageA });
    expect(found(round)).toEqual(frozen);
    const kept = (id: string) => screening.sheetsOf('child', id).sheets.map(({ month, form }) => `${month} ${form}`);
    expect([seen, changed, added, missed, left].map(kept)).toEqual([
      ['2026-11 F01'],
      ['2026-11 F01'],
      ['2026-11 F01'],
      [],
      [],
    ]);
    expect(screening.printSheets({ round })).toMatchObject({ records: 3, pages: 3 });
  });

  test('asks why children were not seen, once for all without a reason of their own', async () => {
    const { screening, create, wait, file, found } = openScreeningDesk();
    const one = create({ name: '甲一', village: villageA });
    create({ name: '乙二', village: villageA });
    wait();
    const { round } = screening.open({ month: november, village: villageA });
    screening.mark({ round, records: [one], mark: { kind: 'notSeen', reason: '住院' } });
    expect(await failureOf(() => file(round, null))).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('1名未核实'),
    });
    expect(screening.round(round).filedAt).toBeNull();
    await file(round, '随父母外出');
    expect(found(round)).toEqual({ 甲一: 'notSeen 住院', 乙二: 'notSeen 随父母外出' });
  });

  test('is refused when the list changed under the clerk, a second time, and before the month before', async () => {
    const { screening, create, wait, file, desk } = openScreeningDesk();
    const { round } = screening.open({ month: november, village: villageA });
    const { counts } = screening.round(round);
    wait();
    create({ name: '甲一', village: villageA });
    const read = { round, counts, notSeenReason: null };
    expect(await failureOf(() => screening.file(read))).toMatchObject({ code: 'stale' });
    desk.time = new Date('2026-12-02T09:00:00');
    const next = screening.open({ month: '2026-12', village: villageA }).round;
    expect(await failureOf(() => file(next))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('2026年11月'),
    });
    await file(round);
    expect(await failureOf(() => file(round))).toMatchObject({ code: 'conflict' });
    const id = screening.round(round).children[0]?.id ?? '';
    const mark = { round, records: [id], mark: { kind: 'seen' as const } };
    expect(await failureOf(() => screening.mark(mark))).toMatchObject({ code: 'conflict' });
    const october = { month: '2026-10', village: villageA };
    expect(await failureOf(() => screening.open(october))).toMatchObject({ code: 'conflict' });
  });

  test('hands what happened between two months to the later one, and nothing twice', async () => {
    const { screening, create, change, wait, file, found, desk } = openScreeningDesk('2026-11-30T10:00:00');
    const old = create({ name: '甲一', village: villageA });
    wait();
    const { round } = screening.open({ month: november, village: villageA });
    wait();
    create({ name: '乙二', village: villageA });
    await file(round);
    wait();
    create({ name: '丙三', village: villageA });
    desk.time = new Date('2026-12-01T08:00:00');
    change(old, { remark: '搬家' });
    const next = screening.open({ month: '2026-12', village: villageA }).round;
    expect(found(next)).toEqual({ 甲一: 'changed 备注', 乙二: 'unchecked', 丙三: 'new 新登记' });
  });
});

describe('a filed sheet', () => {
  test('prints the same for ever, whatever becomes of the record, the office and the village', async () => {
    const { screening, sheets, create, change, remove, wait, file, desk } = openScreeningDesk();
    const id = create({ name: '欧阳朵朵', village: villageA });
    wait();
    const { round } = screening.open({ month: november, village: villageA });
    screening.mark({ round, records: [id], mark: { kind: 'seen' } });
    await file(round);
    const print = (): Promise<string | undefined> => {
      const [sheet] = screening.sheetsOf('child', id).sheets;
      return sheets.html(screening.printSheets({ sheet: sheet?.id ?? '' }).ticket, 'N');
    };
    const filed = await print();
    expect(filed).toContain('欧阳朵朵');
    expect(filed).toContain('安宁镇');
    const { ticket } = await sheets.open({ form: 'F01', selection: { ids: [id] } });
    expect(await sheets.html(ticket, 'N')).toBe(filed);
    wait();
    change(id, { name: '改名换姓', residence_address: '别处', village: villageB });
    desk.office = {
      ...desk.office,
      township: '新名镇',
      villages: desk.office.villages.map((village) => ({ ...village, name: `新${village.name}` })),
    };
    const now = await sheets.open({ form: 'F01', selection: { ids: [id] } });
    const today = await sheets.html(now.ticket, 'N');
    expect(today).toContain('新名镇');
    expect(await print()).toBe(filed);
    remove(id);
    expect(await print()).toBe(filed);
  });

  test('that is not as it was filed is never printed', async () => {
    const { screening, database, create, wait, file } = openScreeningDesk();
    const id = create({ name: '甲一', village: villageA });
    wait();
    const { round } = screening.open({ month: november, village: villageA });
    screening.mark({ round, records: [id], mark: { kind: 'seen' } });
    await file(round);
    transaction(database, (open) => open.run(sql`UPDATE "filed_sheet" SET "pages" = substr("pages", 1, 100)`));
    expect(await failureOf(() => screening.printSheets({ round }))).toMatchObject({ code: 'damaged' });
  });
});

describe('a month', () => {
  test('shows each village with its state and counts, and children without a village', async () => {
    const { screening, create, wait, file } = openScreeningDesk();
    create({ name: '甲一', village: villageA });
    create({ name: '乙二', village: villageB });
    create({ name: '丙三', village: null });
    wait();
    screening.open({ month: november, village: villageA });
    await file(screening.open({ month: november, village: villageB }).round);
    const { villages, unplaced } = screening.month({ month: november });
    expect(unplaced).toBe(1);
    expect(villages.slice(0, 3)).toMatchObject([
      { name: '双塘村', state: 'open', registered: 1, counts: { notSeen: 0, unchecked: 1 }, filedAt: null },
      { name: '古井社区', state: 'filed', registered: 1, counts: { notSeen: 1, unchecked: 0 }, filedBy: '周敏' },
      { name: '柳溪村', state: 'none', registered: 0, counts: null },
    ]);
  });

  test('takes zero reports of empty villages, and of no other', async () => {
    const { screening, create } = openScreeningDesk();
    create({ name: '甲一', village: villageA });
    const report = (villages: string[]) => screening.zeroReport({ month: november, villages });
    expect(await failureOf(() => report([villageC, villageA]))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('双塘村'),
    });
    // All or none.
    expect(screening.month({ month: november }).villages.every(({ state }) => state === 'none')).toBe(true);
    report([villageC, villageB]);
    expect(screening.month({ month: november }).villages.slice(0, 3)).toMatchObject([
      { state: 'none' },
      {
        state: 'filed',
        registered: 0,
        counts: { confirmed: 0, new: 0, changed: 0, removed: 0, notSeen: 0, unchecked: 0 },
      },
      { state: 'filed' },
    ]);
  });

  test('is summed up on paper, with zero reports and the villages that are late', async () => {
    const { screening, sheets, create, wait, file } = openScreeningDesk();
    const ids = ['甲一', '乙二'].map((name) => create({ name, village: villageA }));
    wait();
    const { round } = screening.open({ month: november, village: villageA });
    wait();
    screening.mark({ round, records: ids, mark: { kind: 'seen' } });
    create({ name: '丙三', village: villageA });
    await file(round);
    screening.zeroReport({ month: november, villages: [villageB] });
    screening.open({ month: november, village: villageC });
    const { ticket, pages } = screening.printMonth({ month: november });
    expect(pages).toBe(1);
    const html = (await sheets.html(ticket, 'N')) ?? '';
    const texts = [...html.matchAll(/<p [^>]*>([^<]*)<\/p>/gu)].map((match) => match[1]);
    for (const text of [
      '未成年人排查情况汇总表（2026年11月）',
      '零报告',
      '正在排查',
      '未开始排查',
      '6个村未归档',
      '共8个村（社区）',
    ]) {
      expect(texts).toContain(text);
    }
    const total = texts.slice(texts.indexOf('合计'));
    expect(total.slice(0, 7)).toEqual(['合计', '3', '2', '1', '0', '0', '0']);
  });

  test('says on paper what a zero report has none of, where a child was not seen', async () => {
    const { screening, sheets, create, wait, file } = openScreeningDesk();
    create({ name: '甲一', village: villageA });
    wait();
    await file(screening.open({ month: november, village: villageA }).round, '随父母外出');
    const html = (await sheets.html(screening.printMonth({ month: november }).ticket, 'N')) ?? '';
    const texts = [...html.matchAll(/<p [^>]*>([^<]*)<\/p>/gu)].map((match) => match[1]).join('');
    // Broken into two lines in its column.
    expect(texts.replace(/\s/gu, '')).toContain('零报告（无新增、变更、移出）');
  });
});
