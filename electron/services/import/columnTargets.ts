import type { CompoundColumn, Field, Register, View } from '../../../shared/registers/register.ts';

/** What a column of a table can feed: one field, or the fields of a compound column. */
export interface ColumnTarget {
  /** Field key, or `compound:<label>`. */
  readonly target: string;
  readonly label: string;
  /** Keys of the fields and row groups that the column fills. */
  readonly fills: readonly string[];
  readonly source:
    | { readonly kind: 'field'; readonly key: string; readonly field: Field }
    | { readonly kind: 'view'; readonly key: string; readonly view: View }
    | { readonly kind: 'compound'; readonly column: CompoundColumn };
}

/** Everything a column of this register's tables can be matched with, in the order of the declaration. */
export function columnTargets(register: Register): ColumnTarget[] {
  return [
    ...Object.entries(register.fields).map(
      ([key, field]): ColumnTarget => ({
        target: key,
        label: field.label,
        fills: [key],
        source: { kind: 'field', key, field },
      }),
    ),
    ...Object.entries(register.views)
      .filter(([, view]) => view.write !== undefined)
      .map(
        ([key, view]): ColumnTarget => ({
          target: key,
          label: view.label,
          fills: [key],
          source: { kind: 'view', key, view },
        }),
      ),
    ...register.compoundColumns.map(
      (column): ColumnTarget => ({
        target: `compound:${column.label}`,
        label: column.label,
        fills: column.fills,
        source: { kind: 'compound', column },
      }),
    ),
  ];
}

/** Finds the target that a heading names, or undefined. Headings are compared without blanks, marks and brackets. */
export function headingMatcher(register: Register): (heading: string) => ColumnTarget | undefined {
  const byHeading = new Map<string, ColumnTarget>();
  for (const target of columnTargets(register)) {
    const { source } = target;
    const { headings } = source.kind === 'field' ? source.field : source.kind === 'view' ? source.view : source.column;
    for (const heading of [target.label, ...headings]) {
      const key = withoutBrackets(plainHeading(heading));
      if (!byHeading.has(key)) byHeading.set(key, target);
    }
  }
  return (heading) => {
    const plain = plainHeading(heading);
    // 身份证号（18位）: what stands in brackets may belong to the name or only explain it.
    return byHeading.get(withoutBrackets(plain)) ?? byHeading.get(plain.replace(/\([^()]*\)/gu, ''));
  };
}

/** A heading without blanks, invisible characters, asterisks, numbering and a closing colon. */
export function plainHeading(heading: string): string {
  return heading
    .normalize('NFKC')
    .replace(/[\s\p{C}*]+/gu, '')
    .replace(/^\(?\d{1,2}[).、]/u, '')
    .replace(/:$/u, '');
}

function withoutBrackets(plain: string): string {
  return plain.replace(/[()[\]【】]/gu, '');
}
