import type { CodeEntry } from '../../shared/codes/codeTable.ts';
import type { FieldContext } from '../../shared/fields/kinds.ts';
import { askedFor } from '../../shared/registers/editableFields.ts';
import type { Field, RecordValues, Register, Values } from '../../shared/registers/register.ts';

/** Whether a record stands in the list that the office works with, and how it leaves it. */
export interface Standing {
  readonly key: string;
  readonly field: Field;
  /** The code that lists show at first: 在册. */
  readonly present: string;
  /** The other codes: 转出、年满18周岁、销号. */
  readonly departures: readonly CodeEntry[];
  /** The fields that a departure asks for: its reason and its day. */
  readonly asked: readonly string[];
}

/** The field by which lists are narrowed before anybody chooses, when a new record has the value that they show. */
export function standingOf(register: Register, context: FieldContext): Standing | undefined {
  for (const [key, codes] of Object.entries(register.defaultFilters)) {
    const field = register.fields[key];
    const present = field?.initially;
    if (field === undefined || typeof present !== 'string' || !codes.includes(present)) continue;
    const departures = (field.kind.options?.(context).entries ?? []).filter(({ code }) => !codes.includes(code));
    const asked = [...new Set(departures.flatMap(({ code }) => askedFor(register, { [key]: code })))];
    return { key, field, present, departures, asked };
  }
  return undefined;
}

/** What a departure is begun with: the day is today until somebody says otherwise. */
export function askedAtFirst(register: Register, standing: Standing, { today }: FieldContext): Values {
  return Object.fromEntries(
    standing.asked.map((key) => [key, register.fields[key]?.kind.control === 'date' ? today : null]),
  );
}

/** The record with another standing; one that comes back needs no reason and no day any more. */
export function withStanding(standing: Standing, values: RecordValues, code: string, answers: Values): RecordValues {
  const blank = Object.fromEntries(standing.asked.map((key) => [key, null]));
  const fields = { ...values.fields, ...blank, ...(code === standing.present ? {} : answers), [standing.key]: code };
  return { ...values, fields };
}
