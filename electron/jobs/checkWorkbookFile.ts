import { AppError } from '../../shared/contract/result.ts';
import { holdsRows, type WorksheetRows, worksheetReader } from './readWorksheetRows.ts';
import { keepPart, type PartReader, type PartRoom, withZipArchive } from './readZipParts.ts';
import { simplifyMarkup } from './simplifyMarkup.ts';
import { refusal, saveAsWorkbook, tooManySheets, workbookLimits } from './workbookRefusals.ts';

const mebibyte = 1024 * 1024;

/**
 * What a parser may be made to build, over all sheets; with these the whole job stays below 300 MB. Twenty thousand rows of 20
 * columns are within, and no office has more.
 */
const limits = {
  /** A million cells, as spreadsheet programs write them, are 42 MB. */
  worksheetBytes: 48 * mebibyte,
  sharedTextBytes: 24 * mebibyte,
  /** Styles above all: of those 65,490 that Excel allows each takes some hundred bytes. */
  otherPartBytes: 8 * mebibyte,
  otherPartsBytes: 16 * mebibyte,
  /** Lists of the parts themselves: two thousand, with some hundred bytes each. */
  listBytes: mebibyte,
  /** What the parser makes an object of in any part but a worksheet: formats, fonts, names. */
  otherTags: 300_000,
  /** Excel's own limit for a text is 32,767 characters; markup may make some times that of it. */
  textBytes: mebibyte / 2,
  /** `<!` in parts that nobody reads, each of which is looked at. */
  comments: 100_000,
} as const;

/** A part that has no business in a list of people. */
const forbiddenParts: readonly { readonly name: RegExp; readonly reason: 'macro' | 'links' | 'embedded' }[] = [
  { name: /vbaproject|\/macrosheets\/|\/dialogsheets\//iu, reason: 'macro' },
  { name: /(^|\/)externallinks\//iu, reason: 'links' },
  { name: /(^|\/)(embeddings|activex|ctrlprops)\//iu, reason: 'embedded' },
];

/** The parts a parser gets to see: nothing about drawings, comments, links, properties or the order of calculation. */
const parserParts =
  /^(?:\[content_types\]\.xml|xl\/(?!comments|calcchain|connections)[^/]+\.xml|xl\/_rels\/[^/]+\.rels|xl\/(?:worksheets|persons)\/[^/]+\.xml)$/iu;

const declarationFound = '表格的内部文件含有不允许的声明，可能被改动过，请用WPS或Excel打开并另存为“.xlsx”后再导入';

/** A workbook that is safe to parse. */
export interface CheckedWorkbook {
  /** What a parser may see, without worksheets: bytes as latin1, so that one character is one byte. */
  readonly parts: ReadonlyMap<string, string>;
  /** What is left of the worksheets for the parser, and what was read of them already, by name. */
  readonly worksheets: ReadonlyMap<string, WorksheetRows>;
}

/**
 * Decides whether an archive is a workbook that is safe to parse, before any parser sees it (security design b9), and hands out
 * exactly the parts that were checked: the parser never opens the archive itself. Each part is checked as soon as it is unpacked, and
 * no more of it is kept than is needed.
 * @throws AppError refused, with one sentence that says what to do next
 */
export function checkWorkbookFile(file: Buffer): Promise<CheckedWorkbook> {
  return withZipArchive(file, refusal, async ({ names, unpack }) => {
    refuseOtherPackages(names);
    for (const name of names) {
      const forbidden = forbiddenParts.find((part) => part.name.test(name));
      if (forbidden) throw refusal(forbidden.reason);
    }
    const rooms = {
      worksheet: { left: limits.worksheetBytes, tooMuch: () => refusal('rangeTooLarge') },
      sharedTexts: { left: limits.sharedTextBytes, tooMuch: () => refusal('tooMuchText') },
      other: { left: limits.otherPartsBytes, tooMuch: () => refusal('rangeTooLarge') },
    } satisfies Record<string, PartRoom>;
    const parts = new Map<string, string>();
    const worksheets = new Map<string, WorksheetRows>();
    const readWorksheet = worksheetReader();
    const findDeclarations = declarationFinder();
    const take = (name: string, asWritten: Buffer): void => {
      if (holdsDeclarations(asWritten)) throw new AppError('refused', declarationFound);
      const part = simplifyMarkup(asWritten);
      // The workbook decides which parts are worksheets, wherever they lie.
      if (isWorksheet(name) || holdsRows(part)) worksheets.set(name, readWorksheet(part));
      else {
        const xml = part.toString('latin1');
        refuseHeavyPart(name, xml);
        parts.set(name, xml);
      }
      // Given back at once, whenever the next garbage is collected: the next part may be as large.
      if (part.buffer instanceof ArrayBuffer) part.buffer.transfer(0);
    };
    await unpack((name, size) => {
      if (!/\.(?:xml|rels|vml)$/iu.test(name)) return undefined;
      if (!parserParts.test(name)) return findDeclarations();
      if (!isWorksheet(name) && !isSharedTexts(name)) {
        const most = isList(name) ? limits.listBytes : limits.otherPartBytes;
        if (size > most) throw refusal('rangeTooLarge');
      }
      const room = isWorksheet(name) ? rooms.worksheet : isSharedTexts(name) ? rooms.sharedTexts : rooms.other;
      return keepPart(size, room, (part) => take(name, part));
    });
    return { parts, worksheets };
  });
}

function isWorksheet(name: string): boolean {
  return /\/worksheets\//iu.test(name);
}

function isSharedTexts(name: string): boolean {
  return /sharedstrings/iu.test(name);
}

/** A list of the parts themselves. */
function isList(name: string): boolean {
  return /\.rels$|^\[content_types\]/iu.test(name);
}

function refuseOtherPackages(names: readonly string[]): void {
  const has = (name: string): boolean => names.some((each) => each.toLowerCase() === name);
  if (has('word/document.xml') || has('ppt/presentation.xml')) throw refusal('otherOffice');
  if (has('content.xml') || has('index/document.iwa')) {
    throw new AppError('refused', `这不是Excel格式的表格，${saveAsWorkbook}`);
  }
  if (has('xl/workbook.bin')) throw new AppError('refused', `这是二进制格式的表格（.xlsb），${saveAsWorkbook}`);
  if (!has('[content_types].xml') || !has('xl/workbook.xml')) {
    throw refusal(names.some((name) => /\.(?:xlsx?|et|csv)$/iu.test(name)) ? 'archive' : 'damaged');
  }
}

/** Whether a part of an office file declares entities or a type, which none needs, or may do so in an unusual encoding. */
export function holdsDeclarations(part: Buffer): boolean {
  return isUnusual(part) || declaresBefore(part, part.length).found;
}

/** Zero bytes mean UTF-16 or worse, which would hide declarations from a search. */
function isUnusual(part: Buffer): boolean {
  return part.includes(0) || (part[0] ?? 0) >= 0xfe;
}

function declaresBefore(part: Buffer, end: number): { found: boolean; comments: number } {
  let comments = 0;
  for (let at = part.indexOf('<!'); at !== -1 && at < end; at = part.indexOf('<!', at + 2)) {
    const isComment = part[at + 2] === 0x2d && part[at + 3] === 0x2d;
    if (!isComment && part.toString('latin1', at + 2, at + 9) !== '[CDATA[') return { found: true, comments };
    comments += 1;
  }
  return { found: false, comments };
}

/** Readers for parts of which nothing is kept: a declaration that is cut by the end of a piece is seen with the next. */
function declarationFinder(): () => PartReader {
  let comments = 0;
  return () => {
    let rest = Buffer.alloc(0);
    const look = (text: Buffer, end: number): void => {
      const { found, comments: more } = declaresBefore(text, end);
      comments += more;
      if (found || comments > limits.comments) throw new AppError('refused', declarationFound);
    };
    return {
      take: (piece) => {
        if (isUnusual(piece)) throw new AppError('refused', declarationFound);
        const text = Buffer.concat([rest, piece]);
        const end = Math.max(0, text.length - declarationBytes);
        look(text, end);
        rest = text.subarray(end);
      },
      end: () => look(rest, rest.length),
    };
  };
}

/** `<!` and enough behind it to tell what it is. */
const declarationBytes = '<![CDATA['.length;

/** Looks through a part from which the parser makes objects, which is no worksheet. */
function refuseHeavyPart(name: string, xml: string): void {
  refuseManyTexts(xml);
  // Names of sheets, styles and relations become keys inside the parser.
  if (!isSharedTexts(name) && /__proto__|constructor|prototype/iu.test(xml))
    throw new AppError('refused', declarationFound);
  let sheets = 0;
  let others = 0;
  for (const [, tag] of xml.matchAll(otherTag)) {
    if (tag === 'sheet') sheets += 1;
    others += 1;
    if (others > limits.otherTags) throw refusal('rangeTooLarge');
  }
  if (sheets > workbookLimits.sheets) throw tooManySheets();
}

/** What is no text, and says nothing of how one looks. */
const otherTag =
  /<(?:\w+:)?(?!(?:sst|si|t|r|rPr|rPh|phoneticPr|rFont|sz|color|family|charset|scheme|b|i|u|vertAlign|strike)[\s>/])(\w+)(?=[\s>/])/gu;

/** Counts texts, their ends and the runs of rich texts, each of which the parser turns into objects. */
function refuseManyTexts(xml: string): void {
  const tag = /<(?:\/(?:\w+:)?(si|sstItem)>|(?:\w+:)?(?:si|t)[\s>/])/gu;
  let texts = 0;
  let ends = 0;
  let reached = 0;
  for (let match = tag.exec(xml); match !== null; match = tag.exec(xml)) {
    if (match.index - reached > limits.textBytes) throw refusal('tooMuchText');
    reached = match.index;
    if (match[1] === undefined) texts += 1;
    else ends += 1;
    if (texts > workbookLimits.sharedTexts || ends > workbookLimits.sharedTexts) throw refusal('tooMuchText');
  }
  if (reached > 0 && xml.length - reached > limits.textBytes) throw refusal('tooMuchText');
}
