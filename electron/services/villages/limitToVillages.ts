import type { FieldContext } from '../../../shared/fields/kinds.ts';
import type { Register } from '../../../shared/registers/register.ts';
import { type LimitedTable, limitReading, reachedCodes, type WritableDatabase } from '../../vault/database.ts';
import { identifier, joined, type Sql, sql } from '../../vault/sql.ts';
import { sharedColumn } from '../registers/registerSchema.ts';

/**
 * Tables that are read in full though they name records: the accounts of what was done. Whoever asks for what they say of one
 * record is asked first whether it is in reach.
 */
const accounts: ReadonlySet<string> = new Set(['history', 'history_erased', 'destruction', 'audit']);

/**
 * Lets a user see the records of some villages alone, and what belongs to them: papers, attachments, drafts, prints, route sheets,
 * rounds of screening and batches. Done once, in front of the tables: whatever a service asks for, a record of another village is
 * not there, like one that never was. A record without a village is seen by those alone who have no limit.
 */
export function limitToVillages(
  database: WritableDatabase,
  registers: readonly Register[],
  villages: readonly string[],
  context: FieldContext,
): void {
  const columns = columnsByTable(database);
  const kept = registers.map((register) => ({ register, village: villageField(register, context) }));

  /** Whether the record that goes by the name `c` is in reach; never, where its register knows no villages. */
  const isReached = (village: string | undefined, name: Sql): Sql =>
    village === undefined ? sql`0` : sql`coalesce(${name}.${identifier(village)} IN (${reachedCodes}), 0)`;

  /** Whether a record, or the record of a paper, is there and out of reach. */
  function isHidden(id: Sql): Sql {
    return joined(
      kept.flatMap(({ register, village }) => {
        const table = sql`main.${identifier(register.table)}`;
        const outside = sql`NOT ${isReached(village, sql`c`)}`;
        const record = sql`EXISTS (SELECT 1 FROM ${table} c WHERE c."id" = ${id} AND ${outside})`;
        if (!columns.has('paper')) return [record];
        const paper = sql`EXISTS (
          SELECT 1 FROM main."paper" p JOIN ${table} c ON c."id" = p."record_id" WHERE p."id" = ${id} AND ${outside})`;
        return [record, paper];
      }),
      ' OR ',
    );
  }

  const ofRecords = kept.flatMap(({ register, village }): LimitedTable[] => [
    { table: register.table, condition: isReached(village, sql`t`) },
    // Who is known from records of other villages alone is not known: his name would bring up what those say of him.
    ...Object.values(register.rows).flatMap(({ table, shared }): LimitedTable[] =>
      shared === undefined
        ? []
        : [
            {
              table: shared.table,
              condition: sql`EXISTS (
                SELECT 1 FROM main.${identifier(table)} l JOIN main.${identifier(register.table)} c ON c."row" = l."owner"
                WHERE l.${identifier(sharedColumn)} = t."row" AND ${isReached(village, sql`c`)})`,
            },
          ],
    ),
  ]);
  const roundReached = (round: Sql): Sql => sql`EXISTS (
    SELECT 1 FROM main."screening_round" r WHERE r."row" = ${round} AND r."village" IN (${reachedCodes}))`;
  const named: readonly LimitedTable[] = [
    { table: 'screening_round', condition: sql`t."village" IN (${reachedCodes})` },
    // A filed round is the village's own account of a month, of those too who have moved away since.
    { table: 'screening_mark', condition: roundReached(sql`t."round"`) },
    { table: 'screening_outcome', condition: roundReached(sql`t."round"`) },
    { table: 'distinct_pair', condition: sql`NOT (${isHidden(sql`t."one"`)} OR ${isHidden(sql`t."other"`)})` },
    { table: 'print_fact', condition: noneHidden('print_record', 'fact') },
    { table: 'route_sheet', condition: noneHidden('route_stop', 'sheet') },
    {
      table: 'batch',
      // That shared rows of another record changed too is no reason to keep a batch from whoever made it.
      condition: sql`NOT EXISTS (
        SELECT 1 FROM main."history" h
        WHERE h."batch" = t."row" AND h."action" <> 'shared' AND (${isHidden(sql`h."record_id"`)}))`,
    },
  ].filter(({ table }) => columns.has(table));

  /** What lists several records is seen by those alone who may see all of them. */
  function noneHidden(table: 'print_record' | 'route_stop', owner: 'fact' | 'sheet'): Sql {
    return sql`NOT EXISTS (
      SELECT 1 FROM main.${identifier(table)} s WHERE s.${identifier(owner)} = t."row" AND (${isHidden(sql`s."record_id"`)}))`;
  }

  const done = new Set([...ofRecords, ...named].map(({ table }) => table));
  const ofOneRecord = [...columns]
    .filter(([table, names]) => names.has('record_id') && !accounts.has(table) && !done.has(table))
    .map(([table]): LimitedTable => ({ table, condition: sql`NOT (${isHidden(sql`t."record_id"`)})` }));
  limitReading(database, [...ofRecords, ...named, ...ofOneRecord], villages);
}

/** The field by which a record belongs to a village; undefined where the register has none. */
function villageField(register: Register, context: FieldContext): string | undefined {
  return Object.entries(register.fields).find(([, { kind }]) => kind.options?.(context) === context.villages)?.[0];
}

function columnsByTable(database: WritableDatabase): Map<string, Set<string>> {
  const found = database.all<{ table: string; column: string }>(sql`
    SELECT m."name" AS "table", c."name" AS "column" FROM main.sqlite_schema m JOIN pragma_table_info(m."name") c
    WHERE m."type" = 'table'`);
  const columns = new Map<string, Set<string>>();
  for (const { table, column } of found) columns.set(table, (columns.get(table) ?? new Set()).add(column));
  return columns;
}
