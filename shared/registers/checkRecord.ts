import type { FieldContext } from '../fields/kinds.ts';
import {
  emptyRecord,
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
  return createRecordCheck(shape, context).issuesOf(values);
}

/** The checks of one kind of record. */
export interface RecordCheck {
  /** What `checkRecord` finds. */
  issuesOf(values: RecordValues): Issue[];
  /** What `checkField` finds wrong with a value of one field. */
  faultOf(key: string, values: Values): string | undefined;
}

/**
 * The checks for many records: a text that comes again in a field is judged once. To be made anew for each piece of work, because
 * it keeps the texts.
 */
export function createRecordCheck(shape: RecordShape, context: FieldContext): RecordCheck {
  const own = createFieldsCheck(shape.fields, context);
  const groups = Object.entries(shape.rows).map(([key, group]) => {
    return { key, group, check: createFieldsCheck(group.fields, context) };
  });
  const views = Object.entries(shape.views).map(([key, view]) => ({ view, lacking: gap(key, view.label) }));
  const issuesOf = (values: RecordValues): Issue[] => {
    const issues: Issue[] = [];
    own.collect(values.fields, '', issues);
    for (const key of Object.keys(values.rows)) {
      if (!Object.hasOwn(shape.rows, key)) issues.push(error(key, '没有这一项，请刷新页面后重填'));
    }
    for (const { key, group, check } of groups) {
      const rows = values.rows[key] ?? [];
      if (rows.length > group.maxRows) issues.push(error(key, `${group.label}最多${group.maxRows}行，请合并`));
      rows.forEach((row, index) => {
        const { [sharedKey]: shared, ...stated } = row;
        if (shared !== undefined && !(group.shared !== undefined && isSharedName(shared))) {
          issues.push(error(`${key}.${index}`, '没有这一项，请刷新页面后重填'));
        }
        check.collect(stated, `${key}.${index}.`, issues);
      });
    }
    for (const { view, lacking } of views) {
      if (view.expected(values.fields) && isBlank(view.read(values, context))) issues.push(lacking);
    }
    // Rules between fields read values as declared, so they wait until every given value has its shape; one that is
    // missing does not keep them back, so that a village hears of all faults of a row at once.
    const misshapen = issues.some((issue) => issue.severity === 'error' && !isBlank(valueAt(values, issue.path)));
    return misshapen ? issues : [...issues, ...shape.rules(values, context)];
  };
  return { issuesOf, faultOf: own.faultOf };
}

/** The findings that keep a record from being saved. */
export function errorsOf(issues: readonly Issue[]): Issue[] {
  return issues.filter((issue) => issue.severity === 'error');
}

/** The issues that somebody should look at now: what the forms still lack is none. */
export function findingsOf(issues: readonly Issue[]): Finding[] {
  return issues.filter((issue): issue is Finding => issue.severity !== 'gap');
}

/** The values that the official forms ask for and the record lacks. */
export function gapsOf(issues: readonly Issue[]): Issue[] {
  return issues.filter((issue) => issue.severity === 'gap');
}

/**
 * How many gaps `checkRecord` finds, without judging what is there: what a record lacks is told by its fields and views alone,
 * and rules between values find none.
 */
export function countGaps(shape: RecordShape, values: RecordValues, context: FieldContext): number {
  const lacking = (fields: Fields, held: Values): number =>
    Object.entries(fields).filter(
      ([key, field]) => isBlank(held[key]) && blankFault(field, held, context) === undefined && field.expected(held),
    ).length;
  const inRows = Object.entries(shape.rows).flatMap(([key, { fields }]) =>
    (values.rows[key] ?? []).map((row) => lacking(fields, row)),
  );
  const inViews = Object.values(shape.views).filter(
    (view) => view.expected(values.fields) && isBlank(view.read(values, context)),
  );
  return lacking(shape.fields, values.fields) + inRows.reduce((sum, count) => sum + count, 0) + inViews.length;
}

/** Checks one value of one field, as the control does while the user types. */
export function checkField(field: Field, values: Values, value: unknown, context: FieldContext): string | undefined {
  return isBlank(value) ? blankFault(field, values, context) : valueFault(field, value, context);
}

function blankFault(field: Field, values: Values, context: FieldContext): string | undefined {
  if (isOutOfReach(field, null, context)) return outOfReach;
  return field.required(values) ? `“${field.label}”没有填，请补上` : undefined;
}

function valueFault(field: Field, value: unknown, context: FieldContext): string | undefined {
  if (isOutOfReach(field, value, context)) return outOfReach;
  const parsed = field.kind.schema.safeParse(value);
  if (!parsed.success) return parsed.error.issues[0]?.message ?? `“${field.label}”填写有误，请核对`;
  return field.kind.check(parsed.data, context);
}

const outOfReach = '请选您负责的村（社区）';

/** Whether a record with this village would be out of sight for whoever enters it; so would one without a village. */
function isOutOfReach({ kind }: Field, value: unknown, context: FieldContext): boolean {
  const { villagesInReach } = context;
  if (villagesInReach === undefined || !isVillage(kind, context)) return false;
  return typeof value !== 'string' || !villagesInReach.has(value);
}

function isVillage(kind: Field['kind'], context: FieldContext): boolean {
  return kind.options?.(context) === context.villages;
}

/** Whether a field has to be filled in a record with these values: for a clerk who is limited to villages, the village too. */
export function isRequired(field: Field, values: Values, context: FieldContext): boolean {
  return field.required(values) || isOutOfReach(field, null, context);
}

/** A record with nothing entered but what is known beforehand: of a clerk who works for one village, that village. */
export function beginRecord(shape: RecordShape, context: FieldContext): RecordValues {
  const empty = emptyRecord(shape);
  const { villagesInReach: reach } = context;
  const [only] = reach?.size === 1 ? reach : [];
  if (only === undefined) return empty;
  const own = Object.entries(shape.fields).flatMap(([key, { kind }]) =>
    isVillage(kind, context) ? [[key, only]] : [],
  );
  return { ...empty, fields: { ...empty.fields, ...Object.fromEntries(own) } };
}

interface FieldsCheck {
  faultOf: RecordCheck['faultOf'];
  /** Adds what is wrong with the fields of a record, or of one row of it, to `issues`. */
  collect(values: Values, prefix: string, issues: Issue[]): void;
}

/** Judgements of a field that are kept: villages, schools and categories come again and again, names and numbers do not. */
const keptFaults = 500;

interface DeclaredField {
  readonly key: string;
  readonly field: Field;
  /** The field that says why this one is blank. */
  readonly reason: Field | undefined;
  readonly lacking: Issue;
  /** What was wrong with the texts, and with the lists of codes as JSON, that were judged before. */
  readonly faults: Readonly<Record<'texts' | 'lists', Map<string, string | undefined>>>;
}

function createFieldsCheck(fields: Fields, context: FieldContext): FieldsCheck {
  const all = Object.entries(fields).map(([key, field]): DeclaredField => {
    const reason = field.absenceReason === undefined ? undefined : fields[field.absenceReason];
    return { key, field, reason, lacking: gap(key, field.label), faults: { texts: new Map(), lists: new Map() } };
  });
  const declared = new Map(all.map((each) => [each.key, each]));

  function judge({ field, faults }: DeclaredField, value: unknown): string | undefined {
    if (typeof value === 'string') return judgeOnce(faults.texts, value, field, value);
    return Array.isArray(value)
      ? judgeOnce(faults.lists, JSON.stringify(value), field, value)
      : valueFault(field, value, context);
  }

  function judgeOnce(
    faults: Map<string, string | undefined>,
    name: string,
    field: Field,
    value: unknown,
  ): string | undefined {
    const known = faults.get(name);
    if (known !== undefined || faults.has(name)) return known;
    const fault = valueFault(field, value, context);
    if (faults.size < keptFaults) faults.set(name, fault);
    return fault;
  }

  function faultOf(key: string, values: Values): string | undefined {
    const found = declared.get(key);
    if (found === undefined) return undefined;
    const value = values[key] ?? null;
    return isBlank(value) ? blankFault(found.field, values, context) : judge(found, value);
  }

  function collect(values: Values, prefix: string, issues: Issue[]): void {
    for (const key of Object.keys(values)) {
      if (!declared.has(key)) issues.push(error(prefix + key, '没有这一项，请刷新页面后重填'));
    }
    for (const each of all) {
      const { key, field, reason, lacking } = each;
      const value = values[key] ?? null;
      if (!isBlank(value)) {
        const fault = judge(each, value);
        if (fault !== undefined) issues.push(error(prefix + key, fault));
        continue;
      }
      const fault = blankFault(field, values, context);
      if (fault !== undefined) {
        issues.push(error(prefix + key, reason === undefined ? fault : `${fault}，没有的请选“${reason.label}”`));
      } else if (field.expected(values)) {
        issues.push(prefix === '' ? lacking : gap(prefix + key, field.label));
      }
    }
  }

  return { faultOf, collect };
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
