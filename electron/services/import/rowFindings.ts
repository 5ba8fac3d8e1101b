import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { findingsOf } from '../../../shared/registers/checkRecord.ts';
import type { Issue, RecordValues, Register } from '../../../shared/registers/register.ts';
import type { Prepared } from './lookUpStored.ts';
import type { Finding, ReadRow, RowReader } from './rowStatements.ts';

/** What could not be read of a row, seen together with the record. */
export function settledIssues(
  read: ReadRow,
  fields: RecordValues['fields'],
  isKnown: boolean,
  register: Register,
): Finding[] {
  return read.issues.flatMap((issue): Finding[] => {
    // A known person's number is stored: that the sheet lacks it says nothing.
    const isAbsence = register.fields[issue.field]?.absenceReason !== undefined && issue.severity === 'warning';
    if (isAbsence && isKnown && (fields[issue.field] ?? null) !== null) return [];
    // Villages compute sex and birth from the number with a formula; what the register derives itself needs no cell.
    const origin = register.fields[register.derivedFrom?.[issue.field] ?? ''];
    if (origin === undefined || issue.severity === 'warning' || (fields[issue.field] ?? null) === null) return [issue];
    return [{ ...issue, message: `这个单元格没有采用，内容已按“${origin.label}”填写`, severity: 'warning' }];
  });
}

/** What the check of the record found, without what is said already in other words. */
export function findingsIn(
  { read }: Prepared,
  values: RecordValues,
  issues: readonly Issue[],
  missing: readonly string[],
  register: Register,
  context: FieldContext,
  reader: RowReader,
): Finding[] {
  const found = findingsOf(issues);
  if (found.length === 0) return [];
  const faulty = new Set([...read.unreadable, ...found.map((issue) => headOf(issue.path))]);
  return found
    .filter(({ path }) => {
      const key = headOf(path);
      if (read.unreadable.has(key)) return false;
      if ((values.fields[key] ?? null) !== null) return true;
      // Said once for the whole table, or the fault of the value this one is derived from.
      const origin = register.derivedFrom?.[key];
      return !missing.includes(key) && !(origin !== undefined && !reader.inputOf.has(key) && faulty.has(origin));
    })
    .map(({ path, message, severity, inTable }) => {
      const key = headOf(path);
      const declared = register.fields[key];
      const isBlank = (values.fields[key] ?? null) === null && declared?.required(values.fields) === true;
      const words =
        isBlank && reader.inputOf.has(key)
          ? // The column names the field already.
            '没有填，请补上'
          : declared?.kind.options?.(context) === context.villages &&
              !isBlank &&
              !isVillage(values.fields[key], context)
            ? '设置里没有这个村（社区），请核对名称'
            : (inTable?.message ?? message);
      const field = inTable?.fields?.find((each) => reader.inputOf.has(each)) ?? path;
      return { field, message: words, severity };
    });
}

function isVillage(value: unknown, { villages }: FieldContext): boolean {
  return typeof value === 'string' && villages.has(value);
}

function headOf(path: string): string {
  return path.split('.')[0] ?? path;
}
