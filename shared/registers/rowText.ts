import type { FieldContext, FieldKind, FieldValue } from '../fields/kinds.ts';
import type { Fields, RowGroup, Values } from './register.ts';

/** Between a label and its value, and between the values of a row. Rows stand on lines of their own. */
const afterLabel = '：';
const betweenValues = '，';

/** Characters for which a value stands in quotation marks. */
const needsQuotes = /[，：“”\r\n]/u;

/**
 * The rows of a group as the text of one cell, a row on each line: “与儿童关系：父亲，姓名：张三”. A value that holds one of the signs
 * between values stands in “”, with every ” in it doubled. Nothing is lost: `readRows` gives the same rows back, except for
 * rows in which nothing is entered.
 */
export function formatRows(group: RowGroup, rows: readonly Values[], context: FieldContext): string {
  return rows
    .map((row) =>
      Object.entries(group.fields)
        .flatMap(([key, { label, kind }]) => {
          const value = row[key] ?? null;
          return value === null ? [] : [`${label}${afterLabel}${quoted(readableText(kind, value, context))}`];
        })
        .join(betweenValues),
    )
    .filter((line) => line !== '')
    .join('\n');
}

/**
 * Reads what `formatRows` writes. What a kind makes of a text is the caller's to check.
 * @returns undefined when the text is written in another way: a line does not begin with a label, or a label is unknown
 */
export function readRows(group: RowGroup, text: string, context: FieldContext): Values[] | undefined {
  const keys = new Map(Object.entries(group.fields).map(([key, { label }]) => [label, key]));
  const rows: Values[] = [];
  let at = 0;
  while (at < text.length) {
    if (/[\r\n]/u.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const line = readLine(text, at, group.fields, keys, context);
    if (line === undefined) return undefined;
    rows.push(line.row);
    at = line.end;
  }
  return rows.length === 0 ? undefined : rows;
}

function readLine(
  text: string,
  begin: number,
  fields: Fields,
  keys: ReadonlyMap<string, string>,
  context: FieldContext,
): { readonly row: Values; readonly end: number } | undefined {
  const row: Record<string, FieldValue | null> = {};
  let at = begin;
  for (;;) {
    const colon = text.indexOf(afterLabel, at);
    const key = colon < 0 ? undefined : keys.get(text.slice(at, colon).trim());
    if (key === undefined || Object.hasOwn(row, key)) return undefined;
    const value = readPart(text, colon + afterLabel.length);
    if (value === undefined) return undefined;
    row[key] = (fields[key]?.kind.parse(value.text, context) ?? null) as FieldValue | null;
    if (text.charAt(value.end) !== betweenValues) return { row, end: value.end };
    at = value.end + betweenValues.length;
  }
}

/** A value and where it ends: at a comma, the end of the line, or of the text. */
function readPart(text: string, begin: number): { readonly text: string; readonly end: number } | undefined {
  if (text.charAt(begin) !== '“') {
    const length = text.slice(begin).search(/[，\r\n]/u);
    const end = length < 0 ? text.length : begin + length;
    return { text: text.slice(begin, end), end };
  }
  let value = '';
  let at = begin + 1;
  for (;;) {
    const mark = text.indexOf('”', at);
    if (mark < 0) return undefined;
    value += text.slice(at, mark);
    at = mark + 1;
    if (text.charAt(at) !== '”') break;
    value += '”';
    at += 1;
  }
  return at === text.length || /[，\r\n]/u.test(text.charAt(at)) ? { text: value, end: at } : undefined;
}

/** As a form shows a value; codes where a kind would not read that back, such as labels that hold the sign between them. */
export function readableText(kind: FieldKind, value: FieldValue, context: FieldContext): string {
  const shown = kind.format(value, context);
  if (JSON.stringify(kind.parse(shown, context)) === JSON.stringify(value)) return shown;
  return typeof value === 'object' ? value.join('、') : String(value);
}

function quoted(text: string): string {
  return needsQuotes.test(text) ? `“${text.replaceAll('”', '””')}”` : text;
}
