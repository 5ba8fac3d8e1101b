import { type RecordShape, sharedKey } from './register.ts';

/** What a table or column may be called. */
export const columnName = /^[a-z][a-z0-9_]*$/u;

/**
 * Checks the names of a record's fields, views and rows, and those that its sections and its sample mention.
 * @throws Error naming the part that refers to something undeclared
 */
export function checkShape(shape: RecordShape): void {
  const fail = (problem: string): never => {
    throw new Error(`${shape.key}: ${problem}`);
  };
  const groups = Object.entries(shape.rows);
  const columns = [...Object.keys(shape.fields), ...groups.flatMap(([, group]) => Object.keys(group.fields))];
  for (const column of columns) if (!columnName.test(column)) fail(`${column} is no column name`);
  const keys = [...Object.keys(shape.fields), ...Object.keys(shape.rows), ...Object.keys(shape.views)];
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) fail(`${twice} is declared twice`);
  const known = new Set(keys);
  for (const [group, { fields, columns: shown, shared, sameBy = [] }] of groups) {
    const used = [
      ...shown,
      ...sameBy,
      ...(shared?.fields ?? []),
      ...(shared?.identity.flat() ?? []),
      ...(shared?.toldApartBy ?? []),
    ];
    for (const field of used) if (!Object.hasOwn(fields, field)) fail(`${group}.${field} is not declared`);
    if (Object.hasOwn(fields, sharedKey)) fail(`${group}.${sharedKey} is taken`);
  }
  const mentioned = [
    ...shape.sections.flatMap((section) => section.fields),
    ...Object.values(shape.fields).flatMap((field) => field.absenceReason ?? []),
    ...[shape.nameField, shape.uniqueField].flatMap((key) => key ?? []),
    ...Object.entries(shape.derivedFrom ?? {}).flat(),
    ...Object.keys(shape.sample.fields),
    ...Object.keys(shape.sample.rows),
  ];
  for (const key of mentioned) if (!known.has(key)) fail(`${key} is not declared`);
  for (const [group, rows] of Object.entries(shape.sample.rows)) {
    for (const key of rows.flatMap((row) => Object.keys(row))) {
      if (!Object.hasOwn(shape.rows[group]?.fields ?? {}, key)) fail(`${group}.${key} is not declared`);
    }
  }
}
