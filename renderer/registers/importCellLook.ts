import type { ImportRow } from '../../shared/contract/importMethods.ts';

/** How a cell is marked, and what the mark means. */
export function importCellLook(
  row: Pick<ImportRow, 'issues' | 'changes' | 'fixes'>,
  column: number,
): { readonly mark?: 'error' | 'warning' | 'changed'; readonly isFixed: boolean; readonly explanation?: string } {
  const issues = row.issues.filter((issue) => issue.column === column);
  const change = row.changes.find((each) => each.column === column);
  const fix = row.fixes.find((each) => each.column === column);
  const sentences = [
    ...issues.map(({ message }) => message),
    ...(change ? [`名册里现为“${change.before === '' ? '（空）' : change.before}”`] : []),
    ...(fix ? [`原表为“${fix.original === '' ? '（空）' : fix.original}”`] : []),
  ];
  const mark = issues.some(({ severity }) => severity === 'error')
    ? 'error'
    : issues.length > 0
      ? 'warning'
      : change
        ? 'changed'
        : undefined;
  return {
    isFixed: fix !== undefined,
    ...(mark === undefined ? {} : { mark }),
    ...(sentences.length === 0 ? {} : { explanation: sentences.join('；') }),
  };
}
