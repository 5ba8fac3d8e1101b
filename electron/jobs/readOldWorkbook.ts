import { AppError } from '../../shared/contract/result.ts';
import { builtInFormats } from './builtInFormats.ts';
import { type CellReader, cellReader } from './cellReader.ts';
import { readCompoundFile } from './readCompoundFile.ts';
import type { MergedRange, SheetContent, WorkbookCell, WorkbookContent } from './workbookContent.ts';
import { refusal, saveAsWorkbook, tooManyRows, tooManySheets, workbookLimits } from './workbookRefusals.ts';

/** Records of the BIFF8 stream that matter here, by their numbers in [MS-XLS] 2.3. */
const record = {
  formula: 0x0006,
  endOfFile: 0x000a,
  dateMode: 0x0022,
  filePass: 0x002f,
  continuation: 0x003c,
  boundSheet: 0x0085,
  multipleRk: 0x00bd,
  multipleBlank: 0x00be,
  vbaProject: 0x00d3,
  richString: 0x00d6,
  extendedFormat: 0x00e0,
  mergedCells: 0x00e5,
  sharedStrings: 0x00fc,
  sharedString: 0x00fd,
  externalBook: 0x01ae,
  blank: 0x0201,
  number: 0x0203,
  label: 0x0204,
  booleanOrError: 0x0205,
  rk: 0x027e,
  format: 0x041e,
  beginOfFile: 0x0809,
} as const;

/** Every program fills a record of 8 KB before it goes on in another, so that the largest file has some 2,500. */
const mostContinuations = 20_000;

const biff8 = 0x0600;
const substream = { globals: 0x0005, worksheet: 0x0010, macroSheet: 0x0040 } as const;

interface BiffRecord {
  readonly type: number;
  /** Where its header stands in the stream. */
  readonly at: number;
  readonly data: Buffer;
}

interface SheetEntry {
  readonly name: string;
  readonly hidden: boolean;
  readonly at: number;
}

/** What all sheets of a workbook share. */
interface Globals {
  readonly sheets: readonly SheetEntry[];
  readonly texts: readonly string[];
  /** Number formats by the index that a cell carries. */
  readonly formats: readonly string[];
  readonly date1904: boolean;
}

/**
 * Reads the cells of an .xls, or of an .et, which is the same file under another name: BIFF8 in a compound file, as
 * Excel 97 to 2003, WPS and LibreOffice save it. Nobody has vouched for the file: every record and every text is
 * checked against the bytes that are there, and macros, links, embedded files and passwords are refused. Of a formula
 * only that there is one is taken over, neither its expression nor its stored result.
 * @throws AppError refused
 */
export function readOldWorkbook(file: Buffer): WorkbookContent {
  const container = readCompoundFile(file);
  refuseByNames(container.names);
  const stream = container.stream('Workbook');
  if (stream === undefined) {
    const older = container.stream('Book') !== undefined;
    throw older ? new AppError('refused', `这是Excel 95或更早的旧格式表格，${saveAsWorkbook}`) : refusal('otherOffice');
  }
  try {
    const load: WorkbookLoad = { records: 0, continuations: 0, cells: 0, filledCells: 0 };
    const globals = readGlobals(stream, load);
    const cells = cellReader({ date1904: globals.date1904 });
    const sheets = globals.sheets.flatMap((entry) => readSheet(stream, entry, globals, cells, load) ?? []);
    return { sheets };
  } catch (error) {
    // A number that is read beyond the end of its record.
    if (error instanceof RangeError) throw refusal('damaged');
    throw error;
  }
}

function refuseByNames(names: readonly string[]): void {
  const some = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  if (some(/^(?:EncryptedPackage|EncryptionInfo)$/iu)) throw refusal('password');
  if (some(/^(?:_VBA_PROJECT.*|VBA|PROJECT|Macros)$/iu)) throw refusal('macro');
  if (some(/^(?:WordDocument|PowerPoint Document)$/iu)) throw refusal('otherOffice');
  if (some(/^LNK[0-9A-F]{8}$/iu)) throw refusal('links');
  // Embedded files lie in storages of this name, the state of ActiveX controls in this stream.
  if (some(/^(?:MBD[0-9A-F]{8}|Ctls|.?Ole10Native)$/iu)) throw refusal('embedded');
}

/** The records of a part one after the other, up to and including the one that ends it. */
function* records(stream: Buffer, from: number, load: WorkbookLoad): Generator<BiffRecord> {
  let depth = 0;
  for (let at = from; ; ) {
    if (at + 4 > stream.length) throw refusal('damaged');
    // Parts that lie within each other would be read again and again.
    load.records += 1;
    if (load.records * 4 > stream.length) throw refusal('structure');
    const type = stream.readUInt16LE(at);
    if (type === record.continuation) load.continuations += 1;
    if (load.continuations > mostContinuations) throw refusal('structure');
    const length = stream.readUInt16LE(at + 2);
    const end = at + 4 + length;
    if (end > stream.length) throw refusal('damaged');
    if (type === record.beginOfFile) depth += 1;
    // Charts inside a sheet are parts of their own, with cells that are not the sheet's.
    if (depth === 1 || type === record.filePass) yield { type, at, data: stream.subarray(at + 4, end) };
    if (type === record.endOfFile) {
      depth -= 1;
      if (depth <= 0) return;
    }
    at = end;
  }
}

/** The kind of part that begins here. */
function beginning(stream: Buffer, at: number): number {
  if (at + 8 > stream.length || stream.readUInt16LE(at) !== record.beginOfFile) throw refusal('damaged');
  if (stream.readUInt16LE(at + 4) !== biff8) {
    throw new AppError('refused', `这是Excel 95或更早的旧格式表格，${saveAsWorkbook}`);
  }
  return stream.readUInt16LE(at + 6);
}

function readGlobals(stream: Buffer, load: WorkbookLoad): Globals {
  if (beginning(stream, 0) !== substream.globals) throw refusal('damaged');
  const sheets: SheetEntry[] = [];
  const defined = new Map<number, string>();
  const formatNumbers: number[] = [];
  const sharedParts: Buffer[] = [];
  let date1904 = false;
  let previous = 0;
  for (const { type, data } of records(stream, 0, load)) {
    if (type === record.filePass) throw refusal('password');
    else if (type === record.vbaProject) throw refusal('macro');
    else if (type === record.externalBook) refuseExternalBook(data);
    else if (type === record.dateMode) date1904 = data.readUInt16LE(0) === 1;
    else if (type === record.extendedFormat) formatNumbers.push(data.readUInt16LE(2));
    else if (type === record.format) defined.set(data.readUInt16LE(0), textReader([data.subarray(2)]).text());
    else if (type === record.boundSheet) sheets.push(...readSheetEntry(data));
    else if (type === record.sharedStrings) sharedParts.push(data);
    else if (type === record.continuation && previous === record.sharedStrings) sharedParts.push(data);
    if (type !== record.continuation) previous = type;
  }
  if (sheets.length > workbookLimits.sheets) throw tooManySheets();
  if (new Set(sheets.map((sheet) => sheet.at)).size < sheets.length) throw refusal('structure');
  return {
    sheets,
    texts: readSharedTexts(sharedParts),
    formats: formatNumbers.map((number) => defined.get(number) ?? builtInFormats[number] ?? 'General'),
    date1904,
  };
}

/** Sheets of cells; a sheet that is a chart holds none, and one that is a macro is refused. */
function readSheetEntry(data: Buffer): SheetEntry[] {
  const kind = data.readUInt8(5);
  if (kind === 1 || kind === 6) throw refusal('macro');
  if (kind !== 0) return [];
  // The name states its length in one byte where other texts have two.
  const name = textReader([Buffer.concat([Buffer.from([data.readUInt8(6), 0]), data.subarray(7)])]).text();
  return [{ name, hidden: (data.readUInt8(4) & 3) !== 0, at: data.readUInt32LE(0) }];
}

/** Formulas name their own workbook, and Excel's own functions, by the same record as foreign files. */
function refuseExternalBook(data: Buffer): void {
  const characters = data.readUInt16LE(2);
  if (characters !== 0x0401 && characters !== 0x3a01 && characters > 1) throw refusal('links');
}

function readSharedTexts(parts: readonly Buffer[]): string[] {
  const [first, ...more] = parts;
  if (first === undefined) return [];
  const stated = first.readUInt32LE(4);
  if (stated > workbookLimits.sharedTexts) throw refusal('tooMuchText');
  const reader = textReader([first.subarray(8), ...more]);
  const texts: string[] = [];
  // How many there are is stated by the file; what counts is what is there.
  while (texts.length < stated && !reader.atEnd()) texts.push(reader.text());
  return texts;
}

/**
 * Reads texts ([MS-XLS] 2.5.293) from a record and the records that continue it: where a text is broken off, the next
 * record begins with a byte that says anew how wide its characters are.
 */
function textReader(parts: readonly Buffer[]): { text: () => string; atEnd: () => boolean } {
  let part = 0;
  let at = 0;
  const settle = (): void => {
    while (at >= (parts[part]?.length ?? Number.POSITIVE_INFINITY)) {
      part += 1;
      at = 0;
    }
  };
  const current = (): Buffer => {
    settle();
    const bytes = parts[part];
    if (bytes === undefined) throw refusal('damaged');
    return bytes;
  };
  const skip = (count: number): void => {
    for (let left = count; left > 0; ) {
      const here = Math.min(left, current().length - at);
      at += here;
      left -= here;
    }
  };

  function text(): string {
    const bytes = current();
    const length = bytes.readUInt16LE(at);
    let flags = bytes.readUInt8(at + 2);
    at += 3;
    let formatRuns = 0;
    let extension = 0;
    if ((flags & 8) !== 0) {
      formatRuns = bytes.readUInt16LE(at);
      at += 2;
    }
    if ((flags & 4) !== 0) {
      extension = bytes.readUInt32LE(at);
      at += 4;
    }
    let read = '';
    for (let left = length; left > 0; ) {
      if (at >= (parts[part]?.length ?? 0)) flags = nextFlags();
      const here = current();
      const width = (flags & 1) + 1;
      const taken = Math.min(left, Math.floor((here.length - at) / width));
      // Half a character at the end of a record is nobody's work.
      if (taken === 0) throw refusal('damaged');
      read += here.toString(width === 2 ? 'utf16le' : 'latin1', at, at + taken * width);
      at += taken * width;
      left -= taken;
    }
    skip(formatRuns * 4 + extension);
    return read;
  }

  function nextFlags(): number {
    const flags = current().readUInt8(at);
    at += 1;
    return flags;
  }

  return {
    text,
    atEnd: () => {
      settle();
      return part >= parts.length;
    },
  };
}

/** Counted over all parts. */
interface WorkbookLoad {
  records: number;
  continuations: number;
  cells: number;
  filledCells: number;
}

function readSheet(
  stream: Buffer,
  entry: SheetEntry,
  globals: Globals,
  read: CellReader,
  load: WorkbookLoad,
): SheetContent | undefined {
  const kind = beginning(stream, entry.at);
  if (kind === substream.macroSheet) throw refusal('macro');
  if (kind !== substream.worksheet) return undefined;
  const rows = new Map<number, (WorkbookCell | null)[]>();
  const merges: MergedRange[] = [];
  let label: { row: number; column: number; parts: Buffer[] } | undefined;

  const count = (cells: number, filled: number): void => {
    load.cells += cells;
    load.filledCells += filled;
    if (load.cells > workbookLimits.cells || load.filledCells > workbookLimits.filledCells) {
      throw refusal('rangeTooLarge');
    }
  };
  const place = (row: number, column: number, cell: WorkbookCell | null): void => {
    count(1, 1);
    if (row >= workbookLimits.lastRow) throw tooManyRows();
    if (column >= workbookLimits.columns) throw refusal('structure');
    if (cell === null) return;
    const cells = rows.get(row) ?? [];
    if (cells.length === 0) rows.set(row, cells);
    while (cells.length < column) cells.push(null);
    // What a formula yields must not pass for something a clerk typed, whichever record comes last.
    if (cells[column]?.kind !== 'formula') cells[column] = cell;
  };
  const number = (row: number, column: number, format: number, value: number): void =>
    place(row, column, read.number(value, globals.formats[format] ?? 'General'));
  const finishLabel = (): void => {
    if (label === undefined) return;
    place(label.row, label.column, read.text(textReader(label.parts).text()));
    label = undefined;
  };

  for (const { type, data } of records(stream, entry.at, load)) {
    if (type === record.continuation) {
      label?.parts.push(data);
      continue;
    }
    finishLabel();
    switch (type) {
      case record.filePass:
        throw refusal('password');
      case record.sharedString: {
        const text = globals.texts[data.readUInt32LE(6)];
        if (text === undefined) throw refusal('damaged');
        place(data.readUInt16LE(0), data.readUInt16LE(2), read.text(text));
        break;
      }
      case record.label:
      case record.richString:
        label = { row: data.readUInt16LE(0), column: data.readUInt16LE(2), parts: [data.subarray(6)] };
        break;
      case record.number:
        number(data.readUInt16LE(0), data.readUInt16LE(2), data.readUInt16LE(4), data.readDoubleLE(6));
        break;
      case record.rk:
        number(data.readUInt16LE(0), data.readUInt16LE(2), data.readUInt16LE(4), rkNumber(data, 6));
        break;
      case record.multipleRk:
        for (let at = 4; at + 6 <= data.length - 2; at += 6) {
          const column = data.readUInt16LE(2) + (at - 4) / 6;
          number(data.readUInt16LE(0), column, data.readUInt16LE(at), rkNumber(data, at + 2));
        }
        break;
      case record.booleanOrError: {
        const value = data.readUInt8(6);
        const cell = data.readUInt8(7) === 0 ? read.boolean(value !== 0) : read.error(value);
        place(data.readUInt16LE(0), data.readUInt16LE(2), cell);
        break;
      }
      case record.formula:
        place(data.readUInt16LE(0), data.readUInt16LE(2), read.formula(''));
        break;
      case record.blank:
        count(1, 0);
        break;
      case record.multipleBlank:
        count(Math.max(0, Math.floor((data.length - 6) / 2)), 0);
        break;
      case record.mergedCells:
        merges.push(...readMerges(data));
        if (merges.length > workbookLimits.merges) throw refusal('merges');
        break;
    }
  }
  finishLabel();
  return {
    name: entry.name,
    hidden: entry.hidden,
    rows: [...rows].sort(([left], [right]) => left - right).map(([row, cells]) => ({ row: row + 1, cells })),
    merges,
  };
}

/** A number in four bytes ([MS-XLS] 2.5.217): a whole one, or the upper half of a double; either may be a hundredfold. */
function rkNumber(data: Buffer, at: number): number {
  const stored = data.readInt32LE(at);
  let value = stored >> 2;
  if ((stored & 2) === 0) {
    const double = Buffer.alloc(8);
    double.writeInt32LE(stored & ~3, 4);
    value = double.readDoubleLE(0);
  }
  return (stored & 1) === 0 ? value : value / 100;
}

function readMerges(data: Buffer): MergedRange[] {
  return Array.from({ length: data.readUInt16LE(0) }, (_, index) => {
    const at = 2 + index * 8;
    const range = {
      firstRow: data.readUInt16LE(at) + 1,
      lastRow: data.readUInt16LE(at + 2) + 1,
      firstColumn: data.readUInt16LE(at + 4),
      lastColumn: data.readUInt16LE(at + 6),
    };
    const area = (range.lastRow - range.firstRow + 1) * (range.lastColumn - range.firstColumn + 1);
    const backwards = range.lastRow < range.firstRow || range.lastColumn < range.firstColumn;
    if (backwards || area > workbookLimits.mergedCells) throw refusal('merges');
    return range;
  });
}
