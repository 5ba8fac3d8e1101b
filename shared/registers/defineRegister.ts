import { checkShape, columnName } from './checkShape.ts';
import { gapsFilter, type Issue, type RecordValues, type Register } from './register.ts';

/** What a simple register does without. */
const nothingMore = {
  rows: {},
  views: {},
  defaultFilters: {},
  lists: [],
  matchSignals: [],
  compoundColumns: [],
  without: [],
  derive: (values: RecordValues): RecordValues => values,
  rules: (): readonly Issue[] => [],
} as const satisfies Partial<Register>;

/** A register as it is written down: what it does without may be left out, and a column is shown unless it says otherwise. */
export type RegisterDeclaration = Omit<Register, keyof typeof nothingMore | 'list'> &
  Partial<Pick<Register, keyof typeof nothingMore>> & {
    readonly list: readonly { readonly field: string; readonly width: number; readonly shown?: boolean }[];
  };

/**
 * Checks a declaration's names once, when the program starts, and returns it.
 * @throws Error naming the part that refers to something undeclared, or a name that no search would find.
 */
export function defineRegister<const D extends RegisterDeclaration>(declaration: D): Register & Omit<D, 'list'> {
  const list = declaration.list.map((column) => ({ shown: true, ...column }));
  const register = { ...nothingMore, ...declaration, list };
  checkDeclaration(register);
  return register;
}

function checkDeclaration(register: Register): void {
  checkShape(register);
  for (const table of [register.table, ...Object.values(register.rows).map((group) => group.table)]) {
    if (!columnName.test(table)) throw new Error(`${register.key}: ${table} is no column name`);
  }
  const keys = [...Object.keys(register.fields), ...Object.keys(register.rows), ...Object.keys(register.views)];
  const known = new Set(keys);
  if (known.has(gapsFilter)) throw new Error(`${register.key}: ${gapsFilter} is taken`);
  const mentioned = [
    ...register.list.map((column) => column.field),
    ...register.filters,
    ...Object.keys(register.defaultFilters),
    ...register.matchSignals.flatMap((signal) =>
      signal.parts.flatMap(({ field, orField = field }) => [field, orField].map((path) => path.split('.')[0] ?? path)),
    ),
    ...Object.values(register.views).flatMap((each) => each.filter?.group ?? []),
    ...(register.numberField === undefined ? [] : [register.numberField]),
    ...register.compoundColumns.flatMap((column) => column.fills),
  ];
  for (const field of mentioned) if (!known.has(field)) throw new Error(`${register.key}: ${field} is not declared`);
  if (register.fields[register.nameField]?.kind.search === undefined) {
    throw new Error(
      `${register.key}: ${register.nameField} names the records, so its kind must be searched (personName, title)`,
    );
  }
}
