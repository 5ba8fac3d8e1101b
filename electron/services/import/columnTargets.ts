import { plainHeading } from '../../../shared/registers/plainHeading.ts';
import type { CompoundColumn, Field, Register, RowGroup, View } from '../../../shared/registers/register.ts';

/** What a column of a table can feed: one field, the fields of a compound column, or the rows of a group. */
export interface ColumnTarget {
  /** Field, view or row group key, or `compound:<label>`. */
  readonly target: string;
  readonly label: string;
  /** Keys of the fields and row groups that the column fills. */
  readonly fills: readonly string[];
  readonly source:
    | { readonly kind: 'field'; readonly key: string; readonly field: Field }
    | { readonly kind: 'view'; readonly key: string; readonly view: View }
    | { readonly kind: 'compound'; readonly column: CompoundColumn }
    | { readonly kind: 'rows' };
  /** The group of the same name: its rows can stand in the cell as an export writes them. */
  readonly group?: { readonly key: string; readonly group: RowGroup };
}

/** Everything that a column of this register's tables can be matched with, in the order of the declaration. */
export function columnTargets(register: Register): ColumnTarget[] {
  const groups = Object.entries(register.rows).map(([key, group]) => ({ key, group }));
  const single = singleTargets(register).map((target): ColumnTarget => {
    const group = groups.find((each) => each.group.label === target.label);
    return group ? { ...target, fills: [...new Set([...target.fills, group.key])], group } : target;
  });
  const alone = groups
    .filter(({ key }) => !single.some((target) => target.group?.key === key))
    .map(
      (group): ColumnTarget => ({
        target: group.key,
        label: group.group.label,
        fills: [group.key],
        source: { kind: 'rows' },
        group,
      }),
    );
  return [...single, ...alone];
}

function singleTargets(register: Register): ColumnTarget[] {
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
      .filter(([, view]) => view.write !== undefined && !view.byHand)
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

/** Headings that mean a target beside its label. */
export function headingsOf({ source }: ColumnTarget): readonly string[] {
  switch (source.kind) {
    case 'field':
      return source.field.headings;
    case 'view':
      return source.view.headings;
    case 'compound':
      return source.column.headings;
    case 'rows':
      return [];
  }
}

/** Finds the target that a heading names, or undefined. Headings are compared without blanks, marks and brackets. */
export function headingMatcher(register: Register): (heading: string) => ColumnTarget | undefined {
  const byHeading = new Map<string, ColumnTarget>();
  for (const target of columnTargets(register)) {
    for (const heading of [target.label, ...headingsOf(target)]) {
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

function withoutBrackets(plain: string): string {
  return plain.replace(/[()[\]【】]/gu, '');
}
