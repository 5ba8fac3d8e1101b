import type { FieldKind } from '../../shared/fields/kinds.ts';

/** Marks what tells who somebody is; privacy mode hides it (see `theme.ts`) until it is pointed at and held, or entered. */
export const person = { 'data-person': '' } as const;

/** The mark for a value of a kind that tells who somebody is, nothing for others. */
export function personIf(kind: FieldKind | undefined): Partial<typeof person> {
  return kind !== undefined && (kind.sensitive || kind.namesPerson === true) ? person : {};
}
