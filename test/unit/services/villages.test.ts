import { expect, test } from 'vitest';
import { createDuplicateService } from '../../../electron/services/duplicates/createDuplicateService.ts';
import { nextNumber } from '../../../electron/services/prints/printStore.ts';
import { createRegisterService } from '../../../electron/services/registers/createRegisterService.ts';
import { refreshSearch } from '../../../electron/services/search/refreshSearch.ts';
import { limitToVillages } from '../../../electron/services/villages/limitToVillages.ts';
import { pastLimits, transaction } from '../../../electron/vault/database.ts';
import { sql } from '../../../electron/vault/sql.ts';
import { knownElsewhere } from '../../../shared/contract/duplicateMethods.ts';
import type { MethodInput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { child } from '../../../shared/registers/child.ts';
import type { RecordValues } from '../../../shared/registers/register.ts';
import { childOf, numberOf, openDuplicatesDesk } from './duplicatesDesk.ts';
import { deskContext } from './registerDesk.ts';

const own = '439981100201';
const foreign = '439981100202';
const mother = { relation: '52', name: '潘玉梅', id_number: numberOf('19850307', '002') };

/** A registry of two villages, of which from now on one is the user's work. */
function openLimitedDesk() {
  const desk = openDuplicatesDesk();
  const { database } = desk;
  const inside = desk.add(childOf({ name: '龙朵朵', village: own }, [mother]));
  const outside = desk.add(
    childOf({ name: '莫小乐', village: foreign, id_number: numberOf('20150307', '004') }, [
      { ...mother, workplace: '东莞某厂' },
    ]),
  );
  const unplaced = desk.add(childOf({ name: '付文轩', village: null }));
  const context = { ...deskContext, villagesInReach: new Set([own]) };
  limitToVillages(database, [child], [own], context);
  const dependencies = {
    registerOf: () => child,
    databaseOf: () => database,
    context: () => context,
    user: () => '周敏',
    now: () => new Date('2026-11-21T03:00:00Z'),
  };
  const service = createRegisterService({ ...dependencies, newId: () => crypto.randomUUID() });
  const duplicates = createDuplicateService({ ...dependencies, registers: service });
  const sent = (values: RecordValues) => JSON.parse(JSON.stringify(values)) as MethodInput<'register.save'>['values'];
  const save = (values: RecordValues, id: string | null = null) =>
    service.save({
      register: 'child',
      id,
      version: id === null ? null : service.get('child', id).version,
      values: sent(values),
    });
  const names = (search = ''): string[] =>
    service
      .listPage({
        register: 'child',
        search,
        filters: {},
        sort: { field: 'name', descending: false },
        offset: 0,
        limit: 20,
      })
      .rows.map(({ cells }) => cells.name ?? '');
  return { ...desk, service, duplicates, sent, save, names, inside, outside, unplaced, context };
}

function failureOf(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('lists, counts and search show the records of the own village alone, and none without a village', () => {
  const { names, service, outside } = openLimitedDesk();
  expect(names()).toEqual(['龙朵朵']);
  expect(names('莫小乐')).toEqual([]);
  expect(names('东莞')).toEqual([]);
  expect(service.sharing('child', service.idsOf(everybody, 10)[0] ?? '')).toEqual({ records: [] });
  expect(service.idsOf({ ...everybody, filters: { village: [foreign] } }, 10)).toEqual([]);
  expect(service.history('child', outside)).toEqual({ entries: [] });
});

const everybody = { register: 'child', search: '', filters: {}, sort: { field: 'name', descending: false } };

test('a record of another village is answered like one that never was', () => {
  const { service, save, outside, unplaced } = openLimitedDesk();
  const never = failureOf(() => service.get('child', crypto.randomUUID()));
  for (const id of [outside, unplaced]) {
    const { code, message } = failureOf(() => service.get('child', id));
    expect({ code, message }).toEqual({ code: never.code, message: never.message });
    expect(failureOf(() => save(childOf({ name: '别人' }), id)).code).toBe('missing');
  }
});

test('a record is saved into the own village alone', () => {
  const { save, inside } = openLimitedDesk();
  for (const village of [foreign, null]) {
    const refused = { code: 'invalid', fields: { village: '请选您负责的村（社区）' } };
    expect(failureOf(() => save(childOf({ name: '新来的', village })))).toMatchObject(refused);
    expect(failureOf(() => save(childOf({ name: '龙朵朵', village }, [mother]), inside))).toMatchObject(refused);
  }
  expect(save(childOf({ name: '新来的', village: own })).version).toBe(1);
});

test('somebody who is registered elsewhere is told of without a word about him', () => {
  const { save, duplicates, sent } = openLimitedDesk();
  const double = childOf({ name: '莫小乐', village: own, id_number: numberOf('20150307', '004') });
  expect(duplicates.similar({ register: 'child', id: null, values: sent(double) })).toEqual({
    records: [],
    elsewhere: true,
  });
  expect(failureOf(() => save(double))).toMatchObject({ code: 'conflict', fields: { id_number: knownElsewhere } });
});

test('a mother who is known from another village brings nothing along, and one who is shared is kept in order there', () => {
  const { save, service, database, outside, inside } = openLimitedDesk();
  const before = pastLimits(database, () => service.get('child', outside));
  const stranger = { relation: '52', name: '石秀英', id_number: numberOf('19860307', '002') };
  transaction(database, () => {
    database.run(sql`
      INSERT INTO "relative" ("id", "name", "id_number", "workplace")
      VALUES ('00000000000000000000000000000001', ${stranger.name}, ${stranger.id_number}, '深圳某店')`);
  });
  const { id } = save(childOf({ name: '石小雨', village: own }, [stranger]));
  expect(service.get('child', id).values.rows.members?.[0]).toMatchObject({ name: '石秀英', workplace: null });
  // The mother of 龙朵朵 and 莫小乐 is one person: who corrects her here corrects her there.
  const { values } = service.get('child', inside);
  const [shared] = values.rows.members ?? [];
  save({ ...values, rows: { ...values.rows, members: [{ ...shared, phone: '13900000001' }] } } as RecordValues, inside);
  const after = pastLimits(database, () => service.get('child', outside));
  expect(after.values.rows.members?.[0]).toMatchObject({ phone: '13900000001' });
  expect(after.version).toBe(before.version + 1);
});

test('what keeps the file in order sees every record', async () => {
  const { database, context, service, outside } = openLimitedDesk();
  transaction(database, () => {
    database.run(sql`UPDATE "search_version" SET "version" = 0`);
    database.run(sql`DELETE FROM "child_search"`);
  });
  expect(await refreshSearch(database, child, context)).toBe(3);
  expect(service.villagesInUse([child], () => database)).toEqual(new Set([own, foreign]));
  const number = pastLimits(database, () => nextNumber(database, 2026));
  transaction(database, () => {
    database.run(sql`
      INSERT INTO "print_fact" ("id", "year", "number", "form", "title", "way", "records", "pages", "copies", "numbers",
        "reason", "code", "at", "by")
      VALUES ('f', 2026, ${number}, 'F01', '表', 'paper', 1, 1, 1, 'full', '', 'ABCDEFGH', '2026-11-21T00:00:00Z', '别人')`);
    const row =
      pastLimits(database, () => database.get<{ row: number }>(sql`SELECT "row" FROM "print_fact"`))?.row ?? 0;
    database.run(sql`
      INSERT INTO "print_record" ("fact", "position", "register", "record_id") VALUES (${row}, 0, 'child', ${outside})`);
  });
  expect(database.all(sql`SELECT 1 FROM "print_fact"`)).toEqual([]);
  expect(nextNumber(database, 2026)).toBe(number + 1);
});

test('every table of the file is limited, or holds nothing that is not reached through one that is', () => {
  const { database } = openLimitedDesk();
  const names = (schema: 'main' | 'temp', type: 'table' | 'view'): string[] =>
    database
      .all<{ name: string }>(
        schema === 'main'
          ? sql`SELECT "name" FROM main.sqlite_schema WHERE "type" = ${type} AND "name" NOT LIKE 'sqlite_%' ORDER BY "name"`
          : sql`SELECT "name" FROM temp.sqlite_schema WHERE "type" = ${type} ORDER BY "name"`,
      )
      .map(({ name }) => name);
  const limited = new Set(names('temp', 'view'));
  // A new table is written down here once it is known how a clerk of one village is kept from what it says of others.
  expect(names('main', 'table').filter((name) => !limited.has(name))).toEqual(
    [
      // Rows that are read by the record, the print or the attachment that they belong to.
      ...['attachment_content', 'child_category', 'child_household', 'child_match', 'child_search', 'export_fact'],
      ...['family_member', 'persuasion'],
      // Accounts, of which the auditor reads numbers and everybody else what belongs to a record in reach.
      ...['audit', 'destruction', 'history', 'history_erased'],
      // The user's own, and what says nothing of anybody.
      ...['import_mapping', 'list_columns', 'saved_list', 'search_version', 'sequence', 'vault'],
    ].toSorted(),
  );
});
