import { useMutation } from '@tanstack/react-query';
import { useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import type { FieldContext, FieldValue } from '../../shared/fields/kinds.ts';
import { checkRecord, errorsOf, findingsOf, gapsOf } from '../../shared/registers/checkRecord.ts';
import type { Finding, Issue, RecordShape, RecordValues, Values } from '../../shared/registers/register.ts';
import { CallError } from '../api/CallError.ts';
import { useWork } from '../app/WorkContext.ts';
import type { DraftState } from './draftKeeper.ts';
import type { EntryStore, SavedEntry, StoredEntry, WireValues } from './entryStore.ts';
import {
  corrections,
  filledPaths,
  filledRows,
  sameValue,
  withoutEmptyRows,
  withRowAdded,
  withRowRemoved,
  withValue,
} from './recordValues.ts';

type Draft = NonNullable<MethodOutput<'draft.get'>['draft']>;

/** What an editor starts from. */
export interface EditorStart {
  readonly stored: StoredEntry | null;
  readonly draft: Draft | null;
  readonly empty: RecordValues;
}

/** The version an entry was begun from; its values are unknown when only a draft remembers the version. */
interface Base {
  readonly version: number | null;
  readonly values: RecordValues | null;
}

/** One record or form being entered. Both ways of entering it, form and sheet, share one of these. */
export interface RecordEditor {
  readonly values: RecordValues;
  readonly changed: boolean;
  /** Whether unsaved entry of an earlier time was brought back. */
  readonly restored: boolean;
  readonly draftState: DraftState;
  /** Findings to show now: of fields the user has left, all after a try to save, and warnings of what is stored. */
  readonly shownIssues: readonly Finding[];
  readonly issueAt: (path: string) => Finding | undefined;
  /** What the official forms ask for and the entry still lacks; of a new record once somebody has tried to save it. */
  readonly gaps: readonly Issue[];
  readonly isGap: (path: string) => boolean;
  readonly setValue: (path: string, value: FieldValue | null) => void;
  readonly setValues: (values: RecordValues) => void;
  readonly setRows: (group: string, rows: readonly Values[]) => void;
  readonly addRow: (group: string) => void;
  readonly removeRow: (group: string, index: number) => void;
  readonly leaveField: (path: string) => void;
  /** Saves, or shows what keeps it from being saved. */
  readonly save: () => void;
  readonly saving: boolean;
  readonly saveError: Error | null;
  /** What somebody else stored meanwhile; set when saving was refused for that reason. */
  readonly theirs: StoredEntry | null;
  readonly base: Base;
  /** Goes on from their version with the merged values; nothing is stored by this. */
  readonly merge: (values: RecordValues) => void;
  readonly keepEditing: () => void;
  /** Gives the unsaved entry up and goes back to what is stored. */
  readonly revert: () => void;
}

/** What an editor enters, where that is kept, and who is told what becomes of it. */
export interface EditorOptions {
  readonly shape: RecordShape;
  readonly store: EntryStore;
  /** Null for a new one. */
  readonly id: string | null;
  readonly start: EditorStart;
  readonly onSaved: (saved: SavedEntry) => void;
  /** Asked with the entry before it is stored; without its consent nothing happens. */
  readonly mayStore: (values: RecordValues) => Promise<boolean>;
  /** Called with the paths of the findings for which saving is refused, once the page shows them. */
  readonly onRefused: (paths: readonly string[]) => void;
}

/** Entry, checks, drafts, saving and the meeting of two versions, for one record of any register or one form about it. */
export function useRecordEditor(options: EditorOptions): RecordEditor {
  const { shape, store: kept, id, start, onSaved, mayStore, onRefused } = options;
  const { context, drafts } = useWork();
  const draftState = useSyncExternalStore(drafts.subscribe, drafts.state);
  const storedValues = start.stored?.values ?? start.empty;
  const [base, setBase] = useState<Base>(() => baseOf(start));
  const [values, setState] = useState<RecordValues>(start.draft?.values ?? storedValues);
  const [restored, setRestored] = useState(start.draft !== null);
  // What was brought back was left once already, so its faults are shown at once.
  const [left, setLeft] = useState<ReadonlySet<string>>(() => new Set(start.draft ? filledPaths(values) : []));
  const [corrected, setCorrected] = useState<readonly Finding[]>([]);
  const [tried, setTried] = useState(false);
  const [refusals, setRefusals] = useState<readonly Finding[]>([]);
  const [theirs, setTheirs] = useState<StoredEntry | null>(null);
  // Several changes can arrive before the next drawing; each must build on the one before.
  const latest = useRef(values);
  const touched = useRef<ReadonlySet<string>>(new Set());

  const issues = useMemo(
    () => [...findingsOf(checkEntry(shape, values, context)), ...refusals, ...corrected],
    [shape, values, context, refusals, corrected],
  );
  const gaps = useMemo(
    () => (id !== null || tried ? gapsOf(checkEntry(shape, values, context)) : []),
    [shape, values, context, id, tried],
  );
  const gapPaths = useMemo(() => new Set(gaps.map(({ path }) => path)), [gaps]);
  const shownIssues = useMemo(() => {
    const storedWarning = (issue: Finding): boolean => id !== null && issue.severity === 'warning';
    return issues.filter((issue) => tried || left.has(issue.path) || corrected.includes(issue) || storedWarning(issue));
  }, [issues, corrected, tried, left, id]);
  const issuesByPath = useMemo(() => {
    const byPath = new Map<string, Finding>();
    for (const issue of shownIssues) {
      const known = byPath.get(issue.path);
      if (!known || (known.severity === 'warning' && issue.severity === 'error')) byPath.set(issue.path, issue);
    }
    return byPath;
  }, [shownIssues]);

  const take = (next: RecordValues): void => {
    latest.current = next;
    setState(next);
  };
  const change = (next: RecordValues): void => {
    const derived = shape.derive(next, context);
    const before = latest.current;
    setCorrected((known) => [
      ...known.filter(({ path }) => sameValue(derived.fields[path], before.fields[path])),
      ...corrections(shape, { before, entered: next, derived }, context),
    ]);
    take(derived);
    setRefusals([]);
    drafts.schedule({ ...kept.draft, version: base.version, values: wire(derived) });
  };
  const clearFindings = (): void => {
    touched.current = new Set();
    setTried(false);
    setLeft(new Set());
    setCorrected([]);
  };
  const discardDraft = (): Promise<void> => drafts.discard(kept.draft.register, kept.draft.id);

  /** What became of a saved entry: the store knows who is shared, and numbers the record. */
  const readStored = async (saved: { readonly id: string; readonly version: number }): Promise<RecordValues | null> => {
    if (id === null) return null;
    const stored = await kept.read(saved.id).catch(() => null);
    return stored?.version === saved.version ? stored.values : null;
  };

  const saving = useMutation({
    mutationFn: async (input: { readonly values: RecordValues; readonly version: number | null }) => {
      // A draft on its way must not arrive after the record it belongs to.
      await drafts.flush();
      return kept.save({ version: input.version, values: wire(input.values) });
    },
    onSuccess: async (saved, input) => {
      await discardDraft();
      const stored = await readStored(saved);
      setBase({ version: saved.version, values: stored ?? input.values });
      if (stored && sameValue(latest.current, input.values)) take(stored);
      setRestored(false);
      clearFindings();
      await kept.refresh(saved.id);
      onSaved(saved);
    },
    onError: async (error) => {
      if (!(error instanceof CallError)) return;
      if (error.code === 'stale' && id !== null) {
        setTheirs(await kept.read(id));
      }
      const entries = Object.entries(error.fields);
      flushSync(() => {
        setRefusals(entries.map(([path, message]): Finding => ({ path, message, severity: 'error' })));
        if (entries.length > 0) setTried(true);
      });
      if (entries.length > 0) {
        onRefused(entries.map(([path]) => path));
      }
    },
  });

  const isAsking = useRef(false);
  const store = async (entry: RecordValues): Promise<void> => {
    isAsking.current = true;
    try {
      if (await mayStore(entry)) saving.mutate({ values: entry, version: base.version });
    } finally {
      isAsking.current = false;
    }
  };

  return {
    values,
    changed: !sameValue(values, base.values ?? storedValues) || base.values === null,
    restored,
    draftState,
    shownIssues,
    issueAt: (path) => issuesByPath.get(path),
    gaps,
    isGap: (path) => gapPaths.has(path),
    setValue: (path, value) => {
      touched.current = new Set([...touched.current, path]);
      change(withValue(shape, latest.current, path, value, context));
    },
    setValues: change,
    setRows: (group, rows) => change({ ...latest.current, rows: { ...latest.current.rows, [group]: rows } }),
    addRow: (group) => change(withRowAdded(shape, latest.current, group)),
    removeRow: (group, index) => change(withRowRemoved(latest.current, group, index)),
    leaveField: (path) => {
      // A field that the cursor only passes is not yet at fault for being empty.
      if (touched.current.has(path) || filledPaths(latest.current).includes(path)) {
        setLeft((known) => (known.has(path) ? known : new Set([...known, path])));
      }
      void drafts.flush();
    },
    save: () => {
      if (saving.isPending || isAsking.current) return;
      const tidy = shape.derive(withoutEmptyRows(latest.current), context);
      flushSync(() => {
        take(tidy);
        setTried(true);
      });
      const errors = errorsOf(checkRecord(shape, tidy, context));
      if (errors.length > 0) onRefused(errors.map(({ path }) => path));
      else void store(tidy);
    },
    saving: saving.isPending,
    saveError: saving.error,
    theirs,
    base,
    merge: (merged) => {
      if (!theirs) return;
      setBase({ version: theirs.version, values: theirs.values });
      setTheirs(null);
      saving.reset();
      const derived = shape.derive(merged, context);
      take(derived);
      drafts.schedule({ ...kept.draft, version: theirs.version, values: wire(derived) });
    },
    keepEditing: () => {
      setTheirs(null);
    },
    revert: () => {
      take(base.values ?? storedValues);
      if (base.values === null) setBase({ version: start.stored?.version ?? null, values: storedValues });
      setRestored(false);
      clearFindings();
      setRefusals([]);
      saving.reset();
      void discardDraft();
    },
  };
}

/** Findings of an entry as it stands: rows in which nothing is entered yet are not judged. */
export function checkEntry(shape: RecordShape, values: RecordValues, context: FieldContext): Issue[] {
  const places = filledRows(values);
  return checkRecord(shape, withoutEmptyRows(values), context).map((issue) => {
    const [group = '', index, key] = issue.path.split('.');
    const place = index === undefined ? undefined : places[group]?.[Number(index)];
    return place === undefined ? issue : { ...issue, path: `${group}.${place}.${key}` };
  });
}

function baseOf({ stored, draft, empty }: EditorStart): Base {
  const version = stored?.version ?? null;
  if (draft && draft.version !== version) return { version: draft.version, values: null };
  return { version, values: stored?.values ?? empty };
}

/** The request's shape of the same values; only read-only marks differ. */
export function wire(values: RecordValues): WireValues {
  const row = (fields: RecordValues['fields']): WireValues['fields'] =>
    Object.fromEntries(
      Object.entries(fields).map(([key, value]): [string, WireValues['fields'][string]] => [
        key,
        value === null || typeof value === 'string' || typeof value === 'boolean' ? value : [...value],
      ]),
    );
  return {
    fields: row(values.fields),
    rows: Object.fromEntries(Object.entries(values.rows).map(([group, rows]) => [group, rows.map(row)])),
  };
}
