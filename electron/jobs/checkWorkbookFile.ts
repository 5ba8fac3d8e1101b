import { AppError } from '../../shared/contract/result.ts';
import { readZipParts, type ZipParts } from './readZipParts.ts';
import { type FileFormat, recogniseFile } from './recogniseFile.ts';
import { rangeTooLarge, scanWorksheet, type WorksheetLoad } from './scanWorksheet.ts';

const mebibyte = 1024 * 1024;
const largestFile = 20 * mebibyte;

/**
 * What a parser may be made to build, over all sheets; with these the whole job stays below 300 MB. Twenty thousand
 * rows of 20 columns are within, and no office has more.
 */
const limits = {
  rows: 200_000,
  cells: 1_000_000,
  filledCells: 400_000,
  sharedTexts: 750_000,
  sharedTextBytes: 24 * mebibyte,
  otherPartBytes: 8 * mebibyte,
};

const saveAsWorkbook = '请用WPS或Excel打开，另存为“.xlsx”后再导入';

/** What to do with each kind of file that is no workbook in the present format. */
const refusals: Readonly<Record<Exclude<FileFormat, 'zip'>, string>> = {
  empty: '文件是空的，请重新选择',
  xls: `这是旧格式的表格（.xls或.et），${saveAsWorkbook}`,
  encrypted: '文件设有打开密码，请用WPS或Excel打开、去掉密码并保存后再导入',
  otherOffice: '这不是表格文件，请选择“.xlsx”表格',
  html: `这是网页格式的表格，只是改了扩展名，${saveAsWorkbook}`,
  xml: `这是XML格式的文件，${saveAsWorkbook}`,
  // Opened by a double click, numbers of 18 digits lose their last three.
  text: '这是文本或csv文件，请用WPS或Excel新建空白表，在“数据—自文本导入”里把身份证号列设为文本，再另存为“.xlsx”后导入；直接打开会损坏身份证号',
  archive: '这是压缩包，请先解压，再选择其中的“.xlsx”表格',
  pdf: '这是PDF文件，不能导入，请向填表单位索取“.xlsx”表格',
  image: '这是图片，不能导入，请向填表单位索取“.xlsx”表格',
  unknown: '不能识别这个文件，请选择用WPS或Excel保存的“.xlsx”表格',
};

/** A part that has no business in a list of people, and what to do about it. */
const forbiddenParts: readonly { readonly name: RegExp; readonly message: string }[] = [
  { name: /vbaproject|\/macrosheets\/|\/dialogsheets\//iu, message: '表格里带有宏，请另存为不带宏的“.xlsx”后再导入' },
  {
    name: /(^|\/)externallinks\//iu,
    message: '表格里有指向其他文件的链接，请在原表断开链接（数据—编辑链接）并另存为“.xlsx”后再导入',
  },
  {
    name: /(^|\/)(embeddings|activex|ctrlprops)\//iu,
    message: '表格里嵌有其他文件或控件，请把表格内容复制到新建的工作簿，另存为“.xlsx”后再导入',
  },
];

/** The parts a parser gets to see: nothing about drawings, comments, links or properties. */
const parserParts =
  /^(?:\[content_types\]\.xml|xl\/[^/]+\.xml|xl\/_rels\/[^/]+\.rels|xl\/(?:worksheets|persons)\/[^/]+\.xml)$/iu;

const declarationFound = '表格的内部文件含有不允许的声明，可能被改动过，请用WPS或Excel打开并另存为“.xlsx”后再导入';
const damaged = '文件已损坏或不完整，请在原电脑用WPS或Excel打开并另存为“.xlsx”后再导入';

/**
 * Decides whether a file is a workbook that is safe to parse, before any parser sees it (security design b9), and
 * hands out exactly the parts that were checked: the parser never opens the archive itself.
 * @throws AppError refused, with one sentence that says what to do next
 */
export async function checkWorkbookFile(file: Buffer): Promise<ZipParts['parts']> {
  if (file.length > largestFile) throw new AppError('refused', '文件超过20MB，请去掉图片或分成几个文件后再导入');
  const format = recogniseFile(file);
  if (format !== 'zip') throw new AppError('refused', refusals[format]);

  const { names, parts } = await readZipParts(file, (name) => /\.(?:xml|rels|vml)$/iu.test(name));
  refuseOtherPackages(names);
  for (const name of names) {
    const forbidden = forbiddenParts.find((part) => part.name.test(name));
    if (forbidden) throw new AppError('refused', forbidden.message);
  }
  for (const part of parts.values()) refuseDeclarations(part);
  const kept = new Map([...parts].filter(([name]) => parserParts.test(name)));
  refuseHeavyParts(kept);
  return kept;
}

function refuseOtherPackages(names: readonly string[]): void {
  const has = (name: string): boolean => names.some((each) => each.toLowerCase() === name);
  if (has('word/document.xml') || has('ppt/presentation.xml')) throw new AppError('refused', refusals.otherOffice);
  if (has('content.xml') || has('index/document.iwa')) {
    throw new AppError('refused', `这不是Excel格式的表格，${saveAsWorkbook}`);
  }
  if (has('xl/workbook.bin')) throw new AppError('refused', `这是二进制格式的表格（.xlsb），${saveAsWorkbook}`);
  if (!has('[content_types].xml') || !has('xl/workbook.xml')) {
    throw new AppError(
      'refused',
      names.some((name) => /\.(?:xlsx?|et|csv)$/iu.test(name)) ? refusals.archive : damaged,
    );
  }
}

function refuseDeclarations(part: Buffer): void {
  // Zero bytes mean UTF-16 or worse, which would hide declarations from the search below.
  if (part.includes(0) || (part[0] ?? 0) >= 0xfe) throw new AppError('refused', declarationFound);
  for (let at = part.indexOf('<!'); at !== -1; at = part.indexOf('<!', at + 2)) {
    const next = part.toString('latin1', at + 2, at + 9);
    if (!next.startsWith('--') && next !== '[CDATA[') throw new AppError('refused', declarationFound);
  }
}

function refuseHeavyParts(parts: ReadonlyMap<string, Buffer>): void {
  const loads: WorksheetLoad[] = [];
  for (const [name, part] of parts) {
    if (/\/worksheets\//iu.test(name)) loads.push(scanWorksheet(part.toString('latin1')));
    else if (/sharedstrings/iu.test(name)) refuseManyTexts(part);
    else if (part.length > limits.otherPartBytes) throw new AppError('refused', rangeTooLarge);
    else if (/__proto__|constructor|prototype/iu.test(part.toString('latin1'))) {
      // Names of sheets, styles and relations become keys inside the parser.
      throw new AppError('refused', declarationFound);
    }
  }
  for (const count of ['rows', 'cells', 'filledCells'] as const) {
    if (loads.reduce((sum, load) => sum + load[count], 0) > limits[count]) throw new AppError('refused', rangeTooLarge);
  }
}

/** Counts texts and the runs of rich texts, each of which the parser turns into objects. */
function refuseManyTexts(part: Buffer): void {
  const tooMuch = new AppError('refused', '表格里的文字过多，请分成几个文件后再导入');
  if (part.length > limits.sharedTextBytes) throw tooMuch;
  const texts = part.toString('latin1').match(/<(?:\w{1,20}:)?(?:si|t)[\s>/]/gu)?.length ?? 0;
  if (texts > limits.sharedTexts) throw tooMuch;
}
