import { SSF } from '@e965/xlsx';
import { joinDate } from '../../shared/rules/calendarDate.ts';
import type { WorkbookCell } from './workbookContent.ts';
import { refusal, workbookLimits } from './workbookRefusals.ts';

/** Turns what a file stores in a cell into what a clerk would read; null where that is nothing. */
export interface CellReader {
  readonly text: (text: string) => WorkbookCell | null;
  /** @param format the number format as written in the file, or as Excel defines it */
  readonly number: (value: number, format: string) => WorkbookCell | null;
  readonly boolean: (value: boolean) => WorkbookCell;
  /** @param code as BIFF numbers the errors, in .xls and in the parser of .xlsx alike */
  readonly error: (code: number) => WorkbookCell;
  readonly formula: (expression: string) => WorkbookCell;
}

/**
 * A reader for all cells of one workbook; together they may not hold more text than a register could ever need.
 * @throws AppError refused, from each of its functions
 */
export function cellReader({ date1904 }: { readonly date1904: boolean }): CellReader {
  const dateFormats = new Map<string, boolean>();
  let characters = 0;

  const counted = (cell: WorkbookCell): WorkbookCell => {
    characters += cell.text.length;
    if (cell.text.length > workbookLimits.cellCharacters || characters > workbookLimits.totalCharacters) {
      throw refusal('tooMuchText');
    }
    return cell;
  };
  const isDateFormat = (format: string): boolean => {
    const known = dateFormats.get(format);
    if (known !== undefined) return known;
    const found = Boolean(SSF.is_date(format));
    dateFormats.set(format, found);
    return found;
  };

  return {
    text: (text) => (text.trim() === '' ? null : counted({ kind: 'text', text })),
    boolean: (value) => counted({ kind: 'boolean', text: value ? '是' : '否' }),
    error: (code) => counted({ kind: 'error', text: errorNames.get(code) ?? '#N/A' }),
    formula: (expression) => counted({ kind: 'formula', text: `=${expression}` }),
    number: (value, format) => {
      if (!Number.isFinite(value)) return null;
      // Excel allows 255 characters in a format; a longer one is nobody's work.
      if (format === 'General' || format === '@' || format.length > 255) {
        return counted({ kind: 'number', text: String(value) });
      }
      if (isDateFormat(format)) {
        const day = value >= 1 ? (SSF.parse_date_code(value, { date1904 }) as Day) : null;
        // A number below one is a time of day, and Excel counts a day 0 that no calendar has.
        return day && day.d > 0
          ? counted({ kind: 'date', text: joinDate(day.y, day.m, day.d) })
          : counted({ kind: 'number', text: shown(value, format) });
      }
      // A format of digits such as 000000 holds leading zeros; others (1.0E+17, thousands) hide the number itself.
      return counted({ kind: 'number', text: /^0+$/u.test(format) ? shown(value, format) : String(value) });
    },
  };
}

interface Day {
  readonly y: number;
  readonly m: number;
  readonly d: number;
}

function shown(value: number, format: string): string {
  try {
    return SSF.format(format, value);
  } catch {
    return String(value);
  }
}

/** BIFF error codes and how Excel shows them. */
const errorNames = new Map([
  [0x00, '#NULL!'],
  [0x07, '#DIV/0!'],
  [0x0f, '#VALUE!'],
  [0x17, '#REF!'],
  [0x1d, '#NAME?'],
  [0x24, '#NUM!'],
  [0x2a, '#N/A'],
]);
