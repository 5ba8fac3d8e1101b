import { AppError } from '../../shared/contract/result.ts';

const saveAgain = '请用WPS或Word、Excel打开，另存为“.docx”或“.xlsx”后再放入';

const sentences = {
  damaged: `文件已损坏或不完整，${saveAgain}`,
  structure: `文件的内部结构不正常，可能被改动过，${saveAgain}`,
  tooBig: '文件解开后过大，请去掉里面的大图片后另存，再重新放入',
  tooLong: '表样内容过多，一张表用不了这么多，请只留下空白的表后另存，再重新放入',
  password: '文件设有打开密码，请用WPS或Word、Excel打开、去掉密码并保存后再放入',
  macro: '表样里带有宏，请另存为不带宏的“.docx”或“.xlsx”后再放入',
  links: '表样里有自动打开其他文件或网址的链接，请断开链接，或把内容复制到新建的文件里，另存后再放入',
  field: '表样里有会读取其他文件的域，请选中全文按Ctrl+Shift+F9把域变成文字，另存后再放入',
  formula: '表样里有会读取其他文件或运行程序的公式，请删去这些公式，另存后再放入',
  embedded: '表样里嵌有其他文件或控件，请把它们删去或改成图片，另存后再放入',
  attached: '表样连着另一个模板文件，请把内容复制到新建的文件里，另存后再放入',
  signed: '表样带有电子签名，填写后签名会失效，请向发文单位要没有签名的空白表',
  oldDocument: '这是旧格式的文件（.doc、.wps），请用WPS或Word打开，另存为“.docx”后再放入',
  oldWorkbook: '这是旧格式的表格（.xls、.et），请用WPS或Excel打开，另存为“.xlsx”后再放入',
  binaryWorkbook: '这是二进制格式的表格（.xlsb），请用WPS或Excel打开，另存为“.xlsx”后再放入',
  openDocument: '这是ODF格式的文件（.odt、.ods），请用WPS或Word、Excel打开，另存为“.docx”或“.xlsx”后再放入',
  master: '这是Word或Excel的模板格式（.dotx、.xltx），请打开后另存为“.docx”或“.xlsx”再放入',
  slides: '这是演示文稿，不能作为表格表样，请选择“.docx”或“.xlsx”文件',
  pdf: '这是PDF文件，不能填写，请向发文单位要“.docx”或“.xlsx”的空白表',
  image: '这是图片，不能填写，请向发文单位要“.docx”或“.xlsx”的空白表',
  richText: '这是RTF格式的文件，请用WPS或Word打开，另存为“.docx”后再放入',
  web: `这是网页格式的文件，${saveAgain}`,
  flat: `这是XML格式的文件，${saveAgain}`,
  text: '这是文本文件，没有表格样式，请选择“.docx”或“.xlsx”的空白表',
  archive: '这是压缩包，请先解压，再选择其中的空白表',
  unknown: '不能识别这个文件，请选择“.docx”或“.xlsx”的空白表',
  empty: '文件里没有内容，请核对后重新选择',
  noSheet: '工作簿里没有可见的工作表，请取消隐藏后另存，再重新放入',
  merges: '表样里合并单元格的范围不正常，请取消合并后重新合并，另存后再放入',
} as const;

export type TemplateRefusal = keyof typeof sentences;

/** Why a file cannot be a template: one sentence that says what to do next. */
export function templateRefusal(reason: TemplateRefusal): AppError {
  return new AppError('refused', sentences[reason]);
}

/** What a form may hold at most; the longest official one has a tenth of it. */
export const templateLimits = {
  /** Bytes of one part of text. */
  partBytes: 8 * 1024 * 1024,
  sheets: 30,
  paragraphs: 20_000,
  cells: 20_000,
  columns: 200,
  rows: 2_000,
  characters: 400_000,
  nesting: 4,
  merges: 5_000,
} as const;
