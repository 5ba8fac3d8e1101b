import type { MethodInput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { FieldContext, FieldValue } from '../../../shared/fields/kinds.ts';
import { checkField } from '../../../shared/registers/checkRecord.ts';
import { emptyRecord, type RecordValues, type Register, readValue } from '../../../shared/registers/register.ts';
import { columnTargets } from './columnTargets.ts';
import { shortened } from './issueTexts.ts';
import type { TableColumn } from './readTable.ts';

/**
 * Keys that the columns fill.
 * @throws AppError invalid when a target is unknown or two columns fill the same field
 */
export function carriedKeys(columns: readonly TableColumn[], register: Register): ReadonlySet<string> {
  const targets = new Map(columnTargets(register).map((target) => [target.target, target]));
  const carried = new Set<string>();
  for (const column of columns) {
    if (column.target === null) continue;
    const target = targets.get(column.target);
    if (!target) throw new AppError('invalid', `没有“${column.heading}”要对应的项目，请重新选择`);
    for (const key of target.fills) {
      if (carried.has(key)) throw new AppError('invalid', `有两列都对应“${target.label}”，请只留一列`);
      carried.add(key);
    }
  }
  return carried;
}

/**
 * Values for the whole table; a field that a column carries needs none.
 * @throws AppError invalid, with the field
 */
export function acceptDefaults(
  register: Register,
  given: MethodInput<'import.check'>['defaults'],
  carried: ReadonlySet<string>,
  context: FieldContext,
): Record<string, FieldValue> {
  const accepted: Record<string, FieldValue> = {};
  for (const [key, value] of Object.entries(given)) {
    if (value === null || carried.has(key)) continue;
    const field = Object.hasOwn(register.fields, key) ? register.fields[key] : undefined;
    if (!field) throw new AppError('invalid', '没有这一项，请刷新页面后重填');
    if (field.statedOnce.length === 0) {
      throw new AppError('invalid', `“${field.label}”各人不同，不能统一填写，请选定对应的列`);
    }
    const message = checkField(field, {}, value, context);
    if (message !== undefined) throw new AppError('invalid', `“${field.label}”：${message}`, { [key]: message });
    accepted[key] = value;
  }
  return accepted;
}

/** Fields that can be the same for the whole table and that neither a column nor a default fills. */
export function commonFields(register: Register, carried: ReadonlySet<string>, defaults: object): string[] {
  const nothing = emptyRecord(register).fields;
  return Object.entries(register.fields)
    .filter(([key, field]) => field.statedOnce.length > 0 && !carried.has(key) && !Object.hasOwn(defaults, key))
    .filter(([, field]) => field.required(nothing) || field.expected(nothing))
    .map(([key]) => key);
}

/** Nobody can answer for all children at once what differs from one to the next, so the village has to fill it in. */
export function missingColumnsInWords(register: Register, missing: readonly string[]): string | null {
  if (missing.length === 0) return null;
  const columns = missing.length === 1 ? '这一列' : `这${missing.length}列`;
  return `表里没有“${labelsOf(register, missing).join('、')}”${columns}，请在原表补上再导入；列名不同的，在“核对各列对应”里选定`;
}

/** What the official forms ask of most of these records and the table does not have; told once, held against no row. */
export function laterInWords(
  register: Register,
  carried: ReadonlySet<string>,
  defaults: object,
  records: readonly RecordValues[],
  context: FieldContext,
): string | null {
  const lacking = [...Object.entries(register.fields), ...Object.entries(register.views)]
    .filter(([key]) => !carried.has(key) && !Object.hasOwn(defaults, key))
    .filter(([key]) => !carried.has(register.derivedFrom?.[key] ?? ''))
    .filter(([key, field]) => {
      let [without, left] = [0, records.length];
      for (const record of records) {
        // Most of them are more than those that are left.
        if (without * 2 > records.length || (without + left) * 2 <= records.length) break;
        left -= 1;
        const { fields } = record;
        const isLacking = field.expected(fields) && !field.required(fields);
        if (isLacking && readValue(register, record, key, context) === null) without += 1;
      }
      return without * 2 > records.length;
    })
    .map(([, { label }]) => label);
  return lacking.length === 0 ? null : `表里没有“${lacking.join('、')}”，这些以后再补`;
}

/** A table of which most columns mean nothing to the register is probably another register's. */
export function doubtInWords(register: Register, columns: readonly TableColumn[]): string | null {
  const carried = carriedKeys(columns, register);
  const nothing = emptyRecord(register).fields;
  const common = new Set(
    Object.keys(register.fields).filter((key) => register.fields[key]?.required(nothing) === true),
  );
  const telling = [...carried].filter((key) => !common.has(key));
  const unknown = columns.filter(({ heading, target }) => target === null && isTelling(heading));
  if (unknown.length === 0 || telling.length > unknown.length) return null;
  const headings = unknown.slice(0, 3).map(({ heading }) => `“${shortened(heading)}”`);
  return `这张表不像${register.title}的登记表：${headings.join('')}等${unknown.length}列在${register.title}台账里没有对应；请核对是否选错了文件`;
}

/** A running number says nothing about what a table is. */
function isTelling(heading: string): boolean {
  return heading !== '' && !/^(?:序号|编号|序|号)$/u.test(heading);
}

/** Columns that are not taken over, in words. */
export function leftOutInWords(columns: readonly TableColumn[]): string[] {
  return columns
    .filter((column) => column.target === null)
    .map(({ letter, heading }) => (heading === '' ? `${letter}列（没有列名）` : `${letter}列“${shortened(heading)}”`));
}

/** Labels of fields. */
export function labelsOf(register: Register, keys: readonly string[]): string[] {
  return keys.map((key) => register.fields[key]?.label ?? key);
}
