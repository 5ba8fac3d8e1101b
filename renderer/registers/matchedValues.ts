import type { MethodInput } from '../../shared/contract/methods.ts';
import { type RecordValues, type Register, sharedKey } from '../../shared/registers/register.ts';

export type MatchedValues = MethodInput<'duplicate.similar'>['values'];

/** Of an entry, the filled values by which records of one person are recognised, and what those follow from; nothing else. */
export function matchedValues(register: Register, { fields, rows }: RecordValues): MatchedValues {
  const paths = register.matchSignals.flatMap(({ parts }) =>
    parts.flatMap(({ field, orField = field }) => [field, orField]),
  );
  const sources = paths.flatMap((path) => register.derivedFrom?.[path] ?? []);
  const wanted = new Set([...paths, ...sources]);
  const filled = (values: RecordValues['fields'], prefix: string): MatchedValues['fields'] =>
    Object.fromEntries(
      Object.entries(values).flatMap(([key, value]) =>
        wanted.has(prefix + key) && key !== sharedKey && typeof value === 'string' ? [[key, value]] : [],
      ),
    );
  return {
    fields: filled(fields, ''),
    rows: Object.fromEntries(
      Object.entries(rows).map(([group, each]) => [
        group,
        each.map((row) => filled(row, `${group}.`)).filter((row) => Object.keys(row).length > 0),
      ]),
    ),
  };
}
