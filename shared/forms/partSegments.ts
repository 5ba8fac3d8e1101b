import type { OfficeSettings } from '../contract/methods.ts';
import type { FieldContext } from '../fields/kinds.ts';
import type { Fields, Values } from '../registers/register.ts';
import type { Segment } from './breakLines.ts';
import { printableText } from './printableText.ts';
import type { Blank, Part } from './sheet.ts';

/** What the parts of a form take their text from: a record or one member row, and the office. */
export interface PartSource {
  readonly fields: Fields;
  readonly values: Values;
  readonly context: FieldContext;
  /** Null for a blank form of no office. */
  readonly office: OfficeSettings | null;
  /** How ID numbers are printed; in full when left out. */
  readonly numbers?: 'masked' | 'full';
  /** Keys of the sealed groups of which the record has entries, for whoever may know of them. */
  readonly sealed?: readonly string[];
}

/** The text of a value as it is printed, or null when there is none. */
export function printedValue(source: PartSource, key: string): string | null {
  const value = source.values[key] ?? null;
  const field = source.fields[key];
  if (value === null || field === undefined) return null;
  const masked = source.numbers === 'masked' ? field.kind.masked?.(value) : undefined;
  return printableText(masked ?? field.kind.format(value, source.context));
}

/** The codes that a value holds: those of several choices, the one of a single choice, or 1 and 0 for yes and no. */
export function codesOf(source: Pick<PartSource, 'fields' | 'values'>, key: string): readonly string[] {
  const value = source.values[key] ?? null;
  if (value === null) return [];
  if (typeof value === 'object') return value;
  return [String(source.fields[key]?.kind.encode(value))];
}

/** What is printed for the parts of a cell or line. */
export function partSegments(parts: readonly Part[], source: PartSource): Segment[] {
  const hasValue = (part: Part | undefined): boolean =>
    typeof part === 'object' && part.kind === 'value' && printedValue(source, part.field) !== null;
  const segmentsOf = (part: Part, index: number): Segment[] => {
    if (typeof part === 'string') return [{ kind: 'text', text: part }];
    switch (part.kind) {
      case 'blank':
        return [part];
      case 'join':
        return hasValue(parts[index - 1]) && hasValue(parts[index + 1]) ? [{ kind: 'text', text: part.text }] : [];
      case 'tick': {
        const codes = codesOf(source, part.field);
        const ticked = part.codes.some((code) => codes.includes(code));
        return [{ kind: 'tick', style: part.style, text: part.text, ticked }];
      }
      case 'penTick':
        return [{ kind: 'tick', style: part.style, text: part.text, ticked: false }];
      case 'sealed':
        return source.sealed?.includes(part.matter) === true ? [{ kind: 'text', text: part.text }] : [];
      case 'value': {
        const text = printedValue(source, part.field);
        if (text === null) return emptySegments(part.empty);
        return [{ kind: 'text', text }];
      }
      case 'office': {
        const text = source.office?.[part.setting];
        return text ? [{ kind: 'text', text: printableText(text) }] : emptySegments(part.empty);
      }
    }
  };
  return parts.flatMap(segmentsOf);
}

/** What is printed where there is no value. */
export function emptySegments(empty: readonly (string | Blank)[]): Segment[] {
  return empty.map((part) => (typeof part === 'string' ? { kind: 'text', text: part } : part));
}
