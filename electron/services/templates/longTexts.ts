import type { TemplateCell, TemplateContent, TemplateTable } from '../../../shared/templates/templateModel.ts';
import type { TemplateFilling } from '../../jobs/templateFilling.ts';

/** Height of a line and margin of a cell, by the size of its letters and in points: what spreadsheets draw at least. */
const lineHeight = 1.2;
const margin = 3;

/**
 * Labels of cells of a workbook whose rows have a fixed height, and in how many forms a value is longer than its cell: a
 * spreadsheet cuts it off, where Word lets it flow.
 */
export function longTexts(
  content: TemplateContent,
  fillings: readonly TemplateFilling[],
): { readonly label: string; readonly forms: number }[] {
  if (content.model.format !== 'xlsx') return [];
  const tables = content.model.parts.flatMap(({ blocks }) => blocks.filter((block) => block.kind === 'table'));
  const rooms = new Map(
    tables.flatMap((table) => table.cells.map((cell) => [cell.address, roomOf(table, cell)] as const)),
  );
  return content.places
    .filter(({ kind }) => kind === 'cell')
    .map(({ address, label, rows }) => {
      const room = rooms.get(address);
      const isLong = (filling: TemplateFilling): boolean => {
        const entries = rows === null ? [filling.values] : (filling.rows[rows] ?? []);
        return entries.some((values) => {
          const value = values[address];
          return room !== undefined && value?.kind === 'text' && !fits(value.text, room);
        });
      };
      return { label, forms: fillings.filter(isLong).length };
    })
    .filter(({ forms }) => forms > 0);
}

interface Room {
  readonly width: number;
  readonly height: number;
  readonly size: number;
}

/** What a cell has room for; undefined when its rows grow with their text. */
function roomOf(table: TemplateTable, cell: TemplateCell): Room | undefined {
  const heights = table.rows.slice(cell.row, cell.row + cell.rowSpan);
  const [paragraph] = cell.blocks;
  if (paragraph?.kind !== 'paragraph' || heights.some((height) => height === null)) return undefined;
  const columns = table.columns.slice(cell.column, cell.column + cell.columnSpan);
  return {
    width: columns.reduce((sum, width) => sum + width, 0) - margin,
    height: heights.reduce<number>((sum, height) => sum + (height ?? 0), 0),
    size: paragraph.size,
  };
}

function fits(text: string, { width, height, size }: Room): boolean {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(lengthOf(line, size) / width)), 0);
  // One line always shows, however low the row is.
  return lines === 1 || lines * size * lineHeight <= height + 1;
}

/** Hanzi are as wide as they are high, digits and Latin letters about half of it. */
function lengthOf(line: string, size: number): number {
  return [...line].reduce(
    (sum, character) => sum + ((character.codePointAt(0) ?? 0) >= 0x1100 ? size : size * 0.55),
    0,
  );
}
