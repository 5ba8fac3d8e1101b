import {
  AlignmentType,
  BorderStyle,
  HeightRule,
  LineRuleType,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlignTable,
  VerticalMergeType,
  WidthType,
} from 'docx';
import { mmPerPoint } from '../../shared/forms/fitText.ts';
import type { DocumentCell, DocumentTable } from './documentPages.ts';
import { leastSpace, spaceParagraph, twips } from './documentParagraphs.ts';
import { runBasics, runsOf } from './documentRuns.ts';

/** A font needs up to so much of its size for a line; where the cell has it, lines are as high as the font wants. */
const easyLine = 1.5;
/** A column for one hanzi below the other, in em: less than two, with room for fonts that are wider than an em. */
const verticalWidth = 1.4;
/** Added to the widest of evenly broken lines, in em; less than half a letter. */
const lineSlack = 0.2;
/** Widths of lines in eighths of a point: 0.5 pt inside, 0.75 pt around. */
const borders = { inner: 4, frame: 6 } as const;

const pointTwips = (points: number): number => Math.round(points * 20);

/** A table in the measures of the form; `left` is the left edge of the text in mm. */
export function documentTable(table: DocumentTable, left: number): Table {
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
