import { AppError } from '../../shared/contract/result.ts';

/** What to do with a file that only the program it comes from can make right. */
export const saveAsWorkbook = '请用WPS或Excel打开，另存为“.xlsx”后再导入';

const sentences = {
  damaged: '文件已损坏或不完整，请在原电脑用WPS或Excel打开并另存为“.xlsx”后再导入',
  structure: '文件的内部结构不正常，可能被改动过，请用WPS或Excel打开并另存为“.xlsx”后再导入',
  tooBig: '文件解开后过大，请把表格内容复制到新建的工作簿，另存为“.xlsx”后再导入',
  tooMuchText: '表格里的文字过多，请分成几个文件后再导入',
  rangeTooLarge: '工作表的范围过大，请把有内容的部分复制到新建的工作簿，另存为“.xlsx”后再导入',
  merges: '工作表里合并单元格的范围不正常，请取消合并并另存为“.xlsx”后再导入',
  password: '文件设有打开密码，请用WPS或Excel打开、去掉密码并保存后再导入',
  macro: '表格里带有宏，请另存为不带宏的“.xlsx”后再导入',
  links: '表格里有指向其他文件的链接，请在原表断开链接（数据—编辑链接）并另存为“.xlsx”后再导入',
  embedded: '表格里嵌有其他文件或控件，请把表格内容复制到新建的工作簿，另存为“.xlsx”后再导入',
  otherOffice: '这不是表格文件，请选择“.xlsx”“.xls”或“.csv”表格',
  unknown: '不能识别这个文件，请选择用WPS或Excel保存的“.xlsx”“.xls”或“.csv”表格',
  archive: '这是压缩包，请先解压，再选择其中的表格',
  empty: '表格里没有内容，请核对后重新选择',
} as const;

/** The refusal of a file that is, or holds, what no list of people needs: one sentence that says what to do next. */
export function refusal(reason: keyof typeof sentences): AppError {
  return new AppError('refused', sentences[reason]);
}

/** What a list of people may hold at most, whatever the format; no office has more. */
export const workbookLimits = {
  /** The last row with something in it. */
  lastRow: 20_000,
  columns: 256,
  sheets: 100,
  cells: 1_000_000,
  filledCells: 400_000,
  /**
   * In an .xls. In an .xlsx the tags of texts and of their pieces are counted: 200,000 texts, each with two of them, or 133,000 in two
   * pieces. That is what stays below 300 MB whatever the texts and the cells are.
   */
  sharedTexts: 400_000,
  merges: 50_000,
  mergedCells: 100_000,
  /** Excel's own limit for one cell. */
  cellCharacters: 32_767,
  totalCharacters: 20_000_000,
} as const;

export function tooManyRows(): AppError {
  return new AppError(
    'refused',
    `工作表有内容的行超过${workbookLimits.lastRow}行，请删去多余的行，或分成几个文件后再导入`,
  );
}

export function tooManySheets(): AppError {
  return new AppError('refused', `工作表超过${workbookLimits.sheets}张，请只留下要导入的那张后再导入`);
}
