import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeightRule,
  type IRunOptions,
  type ISectionOptions,
  LeaderType,
  LineRuleType,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  type ParagraphChild,
  SectionType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  UnderlineType,
  VerticalAlignTable,
  VerticalMergeType,
  WidthType,
} from 'docx';
import { strFromU8, strToU8, unzipSync } from 'fflate';
import { type Segment, textWidth } from '../../shared/forms/breakLines.ts';
import { mmPerPoint } from '../../shared/forms/fitText.ts';
import type { SheetPage } from '../../shared/forms/layoutSheet.ts';
import { cellText } from './cellText.ts';
import {
  type DocumentCell,
  type DocumentLine,
  type DocumentPage,
  type DocumentTable,
  type DocumentText,
  documentPages,
  type RunningTexts,
} from './documentPages.ts';
import { documentSettings, fonts } from './documentSettings.ts';
import type { Report } from './jobs.ts';
import { neutralArchive } from './neutralArchive.ts';
import { tickedBox, writtenSegment } from './writtenSegment.ts';

const titleFont = { ascii: fonts.title, hAnsi: fonts.title, eastAsia: fonts.title, cs: fonts.title };
const boxFont = { ascii: fonts.box, hAnsi: fonts.box, eastAsia: fonts.box, cs: fonts.box };

/** In mm: forms end above the one, and no printer reaches below the other. */
const bottomMargin = 8;
const footerMargin = 4.2;
/** A font needs up to so much of its size for a line; where the cell has it, lines are as high as the font wants. */
const easyLine = 1.5;
/** A column for one hanzi below the other, in em: less than two, with room for fonts that are wider than an em. */
const verticalWidth = 1.4;
/** Added to the widest of evenly broken lines, in em; less than half a letter. */
const lineSlack = 0.2;
/** Widths of lines in eighths of a point: 0.5 pt inside, 0.75 pt around. */
const borders = { inner: 4, frame: 6 } as const;

const twipsPerMm = 1440 / 25.4;
const twips = (mm: number): number => Math.round(mm * twipsPerMm);
const pointTwips = (points: number): number => Math.round(points * 20);

/** What is written, and what stands at the foot of each sheet of paper before its number; null for no foot. */
export interface DocumentPlan {
  readonly pages: readonly SheetPage[];
  readonly foot: string | null;
}

/**
 * Writes laid-out pages as a .docx: real tables with real merges in the measures of the form, every text in one paragraph
 * that breaks anew when it is edited, one sheet of paper for each page. A register is one table with a repeated head row.
 * Nothing in it says who wrote it and when, except the foot.
 */
export async function writeDocument({ pages, foot }: DocumentPlan, report: Report = noReport): Promise<Uint8Array> {
  const sections = sectionsOf(documentPages(pages));
  const alone = sections.length === 1;
  const parts = unzipSync(
    await packed(sections.map((section, index) => sectionOptions(section, { index, alone, foot }))),
  );
  parts[bodyPart] = await withContent(strFromU8(parts[bodyPart] ?? noBytes), sections, report);
  for (const [path, text] of documentSettings) parts[path] = strToU8(text);
  return neutralArchive(parts);
}

const noReport: Report = () => undefined;

const bodyPart = 'word/document.xml';
const noBytes = new Uint8Array();
/** The library takes half a megabyte for a hundred cells; so it is given so many at a time, and their XML is kept. */
const cellsPerPortion = 3_000;

function packed(sections: readonly ISectionOptions[]): Promise<Uint8Array> {
  return Packer.toBuffer(new Document({ sections, compatibility: { version: 15, underlineTrailingSpaces: true } }));
}

/** Stands for the content of a section until it is written. */
function placeholder(section: number): Paragraph {
  return new Paragraph({ children: [new TextRun(`{{${section}}}`)] });
}
const placeholders = /<w:p><w:r><w:t xml:space="preserve">\{\{(\d+)\}\}<\/w:t><\/w:r><\/w:p>/gu;

/** The body with its sections' content in place of what stood for it. */
async function withContent(
  outline: string,
  sections: readonly (readonly DocumentPage[])[],
  report: Report,
): Promise<Uint8Array<ArrayBuffer>> {
  const total = sections.reduce((sum, pages) => sum + pages.length, 0);
  const bytes: Uint8Array[] = [];
  let [from, done] = [0, 0];
  for (const found of outline.matchAll(placeholders)) {
    bytes.push(strToU8(outline.slice(from, found.index)));
    from = found.index + found[0].length;
    const pages = sections[Number(found[1])] ?? [];
    for await (const { xml, pagesDone } of sectionContent(pages)) {
      bytes.push(strToU8(xml));
      report({ done: done + pagesDone, total });
    }
    done += pages.length;
  }
  bytes.push(strToU8(outline.slice(from)));
  return Buffer.concat(bytes);
}

/** Something that is written at once: paragraphs, a table, or rows of the table before. */
interface Piece {
  readonly cells: number;
  /** Its rows belong to the table before. */
  readonly joins: boolean;
  /** The page is whole with it. */
  readonly endsPage: boolean;
  content(): (Paragraph | Table)[];
}

/** The XML of a section's pages, portion by portion. */
async function* sectionContent(pages: readonly DocumentPage[]) {
  let [pagesDone, cells] = [0, 0];
  let portion: Piece[] = [];
  const pieces = sectionPieces(pages);
  for (const [index, piece] of pieces.entries()) {
    portion.push(piece);
    cells += piece.cells;
    if (piece.endsPage) pagesDone += 1;
    const next = pieces[index + 1];
    if (next !== undefined && !next.joins && cells < cellsPerPortion) continue;
    const xml = contentXml(unzipSync(await packed([{ children: portion.flatMap((each) => each.content()) }])));
    const rows = portion[0]?.joins ? xml.slice(xml.indexOf('<w:tr>')) : xml;
    yield { xml: next?.joins ? rows.slice(0, rows.lastIndexOf(tableEnd)) : rows, pagesDone };
    portion = [];
    cells = 0;
  }
}

const tableEnd = '</w:tbl>';

/** What stands in the body of a document of one section. */
function contentXml(parts: Readonly<Record<string, Uint8Array>>): string {
  const xml = strFromU8(parts[bodyPart] ?? noBytes);
  const start = '<w:body>';
  return xml.slice(xml.indexOf(start) + start.length, xml.lastIndexOf('<w:sectPr'));
}

/** Pages that follow each other on the same paper; a register has a section of its own. */
function sectionsOf(pages: readonly DocumentPage[]): DocumentPage[][] {
  const sections: DocumentPage[][] = [];
  for (const page of pages) {
    const section = sections.at(-1);
    const before = section?.at(-1);
    const together =
      before !== undefined &&
      before.running === null &&
      page.running === null &&
      before.width === page.width &&
      before.height === page.height;
    if (together) section?.push(page);
    else sections.push([page]);
  }
  return sections;
}

interface SectionPlace {
  readonly index: number;
  /** The only section of the document. */
  readonly alone: boolean;
  readonly foot: string | null;
}

function sectionOptions(pages: readonly DocumentPage[], { index, alone, foot }: SectionPlace): ISectionOptions {
  const [first] = pages;
  if (first === undefined) throw new Error('a section holds pages');
  const { top, left } = cornerOf(pages);
  const usable = first.width - 2 * left;
  const { running } = first;
  const lying = first.width > first.height;
  const number = running?.pageNumber ?? null;
  const header = (texts: readonly DocumentText[]): Header =>
    new Header({
      children: [lineParagraph({ kind: 'line', gap: 0, height: 5, texts, dashed: false }, { left, usable, before: 0 })],
    });
  const footer = (): Footer =>
    new Footer({
      children: [
        ...(number === null ? [] : [numberParagraph(number.size, '　', alone)]),
        ...(foot === null ? [] : [footParagraph(foot, usable, alone)]),
      ],
    });
  const hasFooter = number !== null || foot !== null;
  return {
    properties: {
      type: SectionType.NEXT_PAGE,
      titlePage: running !== null,
      page: {
        // The library turns the paper itself: it wants the measures of the standing one.
        size: {
          width: twips(Math.min(first.width, first.height)),
          height: twips(Math.max(first.width, first.height)),
          orientation: lying ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
        },
        margin: {
          top: twips(running === null ? top : Math.min(top, furtherTop(running))),
          bottom: twips(number === null ? bottomMargin : number.bottom + numberRoom),
          left: twips(left),
          right: twips(left),
          header: twips(running?.top ?? top),
          footer: twips(footerMargin),
          gutter: 0,
        },
        ...(index > 0 && running !== null ? { pageNumbers: { start: 1 } } : {}),
      },
    },
    ...(running === null ? {} : { headers: { first: header(running.first), default: header(running.further) } }),
    ...(hasFooter ? { footers: { ...(running === null ? {} : { first: footer() }), default: footer() } } : {}),
    // The end of a section belongs to its last paragraph, and a table needs one behind it.
    children: [placeholder(index), spaceParagraph(leastSpace, false)],
  };
}

/** 第1页　共3页, counted by the program that opens the document. */
function pageNumbers(between: string, alone: boolean) {
  return [
    '第',
    PageNumber.CURRENT,
    `页${between}共`,
    alone ? PageNumber.TOTAL_PAGES : PageNumber.TOTAL_PAGES_IN_SECTION,
    '页',
  ];
}

function numberParagraph(size: number, between: string, alone: boolean): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { line: twips(numberHeight), lineRule: LineRuleType.EXACT },
    children: [new TextRun({ size: halfPoints(size), children: pageNumbers(between, alone) })],
  });
}

/** The foot of a print, as small as its length needs. */
function footParagraph(foot: string, usable: number, alone: boolean): Paragraph {
  const text = cellText(foot);
  const size = Math.min(footSize, usable / mmPerPoint / (textWidth(text) + pagesWidth));
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { line: twips(footHeight), lineRule: LineRuleType.EXACT },
    children: [new TextRun({ size: halfPoints(size), children: [`${text}　`, ...pageNumbers('', alone)] })],
  });
}

/** Points, and mm. */
const footSize = 7;
const footHeight = 3;
const numberHeight = 5;
/** Of 　第123页共456页, in em. */
const pagesWidth = 9;

/** White between the last row of a register and its page number, with half the height of the number, in mm. */
const numberRoom = 8;
/** Where the rows begin on further sheets of a register: below its running head. */
const furtherTop = ({ top }: RunningTexts): number => top + 7;

/** Where the text of a section begins, in mm from the corner of the paper. */
function cornerOf(pages: readonly DocumentPage[]): { readonly top: number; readonly left: number } {
  const edges = pages.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.kind === 'table' ? part.x : part.texts.map(({ x }) => x))),
  );
  return {
    top: pages.reduce((least, page) => Math.min(least, page.top), Number.POSITIVE_INFINITY),
    left: edges.reduce((least, x) => Math.min(least, x), Number.POSITIVE_INFINITY),
  };
}

function sectionPieces(pages: readonly DocumentPage[]): Piece[] {
  const { top, left } = cornerOf(pages);
  return pages.flatMap((page, at) => {
    const usable = page.width - 2 * left;
    const pieces = page.parts.flatMap((part, index): Piece[] => {
      const gap = index === 0 ? page.top - top : index === page.parts.length - 1 ? elastic(part.gap) : part.gap;
      const pageBreakBefore = index === 0 && at > 0;
      if (part.kind === 'line') {
        const place = { left, usable, before: gap, pageBreakBefore };
        return [piece(1, () => [part.dashed ? cutParagraph(part, place) : lineParagraph(part, place)])];
      }
      // Word joins tables that follow each other.
      const apart = pageBreakBefore || page.parts[index - 1]?.kind === 'table';
      const space = apart || gap > leastSpace ? [spaceParagraph(Math.max(gap, leastSpace), pageBreakBefore)] : [];
      return tableSlices(part).map((slice, number) => ({
        ...piece(slice.cells.length, () => [...(number === 0 ? space : []), documentTable(slice, left)]),
        joins: number > 0,
      }));
    });
    return [...pieces, { ...piece(0, () => []), endsPage: true }];
  });
}

/** In mm: what stands apart at the bottom of a page moves up so far, so that rows may grow by some lines above it. */
const mostRise = 15;
const leastApart = 4;

function elastic(gap: number): number {
  return gap > mostRise ? Math.max(leastApart, gap - mostRise) : gap;
}

function piece(cells: number, content: Piece['content']): Piece {
  return { cells, joins: false, endsPage: false, content };
}

/** A long register in slices of rows. */
function tableSlices(table: DocumentTable): DocumentTable[] {
  const { cells, headRows, rowHeights } = table;
  if (headRows === 0 || cells.length <= cellsPerPortion) return [table];
  const size = Math.max(1, Math.floor(cellsPerPortion / table.columns.length));
  const count = Math.ceil(rowHeights.length / size);
  const cellsOf: DocumentCell[][] = Array.from({ length: count }, () => []);
  for (const cell of cells) cellsOf[Math.floor(cell.row / size)]?.push({ ...cell, row: cell.row % size });
  return cellsOf.map((slice, index) => {
    const from = index * size;
    return {
      ...table,
      cells: slice,
      rowHeights: rowHeights.slice(from, from + size),
      headRows: index === 0 ? headRows : 0,
      brokenRows: new Set([...table.brokenRows].map((row) => row - from)),
    };
  });
}

/** The lowest paragraph, in mm. */
const leastSpace = 0.4;

function spaceParagraph(height: number, pageBreakBefore: boolean): Paragraph {
  return new Paragraph({
    pageBreakBefore,
    spacing: { line: Math.max(twips(height), 20), lineRule: LineRuleType.EXACT },
    run: { size: 2 },
  });
}

interface LinePlace {
  readonly left: number;
  readonly usable: number;
  readonly before: number;
  readonly pageBreakBefore?: boolean;
}

/** A line to cut along, with what is said on it in its middle. */
function cutParagraph(
  { texts, height }: DocumentLine,
  { usable, before, pageBreakBefore = false }: LinePlace,
): Paragraph {
  const leader = LeaderType.HYPHEN;
  const tab = (): ParagraphChild => new TextRun({ text: '\t' });
  return new Paragraph({
    ...(texts[0] === undefined ? {} : { run: runBasics(texts[0]) }),
    pageBreakBefore,
    spacing: { before: twips(before), line: twips(height), lineRule: LineRuleType.AT_LEAST },
    tabStops: [
      ...(texts.length === 0 ? [] : [{ type: TabStopType.CENTER, position: twips(usable / 2), leader }]),
      { type: TabStopType.RIGHT, position: twips(usable), leader },
    ],
    children: texts.length === 0 ? [tab()] : [tab(), ...texts.flatMap(runsOf), tab()],
  });
}

/** Texts beside each other: the first begins at its indent, the others at tab stops. */
function lineParagraph({ texts, height }: DocumentLine, place: LinePlace): Paragraph {
  const { left, usable } = place;
  const [first, ...others] = texts;
  if (first === undefined) return spaceParagraph(height, place.pageBreakBefore ?? false);
  const right = left + usable;
  const endsAtRight = (text: DocumentText): boolean =>
    text.align === 'right' || (text.x - left > 1 && Math.abs(text.x + text.width - right) < 1);
  const alone = others.length === 0;
  const alignment =
    alone && first.align === 'center'
      ? AlignmentType.CENTER
      : alone && endsAtRight(first)
        ? AlignmentType.RIGHT
        : AlignmentType.LEFT;
  const lineHeight = height / Math.max(1, first.lineCount);
  return new Paragraph({
    run: runBasics(first),
    alignment,
    pageBreakBefore: place.pageBreakBefore ?? false,
    spacing: { before: twips(place.before), line: twips(lineHeight), lineRule: LineRuleType.AT_LEAST },
    ...(alignment === AlignmentType.LEFT && first.align !== 'right' ? { indent: { left: twips(first.x - left) } } : {}),
    tabStops: others.map((text) =>
      endsAtRight(text)
        ? { type: TabStopType.RIGHT, position: twips(usable) }
        : { type: TabStopType.LEFT, position: twips(text.x - left) },
    ),
    children: [
      ...runsOf(first),
      ...others.flatMap((text): ParagraphChild[] => [new TextRun({ text: '\t' }), ...runsOf(text)]),
    ],
  });
}

function documentTable(table: DocumentTable, left: number): Table {
  const columnWidths = gridWidths(table.columns);
  const width = columnWidths.reduce((sum, each) => sum + each, 0);
  const line = (size: number) => ({ style: BorderStyle.SINGLE, size, color: '000000' });
  const [inner, frame] = [line(borders.inner), line(borders.frame)];
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: width, type: WidthType.DXA },
    indent: { size: twips(table.x - left), type: WidthType.DXA },
    columnWidths,
    // The white beside the text is the paragraph's indent: programs differ in where a table with margins begins.
    margins: { left: 0, right: 0, top: 0, bottom: 0, marginUnitType: WidthType.DXA },
    borders: {
      top: frame,
      bottom: frame,
      left: frame,
      right: frame,
      insideHorizontal: inner,
      insideVertical: inner,
    },
    rows: tableRows(table, columnWidths),
  });
}

/** Columns in twips, rounded so that each edge is where it is in mm. */
function gridWidths(columns: readonly number[]): number[] {
  let end = 0;
  return columns.map((column) => {
    const from = twips(end);
    end += column;
    return twips(end) - from;
  });
}

function tableRows(table: DocumentTable, widths: readonly number[]): TableRow[] {
  const cellsByRow: (DocumentCell | undefined)[][] = table.rowHeights.map(() => []);
  for (const cell of table.cells) {
    for (let row = cell.row; row < cell.row + cell.rows; row += 1) {
      const places = cellsByRow[row];
      if (places) places[cell.column] = cell;
    }
  }
  return table.rowHeights.map((height, row) => {
    const children = (cellsByRow[row] ?? []).flatMap((cell): TableCell[] => {
      if (cell === undefined) return [];
      const size = widths.slice(cell.column, cell.column + cell.columns).reduce((sum, width) => sum + width, 0);
      return [tableCell(cell, size, cell.row === row)];
    });
    return new TableRow({
      children,
      height: { value: twips(height), rule: HeightRule.ATLEAST },
      cantSplit: !table.brokenRows.has(row),
      tableHeader: row < table.headRows,
    });
  });
}

/** A cell in the row where it begins, or its continuation in a row below. */
function tableCell(cell: DocumentCell, width: number, begins: boolean): TableCell {
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    ...(cell.columns === 1 ? {} : { columnSpan: cell.columns }),
    ...(cell.rows === 1 ? {} : { verticalMerge: begins ? VerticalMergeType.RESTART : VerticalMergeType.CONTINUE }),
    verticalAlign: VerticalAlignTable.CENTER,
    children: [begins ? cellParagraph(cell) : spaceParagraph(leastSpace, false)],
  });
}

function cellParagraph(cell: DocumentCell): Paragraph {
  const { size, leading, lineCount, height, align, vertical } = cell;
  const roomy = lineCount * Math.max(leading, size * easyLine) * mmPerPoint < height - 1;
  return new Paragraph({
    run: runBasics(cell),
    alignment: align === 'left' && !vertical ? AlignmentType.LEFT : AlignmentType.CENTER,
    spacing: {
      line: pointTwips(leading),
      // Where a full cell has no room for the font's own height of a line, the layout's is kept.
      lineRule: roomy ? LineRuleType.AT_LEAST : LineRuleType.EXACT,
    },
    indent: cellIndent(cell),
    children: runsOf(cell),
  });
}

/** White beside the text: the cell's own, more where lines are broken evenly, and most where hanzi stand in a column. */
function cellIndent({ vertical, align, padding, width, size, lineCount, longest, segments }: DocumentCell) {
  const em = size * mmPerPoint;
  const typed = segments.reduce(
    (sum, segment) => sum + (segment.kind === 'text' ? segment.text.split('\n').length - 1 : 0),
    0,
  );
  const within = (text: number): number => Math.max(0, (width - text * em) / 2);
  const white = vertical
    ? within(verticalWidth)
    : align === 'center' && lineCount - 1 > typed
      ? Math.max(padding, within(longest + lineSlack))
      : padding;
  return { left: twips(white), right: twips(white) };
}

function runBasics({ font, size }: DocumentText): Pick<IRunOptions, 'font' | 'size'> {
  return { size: halfPoints(size), ...(font === 'title' ? { font: titleFont } : {}) };
}

/** Sizes in Word are whole half points; what is fitted between two of them becomes the smaller. */
function halfPoints(points: number): number {
  return Math.floor(points * 2 + 1e-6);
}

function runsOf(text: DocumentText): ParagraphChild[] {
  const basics = runBasics(text);
  return text.segments.flatMap((segment) => segmentRuns(segment, basics));
}

function segmentRuns(segment: Segment, basics: Pick<IRunOptions, 'font' | 'size'>): ParagraphChild[] {
  if (segment.kind === 'blank') {
    return [new TextRun({ ...basics, underline: { type: UnderlineType.SINGLE }, text: penRoom(segment.width) })];
  }
  const text = cellText(writtenSegment(segment));
  if (segment.kind === 'tick' && text.startsWith(tickedBox)) {
    return [
      new TextRun({ ...basics, font: boxFont, text: tickedBox }),
      new TextRun({ ...basics, text: text.slice(tickedBox.length) }),
    ];
  }
  return text
    .split('\n')
    .map((line, index) => new TextRun({ ...basics, text: line, ...(index > 0 ? { break: 1 } : {}) }));
}

/** Spaces of an em; the last em is of spaces that count as letters, so that the line below them is drawn to its end. */
function penRoom(width: number): string {
  const halves = Math.round(width * 2);
  const whole = Math.max(0, Math.ceil(halves / 2) - 1);
  return '\u3000'.repeat(whole) + '\u00a0'.repeat(halves - 2 * whole);
}
