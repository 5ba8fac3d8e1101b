import {
  type ImportMark,
  type ImportSummary,
  type ImportVerdict,
  importMarks,
  importVerdicts,
} from '../../../shared/contract/importMethods.ts';
import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { emptyRecord, type Register } from '../../../shared/registers/register.ts';
import type { AssessedRow } from './assessRows.ts';
import { carriedKeys, commonFields, doubtInWords, leftOutInWords, missingColumnsInWords } from './columnMapping.ts';
import { columnTargets } from './columnTargets.ts';
import { outcomeOf, presentRow, validDecision } from './presentRow.ts';
import { widthOf } from './resultWorkbook.ts';
import type { Assessment, RunningImport } from './runningImport.ts';

/** One page of the rows of an import that pass every filter. */
export function pageOfRows(running: RunningImport, input: MethodInput<'import.rows'>): MethodOutput<'import.rows'> {
  const { assessment } = running;
  const verdicts = new Set<ImportVerdict>(input.verdicts);
  const wanted = comparable(input.search ?? '');
  const found = assessment.rows.filter(
    (row) =>
      (verdicts.size === 0 || verdicts.has(row.verdict)) &&
      (input.mark === undefined || hasMark(running, row, input.mark)) &&
      (wanted === '' || row.read.source.cells.some((cell) => cell && comparable(cell.text).includes(wanted))),
  );
  return {
    total: found.length,
    rows: found.slice(input.offset, input.offset + input.limit).map((row) => presentIn(running, row)),
  };
}

/** A row as the page shows it. */
export function presentIn(running: RunningImport, row: AssessedRow): MethodOutput<'import.rows'>['rows'][number] {
  const { register, assessment, chosen, fixes, decisions } = running;
  const number = row.read.source.row;
  const original = chosen.table.rows[assessment.places.get(number) ?? 0];
  const mended = [...(fixes.get(number) ?? [])].map(([column]) => ({
    column,
    original: original?.cells[chosen.table.columns.findIndex(({ index }) => index === column)]?.text ?? '',
  }));
  const { reader, places, rows: all, context: judged } = assessment;
  const earlier = row.match?.kind === 'row' ? all[places.get(row.match.row) ?? -1] : undefined;
  return presentRow(row, decisions.get(number), mended, reader, register, judged, earlier);
}

/** What an import comes to so far. */
export function summaryOf(running: RunningImport): ImportSummary {
  const { register, chosen, mapping, assessment, decisions } = running;
  const { table } = chosen;
  const nothing = emptyRecord(register).fields;
  const carried = carriedKeys(mapping.columns, register);
  const outcomes = assessment.rows.map((row) => outcomeOf(row, decisions.get(row.read.source.row)));
  const counted = <K extends string>(names: Readonly<Record<K, string>>, has: (row: AssessedRow, name: K) => boolean) =>
    Object.fromEntries(
      Object.keys(names).map((name) => [name, assessment.rows.filter((row) => has(row, name as K)).length]),
    ) as Record<K, number>;
  return {
    importId: running.id,
    fileName: running.fileName,
    sheetName: chosen.sheet.name,
    revision: running.revision,
    otherSheets: running.tables.filter((each) => each !== chosen).map(({ sheet }) => sheet.name),
    headingRow: table.headingRow,
    columns: mapping.columns.map(({ index, letter, heading, target }, position) => ({
      index,
      letter,
      heading,
      target,
      width: widthOf([heading, ...table.rows.slice(0, 100).map(({ cells }) => cells[position]?.text ?? '')]),
    })),
    targets: columnTargets(register).map(({ target, label, source }) => ({
      target,
      label,
      required: source.kind === 'field' && source.field.required(nothing) && source.field.initially === undefined,
    })),
    remembered: running.remembered,
    defaults: Object.fromEntries(
      Object.entries(mapping.defaults).map(([key, value]) => [key, typeof value === 'object' ? [...value] : value]),
    ),
    commonFields: commonFields(register, carried, mapping.defaults),
    missingFields: requiredOnce(register, assessment.missing),
    obstacle: missingColumnsInWords(register, requiredColumns(register, assessment.missing)),
    doubt: doubtInWords(register, mapping.columns),
    later: assessment.later,
    leftOut: leftOutInWords(mapping.columns),
    unknownVillages: unknownVillages(assessment, register),
    skippedRows: [...table.skippedRows],
    total: assessment.rows.length,
    verdicts: counted(importVerdicts, (row, verdict) => row.verdict === verdict),
    marks: counted(importMarks, (row, mark) => hasMark(running, row, mark)),
    skippedErrors: assessment.rows.filter((row) => row.verdict === 'error' && hasMark(running, row, 'skipped')).length,
    creates: outcomes.filter((outcome) => outcome === 'create').length,
    updates: outcomes.filter((outcome) => outcome === 'update').length,
    committed: running.committed,
  };
}

/** Whether a row has what a filter asks for. */
function hasMark({ fixes, decisions }: RunningImport, row: AssessedRow, mark: ImportMark): boolean {
  const number = row.read.source.row;
  switch (mark) {
    case 'warning':
      return row.findings.some(({ severity }) => severity === 'warning');
    case 'undecided':
      return (
        row.verdict === 'duplicate' && row.decisions.length > 0 && validDecision(row, decisions.get(number)) === null
      );
    case 'fixed':
      return fixes.has(number);
    case 'skipped':
      return validDecision(row, decisions.get(number)) === 'skip';
  }
}

/** Names in the village column that the office's list does not hold, in the sheet's order. What is too long is no name. */
function unknownVillages({ rows, context }: Assessment, register: Register): string[] {
  const keys = Object.keys(register.fields).filter(
    (key) => register.fields[key]?.kind.options?.(context) === context.villages,
  );
  const names = rows.flatMap(({ created }) =>
    keys.flatMap((key) => {
      const value = created.values.fields[key];
      return typeof value === 'string' && !context.villages.has(value) && value.length <= 30 ? [value] : [];
    }),
  );
  return [...new Set(names)];
}

/** Of the fields that the whole table lacks, those that can be filled once for all rows. */
export function requiredOnce(register: Register, missing: readonly string[]): string[] {
  return missing.filter((key) => (register.fields[key]?.statedOnce.length ?? 0) > 0);
}

/** The others, whose values differ from row to row. */
export function requiredColumns(register: Register, missing: readonly string[]): string[] {
  return missing.filter((key) => (register.fields[key]?.statedOnce.length ?? 0) === 0);
}

/** A text as a search compares it. */
function comparable(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, '').toLowerCase();
}
