import { importVerdicts } from '../../../shared/contract/importMethods.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import type { Register } from '../../../shared/registers/register.ts';
import type { SheetContent } from '../../jobs/workbookContent.ts';
import type { ColumnPlan, PlannedCell, WorkbookPlan } from '../../jobs/workbookPlan.ts';
import type { AssessedRow } from './assessRows.ts';
import { shortened } from './issueTexts.ts';
import { changesOf, locatedIssue } from './presentRow.ts';
import type { Table } from './readTable.ts';
import type { RowReader } from './rowStatements.ts';

/** Marked cells that one workbook may have; what lies behind them is told in words only. */
const mostMarks = 9_000;
/** In half-width characters. */
const widths = { narrowest: 8, widest: 40, result: 60 };

/** What a result is made of. */
export interface ResultSource {
  readonly register: Register;
  readonly sheet: SheetContent;
  readonly table: Table;
  readonly rows: readonly AssessedRow[];
  readonly reader: RowReader;
  readonly context: FieldContext;
  /** The text that a mended cell has here, by row and index of the column. */
  readonly fixOf: (row: number, column: number) => string | undefined;
  /** What stands at the foot of every page, as on a print. */
  readonly foot: string;
}

/**
 * The sheet as it was read, every row in its own place so that the names of cells hold, its faulty cells marked with what is
 * wrong with them, and a last column that says what came of each row. Cells that were mended here have their new text, as it
 * was taken over. What the registry knows stays out of it: it goes back to whoever sent the sheet.
 */
export function planResult({ register, sheet, table, rows, reader, context, fixOf, foot }: ResultSource): WorkbookPlan {
  const { headingRow, columns } = table;
  const width = Math.max(0, ...columns.map(({ index }) => index + 1));
  const headings = new Map(columns.map(({ index, heading }) => [index, heading]));
  const written = new Map(sheet.rows.map((row) => [row.row, row.cells]));
  const assessed = new Map(rows.map((row) => [row.read.source.row, row]));
  const textsOf = (row: number): string[] =>
    Array.from({ length: width }, (_, index) => written.get(row)?.[index]?.text ?? '');
  let marks = 0;

  const lines: PlannedCell[][] = [];
  const last = Math.max(headingRow, ...sheet.rows.map(({ row }) => row));
  for (let number = headingRow + 1; number <= last; number += 1) {
    const cells: PlannedCell[] = textsOf(number);
    const row = assessed.get(number);
    if (row) {
      const issues = row.findings.map((finding) => locatedIssue(row, finding, reader, register));
      for (const { index } of columns) {
        const fix = fixOf(number, index);
        const found = row.findings.flatMap((finding, place) => (issues[place]?.column === index ? [finding] : []));
        const [first] = found;
        if ((first === undefined && fix === undefined) || marks >= mostMarks) continue;
        marks += 1;
        const reasons = found.map(({ message, proposals = [] }) =>
          [message, ...proposals.map(({ text, reason }) => `建议填“${text}”（${reason}）`)].join('；'),
        );
        // Whoever gets the sheet sees what was taken over, and what to write into his own.
        const original = String(cells[index] ?? '');
        const mended = fix === undefined ? [] : [mendedInWords(original, fix)];
        cells[index] = {
          text: fix ?? original,
          tone:
            first === undefined ? 'proposal' : found.some(({ severity }) => severity === 'error') ? 'error' : 'warning',
          reason: [...mended, ...reasons].join('\n'),
        };
      }
      const mended = columns.flatMap(({ index, letter, heading }) => {
        const fix = fixOf(number, index);
        if (fix === undefined) return [];
        const place = heading === '' ? `${letter}${number}` : `${letter}${number}“${shortened(heading)}”`;
        return [`${place}：${mendedInWords(written.get(number)?.[index]?.text ?? '', fix)}`];
      });
      cells.push(resultOf(row, mended, issues, changesOf(row, reader, register, context)));
    }
    lines.push(cells);
  }
  return {
    sheets: [
      {
        name: sheet.name,
        above: Array.from({ length: headingRow - 1 }, (_, index) =>
          textsOf(index + 1)
            .filter(Boolean)
            .join('  '),
        ),
        columns: [
          ...Array.from({ length: width }, (_, index): ColumnPlan => {
            const heading = headings.get(index) ?? '';
            return {
              heading,
              width: widthOf([heading, ...rows.slice(0, 100).map((row) => cellText(row, table, index))]),
            };
          }),
          { heading: '核对结果', width: widths.result },
        ],
        rows: lines,
        landscape: true,
        foot,
      },
    ],
  };
}

/** The verdict and its sentences, in one cell. */
function resultOf(
  row: AssessedRow,
  mended: readonly string[],
  issues: readonly { readonly withoutValues: string }[],
  changes: readonly { readonly label: string }[],
): string {
  const { verdict, match } = row;
  const earlier = match?.kind === 'row' && verdict === 'same' ? [`与第${match.row}行内容相同`] : [];
  const changed = verdict === 'update' ? [changes.map(({ label }) => label).join('、')] : [];
  const sentences = [...earlier, ...changed, ...mended, ...issues.map(({ withoutValues }) => withoutValues)].filter(
    Boolean,
  );
  return [importVerdicts[verdict], sentences.join('\n')].filter(Boolean).join('：');
}

/** What was mended in the office stays wrong in the village's own table until somebody mends it there. */
function mendedInWords(original: string, fix: string): string {
  const quoted = (text: string): string => (text === '' ? '空' : `“${shortened(text)}”`);
  return `原为${quoted(original)}，已在镇里改为${quoted(fix)}，请在原表也改`;
}

function cellText({ read: { source } }: AssessedRow, { columns }: Table, index: number): string {
  return source.cells[columns.findIndex((column) => column.index === index)]?.text ?? '';
}

/** Characters of the longest text, full-width ones counted twice. */
export function widthOf(texts: readonly string[]): number {
  let longest = widths.narrowest;
  for (const text of texts) {
    let length = 0;
    for (const character of text) length += character > '\u00ff' ? 2 : 1;
    longest = Math.max(longest, length + 2);
  }
  return Math.min(longest, widths.widest);
}
