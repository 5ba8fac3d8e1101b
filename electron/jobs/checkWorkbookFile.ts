import { AppError } from '../../shared/contract/result.ts';
import { readZipParts, type ZipParts } from './readZipParts.ts';
import { scanWorksheet } from './scanWorksheet.ts';
import { type SplitWorksheet, splitPlainRows } from './splitPlainRows.ts';
import { refusal, saveAsWorkbook, workbookLimits } from './workbookRefusals.ts';

const mebibyte = 1024 * 1024;

/**
 * What a parser may be made to build, over all sheets; with these the whole job stays below 300 MB. Twenty thousand
 * rows of 20 columns are within, and no office has more.
 */
const limits = {
  rows: 200_000,
  cells: workbookLimits.cells,
  filledCells: workbookLimits.filledCells,
  sharedTextBytes: 24 * mebibyte,
  otherPartBytes: 8 * mebibyte,
};

/** A part that has no business in a list of people. */
const forbiddenParts: readonly { readonly name: RegExp; readonly reason: 'macro' | 'links' | 'embedded' }[] = [
  { name: /vbaproject|\/macrosheets\/|\/dialogsheets\//iu, reason: 'macro' },
  { name: /(^|\/)externallinks\//iu, reason: 'links' },
  { name: /(^|\/)(embeddings|activex|ctrlprops)\//iu, reason: 'embedded' },
];

/** The parts a parser gets to see: nothing about drawings, comments, links or properties. */
const parserParts =
  /^(?:\[content_types\]\.xml|xl\/[^/]+\.xml|xl\/_rels\/[^/]+\.rels|xl\/(?:worksheets|persons)\/[^/]+\.xml)$/iu;

const declarationFound = '表格的内部文件含有不允许的声明，可能被改动过，请用WPS或Excel打开并另存为“.xlsx”后再导入';

/** A workbook that is safe to parse. */
export interface CheckedWorkbook {
  /** What a parser may see, worksheets without their plain rows not among it. */
  readonly parts: ZipParts['parts'];
  /** The worksheets whose plain rows were taken out, by name. */
  readonly split: ReadonlyMap<string, SplitWorksheet>;
}

/**
 * Decides whether an archive is a workbook that is safe to parse, before any parser sees it (security design b9), and
 * hands out exactly the parts that were checked: the parser never opens the archive itself.
 * @throws AppError refused, with one sentence that says what to do next
 */
export async function checkWorkbookFile(file: Buffer): Promise<CheckedWorkbook> {
  const { names, parts } = await readZipParts(file, (name) => /\.(?:xml|rels|vml)$/iu.test(name));
  refuseOtherPackages(names);
  for (const name of names) {
    const forbidden = forbiddenParts.find((part) => part.name.test(name));
    if (forbidden) throw refusal(forbidden.reason);
  }
  for (const part of parts.values()) {
    if (holdsDeclarations(part)) throw new AppError('refused', declarationFound);
  }
  const kept = [...parts].filter(([name]) => parserParts.test(name));
  for (const [name, part] of kept) if (!isWorksheet(name)) refuseHeavyPart(name, part);
  const split = splitWorksheets(kept.filter(([name]) => isWorksheet(name)));
  return { parts: new Map(kept.filter(([name]) => !split.has(name))), split };
}

function isWorksheet(name: string): boolean {
  return /\/worksheets\//iu.test(name);
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
  // Zero bytes mean UTF-16 or worse, which would hide declarations from the search below.
  if (part.includes(0) || (part[0] ?? 0) >= 0xfe) return true;
  for (let at = part.indexOf('<!'); at !== -1; at = part.indexOf('<!', at + 2)) {
    const next = part.toString('latin1', at + 2, at + 9);
    if (!next.startsWith('--') && next !== '[CDATA[') return true;
  }
  return false;
}

/**
 * Takes the plain rows out of the worksheets, where they can be, and looks through what is left before a parser does.
 * @throws AppError refused, when they hold more than an office's list
 */
function splitWorksheets(worksheets: readonly (readonly [name: string, part: Buffer])[]): Map<string, SplitWorksheet> {
  const splits = new Map<string, SplitWorksheet>();
  const sum = { rows: 0, cells: 0, filledCells: 0 };
  for (const [name, part] of worksheets) {
    const xml = part.toString('latin1');
    // A program that writes texts into the cells does so in every row; going through all of them would be for nothing.
    const split = part.includes('t="inlineStr"') ? undefined : splitPlainRows(xml);
    if (split !== undefined) splits.set(name, split);
    const left = scanWorksheet(split === undefined ? xml : `${split.before}${split.after}`);
    for (const count of ['rows', 'cells', 'filledCells'] as const) {
      sum[count] += left[count] + (split?.load[count] ?? 0);
      if (sum[count] > limits[count]) throw refusal('rangeTooLarge');
    }
  }
  return splits;
}

function refuseHeavyPart(name: string, part: Buffer): void {
  if (/sharedstrings/iu.test(name)) refuseManyTexts(part);
  else if (part.length > limits.otherPartBytes) throw refusal('rangeTooLarge');
  else if (/__proto__|constructor|prototype/iu.test(part.toString('latin1'))) {
    // Names of sheets, styles and relations become keys inside the parser.
    throw new AppError('refused', declarationFound);
  }
}

/** Counts texts and the runs of rich texts, each of which the parser turns into objects. */
function refuseManyTexts(part: Buffer): void {
  if (part.length > limits.sharedTextBytes) throw refusal('tooMuchText');
  const texts = part.toString('latin1').match(/<(?:\w{1,20}:)?(?:si|t)[\s>/]/gu)?.length ?? 0;
  if (texts > workbookLimits.sharedTexts) throw refusal('tooMuchText');
}
