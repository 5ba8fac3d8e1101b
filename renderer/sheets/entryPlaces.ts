import type { OfficeSettings } from '../../shared/contract/methods.ts';
import type { FieldContext, FieldValue } from '../../shared/fields/kinds.ts';
import type { GridCell, Sheet } from '../../shared/forms/sheet.ts';
import {
  emptyRow,
  type Finding,
  findView,
  type RecordShape,
  type RecordValues,
  shownFields,
  shownValues,
  type Values,
} from '../../shared/registers/register.ts';
import type { EntryPlace } from './EntryParts.tsx';
import type { PrintedSource } from './entryPlan.ts';

/** What is entered on a sheet, what is found wrong there, and where changes go. */
export interface Entry {
  readonly sheet: Sheet;
  readonly values: RecordValues;
  /** The record that these values are about; null or left out where there is none. */
  readonly about?: RecordValues | null;
  /** Findings to show now, in their cells. */
  readonly issues: readonly Finding[];
  /** Whether the official forms still lack a value at a path. */
  readonly isGap: (path: string) => boolean;
  readonly context: FieldContext;
  readonly office: OfficeSettings;
  /** A value was entered; the path names a field (`name`) or a field of a row that exists (`members.0.name`). */
  readonly onChange: (path: string, value: FieldValue | null) => void;
  /** Rows were added to a group or removed from it. */
  readonly onRowsChange: (group: string, rows: readonly Values[]) => void;
  /** The cursor has left the field of a path. */
  readonly onLeave: (path: string) => void;
}

/** Where the values of a cell live: in the record, or in a member's row, which is made when something is typed in it. */
export function createPlaces(entry: Entry): (member: GridCell['member']) => EntryPlace {
  const { sheet, values, issues, isGap, context, office, onChange, onRowsChange, onLeave } = entry;
  const issueByPath = new Map<string, Finding>();
  for (const issue of issues) {
    if (issueByPath.get(issue.path)?.severity !== 'error') issueByPath.set(issue.path, issue);
  }
  const shape = sheet.register;
  /** Where a value shown in another form stands in the record: what is wrong there is shown where it is entered. */
  const placeInRecord = (path: string): string => findView(shape, path)?.placeOf?.(values) ?? path;
  const common = {
    context,
    office,
    issueAt: (path: string) => issueByPath.get(path) ?? issueByPath.get(placeInRecord(path)),
    isGap: (path: string) => isGap(path) || isGap(placeInRecord(path)),
    hintOf: (field: string, source: PrintedSource) => hintOf(shape, field, source),
    onLeave: (path: string) => {
      onLeave(path);
      if (placeInRecord(path) !== path) onLeave(placeInRecord(path));
    },
  };
  const shown = { fields: shownFields(shape), values: shownValues(shape, values, context, entry.about) };
  return (member) => {
    if (member === null) return { ...common, ...shown, prefix: '', rowLabel: '', onChange };
    const group = sheet.register.rows[member.group];
    const fields = group?.fields ?? {};
    const rows = values.rows[member.group] ?? [];
    const prefix = `${member.group}.${member.index}.`;
    return {
      ...common,
      fields,
      values: rows[member.index] ?? emptyRow(fields),
      prefix,
      rowLabel: `${group?.label ?? ''}第${member.index + 1}行`,
      onChange: (key, value) => {
        if (member.index < rows.length) return onChange(`${prefix}${key}`, value);
        const added = Array.from({ length: member.index + 1 - rows.length }, () => emptyRow(fields));
        const grown = [...rows, ...added];
        onRowsChange(
          member.group,
          grown.map((row, index) => (index === member.index ? { ...row, [key]: value } : row)),
        );
      },
    };
  };
}

/** What stands in an empty place whose value is entered elsewhere. */
function hintOf(shape: RecordShape, field: string, source: PrintedSource): string {
  if (source === 'about') return '登记里没有填';
  if (source === 'above') return '随前面填写的内容';
  const group = findView(shape, field)?.filter?.group;
  const from = group === undefined ? undefined : shape.rows[group]?.label;
  return from === undefined ? '按其他内容自动得出' : `在“${from}”里填`;
}
