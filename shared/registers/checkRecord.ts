import type { FieldContext } from '../fields/kinds.ts';
import {
  type Field,
  type Fields,
  type Finding,
  type Issue,
  type RecordShape,
  type RecordValues,
  sharedKey,
  sharedName,
  type Values,
} from './register.ts';

/**
 * Everything that is wrong or odd about a record: the one check behind the entry form, the service and the import.
 * Unknown fields are errors, so nothing undeclared is ever stored.
 */
export function checkRecord(shape: RecordShape, values: RecordValues, context: FieldContext): Issue[] {
  const issues: Issue[] = [...checkFields(shape.fields, values.fields, context, '')];
  for (const key of Object.keys(values.rows)) {
    if (!Object.hasOwn(shape.rows, key)) issues.push(error(key, '没有这一项，请刷新页面后重填'));
  }
  for (const [key, group] of Object.entries(shape.rows)) {
    const rows = values.rows[key] ?? [];
    if (rows.length > group.maxRows) issues.push(error(key, `${group.label}最多${group.maxRows}行，请合并`));
    rows.forEach((row, index) => {
      const { [sharedKey]: shared, ...own } = row;
      if (shared !== undefined && !(group.shared !== undefined && isSharedName(shared))) {
        issues.push(error(`${key}.${index}`, '没有这一项，请刷新页面后重填'));
      }
      issues.push(...checkFields(group.fields, own, context, `${key}.${index}.`));
    });
  }
  for (const [key, view] of Object.entries(shape.views)) {
    if (view.expected(values.fields) && isBlank(view.read(values, context))) issues.push(gap(key, view.label));
  }
  // Rules between fields read values as declared, so they wait until every given value has its shape; one that is
  // missing does not keep them back, so that a village hears of all faults of a row at once.
  const misshapen = issues.some((issue) => issue.severity === 'error' && !isBlank(valueAt(values, issue.path)));
  return misshapen ? issues : [...issues, ...shape.rules(values, context)];
}

/** The findings that keep a record from being saved. */
export function errorsOf(issues: readonly Issue[]): Issue[] {
  return issues.filter((issue) => issue.severity === 'error');
}

/** The issues that somebody should look at now: what the forms still lack is none. */
export function findingsOf(issues: readonly Issue[]): Finding[] {
  return issues.flatMap((issue) => (issue.severity === 'gap' ? [] : [{ ...issue, severity: issue.severity }]));
}

/** The values that the official forms ask for and the record lacks. */
export function gapsOf(issues: readonly Issue[]): Issue[] {
  return issues.filter((issue) => issue.severity === 'gap');
}

/** Checks one value of one field, as the control does while the user types. */
export function checkField(field: Field, values: Values, value: unknown, context: FieldContext): string | undefined {
  if (isOutOfReach(field, value, context)) return '请选您负责的村（社区）';
  if (isBlank(value)) {
    return field.required(values) ? `“${field.label}”没有填，请补上` : undefined;
  }
  const parsed = field.kind.schema.safeParse(value);
  if (!parsed.success) return parsed.error.issues[0]?.message ?? `“${field.label}”填写有误，请核对`;
  return field.kind.check(parsed.data, context);
}

/** Whether a record with this village would be out of sight for whoever enters it; so would one without a village. */
function isOutOfReach({ kind }: Field, value: unknown, context: FieldContext): boolean {
  const { villagesInReach, villages } = context;
  if (villagesInReach === undefined || kind.options?.(context) !== villages) return false;
  return typeof value !== 'string' || !villagesInReach.has(value);
}

function checkFields(fields: Fields, values: Values, context: FieldContext, prefix: string): Issue[] {
  const issues: Issue[] = [];
  for (const key of Object.keys(values)) {
    if (!Object.hasOwn(fields, key)) issues.push(error(prefix + key, '没有这一项，请刷新页面后重填'));
  }
  for (const [key, field] of Object.entries(fields)) {
    const value = values[key] ?? null;
    const message = checkField(field, values, value, context);
    const reason = field.absenceReason === undefined ? undefined : fields[field.absenceReason];
    if (message !== undefined && isBlank(value) && reason !== undefined) {
      issues.push(error(prefix + key, `${message}，没有的请选“${reason.label}”`));
    } else if (message !== undefined) issues.push(error(prefix + key, message));
    else if (isBlank(value) && field.expected(values)) issues.push(gap(prefix + key, field.label));
  }
  return issues;
}

function gap(path: string, label: string): Issue {
  return { path, message: `“${label}”还没有填，可以以后再补`, severity: 'gap' };
}

function error(path: string, message: string): Issue {
  return { path, message, severity: 'error' };
}

function isSharedName(value: unknown): boolean {
  return typeof value === 'string' && sharedName.test(value);
}

function isBlank(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

/** The value that a path names: `name`, or `members.0.name`. */
function valueAt(values: RecordValues, path: string): unknown {
  const [key = '', index, field] = path.split('.');
  if (index === undefined || field === undefined) return values.fields[key] ?? values.rows[key];
  return values.rows[key]?.[Number(index)]?.[field];
}
