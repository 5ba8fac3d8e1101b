import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import {
  type ExportFact,
  longestPrintReason,
  maxCopies,
  type PrintedNumbers,
  type PrintFact,
  type PrintOutcome,
  type PrintWay,
  printPage,
} from '../../../shared/contract/printMethods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { AuditChain } from '../../vault/auditChain.ts';
import { type ActDetail, currentAct, noteDetail } from '../../vault/currentAct.ts';
import { transaction, type WritableDatabase, whenFree } from '../../vault/database.ts';
import { isSound, readFirstAbout } from '../../vault/verifyChain.ts';
import {
  insertExport,
  type NewExport,
  readExports,
  readLeavingTexts,
  type WrittenFiles,
  writeFiles,
} from '../exports/exportStore.ts';
import type { Authorship } from '../registers/recordStore.ts';
import { formerPrintCode, printCode, printDigest, printSerial, readPrintCode, readPrintSerial } from './printCode.ts';
import {
  insertPrint,
  listPrints,
  nextNumber,
  type PrintedRecord,
  readPrint,
  readPrintChoices,
  readPrintedRecords,
  type StoredPrint,
  writeOutcome,
  yearOf,
} from './printStore.ts';

/** The prints of one compartment, which stay in its file: who may not open it learns nothing of them. */
export interface PrintBook {
  readonly compartment: string;
  /** The letter before its serial numbers; empty for the children's. */
  readonly series: string;
  readonly database: WritableDatabase;
  /** From whose rows the codes at the foot of a print are made. */
  readonly audit: AuditChain;
  /** By which they were made before there was an audit chain. */
  readonly key: Uint8Array;
}

/** What goes out, before it has a number. */
export interface NewPrint {
  /** Whose records it is about; the first one that is open where it is about nobody's. */
  readonly compartment?: string;
  /** The form's number, such as F01. */
  readonly form: string;
  readonly title: string;
  readonly way: PrintWay;
  readonly copies: number;
  /** Pages of one copy. */
  readonly pages: number;
  readonly numbers: PrintedNumbers;
  /** True when ID numbers in full need a reason. */
  readonly reasonNeeded: boolean;
  readonly reason: string;
  /** How many lines or sheets it has, where that is not the number of records. */
  readonly count?: number;
  readonly records: readonly PrintedRecord[];
  /** What is told of a file that leaves the program; nothing on paper. */
  readonly leaving?: NewExport;
}

export type PrintService = ReturnType<typeof createPrintService>;

/**
 * The register of what left the program: every print and every file that is not encrypted, with a serial number of the year.
 * It is entered before the pages are made, so that nothing goes out without an entry; what became of it is told afterwards.
 */
export function createPrintService(options: {
  /** Those of the compartments that are open at this desk. */
  readonly books: readonly PrintBook[];
  /** Names of records, empty where there is none any more; `kept` while they are in their register. */
  readonly namesOf: (records: readonly PrintedRecord[]) => { readonly name: string; readonly kept: boolean }[];
  readonly user: () => string;
  readonly now: () => Date;
  readonly newId: () => string;
}) {
  const { books, now, newId } = options;

  function bookFor(compartment: string | undefined): PrintBook {
    const book = compartment === undefined ? books[0] : books.find((each) => each.compartment === compartment);
    if (!book) throw new AppError('denied', '当前用户没有打印的权限，请由有权限的人打印');
    return book;
  }

  /** The book that holds a print, with what it holds. */
  function locate(id: string): { readonly book: PrintBook; readonly print: StoredPrint } | undefined {
    for (const book of books) {
      const print = readPrint(book.database, { id });
      if (print) return { book, print };
    }
    return undefined;
  }

  /**
   * Enters a print and gives it its number and code, as soon as nothing is being written in steps.
   * @throws AppError invalid for a wrong number of copies, or a reason that is missing or too long | denied
   */
  function record(print: NewPrint): Promise<PrintFact> {
    const reason = print.reason.trim();
    if (!Number.isInteger(print.copies) || print.copies < 1 || print.copies > maxCopies) {
      throw new AppError('invalid', `份数请填1到${maxCopies}`, { copies: `份数请填1到${maxCopies}` });
    }
    const length = [...reason].length;
    if (length > longestPrintReason) {
      const message = `原因不能超过${longestPrintReason}字，现有${length}字，请缩短`;
      throw new AppError('invalid', message, { reason: message });
    }
    if (print.reasonNeeded && print.numbers === 'full' && reason === '') {
      const message = '名册上印出完整身份证号，请写明原因';
      throw new AppError('invalid', message, { reason: message });
    }
    const { database, series, audit } = bookFor(print.compartment);
    return whenFree([database], () =>
      transaction(database, () => {
        const at = now();
        const year = yearOf(at);
        const number = nextNumber(database, year);
        const { form, title, way, pages, copies, numbers } = print;
        const entered = {
          id: newId(),
          serial: printSerial(series, year, number),
          ...{ form, title, way, pages, copies, numbers, reason },
          records: print.count ?? print.records.length,
          at: at.toISOString(),
          by: options.user(),
        };
        const code = printCode(
          audit.append({
            // An export of a list, a copy of a picture: the same entry, each under its own name.
            act: currentAct()?.act ?? (way === 'paper' ? 'print' : 'file.save'),
            object: objectOf(entered.id),
            detail: {
              ...{ serial: entered.serial, form, way, records: entered.records, pages, copies, numbers },
              ...(print.leaving === undefined ? {} : leavingDetail(print.leaving)),
              print: printDigest(entered),
            },
          }),
        );
        insertPrint(database, { ...entered, year, number, code }, print.records);
        if (print.leaving) insertExport(database, entered.id, print.leaving);
        const file = print.leaving === undefined ? null : { ...print.leaving, files: null, sha256: null };
        return { ...entered, code, outcome: null, outcomeAt: null, outcomeBy: null, file };
      }),
    );
  }

  function authorship(): Authorship {
    return { by: options.user(), at: now().toISOString() };
  }

  /** Enters what became of a file: whether it was saved, and its bytes. */
  function finish(
    id: string,
    outcome: Extract<PrintOutcome, 'saved' | 'notSaved'>,
    files?: WrittenFiles,
  ): Promise<void> {
    const database = locate(id)?.book.database;
    if (!database) return Promise.resolve();
    return whenFree([database], () =>
      transaction(database, () => {
        writeOutcome(database, id, outcome, authorship());
        if (files) {
          writeFiles(database, id, files);
          noteDetail({ files: files.files, sha256: files.sha256 });
        }
      }),
    );
  }

  /**
   * Enters what the clerk says became of a print on paper.
   * @throws AppError missing | conflict for a file, of which the program knows it
   */
  function tell({ print, outcome }: MethodInput<'print.tell'>): void {
    const found = locate(print);
    if (!found) throw new AppError('missing', '没有这次打印的登记，请刷新后重试');
    const { database } = found.book;
    transaction(database, () => {
      if (found.print.way !== 'paper') throw new AppError('conflict', '这是存成的文件，是否存成由程序登记，不用填写');
      writeOutcome(database, print, outcome, authorship());
    });
  }

  /** What the foot of a paper stands for, when it is the number or the code of a print. */
  function find({ text }: MethodInput<'print.find'>): MethodOutput<'print.find'> {
    const serial = readPrintSerial(text);
    const code = readPrintCode(text);
    for (const book of books) {
      const { database, series } = book;
      const stored =
        (serial?.series === series ? readPrint(database, serial) : undefined) ??
        (code === undefined ? undefined : readPrint(database, { code }));
      if (!stored) continue;
      const print = factOf(stored, series, readExports(database, [stored.id]));
      const records = readPrintedRecords(database, print.id);
      const names = options.namesOf(records);
      return {
        found: {
          print,
          genuine: isGenuine(book, print),
          records: records.map((each, index) => ({ ...each, ...(names[index] ?? { name: '', kept: false }) })),
        },
      };
    }
    return { found: null };
  }

  /** Prints of all books that are open, the latest first. */
  function list({ offset, ...filter }: MethodInput<'print.list'>): MethodOutput<'print.list'> {
    // Which book a page of several falls into shows only when they are put together.
    const lists = books.map(({ database, series }) => {
      const { total, prints } = listPrints(database, { ...filter, offset: 0, limit: offset + printPage });
      const files = readExports(
        database,
        prints.map(({ id }) => id),
      );
      return { total, prints: prints.map((print) => factOf(print, series, files)) };
    });
    const prints = lists.flatMap((each) => each.prints);
    return {
      total: lists.reduce((sum, { total }) => sum + total, 0),
      // Those of one book stand in its own order, whatever the clock said.
      prints: (books.length > 1 ? prints.toSorted((one, other) => other.at.localeCompare(one.at)) : prints).slice(
        offset,
        offset + printPage,
      ),
    };
  }

  function choices(): MethodOutput<'print.choices'> {
    const found = books.map(({ database }) => readPrintChoices(database));
    const forms = new Map(found.flatMap((each) => each.forms.map(({ form, title }) => [form, title] as const)));
    return {
      forms: [...forms]
        .map(([form, title]) => ({ form, title }))
        .toSorted((one, other) => (one.form < other.form ? -1 : 1)),
      people: [...new Set(found.flatMap(({ people }) => people))].toSorted(),
    };
  }

  /** Purposes and receivers of files that were written before, the most used first. */
  function leavingTexts(): { purposes: string[]; receivers: string[] } {
    const found = books.map(({ database }) => readLeavingTexts(database));
    const all = (texts: readonly (readonly string[])[]): string[] => [...new Set(texts.flat())];
    return {
      purposes: all(found.map(({ purposes }) => purposes)),
      receivers: all(found.map(({ receivers }) => receivers)),
    };
  }

  return { record, finish, tell, find, list, choices, leavingTexts };
}

/** Whether the code is that of the row that told of the print, and the row tells of what is entered. */
function isGenuine({ database, audit, key }: PrintBook, print: PrintFact): boolean {
  const row = readFirstAbout(database, objectOf(print.id));
  if (!row) return formerPrintCode(key, print) === print.code;
  // A row that is sound was written by this program.
  return (
    isSound(audit.key, row) &&
    (JSON.parse(row.detail) as { print?: string }).print === printDigest(print) &&
    printCode(row) === print.code
  );
}

const objectOf = (id: string): string => `print/${id}`;

/** For whom a file leaves, with which columns, and who agreed. */
function leavingDetail({ receiver, columns, approver, alone }: NewExport): ActDetail {
  return { receiver, columns, approver, ...(alone ? { alone } : {}) };
}

function factOf(
  { year, number, ...rest }: StoredPrint,
  series: string,
  files: ReadonlyMap<string, ExportFact>,
): PrintFact {
  return { serial: printSerial(series, year, number), ...rest, file: files.get(rest.id) ?? null };
}
