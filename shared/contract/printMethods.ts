import { z } from 'zod';
import { jobName } from './jobMethods.ts';
import { unlockedMethod } from './method.ts';
import { permit } from './permit.ts';
import { nothing, recordId, registerKey } from './shapes.ts';

/** The ways out of the program: to paper, or into a file that is not encrypted. */
export const printWays = {
  paper: '打印',
  pdf: '存为PDF',
  pdfEach: '一人一个PDF',
  docx: '存为Word',
  xlsx: '存为Excel',
  file: '另存文件',
} as const;
export type PrintWay = keyof typeof printWays;

/** What became of a print. Nobody has told it while it is null. */
export const printOutcomes = {
  printed: '已打出',
  partly: '只打出一部分',
  notPrinted: '没打出',
  saved: '已保存',
  notSaved: '没保存',
} as const;
export type PrintOutcome = keyof typeof printOutcomes;
/** What the clerk can say; whether a file was saved the program knows by itself. */
export const toldOutcomes = ['printed', 'partly', 'notPrinted'] as const;

/** How ID numbers stand on the pages: 6+8 masked, in full, or not at all. */
export const printedNumbers = { masked: '隐去', full: '完整', none: '不含' } as const;
export type PrintedNumbers = keyof typeof printedNumbers;

/** Copies that are made of the pages at once. */
export const maxCopies = 20;
/** Longest reason, in characters. */
export const longestPrintReason = 60;
/** Prints that one answer lists. */
export const printPage = 100;

const way = z.enum(Object.keys(printWays) as [PrintWay, ...PrintWay[]]);
const outcome = z.enum(Object.keys(printOutcomes) as [PrintOutcome, ...PrintOutcome[]]);
const numbers = z.enum(Object.keys(printedNumbers) as [PrintedNumbers, ...PrintedNumbers[]]);

/** Pages that are laid out: the preview at `/print/<ticket>`, and what there is to choose on their way to paper. */
export const openedSheets = z.strictObject({
  ticket: z.string(),
  records: z.int(),
  pages: z.int(),
  /** As the pages show them now. */
  numbers,
  /** False when they are printed as they are: filed sheets, sheets without ID numbers. */
  numbersChosen: z.boolean(),
  /** True when ID numbers in full need a reason: many people on one page. */
  reasonNeeded: z.boolean(),
  /** True when each record can go into a file of its own. */
  each: z.boolean(),
  /** True for blank forms: they name nobody, so they are no fact. */
  blank: z.boolean(),
});

/** One when left out. */
const copies = z.int().min(1).max(maxCopies).optional();

/** Pages that go out: those of a ticket, which never change. */
export const pagesOrder = { ticket: z.string(), copies };
/** Pages that go into a file for Word or Excel. */
export const documentOrder = { ticket: z.string(), format: z.enum(['docx', 'xlsx']) };

/** What a clerk chooses when pages go into a file; the permit tells the reason, and blank forms need none. */
const savedChoice = { ...pagesOrder, permit: permit.nullable() };

/** What is known of a file that left the program. */
export const exportFact = z.strictObject({
  receiver: z.string(),
  /** Headings of the columns; none for a form, whose content its number tells. */
  columns: z.array(z.string()),
  /** The label of the stick; null for a folder of the computer. */
  stick: z.string().nullable(),
  /** Who agreed; null where nobody had to. */
  approver: z.string().nullable(),
  /** True when nobody else could agree and whoever asked did so himself. */
  alone: z.boolean(),
  /** How many files, and their SHA-256 (hexadecimal; of several that of the lines "<digest>  <name>"); null until they are saved. */
  files: z.int().nullable(),
  sha256: z.string().nullable(),
});
export type ExportFact = z.infer<typeof exportFact>;

/** A print or a saved file, as it is listed. */
export const printFact = z.strictObject({
  id: z.uuid(),
  /** 2026-000123 */
  serial: z.string(),
  /** Eight characters at the foot of the page. */
  code: z.string(),
  form: z.string(),
  title: z.string(),
  way,
  records: z.int(),
  /** Of one copy. */
  pages: z.int(),
  copies: z.int(),
  numbers,
  reason: z.string(),
  at: z.string(),
  by: z.string(),
  outcome: outcome.nullable(),
  outcomeAt: z.string().nullable(),
  outcomeBy: z.string().nullable(),
  /** Null on paper for few people, and for files that were saved before the program asked. */
  file: exportFact.nullable(),
});
export type PrintFact = z.infer<typeof printFact>;

/** What was saved of a ticket: where, and under which number; the path is null when the user cancelled. */
export const savedSheets = z.strictObject({ path: z.string().nullable(), serial: z.string().nullable() });

const names = z.array(z.string().max(60)).max(100);

/** Prints and files: what goes out, and the register of what went out. */
export const printMethods = {
  /** Enters a print on paper; its pages with their foot are at `/print/<ticket>` of the answer. */
  'sheet.print': unlockedMethod(
    z.strictObject({
      ...pagesOrder,
      /** Why ID numbers are in full, or what the print is for. */
      reason: z.string().max(1_000).optional(),
      /** Needed above 50 people, on paper too; it tells the reason then. */
      permit: permit.optional(),
    }),
    z.strictObject({
      ticket: z.string(),
      /** Null for a blank form. */
      print: z.strictObject({ id: z.uuid(), serial: z.string() }).nullable(),
    }),
  ),
  /** Saves the sheets of a ticket as one PDF with a bookmark for each record. */
  'sheet.savePdf': unlockedMethod(z.strictObject({ ...savedChoice, job: jobName }), savedSheets),
  /** Saves one PDF for each record of a ticket, all in one new folder, which is the path of the answer. */
  'sheet.savePdfEach': unlockedMethod(
    z.strictObject({ ...savedChoice, job: jobName }),
    z.strictObject({ ...savedSheets.shape, files: z.int() }),
  ),
  /** Saves the sheets of a ticket as one file for Word or Excel, to be edited further. */
  'sheet.saveDocument': unlockedMethod(
    z.strictObject({ ...documentOrder, permit: permit.nullable(), job: jobName }),
    savedSheets,
  ),
  /** Tells what became of a print on paper. It may be told again. */
  'print.tell': unlockedMethod(z.strictObject({ print: z.uuid(), outcome: z.enum(toldOutcomes) }), nothing),
  /** What went out, the latest first. */
  'print.list': unlockedMethod(
    z.strictObject({
      /** Forms and people; empty: all of them. */
      forms: names,
      people: names,
      /** Both ends included. */
      from: z.iso.date().nullable(),
      to: z.iso.date().nullable(),
      /** Whether only prints are listed of which nobody told the outcome. */
      untold: z.boolean(),
      record: z.strictObject({ register: registerKey, id: recordId }).nullable(),
      offset: z.int().min(0),
    }),
    z.strictObject({ total: z.int(), prints: z.array(printFact) }),
  ),
  /** The forms and people that the register of prints holds. */
  'print.choices': unlockedMethod(
    nothing,
    z.strictObject({
      forms: z.array(z.strictObject({ form: z.string(), title: z.string() })),
      people: z.array(z.string()),
    }),
  ),
  /** Finds a print by what stands at the foot of a paper: its number, or its code. Null when there is none. */
  'print.find': unlockedMethod(
    z.strictObject({ text: z.string().max(100) }),
    z.strictObject({
      found: z
        .strictObject({
          print: printFact,
          /** Whether the code is the one that this vault gives to what is entered. */
          genuine: z.boolean(),
          /** Whose records it was about; the name is empty where the record was destroyed. */
          records: z.array(
            z.strictObject({ register: registerKey, id: recordId, name: z.string(), kept: z.boolean() }),
          ),
        })
        .nullable(),
    }),
  ),
} as const;
