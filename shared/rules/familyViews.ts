import type { FieldKind } from '../fields/kinds.ts';
import type { RecordValues, Values, View } from '../registers/register.ts';
import { sharedKey } from '../registers/register.ts';

/** What forms print for whoever is dead in the cells that nothing is known for (农村留守儿童基本情况登记表, 填表说明). */
export const deceasedMark = '—';

/** Codes of 父母情形 of whoever is dead or declared so. */
const deceasedStates: readonly unknown[] = ['2', '4'];

/** Whether a row of the family says that its person is dead, by choice or in the words of the village. */
export function isDeceased(row: Values): boolean {
  return deceasedStates.includes(row.parent_state) || /死亡|已故|去世|亡故/u.test(String(row.health ?? ''));
}

/** A person whom a form has cells of his own for, among the rows of the family. */
export interface FamilyPlace {
  /** His row, or -1 while the family does not list him. */
  find(members: readonly Values[]): number;
  /** What a new row of his begins with. */
  begin(members: readonly Values[]): Values;
}

/** The one relative of a kind: a child has one father. Step-parents and adoptive parents have codes of their own. */
export function relative(relation: string): FamilyPlace {
  return {
    find: (members) => members.findIndex((row) => row.relation === relation),
    begin: () => ({ relation }),
  };
}

const roles: readonly unknown[] = ['1', '2', '3'];

/** Places of those who answer for the child: guardians first, then who was entrusted, then others; each in the family's order. */
export function guardianPlaces(members: readonly Values[]): number[] {
  return roles.flatMap((role) => members.flatMap((row, index) => (row.guardian_role === role ? [index] : [])));
}

/** 监护人1 (0) or 监护人2 (1) of a form. */
export function guardianAt(order: number): FamilyPlace {
  return {
    find: (members) => guardianPlaces(members)[order] ?? -1,
    // Whoever is added behind others answers as they do, so that nobody changes places while he is written down.
    begin: (members) => {
      const last = members[guardianPlaces(members).at(-1) ?? -1];
      return { guardian_role: last?.guardian_role ?? '1' };
    },
  };
}

/** Who was entrusted with the care of a left-behind child. */
export const entrustedCarer: FamilyPlace = {
  find: (members) => members.findIndex((row) => row.guardian_role === '2'),
  begin: () => ({ guardian_role: '2' }),
};

/** Who answers for the child beside or instead of father and mother. */
export const otherGuardian: FamilyPlace = {
  find: (members) =>
    guardianPlaces(members).find((index) => !['51', '52'].includes(String(members[index]?.relation))) ?? -1,
  begin: () => ({ guardian_role: '3' }),
};

/** A kind as cells about one person show it: with the mark of the dead. Codes have none. */
export function withDeceasedMark(kind: FieldKind): FieldKind {
  if (kind.options !== undefined) return kind;
  const marked =
    (show: FieldKind['format']): FieldKind['format'] =>
    (value, context) =>
      value === deceasedMark ? deceasedMark : show(value, context);
  const { masked } = kind;
  return {
    ...kind,
    format: marked(kind.format),
    brief: marked(kind.brief),
    ...(masked && { masked: (value) => (value === deceasedMark ? deceasedMark : masked(value)) }),
  };
}

/**
 * One value of one person of the family. Entering it for somebody whom the family does not list adds him; emptying the last
 * of it takes him out again. Another name is a correction: it is typed letter by letter, and the store knows who is whom.
 */
export function personView(
  place: FamilyPlace,
  field: string,
  kind: FieldKind,
): Pick<View<string>, 'read' | 'write' | 'placeOf' | 'byHand'> {
  const membersOf = ({ rows }: RecordValues): readonly Values[] => rows.members ?? [];
  return {
    byHand: true,
    read: (values) => {
      const row = membersOf(values)[place.find(membersOf(values))];
      const value = row?.[field];
      if (typeof value === 'string') return value;
      return row !== undefined && kind.options === undefined && isDeceased(row) ? deceasedMark : null;
    },
    write: (values, value) => {
      if (value === null && place.find(membersOf(values)) < 0) return values;
      const members = withPerson(place, membersOf(values));
      const at = place.find(members);
      const changed = members.map((row, index) => (index === at ? { ...row, [field]: value } : row));
      const kept = value === null ? changed.filter((row, index) => saysMore(row, place, index === at)) : changed;
      return { ...values, rows: { ...values.rows, members: kept } };
    },
    placeOf: (values) => {
      const at = place.find(membersOf(values));
      return at < 0 ? undefined : `members.${at}.${field}`;
    },
  };
}

/** The family with a row for this person; 监护人2 of a family without a guardian needs a row before his own. */
function withPerson(place: FamilyPlace, members: readonly Values[]): readonly Values[] {
  let grown = members;
  while (place.find(grown) < 0) grown = [...grown, place.begin(grown)];
  return grown;
}

/** Whether a row says more than it began with; of other people's rows only one that has nothing but a role does not. */
function saysMore(row: Values, place: FamilyPlace, isHis: boolean): boolean {
  const began = isHis ? Object.keys(place.begin([])) : ['guardian_role'];
  return Object.entries(row).some(([key, value]) => value !== null && key !== sharedKey && !began.includes(key));
}

/** One value of the household that the child lives in. Entering it for a child without one adds it; its number is then asked for. */
export function householdView(field: string): Pick<View<readonly string[]>, 'read' | 'write' | 'placeOf' | 'byHand'> {
  const householdOf = ({ rows }: RecordValues): Values | undefined => rows.household?.[0];
  return {
    byHand: true,
    read: (values) => {
      const value = householdOf(values)?.[field];
      return typeof value === 'object' ? value : null;
    },
    write: (values, value) => {
      const household = { ...householdOf(values), [field]: value };
      const isEmpty = Object.entries(household).every(([key, each]) => key === sharedKey || each === null);
      return { ...values, rows: { ...values.rows, household: isEmpty ? [] : [household] } };
    },
    placeOf: (values) => (householdOf(values) === undefined ? undefined : `household.0.${field}`),
  };
}
