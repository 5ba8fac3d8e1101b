import type { FieldContext, FieldValue } from '../../../shared/fields/kinds.ts';
import {
  emptyRow,
  type RecordValues,
  type Register,
  type RowGroup,
  type Values,
} from '../../../shared/registers/register.ts';
import type { Statement } from './rowStatements.ts';

/**
 * A record with what a row states: over an empty record a new one, over a stored one its update. What the row does not state
 * stays, and what it states in the same words is no change. What the sheet states is kept beside what follows from other
 * values, so that the rules between fields find a contradiction.
 */
export function applyStatements(
  register: Register,
  base: RecordValues,
  statements: readonly Statement[],
  context: FieldContext,
): RecordValues {
  const fields: Record<string, FieldValue | null> = { ...base.fields };
  const rows: Record<string, readonly Values[]> = { ...base.rows };
  const stated = new Set<string>();
  let entered: RecordValues = { fields, rows };
  for (const statement of statements) {
    switch (statement.kind) {
      case 'field': {
        const { key, field, value } = statement;
        stated.add(key);
        if (!isStated(field.kind, value, fields[key])) fields[key] = value;
        break;
      }
      case 'absence':
        if ((fields[statement.key] ?? null) === null && (fields[statement.reason] ?? null) === null) {
          fields[statement.reason] = statement.code;
        }
        break;
      case 'rows':
        rows[statement.key] = mergeRows(statement.group, rows[statement.key] ?? [], statement.rows);
        break;
      case 'view': {
        const { view, value } = statement;
        const before = view.read(entered, context);
        // A list of categories names those that the sheet is about; it ends none of the others.
        const all = Array.isArray(before) && Array.isArray(value) ? [...new Set([...before, ...value])] : value;
        if (!equal(before, all)) entered = view.write?.(entered, all, context) ?? entered;
      }
    }
  }
  const derived = register.derive(entered, context).fields;
  if (derived === entered.fields) return entered;
  const settled: Record<string, FieldValue | null> = { ...entered.fields };
  for (const key of Object.keys(derived)) {
    const value = derived[key] ?? null;
    const current = settled[key] ?? null;
    if (value === current) continue;
    // 2015年3月 is no contradiction to a day of that month.
    const partly =
      value !== null &&
      typeof current === 'string' &&
      register.fields[key]?.kind.statesPartOf?.(current, value) === true;
    if (current === null || partly || !stated.has(key)) settled[key] = value;
  }
  return { fields: settled, rows: entered.rows };
}

function isStated(
  kind: { statesPartOf?(text: string, value: FieldValue): boolean },
  value: FieldValue,
  held: FieldValue | null | undefined,
): boolean {
  if (held === null || held === undefined) return false;
  return equal(value, held) || (typeof value === 'string' && kind.statesPartOf?.(value, held) === true);
}

/** The rows of a group with what the sheet states of them: rows about the same get its values, the others are added. */
function mergeRows(group: RowGroup, held: readonly Values[], given: readonly Values[]): readonly Values[] {
  const rows = [...held];
  const open = new Set(held.keys());
  let changed = false;
  for (const row of given) {
    const index = held.findIndex((each, place) => open.has(place) && isSameSubject(group, each, row));
    const found = rows[index];
    if (found === undefined) {
      const added = { ...emptyRow(group.fields), ...row };
      if (group.maxRows === 1) rows[0] = added;
      else rows.push(added);
      changed = true;
    } else {
      open.delete(index);
      const differing = Object.entries(row).filter(([key, value]) => value !== null && !equal(value, found[key]));
      if (differing.length === 0) continue;
      rows[index] = { ...found, ...Object.fromEntries(differing) };
      changed = true;
    }
  }
  return changed ? rows : held;
}

/**
 * Whether two rows are about the same person or thing: the names of shared ones agree and nothing that identifies them
 * contradicts; of others, what makes rows of two records the same one.
 */
function isSameSubject({ fields, shared, sameBy }: RowGroup, held: Values, given: Values): boolean {
  const [strongest = [], ...others] = shared?.identity ?? [];
  const subject = shared
    ? strongest.filter((key) => others.every((keys) => keys.includes(key)))
    : (sameBy ?? Object.keys(fields));
  const isNamed = subject.some((key) => (given[key] ?? null) !== null);
  // Who has no name is somebody only as long as everything agrees.
  const compared = isNamed ? subject : Object.keys(given).filter((key) => given[key] !== null);
  return (
    compared.every((key) => equal(held[key] ?? null, given[key] ?? null)) &&
    strongest.every((key) => {
      const [one, other] = [held[key] ?? null, given[key] ?? null];
      return one === null || other === null || equal(one, other);
    })
  );
}

function equal(one: unknown, other: unknown): boolean {
  return one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other));
}
