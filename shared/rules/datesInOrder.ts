import type { Fields, Issue, Values } from '../registers/register.ts';

/**
 * An error at every day that is earlier than one named before it. Days that are not entered are left out.
 * @param order keys of fields, in the order in which their days follow each other; the same day twice is in order
 */
export function datesInOrder(fields: Fields, values: Values, order: readonly string[]): Issue[] {
  const issues: Issue[] = [];
  let latest: { readonly key: string; readonly day: string } | undefined;
  for (const key of order) {
    const day = values[key];
    if (typeof day !== 'string') continue;
    if (latest !== undefined && day < latest.day) {
      const message = `“${fields[key]?.label ?? key}”早于“${fields[latest.key]?.label ?? latest.key}”，请核对日期`;
      issues.push({ severity: 'error', path: key, message });
    } else latest = { key, day };
  }
  return issues;
}
