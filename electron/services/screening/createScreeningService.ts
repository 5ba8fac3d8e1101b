import type { MethodInput, MethodOutput, OfficeSettings } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { notSeenReason } from '../../../shared/contract/screeningMethods.ts';
import {
  countOutcomes,
  registeredOf,
  type ScreeningCounts,
  screeningOutcomes,
} from '../../../shared/contract/screeningOutcomes.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { layoutSheet } from '../../../shared/forms/layoutSheet.ts';
import { findField, type RecordValues, type Register, readValue } from '../../../shared/registers/register.ts';
import { type Month, monthInWords, monthOf } from '../../../shared/rules/screeningMonth.ts';
import { noteDetail } from '../../vault/currentAct.ts';
import { steppedTransaction, transaction, type WritableDatabase } from '../../vault/database.ts';
import { type Authorship, readMany } from '../registers/recordStore.ts';
import type { SheetService } from '../sheets/createSheetService.ts';
import { createScreeningPrints } from './createScreeningPrints.ts';
import { deriveOutcome, type Found, type Mark } from './deriveOutcome.ts';
import { packPages } from './filedPages.ts';
import type { ScreenedRegister } from './screenedRegister.ts';
import {
  type Candidate,
  countByVillage,
  countFiled,
  countInVillage,
  fileOutcomes,
  insertFiledSheet,
  insertRound,
  listFiledSheets,
  type Round,
  readCandidates,
  readLinesAfter,
  readMarks,
  readOutcomes,
  readRound,
  readRounds,
  readRoundsOf,
  removeMarks,
  writeMarks,
} from './screeningStore.ts';

/** Sheets that are laid out between two looks at other requests; about 20 ms of work. */
const sheetsPerStep = 8;

export type ScreeningService = ReturnType<typeof createScreeningService>;

/** A record with what an open round finds of it. */
interface FoundRecord extends Found {
  readonly candidate: Candidate;
  readonly mark: Mark | undefined;
}

/**
 * Monthly screening of the villages (seed 003 三(一)4: at least once a month, reported before the month ends). What an open
 * round finds is derived from the records, their history and the marks; filing freezes it. A round covers what happened
 * since the village's last filed round, so that nothing falls between two months and nothing counts twice; the first round
 * of a village covers what happened since it was opened. A filed round stays as it was reported: what is corrected later
 * is found by the next one.
 */
export function createScreeningService(options: {
  readonly screened: ScreenedRegister;
  readonly databaseOf: (register: Register) => WritableDatabase;
  readonly office: () => OfficeSettings;
  readonly context: () => FieldContext;
  readonly sheets: Pick<SheetService, 'openPages'>;
  readonly user: () => string;
  readonly now: () => Date;
  readonly newId: () => string;
}) {
  const { screened, now, newId } = options;
  const { register, sheet } = screened;
  const database = (): WritableDatabase => options.databaseOf(register);
  const authorship = (): Authorship => ({ by: options.user(), at: now().toISOString() });
  const villageName = (code: string): string => options.context().villages.label(code);

  function find(id: string): Round {
    const round = readRound(database(), register, id);
    if (!round) throw new AppError('missing', '没有这一轮排查，请返回排查页重新打开');
    // By the name of that day: a village that is taken out of the settings later keeps it in the audit chain.
    noteDetail({ month: round.month, village: villageName(round.village) });
    return round;
  }

  function findOpen(id: string): Round {
    const round = find(id);
    if (round.filedAt !== null) throw new AppError('conflict', '这一轮排查已经归档，不能再改；新的变动请记入下一轮');
    return round;
  }

  /** From when on changes belong to a round: the moment for the clerk, and the line of history that decides. */
  function sinceOf(round: Round): { readonly at: string; readonly after: number } {
    // Rounds are filed in the order of their months.
    for (const { month, filedAt, filedAfter } of readRoundsOf(database(), register, round.village)) {
      if (month < round.month && filedAt !== null && filedAfter !== null) return { at: filedAt, after: filedAfter };
    }
    return { at: round.openedAt, after: round.openedAfter };
  }

  /** What an open round finds, in the order of the names. */
  function derive(round: Round): FoundRecord[] {
    const context = options.context();
    const { after } = sinceOf(round);
    const candidates = readCandidates(database(), screened, round.village, after);
    const lines = readLinesAfter(
      database(),
      candidates.map((candidate) => candidate.id),
      after,
    );
    const marks = readMarks(database(), round);
    return candidates.flatMap((candidate): FoundRecord[] => {
      const mark = marks.get(candidate.id);
      const found = deriveOutcome(screened, round.village, candidate, lines.get(candidate.id) ?? [], mark, context);
      return found ? [{ ...found, candidate, mark }] : [];
    });
  }

  const valuesOf = (records: readonly FoundRecord[]): Map<number, RecordValues> =>
    readMany(
      database(),
      register,
      records.map(({ candidate }) => candidate.row),
    );

  /** All villages of the office, and those that had a round before they were taken out of its settings. */
  function villagesOf(
    month: Month,
  ): { readonly code: string; readonly name: string; readonly round: Round | undefined }[] {
    const rounds = new Map(readRounds(database(), register, month).map((round) => [round.village, round]));
    const codes = new Set([...options.office().villages.map((village) => village.code), ...rounds.keys()]);
    return [...codes].map((code) => ({ code, name: villageName(code), round: rounds.get(code) }));
  }

  function month(input: MethodInput<'screening.month'>): MethodOutput<'screening.month'> {
    const villages = villagesOf(input.month);
    const registered = countByVillage(database(), screened);
    const filed = countFiled(
      database(),
      villages.flatMap(({ round }) => (round !== undefined && round.filedAt !== null ? [round] : [])),
    );
    return {
      unplaced: registered.get('') ?? 0,
      villages: villages.map(({ code, name, round }) => {
        if (!round) {
          const there = registered.get(code) ?? 0;
          const none = { round: null, counts: null, filedAt: null, filedBy: null };
          return { code, name, state: 'none' as const, registered: there, ...none };
        }
        const counts =
          round.filedAt === null
            ? countOutcomes(derive(round).map(({ outcome }) => outcome))
            : { ...countOutcomes([]), ...filed.get(round.row) };
        return {
          code,
          name,
          round: round.id,
          state: round.filedAt === null ? ('open' as const) : ('filed' as const),
          registered: registeredOf(counts),
          counts,
          filedAt: round.filedAt,
          filedBy: round.filedBy,
        };
      }),
    };
  }

  /** Opens a round inside a transaction, or finds the one there is. */
  function openRound(month: Month, village: string): Round {
    const rounds = readRoundsOf(database(), register, village);
    const known = rounds.find((round) => round.month === month);
    if (known) return find(known.id);
    if (!options.office().villages.some(({ code }) => code === village)) {
      throw new AppError('missing', '单位设置里没有这个村（社区），请刷新后再选');
    }
    if (month > monthOf(options.context().today)) throw new AppError('invalid', '还没到这个月，到了再开始排查');
    const later = rounds.find((round) => round.filedAt !== null && round.month > month);
    if (later) {
      throw new AppError('conflict', `这个村${monthInWords(later.month)}的排查已经归档，不能再补开更早的月份`);
    }
    const id = newId();
    insertRound(database(), register, { id, month, village }, authorship());
    return find(id);
  }

  /**
   * Opens the round of a village, or finds the one there is.
   * @throws AppError invalid for a month to come | conflict before a month that is filed | missing
   */
  function open(input: MethodInput<'screening.open'>): MethodOutput<'screening.open'> {
    return transaction(database(), () => ({ round: openRound(input.month, input.village).id }));
  }

  function round(id: string): MethodOutput<'screening.round'> {
    const found = find(id);
    const context = options.context();
    const head = {
      month: found.month,
      village: found.village,
      villageName: villageName(found.village),
      openedAt: found.openedAt,
      openedBy: found.openedBy,
      since: sinceOf(found).at,
      filedAt: found.filedAt,
      filedBy: found.filedBy,
    };
    if (found.filedAt !== null) {
      const outcomes = readOutcomes(database(), found);
      return {
        ...head,
        counts: countOutcomes(outcomes.map(({ outcome }) => outcome)),
        children: outcomes.map(({ record, outcome, name, note }) => {
          return { id: record, name, outcome, note, cells: {}, markedAt: null, markedBy: null };
        }),
      };
    }
    const records = derive(found);
    const values = valuesOf(records);
    const cell = ({ row }: Candidate, key: string): string => {
      const record = values.get(row);
      const value = record ? readValue(register, record, key, context) : null;
      return value === null ? '' : (findField(register, key)?.kind.brief(value, context) ?? '');
    };
    return {
      ...head,
      counts: countOutcomes(records.map(({ outcome }) => outcome)),
      children: records.map(({ candidate, outcome, note, mark }) => ({
        id: candidate.id,
        name: candidate.name,
        outcome,
        note,
        cells: Object.fromEntries(screened.cells.map((key) => [key, cell(candidate, key)])),
        markedAt: mark?.at ?? null,
        markedBy: mark?.by ?? null,
      })),
    };
  }

  /**
   * Says something of records of an open round.
   * @throws AppError conflict when it is filed | invalid for a reason that is too long | stale when one of them is no longer in the village
   */
  function mark(input: MethodInput<'screening.mark'>): void {
    transaction(database(), () => {
      const found = findOpen(input.round);
      const records = [...new Set(input.records)];
      if (input.mark.kind === 'none') return removeMarks(database(), found, records);
      if (countInVillage(database(), screened, found.village, records) !== records.length) {
        throw new AppError('stale', '名单刚有变化，请刷新后再标记');
      }
      const note = input.mark.kind === 'seen' ? null : acceptedReason(input.mark.reason);
      writeMarks(database(), found, records, note, authorship());
    });
  }

  /** Refuses what cannot be filed, and returns the outcomes as they will be kept. */
  function outcomesToFile(found: Round, records: readonly FoundRecord[], reason: string | null) {
    const earlier = readRoundsOf(database(), register, found.village).find(
      (other) => other.filedAt === null && other.month < found.month,
    );
    if (earlier) {
      throw new AppError('conflict', `这个村${monthInWords(earlier.month)}的排查还没有归档，请先归档那一轮`);
    }
    const unchecked = records.filter(({ outcome }) => outcome === 'unchecked');
    if (unchecked.length > 0 && reason === null) {
      throw new AppError('invalid', `还有${unchecked.length}名未核实，请逐个标记，或写明未见到的原因后再归档`);
    }
    const given = reason === null ? '' : acceptedReason(reason);
    return records.map(({ candidate, outcome, note }) => ({
      record: candidate.id,
      version: candidate.version,
      name: candidate.name,
      ...(outcome === 'unchecked' ? { outcome: 'notSeen' as const, note: given } : { outcome, note }),
    }));
  }

  /**
   * Freezes the outcomes of a round and keeps the sheet of every child that is in the village and was not missed, as it is
   * now. All or nothing, in steps, so that other requests are answered meanwhile.
   * @throws AppError conflict | invalid when somebody is not marked and no reason is given | stale when the counts differ
   */
  function file(input: MethodInput<'screening.file'>): Promise<MethodOutput<'screening.file'>> {
    const [office, context, author] = [options.office(), options.context(), authorship()];
    return steppedTransaction(database(), function* steps() {
      const found = findOpen(input.round);
      const records = derive(found);
      if (!sameCounts(input.counts, countOutcomes(records.map(({ outcome }) => outcome)))) {
        throw new AppError('stale', '名单刚有变化，请核对新的人数后再归档');
      }
      fileOutcomes(database(), found, outcomesToFile(found, records, input.notSeenReason), author);
      const seen = records.filter(({ outcome }) => ['confirmed', 'new', 'changed'].includes(outcome));
      const values = valuesOf(seen);
      for (const [index, { candidate }] of seen.entries()) {
        if (index % sheetsPerStep === 0) yield;
        const record = values.get(candidate.row);
        if (!record) throw new Error('a record of the round without values');
        const pages = layoutSheet(sheet, { values: record, office, context });
        const kept = { id: newId(), record: candidate.id, form: sheet.key, title: sheet.title };
        insertFiledSheet(database(), found, { ...kept, ...packPages(pages) }, author);
      }
      return { sheets: seen.length };
    });
  }

  /**
   * Opens and files the rounds of villages without a child, all or none.
   * @throws AppError conflict when a village has children or lost one, or is filed already
   */
  function zeroReport(input: MethodInput<'screening.zeroReport'>): void {
    transaction(database(), () => {
      const villages = [...new Set(input.villages)];
      for (const village of villages) {
        const found = findOpen(openRound(input.month, village).id);
        const records = derive(found);
        if (records.length > 0) {
          throw new AppError('conflict', `${villageName(village)}有在册儿童或本月变动，请打开这个村的排查逐个核实`);
        }
        fileOutcomes(database(), found, outcomesToFile(found, records, null), authorship());
      }
      noteDetail({ village: villages.map(villageName) });
    });
  }

  function sheetsOf(key: string, record: string): MethodOutput<'screening.sheetsOf'> {
    if (key !== register.key) return { sheets: [] };
    return {
      sheets: listFiledSheets(database(), register, record).map(({ village, ...listed }) => ({
        ...listed,
        villageName: villageName(village),
      })),
    };
  }

  const prints = createScreeningPrints({ ...options, register, database, month });

  return { month, open, round, mark, file, zeroReport, sheetsOf, ...prints };
}

function acceptedReason(given: string): string {
  const judged = notSeenReason.safeParse(given);
  if (!judged.success) throw new AppError('invalid', judged.error.issues[0]?.message ?? '请写明原因');
  return judged.data;
}

function sameCounts(one: ScreeningCounts, other: ScreeningCounts): boolean {
  return (Object.keys(screeningOutcomes) as (keyof ScreeningCounts)[]).every((key) => one[key] === other[key]);
}
