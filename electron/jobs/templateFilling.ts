import { isCalendarDate } from '../../shared/rules/calendarDate.ts';
import type { TemplatePlace } from '../../shared/templates/templateModel.ts';

/** What is written into one place; a date as YYYY-MM-DD, of boxes which ones are ticked, counted from 0. */
export type PlaceValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'date'; readonly date: string }
  | { readonly kind: 'ticks'; readonly ticked: readonly number[] };

/** What one copy of a template is filled with, by address; a place without a value stays as it is. */
export interface TemplateFilling {
  /** What a worksheet of it is called when each copy has one. */
  readonly title: string;
  readonly values: Readonly<Record<string, PlaceValue>>;
  /** By the address of the rows: for each of their rows, values by the address of the place in the first row. */
  readonly rows: Readonly<Record<string, readonly Readonly<Record<string, PlaceValue>>[]>>;
}

/** Characters of a paragraph that become something else. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const blanks = /[ \u00a0\u3000\t_]/u;

/**
 * The changes that write a value into a place of a text. Gaps keep their width, so that what stands behind them stays where it is;
 * an empty value leaves a gap for the pen, and takes a placeholder away.
 */
export function changesFor(
  place: Pick<TemplatePlace, 'kind' | 'range'>,
  value: Exclude<PlaceValue, { kind: 'ticks' }>,
  text: string,
): TextChange[] {
  const { from, to } = place.range;
  const old = text.slice(from, to);
  if (value.kind === 'date') return isCalendarDate(value.date) ? dateChanges(from, old, value.date) : [];
  const written = printable(value.text);
  switch (place.kind) {
    case 'gap':
      return written === '' ? [] : [{ from, to, text: fitted(old, written) }];
    case 'end':
      return written === '' ? [] : [{ from, to, text: old === '' ? written : fitted(old, written) }];
    default:
      return written === '' && old === '' ? [] : [{ from, to, text: written }];
  }
}

/** What a ticked box becomes. */
export function tickedBox(old: string): string {
  if (/^[○◯]$/u.test(old)) return '●';
  if (/^[^\s\u3000]$/u.test(old)) return '☑';
  // Between brackets the tick takes the middle, and the blanks around it stay.
  const characters = [...old];
  const middle = Math.floor(characters.length / 2);
  return `${characters.slice(0, Math.max(0, characters.length - middle - 1)).join('')}√${characters.slice(characters.length - middle).join('')}`;
}

/** ____年__月__日: the gaps become numbers, the words stay. */
function dateChanges(from: number, old: string, date: string): TextChange[] {
  const [year = '', month = '', day = ''] = date.split('-').map((part) => String(Number(part)));
  const changes: TextChange[] = [];
  const match = /^(20)?([^年]*)年([^月]*)月(?:([^日]*)日)?$/u.exec(old);
  if (!match) return [];
  const [, century = '', yearGap = '', monthGap = '', dayGap] = match;
  let at = from + century.length;
  const put = (gap: string, number: string): void => {
    changes.push({ from: at, to: at + gap.length, text: number });
    at += gap.length + 1;
  };
  // What stood before a date keeps its distance by the first blank.
  const lead = /^[ \u00a0\u3000\t]/u.exec(yearGap)?.[0] ?? '';
  put(yearGap, `${century === '' ? lead : ''}${century === '' ? year : year.slice(2)}`);
  put(monthGap, month);
  if (dayGap !== undefined) put(dayGap, day);
  return changes;
}

/** The value in the middle of its gap, with the rest of the gap around it. */
function fitted(gap: string, value: string): string {
  const [filler = ' '] = [...gap].filter((character) => blanks.test(character));
  const rest = Math.max(0, Math.floor((widthOf(gap) - widthOf(value)) / widthOf(filler)));
  const before = Math.min(1, Math.floor(rest / 2));
  return `${filler.repeat(before)}${value}${filler.repeat(rest - before)}`;
}

/** Columns that a text takes in a fixed pitch, where hanzi take two. */
function widthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + ((character.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1), 0);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const notInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/gu;

/** A value as an XML part can hold it (XML 1.0, 2.2): no control characters, no half characters, line breaks of one kind. */
export function printable(text: string): string {
  return text.replace(/\r\n?/gu, '\n').toWellFormed().replace(notInXml, '');
}
