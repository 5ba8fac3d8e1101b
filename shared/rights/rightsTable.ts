import { rightNames, rights, rightsOf } from './rights.ts';
import { roleNames, roles } from './roles.ts';

/** Which role may do what, in words, as it is shown in the program and printed in the manual. */
export interface RightsTable {
  readonly roles: readonly string[];
  readonly rows: readonly {
    readonly words: string;
    /** One for each role. */
    readonly marks: readonly boolean[];
  }[];
}

/** The matrix of roles and rights. */
export function rightsTable(): RightsTable {
  const held = roleNames.map((role) => rightsOf([role]));
  return {
    roles: roleNames.map((role) => roles[role].label),
    rows: rightNames.map((right) => ({ words: rights[right], marks: held.map((each) => each.has(right)) })),
  };
}
