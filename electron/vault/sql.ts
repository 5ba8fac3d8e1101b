/** What can be bound to a parameter. Booleans and dates are stored by their field kind, so they are not accepted here. */
export type SqlValue = string | number | bigint | null | Uint8Array;

const statement: unique symbol = Symbol('sql');

/** A statement or a part of one. Only this module makes it, so its text never holds a value that came from outside. */
export interface Sql {
  readonly [statement]: true;
  readonly text: string;
  readonly values: readonly SqlValue[];
}

function isSql(part: SqlValue | Sql): part is Sql {
  return typeof part === 'object' && part !== null && statement in part;
}

/**
 * Tagged template for SQL. An interpolated value always becomes a bound parameter; an interpolated `Sql` is inserted
 * with its own parameters.
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly (SqlValue | Sql)[]): Sql {
  let text = strings[0] ?? '';
  const values: SqlValue[] = [];
  for (const [index, part] of parts.entries()) {
    if (isSql(part)) {
      text += part.text;
      values.push(...part.values);
    } else {
      text += '?';
      values.push(part);
    }
    text += strings[index + 1] ?? '';
  }
  return { [statement]: true, text, values };
}

/**
 * A table or column name, quoted. Names come from declarations; anything else than lower-case ASCII words is a
 * programming error.
 */
export function identifier(name: string): Sql {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) throw new TypeError('not an SQL identifier');
  return { [statement]: true, text: `"${name}"`, values: [] };
}

/** Parts put together with a separator, for column lists and conditions. At least one part is needed. */
export function joined(parts: readonly Sql[], separator: ', ' | ' AND ' | ' OR ' | ' '): Sql {
  if (parts.length === 0) throw new TypeError('nothing to join');
  return {
    [statement]: true,
    text: parts.map((part) => part.text).join(separator),
    values: parts.flatMap((part) => part.values),
  };
}

/** Values as bound parameters separated by commas, for `IN (…)` and `VALUES (…)`. */
export function list(values: readonly SqlValue[]): Sql {
  if (values.length === 0) throw new TypeError('nothing to join');
  return { [statement]: true, text: `?${', ?'.repeat(values.length - 1)}`, values };
}
