import { setImmediate } from 'node:timers/promises';
import { shownFormer } from '../../../shared/contract/listMethods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { checkField } from '../../../shared/registers/checkRecord.ts';
import { editableFields } from '../../../shared/registers/editableFields.ts';
import { findField, type RecordValues, type Register, type Values } from '../../../shared/registers/register.ts';
import type { WritableDatabase } from '../../vault/database.ts';
import { changesBetween } from '../registers/recordHistory.ts';
import { readRecord, type StoredRecord } from '../registers/recordStore.ts';

/** What became of an edit of many records. */
export interface EditOutcome {
  readonly changed: number;
  readonly same: number;
  readonly refused: { readonly id: string; readonly name: string; readonly reason: string }[];
}

/** What the editing needs from around it. */
export interface Editing {
  readonly register: Register;
  readonly changes: Values;
  /** The values as they will be stored; AppError invalid with the fields. */
  readonly accept: (values: RecordValues) => { readonly values: RecordValues };
}

/** Records that are judged before other requests get their turn. */
const sliceSize = 25;

/**
 * Refuses an edit that no record could take, before any is looked at.
 * @throws AppError invalid with the fields
 */
export function refuseImpossible(register: Register, changes: Values, context: FieldContext): void {
  const editable = new Set(editableFields(register));
  const faults = Object.entries(changes).flatMap(([key, value]): [string, string][] => {
    const field = editable.has(key) ? register.fields[key] : undefined;
    if (!field) return [[key, '这一项不能批量修改，请逐条修改']];
    const message = value === null ? undefined : checkField(field, changes, value, context);
    return message === undefined ? [] : [[key, message]];
  });
  const [first] = faults;
  if (first !== undefined) throw new AppError('invalid', first[1], Object.fromEntries(faults));
  if (Object.keys(changes).length === 0) throw new AppError('invalid', '还没有选要修改的项目，请先选一项');
}

/**
 * Judges each record with the new values by the same checks as an entry form, and hands those that change to `change`.
 * Yields after each slice.
 */
export function* editRecords(
  database: WritableDatabase,
  editing: Editing,
  ids: readonly string[],
  change: (stored: StoredRecord, values: RecordValues) => void,
): Generator<undefined, EditOutcome> {
  const { register, changes, accept } = editing;
  let [changed, same] = [0, 0];
  const refused: EditOutcome['refused'] = [];
  for (const [index, id] of ids.entries()) {
    if (index > 0 && index % sliceSize === 0) yield;
    const stored = readRecord(database, register, id);
    if (!stored) {
      refused.push({ id, name: '', reason: '这条记录已不在册' });
      continue;
    }
    try {
      const { values } = accept({ ...stored.values, fields: { ...stored.values.fields, ...changes } });
      if (changesBetween(register, stored.values, values).length === 0) same += 1;
      else {
        change(stored, values);
        changed += 1;
      }
    } catch (error) {
      if (!(error instanceof AppError) || error.fields === undefined) throw error;
      const name = String(stored.values.fields[register.nameField] ?? '');
      refused.push({ id, name, reason: reasonOf(register, error.fields) });
    }
  }
  return { changed, same, refused };
}

/** Counts, over the records that an edit changes, the values that it takes away. */
export function formerValues(register: Register, keys: readonly string[], context: FieldContext) {
  const counts = new Map(keys.map((key) => [key, new Map<string, number>()]));
  return {
    add: (stored: StoredRecord, values: RecordValues): void => {
      for (const [key, byText] of counts) {
        const former = stored.values.fields[key] ?? null;
        if (JSON.stringify(former) === JSON.stringify(values.fields[key] ?? null)) continue;
        const text = former === null ? '' : (register.fields[key]?.kind.format(former, context) ?? '');
        byText.set(text, (byText.get(text) ?? 0) + 1);
      }
    },
    /** By field, the most frequent value first. */
    counted: () =>
      [...counts].map(([field, byText]) => {
        const values = [...byText].map(([text, count]) => ({ text, count })).toSorted((a, b) => b.count - a.count);
        const others = values.slice(shownFormer).reduce((sum, { count }) => sum + count, 0);
        return { field, values: values.slice(0, shownFormer), others };
      }),
  };
}

/** Runs the steps of a judgement that changes nothing; between them other requests are answered. */
export async function inTurns<T>(steps: Generator<undefined, T>): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
}

/** The findings of a record in one line, each with the name of its field. */
function reasonOf(register: Register, fields: Readonly<Record<string, string>>): string {
  const lines = Object.entries(fields).map(([path, message]) => {
    const [key = ''] = path.split('.');
    const label = (findField(register, key) ?? register.rows[key])?.label ?? '';
    return message.includes(label) ? message : `${label}：${message}`;
  });
  return lines.join('；');
}
