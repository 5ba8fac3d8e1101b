import type { ImportDecision, ImportRow } from '../../../shared/contract/importMethods.ts';
import type { FieldContext, FieldValue } from '../../../shared/fields/kinds.ts';
import { findField, type RecordValues, type Register } from '../../../shared/registers/register.ts';
import { formatRows } from '../../../shared/registers/rowText.ts';
import type { AssessedRow } from './assessRows.ts';
import { issueTexts } from './issueTexts.ts';
import type { Finding, RowReader } from './rowStatements.ts';

/** What the commit does with a row. */
export type Outcome = ImportRow['outcome'];

/** What the commit does with a row after what the clerk decided; a decision that the row no longer offers counts for nothing. */
export function outcomeOf(row: AssessedRow, decision: ImportDecision | undefined): Outcome {
  const decided = validDecision(row, decision);
  if (decided === 'skip') return 'none';
  if (row.verdict === 'new' || decided === 'new') return 'create';
  if (row.verdict === 'update' || decided === 'update') return 'update';
  return 'none';
}

/** The decision about a row, as long as the row offers it. */
export function validDecision(row: AssessedRow, decision: ImportDecision | undefined): ImportDecision | null {
  return decision !== undefined && row.decisions.includes(decision) ? decision : null;
}

/**
 * A row as the page shows it.
 * @param fixes the mended cells with what stands in the file
 * @param earlier the row of the table that it may repeat
 */
export function presentRow(
  row: AssessedRow,
  decision: ImportDecision | undefined,
  fixes: readonly { readonly column: number; readonly original: string }[],
  reader: RowReader,
  register: Register,
  context: FieldContext,
  earlier: AssessedRow | undefined,
): ImportRow {
  const { source } = row.read;
  const { match } = row;
  return {
    row: source.row,
    verdict: row.verdict,
    name: row.name,
    cells: source.cells.map((cell) => cell?.text ?? ''),
    issues: row.findings.map((finding) => locatedIssue(row, finding, reader, register)),
    changes: changesOf(row, reader, register, context),
    fixes: [...fixes],
    match:
      match === null
        ? null
        : match.kind === 'row'
          ? { ...match, differences: earlier === undefined ? [] : differencesOf(earlier, row, reader) }
          : {
              kind: 'record',
              id: match.person.id,
              name: match.person.name,
              reason: match.reason,
              deleted: match.person.deleted,
            },
    decision: validDecision(row, decision),
    decisions: [...row.decisions],
    outcome: outcomeOf(row, decision),
  };
}

/** What two rows say differently; the same value written in another way is no difference. */
function differencesOf(
  earlier: AssessedRow,
  own: AssessedRow,
  { inputs }: RowReader,
): { column: number; earlier: string; own: string }[] {
  const textOf = ({ read: { source } }: AssessedRow, position: number): string =>
    source.cells[position]?.text.trim() ?? '';
  return inputs.flatMap(({ column, position, target }) => {
    const [before, now] = [textOf(earlier, position), textOf(own, position)];
    if (before === now) return [];
    const [meantBefore, meantNow] = [meaningOf(earlier, target.fills), meaningOf(own, target.fills)];
    const isSame = meantBefore !== null && meantBefore === meantNow;
    return isSame ? [] : [{ column: column.index, earlier: before, own: now }];
  });
}

/** What a row states of some keys, to be compared; null where it states nothing that could be read. */
function meaningOf({ read: { statements, unreadable } }: AssessedRow, keys: readonly string[]): string | null {
  const stated = statements.filter(({ key }) => keys.includes(key));
  if (stated.length === 0 || keys.some((key) => unreadable.has(key))) return null;
  return JSON.stringify(
    stated.map((each) => [
      each.key,
      each.kind === 'rows' ? each.rows : each.kind === 'absence' ? each.code : each.value,
    ]),
  );
}

/** Names the cell of a finding: the field's own, else the one that it is derived from, else the name's. */
export function locatedIssue(
  { read: { source } }: AssessedRow,
  { field, message, details, severity, proposals = [] }: Finding,
  { inputs, inputOf }: Pick<RowReader, 'inputs' | 'inputOf'>,
  register: Register,
): ImportRow['issues'][number] {
  const key = field.split('.')[0] ?? field;
  const own = inputOf.get(key) ?? inputOf.get(register.derivedFrom?.[key] ?? '');
  const input = own ?? inputOf.get(register.nameField) ?? inputs[0];
  const found = input === undefined ? null : (source.cells[input.position] ?? null);
  const cell = source.addresses.get(input?.position ?? -1) ?? `${input?.column.letter ?? 'A'}${source.row}`;
  const place = own === undefined ? { row: source.row } : { cell, heading: own.column.heading, found };
  return {
    cell,
    column: own?.column.index ?? null,
    field,
    severity,
    proposals: [...proposals],
    ...issueTexts(place, message, details),
  };
}

/** What the row changes of a stored record, as the screen shows it. */
export function changesOf(
  { merged, read }: AssessedRow,
  reader: RowReader,
  register: Register,
  context: FieldContext,
): ImportRow['changes'] {
  if (merged === null) return [];
  const before = merged.stored.values;
  const after = merged.values;
  const shown = (key: string, value: FieldValue | null | undefined): string => {
    const kind = findField(register, key)?.kind;
    return value === null || value === undefined || kind === undefined ? '' : kind.format(value, context);
  };
  const change = (key: string, label: string, old: string, next: string): ImportRow['changes'] =>
    old === next ? [] : [{ field: key, label, column: columnOf(key, reader), before: old, after: next }];

  const fields = Object.entries(register.fields).flatMap(([key, { label }]) =>
    same(before.fields[key], after.fields[key])
      ? []
      : change(key, label, shown(key, before.fields[key]), shown(key, after.fields[key])),
  );
  const views = read.statements.flatMap((statement) => {
    if (statement.kind !== 'view') return [];
    const { key, view } = statement;
    return change(key, view.label, shown(key, view.read(before, context)), shown(key, view.read(after, context)));
  });
  const told = new Set(views.length > 0 ? groupsOfViews(read.statements, before, context) : []);
  const groups = Object.entries(register.rows).flatMap(([key, group]) =>
    told.has(key) || same(before.rows[key], after.rows[key])
      ? []
      : change(
          key,
          group.label,
          formatRows(group, before.rows[key] ?? [], context),
          formatRows(group, after.rows[key] ?? [], context),
        ),
  );
  return [...fields, ...views, ...groups];
}

/** Row groups that nothing but views of them was stated of, so that the views tell what becomes of them. */
function groupsOfViews(
  statements: AssessedRow['read']['statements'],
  before: RecordValues,
  context: FieldContext,
): string[] {
  const stated = new Set(statements.flatMap((each) => (each.kind === 'rows' ? [each.key] : [])));
  return statements.flatMap((statement) => {
    if (statement.kind !== 'view') return [];
    const written = statement.view.write?.(before, statement.value, context) ?? before;
    return Object.keys(written.rows).filter((key) => written.rows[key] !== before.rows[key] && !stated.has(key));
  });
}

function columnOf(key: string, { inputOf }: RowReader): number | null {
  return inputOf.get(key)?.column.index ?? null;
}

function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
