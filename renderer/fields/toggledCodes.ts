import type { CodeEntry } from '../../shared/codes/codeTable.ts';
import type { FieldKind } from '../../shared/fields/kinds.ts';

/** The codes of a field of several choices after one was chosen or given up; null when none is left. */
export function toggledCodes(
  kind: FieldKind,
  entries: readonly CodeEntry[],
  codes: readonly string[],
  code: string,
): readonly string[] | null {
  const isExclusive = (each: string): boolean => kind.exclusive?.includes(each) ?? false;
  const compatible = codes.filter((each) => isExclusive(each) === isExclusive(code));
  const next = codes.includes(code)
    ? codes.filter((each) => each !== code)
    : [...(isExclusive(code) ? [] : compatible), code];
  const ordered = entries.map((entry) => entry.code).filter((each) => next.includes(each));
  return ordered.length === 0 ? null : ordered;
}
