import {
  type RecordValues,
  type Register,
  type RowGroup,
  sharedKey,
  type Values,
} from '../../shared/registers/register.ts';
import { isFilled } from './recordValues.ts';

/** A row of another record that this one can take over. */
export interface FamilyRow {
  readonly key: string;
  readonly groupKey: string;
  readonly group: RowGroup;
  readonly values: Values;
  /** This record is about the same person or thing already. */
  readonly known: boolean;
  /** Whether it is taken unless somebody says otherwise. */
  readonly offered: boolean;
  /** Why it is not offered, or what taking it does, after its words. */
  readonly note: string;
}

/** The rows of shared groups in another record, each with whether this record has it already. */
export function familyRows(register: Register, own: RecordValues, other: RecordValues): FamilyRow[] {
  const ownName = own.fields[register.nameField];
  return Object.entries(register.rows).flatMap(([groupKey, group]) => {
    if (group.shared === undefined) return [];
    const mine = (own.rows[groupKey] ?? []).filter(isFilled);
    return (other.rows[groupKey] ?? []).map((values, index): FamilyRow => {
      const known = mine.some((row) => row[sharedKey] !== undefined && row[sharedKey] === values[sharedKey]);
      // The other child's list may name this very child as brother or sister.
      const isSelf = typeof ownName === 'string' && Object.values(values).includes(ownName);
      const replaces = group.maxRows === 1 && mine.length > 0;
      return {
        key: `${groupKey}.${index}`,
        groupKey,
        group,
        values,
        known,
        offered: !isSelf && !replaces,
        note: known ? '（已有）' : isSelf ? '（像是本人）' : replaces ? `（会换掉原来的${group.label}）` : '',
      };
    });
  });
}

/** The record with rows of another one; each keeps whom it is about, so that both share him. */
export function withFamily(register: Register, values: RecordValues, taken: readonly FamilyRow[]): RecordValues {
  const rows = Object.entries(register.rows).map(([key, group]) => {
    const added = taken.filter((row) => row.groupKey === key).map((row) => row.values);
    const own = (values.rows[key] ?? []).filter((row) => added.length === 0 || isFilled(row));
    const kept = group.maxRows === 1 && added.length > 0 ? [] : own;
    return [key, [...kept, ...added]] as const;
  });
  return { ...values, rows: Object.fromEntries(rows) };
}
