import { setImmediate } from 'node:timers/promises';
import type { MethodInput, MethodOutput, OfficeSettings } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { maxRouteStops, type RouteAnswer } from '../../../shared/contract/routeMethods.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import {
  layoutRouteSheet,
  questionsThatFit,
  type RoutePerson,
  type RouteStop,
  routeSheetForm,
} from '../../../shared/forms/layoutRouteSheet.ts';
import { homeVisit } from '../../../shared/papers/homeVisit.ts';
import { checkField } from '../../../shared/registers/checkRecord.ts';
import { child } from '../../../shared/registers/child.ts';
import { findField, type RecordValues, writeValue } from '../../../shared/registers/register.ts';
import { calendarDateOf, chineseDate } from '../../../shared/rules/calendarDate.ts';
import { knownText, type RouteQuestion, routeQuestions } from '../../../shared/rules/routeQuestions.ts';
import { transaction, type WritableDatabase } from '../../vault/database.ts';
import { selectedRows } from '../lists/selectedRecords.ts';
import type { RegisterService } from '../registers/createRegisterService.ts';
import { listRowNumbers } from '../registers/listRecords.ts';
import { type Authorship, readManyRecords, readRecord, type StoredRecord } from '../registers/recordStore.ts';
import { createRecordWriter } from '../registers/recordWriter.ts';
import type { SheetService } from '../sheets/createSheetService.ts';
import {
  findStoredSheet,
  insertSheet,
  listSheets,
  markSheetClosed,
  readAskedFacts,
  readStops,
  type StoredSheet,
  type StoredStop,
  writeStop,
} from './routeStore.ts';

export type RouteService = ReturnType<typeof createRouteService>;

/** Route sheets: what is asked about each child of a round, printed, and entered in the order of the paper. */
export function createRouteService(options: {
  readonly database: WritableDatabase;
  readonly registers: Pick<RegisterService, 'accept'>;
  readonly sheets: Pick<SheetService, 'openPages'>;
  readonly office: () => OfficeSettings;
  readonly context: () => FieldContext;
  readonly user: () => string;
  readonly now: () => Date;
  readonly newId: () => string;
}) {
  const { database, registers, now, newId } = options;
  const authorship = (): Authorship => ({ by: options.user(), at: now().toISOString() });

  function find(id: string): StoredSheet {
    const sheet = findStoredSheet(database, id);
    if (!sheet) throw new AppError('missing', '没有这张走访单，请返回走访单重新选择');
    return sheet;
  }

  /** A sheet that is still entered. */
  function findOpen(id: string): StoredSheet {
    const sheet = find(id);
    if (sheet.closedAt !== null) throw new AppError('conflict', '这张走访单已结束录入，要改的请直接改儿童登记');
    return sheet;
  }

  /** Children that are registered in a village, grid by grid as it is walked. @throws AppError invalid */
  function villageRows(village: string, context: FieldContext): number[] {
    const filters = { status: [...child.defaultFilters.status], village: [village] };
    const query = { register: child.key, search: '', filters, sort: { field: 'grid', descending: false } };
    const rows = listRowNumbers(database, child, query, maxRouteStops + 1, context);
    if (rows.length === 0) throw new AppError('invalid', '这个村没有在册儿童，不用打印走访单');
    if (rows.length > maxRouteStops) {
      throw new AppError('invalid', `一张走访单最多${maxRouteStops}户，请从儿童名单按网格筛选或勾选后再打印`);
    }
    return rows;
  }

  /**
   * Makes a sheet and freezes what is asked about each child.
   * @throws AppError invalid when nobody is chosen, or more than `maxRouteStops`
   */
  async function create(input: MethodInput<'route.create'>): Promise<MethodOutput<'route.create'>> {
    const context = options.context();
    const rows =
      'village' in input
        ? villageRows(input.village, context)
        : selectedRows(database, child, input.selection, { limit: maxRouteStops, sort: input.sort }, context);
    const found = readManyRecords(database, child, rows);
    const records = rows.flatMap((row) => found.get(row) ?? []);
    const asked = readAskedFacts(
      database,
      records.map(({ id }) => id),
    );
    const stops = await inTurns(records, ({ id, values }) => ({
      id: newId(),
      record: id,
      questions: questionsThatFit(
        personOf(values, context),
        routeQuestions(child, values, context, asked.get(id) ?? {}),
      ),
    }));
    const year = Number(context.today.slice(0, 4));
    return transaction(database, () => {
      const place = placeOf(records, context) ?? options.office().township;
      const { id, code } = insertSheet(database, { id: newId(), year, place }, stops, authorship());
      return { sheet: id, code };
    });
  }

  /** The children of a sheet that are in the registry, by their names. */
  function recordsOf(stops: readonly StoredStop[]): Map<string, StoredRecord> {
    return new Map(
      stops.flatMap(({ record }): [string, StoredRecord][] => {
        const stored = readRecord(database, child, record);
        return stored ? [[record, stored]] : [];
      }),
    );
  }

  /** Lays a sheet out with the questions it was made with. @throws AppError missing */
  async function print(input: MethodInput<'route.print'>): Promise<MethodOutput<'route.print'>> {
    const sheet = find(input.sheet);
    const context = options.context();
    const stops = readStops(database, sheet);
    const records = recordsOf(stops);
    const placed = stops.map(({ position, record, questions }): RouteStop => {
      const stored = records.get(record);
      return { position, person: stored ? personOf(stored.values, context) : null, questions };
    });
    const pairs = placed.flatMap((_, index) => (index % 2 === 0 ? [placed.slice(index, index + 2)] : []));
    const pages = (await inTurns(pairs, (pair) => layoutRouteSheet(sheet.code, pair))).flat();
    const label = `${routeSheetForm.title}${sheet.code}`;
    return options.sheets.openPages({
      form: routeSheetForm.key,
      title: routeSheetForm.title,
      shortTitle: routeSheetForm.title,
      fileName: `${label}-${stops.length}户`,
      parts: [{ pages, records: [...records.keys()].map((id) => ({ register: child.key, id })), label, number: null }],
      count: stops.length,
      // The sheet asks for ID numbers that nobody knows, and shows none.
      numbers: 'none',
      numbersChosen: false,
      isList: true,
    });
  }

  function list({ state }: MethodInput<'route.list'>): MethodOutput<'route.list'> {
    return { sheets: listSheets(database, state).map(({ row: _row, ...sheet }) => sheet) };
  }

  /** @throws AppError missing */
  function get(input: MethodInput<'route.get'>): MethodOutput<'route.get'> {
    const { row: _row, ...sheet } = find(input.sheet);
    const context = options.context();
    const stops = readStops(database, { row: _row, ...sheet });
    const records = recordsOf(stops);
    return {
      ...sheet,
      stops: stops.map(({ position, record, questions, entered }) => {
        const stored = records.get(record);
        const person = stored && personOf(stored.values, context);
        return {
          position,
          record,
          version: stored?.version ?? null,
          name: person?.name ?? '',
          facts: person ? [person.sex, person.age, person.fileNumber].filter(Boolean).join('　') : '',
          questions: questions.map((question) => ({
            ...question,
            options: question.options && [...question.options],
            now: stored ? knownText(child, stored.values, question.key, context) : null,
          })),
          answers: entered && { ...entered.answers },
          visitedOn: entered?.visitedOn ?? null,
          met: entered?.met ?? null,
          problem: entered?.problem ?? null,
          enteredAt: entered?.at ?? null,
          enteredBy: entered?.by ?? null,
        };
      }),
    };
  }

  /**
   * Writes the answers of a stop to the record and keeps them with the sheet, in one transaction. A child that was seen was
   * visited that day; one that was not seen was not (forms.md F16).
   * @throws AppError invalid (fields by question) | stale | missing | conflict
   */
  function enter(input: MethodInput<'route.enter'>): MethodOutput<'route.enter'> {
    const context = options.context();
    return transaction(database, () => {
      const sheet = findOpen(input.sheet);
      const stops = readStops(database, sheet);
      const stop = stops.find(({ position }) => position === input.position);
      const stored = stop && readRecord(database, child, stop.record);
      if (!stop || !stored) throw new AppError('missing', '这名儿童已不在册，这一户不用录入');
      if (stored.version !== input.version) {
        throw new AppError('stale', '您打开之后，这名儿童的登记又改过；已重新读取，请核对后再保存');
      }
      const problem = input.problem === null || input.problem.trim() === '' ? null : input.problem;
      const said = answersTo(stop.questions, input.answers);
      const isEmpty = input.met === null && problem === null && said.every(([, { kind }]) => kind === 'none');
      const errors = {
        ...visitErrors({ ...input, problem }, sheet, isEmpty, context),
        ...Object.fromEntries(said.flatMap(([question, answer]) => answerError(question, answer, stored, context))),
      };
      refuse(errors);
      let { values } = stored;
      for (const [{ key }, answer] of said) {
        if (answer.kind === 'value') values = writeValue(child, values, key, answer.value, context);
      }
      const { last_visited_on: visited } = values.fields;
      if (
        input.met === true &&
        input.visitedOn !== null &&
        !(typeof visited === 'string' && visited >= input.visitedOn)
      ) {
        values = { ...values, fields: { ...values.fields, last_visited_on: input.visitedOn } };
      }
      const accepted = accept(values, said);
      const writer = createRecordWriter(database, child, { authorship: authorship(), context, newId, batch: null });
      writer.change(stored, accepted.values, 'route', accepted.gaps);
      writeStop(
        database,
        sheet,
        stop.position,
        {
          answers: Object.fromEntries(said.map(([{ key }, answer]) => [key, answer])),
          visitedOn: input.visitedOn,
          met: input.met,
          problem,
        },
        authorship(),
      );
      const others = stops.filter(({ position, entered }) => position !== stop.position && entered === null);
      return { remaining: others.length };
    });
  }

  /** The record as it is stored, checked as every entry is; what is wrong elsewhere is said as a whole. */
  function accept(values: RecordValues, said: readonly Said[]): ReturnType<RegisterService['accept']> {
    try {
      return registers.accept(child, values);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'invalid') throw error;
      const found = Object.entries(error.fields ?? {});
      const answered = new Set(said.flatMap(([{ key }, { kind }]) => (kind === 'value' ? [key] : [])));
      const own = found.filter(([path]) => answered.has(path));
      refuse(Object.fromEntries(own));
      const [, first = ''] = found[0] ?? [];
      throw new AppError('invalid', `这名儿童的登记里有${found.length}处要先改正（${first}），请打开登记改好后再录入`);
    }
  }

  /** @throws AppError missing | conflict when it is closed */
  function close(input: MethodInput<'route.close'>): void {
    transaction(database, () => markSheetClosed(database, findOpen(input.sheet), authorship()));
  }

  return { create, print, list, get, enter, close };
}

/** Milliseconds of work after which other requests are answered. */
const longestStep = 12;

/** Does the same with each item; a whole village takes tenths of a second, and between two items other requests get their turn. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => R): Promise<R[]> {
  const results: R[] = [];
  let started = performance.now();
  for (const item of items) {
    results.push(work(item));
    if (performance.now() - started < longestStep) continue;
    await setImmediate();
    started = performance.now();
  }
  return results;
}

type Said = readonly [RouteQuestion, RouteAnswer];

/** Every question of a stop with its answer. @throws AppError invalid for an answer that nobody asked for */
function answersTo(questions: readonly RouteQuestion[], answers: Readonly<Record<string, RouteAnswer>>): Said[] {
  const asked = new Set(questions.map(({ key }) => key));
  if (Object.keys(answers).some((key) => !asked.has(key))) {
    throw new AppError('invalid', '走访单上没有这一问，请刷新页面后重新录入');
  }
  return questions.map((question): Said => [question, answers[question.key] ?? { kind: 'none' }]);
}

function refuse(errors: Readonly<Record<string, string>>): void {
  const count = Object.keys(errors).length;
  if (count > 0) throw new AppError('invalid', `有${count}处需要改正，请按标红处修改后再保存`, { ...errors });
}

/** What is wrong with the day of the visit and the problem. */
function visitErrors(
  { visitedOn, problem }: Pick<MethodInput<'route.enter'>, 'visitedOn' | 'problem'>,
  sheet: StoredSheet,
  isEmpty: boolean,
  context: FieldContext,
): Record<string, string> {
  const errors: Record<string, string> = {};
  const { visited_on: day, problem: text } = homeVisit.fields;
  const printedOn = calendarDateOf(new Date(sheet.createdAt));
  if (visitedOn === null) {
    if (!isEmpty) errors.visitedOn = '没有填走访日期，请照纸上的日期填写';
  } else {
    const fault = checkField(day, {}, visitedOn, context);
    if (fault !== undefined) errors.visitedOn = fault;
    else if (visitedOn < printedOn) errors.visitedOn = `走访日期早于打印日期${chineseDate(printedOn)}，请核对`;
  }
  const wrong = problem === null ? undefined : checkField(text, {}, problem, context);
  if (wrong !== undefined) errors.problem = wrong;
  return errors;
}

/** What is wrong with an answer, by the key of its question. */
function answerError(
  { key, label, known }: RouteQuestion,
  answer: RouteAnswer,
  stored: StoredRecord,
  context: FieldContext,
): [string, string][] {
  const field = findField(child, key);
  if (!field) return [[key, `“${label}”这一项已经不用，请选“没问到”`]];
  if (answer.kind === 'same') {
    if (known === null) return [[key, `纸上没有印“${label}”，请填写，或选“没问到”`]];
    const now = knownText(child, stored.values, key, context);
    if (now === known) return [];
    return [[key, `打印之后登记改成了“${now ?? '空'}”，请核对：要改回来的选“变了”照纸上填，否则选“没问到”`]];
  }
  if (answer.kind === 'none') return [];
  if (answer.value === null) return [[key, `“${label}”没有填，请补上，或选“没问到”`]];
  const fault = checkField(field, stored.values.fields, answer.value, context);
  return fault === undefined ? [] : [[key, fault]];
}

/** What the head of a child's half page says. */
function personOf(values: RecordValues, context: FieldContext): RoutePerson {
  const say = (key: string): string => knownText(child, values, key, context) ?? '';
  const relation = say('guardian_relation');
  const guardian = say('guardian_name');
  return {
    name: say('name'),
    sex: say('sex'),
    age: say('age'),
    fileNumber: say('file_number'),
    village: say('village'),
    address: say('residence_address') || say('household_address'),
    guardian: guardian !== '' && relation !== '' ? `${guardian}（${relation}）` : guardian,
    phone: say('guardian_phone') || say('phone'),
  };
}

/** The village that all children are of; undefined where they are of several, or of none. */
function placeOf(records: readonly StoredRecord[], context: FieldContext): string | undefined {
  const villages = new Set(records.map(({ values }) => knownText(child, values, 'village', context)));
  const [village] = villages;
  return villages.size === 1 && village !== null ? village : undefined;
}
