/** A table, index or trigger that a declaration asks for, with the statement that makes it. */
export interface SchemaObject {
  readonly name: string;
  readonly statement: string;
  /** Columns of a table with their definitions, so that a later declaration can be compared and added to. */
  readonly columns?: ReadonlyMap<string, string>;
}

/** A table, with its columns apart. */
export function tableObject(
  name: string,
  columns: readonly (readonly [string, string])[],
  constraints = '',
  options = 'STRICT',
): SchemaObject {
  const lines = columns.map(([column, definition]) => `"${column}" ${definition}`).join(', ');
  return { name, statement: `CREATE TABLE "${name}" (${lines}${constraints}) ${options}`, columns: new Map(columns) };
}

/** An index; `condition` begins with WHERE. */
export function index(name: string, table: string, columns: string, condition = '', unique = ''): SchemaObject {
  return {
    name,
    statement: `CREATE ${unique}INDEX "${name}" ON "${table}" (${columns})${condition ? ` ${condition}` : ''}`,
  };
}

/**
 * Triggers that keep what is written in a table from being changed.
 * @param message why it is refused; for the log alone
 * @returns a trigger by its name, the event it refuses, and where it refuses only some: ` WHEN …`
 */
export function guardsOf(table: string, message: string) {
  return (name: string, event: `${'UPDATE' | 'DELETE' | 'INSERT'}${string}`, when = ''): SchemaObject => ({
    name,
    statement: `CREATE TRIGGER "${name}" BEFORE ${event} ON "${table}"${when} BEGIN SELECT RAISE(ABORT, '${message}'); END`,
  });
}
