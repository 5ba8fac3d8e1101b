import type { Issue, Values } from '../registers/register.ts';

/**
 * A warning when a field names fewer than two people; nothing when it is empty.
 * @param message what to do then, in a sentence
 */
export function twoPeopleIssue(values: Values, key: string, message: string): Issue[] {
  const { [key]: named } = values;
  if (typeof named !== 'string' || named.split(/[、，,；;\s]+/u).filter(Boolean).length >= 2) return [];
  return [{ severity: 'warning', path: key, message }];
}
