import {
  type RecordValues,
  type Register,
  type RowGroup,
  sharedKey,
  type Values,
} from '../../../shared/registers/register.ts';
import type { WritableDatabase } from '../../vault/database.ts';
import { identifier, sql } from '../../vault/sql.ts';
import { type Column, columnAssignments, columnNames, columnParameters, columnValues } from './recordColumns.ts';
import { readGroup, type StoredRecord } from './recordStore.ts';
import { sharedColumn } from './registerSchema.ts';
import { placeShared, type SharedGroups } from './sharedRows.ts';

/** What a write made of the given values, and the other records that it touched, as they were before. */
export interface Written {
  /** As they are stored: rows of shared groups name what they are about, and hold what was known of it before. */
  readonly values: RecordValues;
  /** Records that share a row which was changed; their version, history and keys are the caller's to renew. */
  readonly touched: readonly StoredRecord[];
}

/**
 * Brings the rows of a record to what is given. What stays as it was is not written: most changes of a record touch one row of
 * several or none, and every write of a row is one in each of its indexes.
 */
export function writeRows(
  database: WritableDatabase,
  register: Register,
  shared: SharedGroups,
  owner: number,
  before: RecordValues['rows'],
  given: RecordValues,
): Written {
  const touched = new Map<number, StoredRecord>();
  const rows: Record<string, readonly Values[]> = {};
  for (const [key, group] of Object.entries(register.rows)) {
    const [held, wanted] = [before[key] ?? [], given.rows[key] ?? []];
    const sharedGroup = shared.get(key);
    const place = (row: Values): Placed =>
      sharedGroup ? placeShared(database, register, sharedGroup, owner, row, touched) : { row: null, values: row };
    const seen = new Set<unknown>();
    let isRepeated = false;
    let isChanged = false;
    const stored = wanted.map((row, position) => {
      const old = held[position];
      const isSame = old !== undefined && (old === row || JSON.stringify(old) === JSON.stringify(row));
      const written = isSame ? old : writeRow(database, group, { owner, position, old, ...place(row) });
      isChanged ||= !isSame;
      if (group.shared !== undefined) isRepeated ||= seen.size === seen.add(written[sharedKey]).size;
      return written;
    });
    if (wanted.length < held.length) {
      database.run(sql`
        DELETE FROM ${identifier(group.table)} WHERE "owner" = ${owner} AND "position" >= ${wanted.length}`);
    }
    // A row about the same person as another one may have changed what that one said of him.
    rows[key] = isRepeated && isChanged ? readGroup(database, group, owner) : stored;
  }
  return { values: { fields: given.fields, rows }, touched: [...touched.values()] };
}

/** A row whose shared part, if it has one, stands in its own table. */
interface Placed {
  /** That of the shared part. */
  readonly row: number | null;
  readonly values: Values;
}

/** Writes the row at a position, over the one that stands there, and tells how it will be read back. */
function writeRow(
  database: WritableDatabase,
  group: RowGroup,
  at: Placed & { readonly owner: number; readonly position: number; readonly old: Values | undefined },
): Values {
  const { owner, position, old } = at;
  const read = rowAsRead(group, at.values);
  const ownColumns = (values: Values): Column[] =>
    columnValues(group.fields, values).filter(([name]) => !group.shared?.fields.includes(name));
  const columns: Column[] = ownColumns(read);
  if (old === undefined) {
    if (at.row !== null) columns.unshift([sharedColumn, at.row]);
    database.run(sql`
      INSERT INTO ${identifier(group.table)} ("owner", "position"${columns.length > 0 ? sql`, ${columnNames(columns)}` : sql``})
      VALUES (${owner}, ${position}${columns.length > 0 ? sql`, ${columnParameters(columns)}` : sql``})`);
    return read;
  }
  const held = new Map(ownColumns(old));
  const changed = columns.filter(([name, value]) => held.get(name) !== value);
  if (at.row !== null && old[sharedKey] !== read[sharedKey]) changed.unshift([sharedColumn, at.row]);
  if (changed.length > 0) {
    database.run(sql`
      UPDATE ${identifier(group.table)} SET ${columnAssignments(changed)} WHERE "owner" = ${owner} AND "position" = ${position}`);
  }
  return read;
}

/** A row with every field in the order of the declaration, as it will be read back. */
function rowAsRead(group: RowGroup, values: Values): Values {
  const fields = Object.fromEntries(Object.keys(group.fields).map((key) => [key, values[key] ?? null]));
  return group.shared === undefined ? fields : { ...fields, [sharedKey]: values[sharedKey] ?? null };
}
