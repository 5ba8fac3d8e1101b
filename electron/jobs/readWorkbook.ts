import { AppError } from '../../shared/contract/result.ts';
import { readNewWorkbook } from './readNewWorkbook.ts';
import { readOldWorkbook } from './readOldWorkbook.ts';
import { readTextTable } from './readTextTable.ts';
import { type FileFormat, recogniseFile } from './recogniseFile.ts';
import type { WorkbookContent } from './workbookContent.ts';
import { refusal, saveAsWorkbook } from './workbookRefusals.ts';

const largestFile = 20 * 1024 * 1024;

/** How each format that holds a table is read. */
const readers = {
  zip: readNewWorkbook,
  compound: readOldWorkbook,
  text: readTextTable,
} satisfies Partial<Record<FileFormat, (file: Buffer) => WorkbookContent | Promise<WorkbookContent>>>;

/** What to do with each kind of file that holds no table that can be read. */
const refusals: Readonly<Record<Exclude<FileFormat, keyof typeof readers>, () => AppError>> = {
  empty: () => new AppError('refused', '文件是空的，请重新选择'),
  html: () => new AppError('refused', `这是网页格式的表格，只是改了扩展名，${saveAsWorkbook}`),
  xml: () => new AppError('refused', `这是XML格式的文件，${saveAsWorkbook}`),
  archive: () => refusal('archive'),
  pdf: () => new AppError('refused', '这是PDF文件，不能导入，请向填表单位索取“.xlsx”表格'),
  image: () => new AppError('refused', '这是图片，不能导入，请向填表单位索取“.xlsx”表格'),
  unknown: () => refusal('unknown'),
};

/**
 * Reads the cells of a table that may be hostile, whatever its name: .xlsx, .xls and .et, or text with separators.
 * Nothing is calculated and no stored result of a formula is used.
 * @throws AppError refused, with one sentence that says what to do next
 */
export async function readWorkbook(file: Uint8Array): Promise<WorkbookContent> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length > largestFile) throw new AppError('refused', '文件超过20MB，请去掉图片或分成几个文件后再导入');
  const format = recogniseFile(bytes);
  if (!isTable(format)) throw refusals[format]();
  const content = await readers[format](bytes);
  if (content.sheets.every((sheet) => sheet.rows.length === 0)) throw refusal('empty');
  return content;
}

function isTable(format: FileFormat): format is keyof typeof readers {
  return Object.hasOwn(readers, format);
}
