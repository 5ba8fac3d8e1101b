import { Color, Format, FormatAlign, FormatBorder, Note, Workbook, type Worksheet } from 'wasm-xlsxwriter';
import { AppError } from '../../shared/contract/result.ts';
import { cellText, runningText } from './cellText.ts';
import { sheetNames } from './sheetNames.ts';
import type { MarkTone, PlannedCell, SheetPlan, WorkbookPlan } from './workbookPlan.ts';

/** Excel's own limit for one cell, and what is written within the job's time on a slow computer. */
const limits = { cellCharacters: 32_767, totalCharacters: 20_000_000, cells: 1_000_000, marks: 10_000 };

const paperA4 = 9;
/** In points, as at the foot of official sheets. */
const footSize = 7;
/** In inches, as Excel counts them: 10 mm at the sides, 15 mm above and below, room for the foot besides. */
const margins = { side: 0.39, topAndBottom: 0.59, foot: 0.16, header: 0.3 };
/** Of a column without a heading, in half-width characters. */
const defaultWidth = 8;
/** In points, in whole pixels; Excel allows rows of 409 at most. */
const heights = { title: 30, line: 16, highest: 408 };

/** Told by colour, by border and by word, so that a print in black and white says the same. */
const marks = {
  error: { word: '错误', line: '粗框', border: FormatBorder.Thick, fill: 0xffc7ce },
  warning: { word: '请核对', line: '虚线框', border: FormatBorder.MediumDashed, fill: 0xffeb9c },
  proposal: { word: '建议', line: '双线框', border: FormatBorder.Double, fill: 0xddebf7 },
} satisfies Readonly<Record<MarkTone, unknown>>;
const tones = ['error', 'warning', 'proposal'] satisfies readonly MarkTone[];

/**
 * Writes an .xlsx in which every cell is a text with the format `@`, so that nothing in it is ever calculated or turned
 * into a number, whatever it begins with (security design c30), also after somebody has typed over it. The heading is
 * frozen, filtered and repeated on every printed page; pages are A4, one page wide.
 * @throws AppError invalid, when a text is longer than a cell can be, or the whole or its marks are more than one workbook
 * should hold
 */
export function writeWorkbook(plan: WorkbookPlan): Uint8Array {
  refuseTooMuch(plan);
  const workbook = new Workbook();
  try {
    const formats = createFormats();
    const names = sheetNames(plan.sheets.map((sheet) => sheet.name));
    plan.sheets.forEach((sheet, index) => {
      writeSheet(workbook.addWorksheet().setName(names[index] ?? ''), sheet, formats);
    });
    return workbook.saveToBufferSync();
  } finally {
    workbook.free();
  }
}

function refuseTooMuch({ sheets }: WorkbookPlan): void {
  let cells = 0;
  let characters = 0;
  let marked = 0;
  const count = (text: string, row: number, column: number): void => {
    cells += 1;
    characters += text.length;
    if (text.length > limits.cellCharacters) {
      throw new AppError(
        'invalid',
        `第${row + 1}行第${column + 1}列的文字超过${limits.cellCharacters}字，一个单元格放不下，请缩短这处文字后再试`,
      );
    }
  };
  for (const { above, columns, rows } of sheets) {
    for (const [row, line] of above.entries()) count(line, row, 0);
    for (const [column, { heading }] of columns.entries()) count(heading, above.length, column);
    for (const [index, line] of rows.entries()) {
      for (const [column, cell] of line.entries()) {
        count(textOf(cell), above.length + 1 + index, column);
        if (typeof cell === 'string') continue;
        count(cell.reason, above.length + 1 + index, column);
        marked += 1;
      }
    }
  }
  if (cells > limits.cells || characters > limits.totalCharacters) {
    throw new AppError('invalid', '要写入表格的内容过多，请先筛选，分几次导出');
  }
  // The position of a note takes time in proportion to the rows above it.
  if (marked > limits.marks) {
    throw new AppError('invalid', `要标出的单元格超过${limits.marks}处，请先在原表中改正成片的错误后再试`);
  }
}

type Formats = ReturnType<typeof createFormats>;

function createFormats() {
  const text = () => new Format().setNumFormat('@').setFontName('宋体').setFontSize(11).setTextWrap();
  const centred = () => text().setAlign(FormatAlign.Center).setAlign(FormatAlign.VerticalCenter);
  const cell = () => text().setAlign(FormatAlign.VerticalCenter).setBorder(FormatBorder.Thin);
  const marked = ({ border, fill }: (typeof marks)[MarkTone]) =>
    text().setAlign(FormatAlign.VerticalCenter).setBold().setBorder(border).setBackgroundColor(Color.rgb(fill));
  return {
    title: centred().setBold().setFontSize(16),
    line: text().setAlign(FormatAlign.VerticalCenter),
    heading: centred().setBold().setBorder(FormatBorder.Thin).setBackgroundColor(Color.rgb(0xe7e6e6)),
    cell: cell(),
    error: marked(marks.error),
    warning: marked(marks.warning),
    proposal: marked(marks.proposal),
  };
}

// The library hands out a new handle from every call; each is freed at once, or half a million of them would wait for
// the garbage collector.
function writeSheet(sheet: Worksheet, plan: SheetPlan, formats: Formats): void {
  const { above, columns, rows } = plan;
  const headingRow = above.length;
  const lastColumn = Math.max(columns.length, 1) - 1;
  const totalWidth = columns.reduce((sum, column) => sum + column.width, 0);

  for (const [column, { heading, width }] of columns.entries()) {
    sheet.setColumnWidth(column, width).free();
    sheet.writeStringWithFormat(headingRow, column, cellText(heading), formats.heading).free();
  }
  for (const [row, line] of above.entries()) {
    if (line === '') continue;
    const format = row === 0 ? formats.title : formats.line;
    if (lastColumn === 0) sheet.writeStringWithFormat(row, 0, cellText(line), format).free();
    else sheet.mergeRange(row, 0, row, lastColumn, cellText(line), format).free();
    sheet.setRowHeight(row, row === 0 ? heights.title : rowHeight(linesOf(line, totalWidth))).free();
  }
  for (const [index, cells] of rows.entries()) {
    const row = headingRow + 1 + index;
    const texts = Array.from({ length: Math.max(cells.length, columns.length) }, (_, column) =>
      cellText(textOf(cells[column] ?? '')),
    );
    sheet.writeRowWithFormat(row, 0, texts, formats.cell).free();
    // Excel fits rows to wrapped text when it opens a file, other programs do not.
    const lines = texts.reduce((most, text, column) => Math.max(most, linesOf(text, columns[column]?.width)), 1);
    if (lines > 1) sheet.setRowHeight(row, rowHeight(lines)).free();
    for (const [column, cell] of cells.entries()) {
      if (typeof cell === 'string') continue;
      sheet.writeStringWithFormat(row, column, texts[column] ?? '', formats[cell.tone]).free();
      const note = createNote(`${marks[cell.tone].word}：${cellText(cell.reason)}`);
      sheet.insertNote(row, column, note).free();
      note.free();
    }
  }

  sheet.setFreezePanes(headingRow + 1, 0).free();
  sheet.autofilter(headingRow, 0, headingRow + rows.length, lastColumn).free();
  sheet.setRepeatRows(headingRow, headingRow).free();
  sheet.setPaperSize(paperA4).free();
  (plan.landscape ? sheet.setLandscape() : sheet.setPortrait()).free();
  sheet.setPrintFitToPages(1, 0).free();
  const { side, topAndBottom, foot, header } = margins;
  sheet.setMargins(side, side, topAndBottom, topAndBottom + foot, header, header).free();
  sheet.setFooter(footer(plan)).free();
}

function textOf(cell: PlannedCell): string {
  return typeof cell === 'string' ? cell : cell.text;
}

/** What the borders mean, where there are any, and the page number; in a line of its own what is told of the whole. */
function footer({ rows, foot }: SheetPlan): string {
  const used = new Set(rows.flatMap((cells) => cells.flatMap((cell) => (typeof cell === 'string' ? [] : cell.tone))));
  const key = tones.filter((tone) => used.has(tone)).map((tone) => `${marks[tone].line}：${marks[tone].word}`);
  return `&L${key.join('　')}&C\n&${footSize}${runningText(foot)}&R第&P页，共&N页`;
}

/** In pixels. Excel does not fit a note to its text. */
const noteSize = { width: 220, lineHeight: 20, charactersInLine: 29, spare: 14 };

function createNote(text: string): Note {
  const { width, lineHeight, charactersInLine, spare } = noteSize;
  // Unlike the text of a cell, that of a note is written as it comes; `_x0041_` in it would be read as a letter A.
  return new Note(text.replace(/_(?=x[0-9a-f]{4}_)/giu, '_x005F_'))
    .addAuthorPrefix(false)
    .setAuthor('护蕾台账')
    .setFontName('宋体')
    .setFontSize(10)
    .setWidth(width)
    .setHeight(spare + lineHeight * linesOf(text, charactersInLine));
}

function rowHeight(lines: number): number {
  return Math.min(heights.line * lines, heights.highest);
}

/** How many lines a text needs in a width of half-width characters, of which one is left for the margins. */
function linesOf(text: string, width = defaultWidth): number {
  if (text.length * 2 < width && !text.includes('\n')) return 1;
  return text.split('\n').reduce((lines, line) => {
    let length = 0;
    for (const character of line) length += character > '\u00ff' ? 2 : 1;
    return lines + Math.max(1, Math.ceil(length / (width - 1)));
  }, 0);
}
