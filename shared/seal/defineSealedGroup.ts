import { checkShape } from '../registers/checkShape.ts';
import type { Fields, Issue, RecordShape, Values } from '../registers/register.ts';

/** A kind of matter that the law seals: what an entry of it holds, and which law says so. Nothing of it is shown in lists. */
export interface SealedGroup extends RecordShape {
  /** The provisions, as the clerk reads them beside the form. */
  readonly source: string;
}

/** A sealed group as it is written down. */
export interface SealedGroupDeclaration {
  readonly key: string;
  readonly title: string;
  readonly source: string;
  readonly fields: Fields;
  readonly rules?: (values: Values) => readonly Issue[];
  readonly sample: Values;
}

/**
 * Checks a group's names once, when the program starts, and returns it. Entries have fields alone.
 * @throws Error naming the part that refers to something undeclared
 */
export function defineSealedGroup(declaration: SealedGroupDeclaration): SealedGroup {
  const { key, title, source, fields, rules = () => [], sample } = declaration;
  const group: SealedGroup = {
    key,
    title,
    source,
    fields,
    rows: {},
    views: {},
    sections: [{ title, fields: Object.keys(fields) }],
    derive: (values) => values,
    rules: (values) => rules(values.fields),
    sample: { fields: { ...emptied(fields), ...sample }, rows: {} },
  };
  checkShape(group);
  return group;
}

function emptied(fields: Fields): Values {
  return Object.fromEntries(Object.keys(fields).map((key) => [key, null]));
}
