import type { Register, Values } from './register.ts';

/**
 * Fields that can be set to one value for many records at once, in the order of the entry form. What names a record, what
 * follows from other values, and what is as personal as a number or an address belongs to one record alone.
 */
export function editableFields(register: Register): string[] {
  const alone = new Set([
    register.nameField,
    register.uniqueField,
    register.numberField,
    ...Object.keys(register.derivedFrom ?? {}),
  ]);
  return register.sections
    .flatMap((section) => section.fields)
    .filter((key) => {
      const field = Object.hasOwn(register.fields, key) ? register.fields[key] : undefined;
      return field !== undefined && !field.individual && !field.kind.sensitive && !alone.has(key);
    });
}

/**
 * Fields that the forms begin to ask for when some are changed: the reason and the day of a status other than 在册. Records
 * as they are declared to begin stand for all others.
 */
export function askedFor(register: Register, changes: Values): string[] {
  const before: Values = Object.fromEntries(
    Object.entries(register.fields).map(([key, field]) => [key, field.initially ?? null]),
  );
  const after = { ...before, ...changes };
  return editableFields(register).filter((key) => {
    const field = register.fields[key];
    return field !== undefined && !Object.hasOwn(changes, key) && field.expected(after) && !field.expected(before);
  });
}
