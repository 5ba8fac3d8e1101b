import { useMemo, useRef, useState } from 'react';
import type { FieldContext, FieldValue } from '../../shared/fields/kinds.ts';
import { checkRecord, errorsOf, findingsOf } from '../../shared/registers/checkRecord.ts';
import type { Finding, RecordShape, RecordValues, Values } from '../../shared/registers/register.ts';
import { filledPaths, sameValue, withoutEmptyRows, withValue } from '../registers/recordValues.ts';
import { checkEntry } from '../registers/useRecordEditor.ts';

/** An entry that lives in the page alone. */
export interface UnkeptEntry {
  readonly values: RecordValues;
  readonly changed: boolean;
  readonly shownIssues: readonly Finding[];
  readonly setValue: (path: string, value: FieldValue | null) => void;
  readonly setRows: (group: string, rows: readonly Values[]) => void;
  readonly leaveField: (path: string) => void;
  readonly clear: () => void;
  /** What is to be printed; null while something is wrong, whose paths are then shown. */
  readonly finish: () => { readonly values: RecordValues } | { readonly wrong: readonly string[] };
}

/** Entry and checks of a form that is filled in for printing only: nothing of it leaves the page but to the printer. */
export function useUnkeptEntry(shape: RecordShape, empty: RecordValues, context: FieldContext): UnkeptEntry {
  const [values, setState] = useState(empty);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [tried, setTried] = useState(false);
  // Several changes can arrive before the next drawing; each must build on the one before.
  const latest = useRef(values);
  const take = (next: RecordValues): void => {
    latest.current = shape.derive(next, context);
    setState(latest.current);
  };
  const issues = useMemo(() => findingsOf(checkEntry(shape, values, context)), [shape, values, context]);
  return {
    values,
    changed: !sameValue(values, empty),
    shownIssues: issues.filter(({ path }) => tried || left.has(path)),
    setValue: (path, value) => take(withValue(shape, latest.current, path, value, context)),
    setRows: (group, rows) => take({ ...latest.current, rows: { ...latest.current.rows, [group]: rows } }),
    leaveField: (path) => {
      // A field that the cursor only passes is not yet at fault for being empty.
      if (filledPaths(latest.current).includes(path)) setLeft((known) => new Set([...known, path]));
    },
    clear: () => {
      take(empty);
      setTried(false);
      setLeft(new Set());
    },
    finish: () => {
      const tidy = shape.derive(withoutEmptyRows(latest.current), context);
      take(tidy);
      setTried(true);
      const wrong = errorsOf(checkRecord(shape, tidy, context)).map(({ path }) => path);
      return wrong.length === 0 ? { values: tidy } : { wrong };
    },
  };
}
