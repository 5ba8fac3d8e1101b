import type { FieldContext } from '../fields/kinds.ts';
import type { Field, Fields, Issue, RecordValues, Register, Values } from './register.ts';

/**
 * Everything that is wrong or odd about a record: the one check behind the entry form, the service and the import.
 * Unknown fields are errors, so nothing undeclared is ever stored.
 */
export function checkRecord(register: Register, values: RecordValues, context: FieldContext): Issue[] {
  const issues: Issue[] = [...checkFields(register.fields, values.fields, context, '')];
  for (const key of Object.keys(values.rows)) {
    if (!Object.hasOwn(register.rows, key)) issues.push(error(key, '没有这一项，请刷新页面后重填'));
  }
  for (const [key, group] of Object.entries(register.rows)) {
    const rows = values.rows[key] ?? [];
    if (rows.length > group.maxRows) issues.push(error(key, `${group.label}最多${group.maxRows}行，请合并`));
    rows.forEach((row, index) => {
      issues.push(...checkFields(group.fields, row, context, `${key}.${index}.`));
    });
  }
  // Rules between fields read values as declared, so they wait until every given value has its shape; one that is
  // missing does not keep them back, so that a village hears of all faults of a row at once.
  if (issues.every((issue) => isBlank(valueAt(values, issue.path)))) issues.push(...register.rules(values, context));
  return issues;
}

/** The findings that keep a record from being saved. */
export function errorsOf(issues: readonly Issue[]): Issue[] {
  return issues.filter((issue) => issue.severity === 'error');
}

/** Checks one value of one field, as the control does while the user types. */
export function checkField(field: Field, values: Values, value: unknown, context: FieldContext): string | undefined {
  if (isBlank(value)) {
    return field.required(values) ? `“${field.label}”没有填，请补上` : undefined;
  }
  const parsed = field.kind.schema.safeParse(value);
  if (!parsed.success) return parsed.error.issues[0]?.message ?? `“${field.label}”填写有误，请核对`;
  return field.kind.check(parsed.data, context);
}

function checkFields(fields: Fields, values: Values, context: FieldContext, prefix: string): Issue[] {
  const issues: Issue[] = [];
  for (const key of Object.keys(values)) {
    if (!Object.hasOwn(fields, key)) issues.push(error(prefix + key, '没有这一项，请刷新页面后重填'));
  }
  for (const [key, field] of Object.entries(fields)) {
    const message = checkField(field, values, values[key] ?? null, context);
    if (message !== undefined) issues.push(error(prefix + key, message));
  }
  return issues;
}

function error(path: string, message: string): Issue {
  return { path, message, severity: 'error' };
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
