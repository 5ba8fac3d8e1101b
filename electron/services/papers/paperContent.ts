import { z } from 'zod';
import type { FieldValue } from '../../../shared/fields/kinds.ts';
import {
  emptyRecord,
  type Fields,
  type RecordShape,
  type RecordValues,
  type Values,
} from '../../../shared/registers/register.ts';

const stored = z.object({
  fields: z.record(z.string(), z.unknown()),
  rows: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
});

/**
 * The values of a stored paper as its declaration of today has them. A value whose field is no longer declared, or that its
 * kind no longer takes, is left out: forms change every year, and the history keeps what was entered.
 */
export function readContent(shape: RecordShape, content: unknown): RecordValues {
  const { fields, rows } = stored.parse(content);
  return {
    fields: readFields(shape.fields, fields),
    rows: Object.fromEntries(
      Object.entries(shape.rows).map(([key, group]) => [
        key,
        (rows[key] ?? []).map((row) => readFields(group.fields, row)),
      ]),
    ),
  };
}

/** The given values, with what a new entry begins with for every declared field that they do not name. */
export function wholeContent(shape: RecordShape, given: RecordValues): RecordValues {
  const empty = emptyRecord(shape);
  return { fields: { ...empty.fields, ...given.fields }, rows: { ...empty.rows, ...given.rows } };
}

function readFields(fields: Fields, values: Readonly<Record<string, unknown>>): Values {
  return Object.fromEntries(
    Object.entries(fields).map(([key, field]): [string, FieldValue | null] => {
      const judged = field.kind.schema.safeParse(values[key]);
      return [key, judged.success ? judged.data : null];
    }),
  );
}
