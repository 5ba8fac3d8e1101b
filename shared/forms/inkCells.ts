import type { CodeTable } from '../codes/codeTable.ts';
import { type Cell, entry, option, type Part, penDate, ticks, wideEntry } from './sheet.ts';

/** A place to sign, with the day below it. */
export function signedCell(columns: number, mark = '（签名）'): Cell {
  return entry(`${mark}\n${penDate}`, columns);
}

/** A place to sign behind the printed name of who signs, where it is known. */
export function namedSignature(name: Part, columns: number, mark = '（签名）'): Cell {
  return wideEntry([name, mark], columns);
}

/** A place for a seal of 42 mm, with the day at its foot. */
export function sealedCell(columns: number, mark: string): Cell {
  return entry(`${mark}\n\n${penDate}`, columns);
}

/** One box for each code of a table. */
export function boxes(field: string, table: CodeTable, between = ' '): Part[] {
  return ticks(
    field,
    '□',
    between,
    table.entries.map(({ code, label }) => option(label, code)),
  );
}
