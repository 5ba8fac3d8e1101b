import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { TemplateBinding, TemplateBindings, TemplateIssue } from '../../shared/templates/templateBindings.ts';
import { useApi } from '../api/ApiContext.ts';
import { type OpenedTemplate, refreshTemplates, type TemplateHead } from './templateQueries.ts';

/** What the clerk enters about a form. */
export interface TemplateEntry {
  readonly title: string;
  /** 文号. */
  readonly documentNumber: string;
  readonly bindings: TemplateBindings;
}

export interface TemplateEditor {
  readonly head: TemplateHead;
  readonly entry: TemplateEntry;
  readonly issues: readonly TemplateIssue[];
  /** What is entered is stored, on its way, or could not be stored. */
  readonly state: 'stored' | 'storing' | 'failed';
  readonly error: Error | null;
  readonly rename: (part: Partial<Pick<TemplateEntry, 'title' | 'documentNumber'>>) => void;
  /** Undefined takes a decision back. */
  readonly decide: (address: string, binding: TemplateBinding | undefined) => void;
  /** Stores what is entered; resolves when the store has it. @throws CallError */
  readonly flush: () => Promise<void>;
  /** Shows a state that another request has changed. */
  readonly setHead: (head: TemplateHead) => void;
}

/** Milliseconds without a change before decisions are stored. */
const pause = 500;

/** A form that is being decided about. Every change is stored by itself, so that leaving, locking and a crash lose nothing. */
export function useTemplateEditor(opened: OpenedTemplate): TemplateEditor {
  const api = useApi();
  const client = useQueryClient();
  const { id } = opened.template;
  const [head, setHead] = useState(opened.template);
  const [issues, setIssues] = useState<readonly TemplateIssue[]>(opened.issues);
  const [entry, setEntry] = useState<TemplateEntry>(() => ({
    title: opened.template.title,
    documentNumber: opened.template.documentNumber,
    bindings: opened.bindings,
  }));
  const [stored, setStored] = useState(entry);
  const revision = useRef(opened.template.revision);
  const save = useMutation({
    // One after the other: each tells the revision that the last one made.
    scope: { id: `template ${id}` },
    mutationFn: (next: TemplateEntry) => api.call('template.save', { id, revision: revision.current, ...next }),
    onSuccess: (answer, next) => {
      revision.current = answer.template.revision;
      setHead(answer.template);
      setIssues(answer.issues);
      setStored(next);
      void refreshTemplates(client);
    },
  });
  const isOpen = entry !== stored && entry.title.trim() !== '';
  const store = useEffectEvent(() => {
    if (isOpen && save.variables !== entry) save.mutate(entry);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change begins the pause anew
  useEffect(() => {
    const timer = setTimeout(() => store(), pause);
    return () => clearTimeout(timer);
  }, [entry]);
  useEffect(() => () => store(), []);
  return {
    head,
    entry,
    issues,
    state: save.isError ? 'failed' : isOpen || save.isPending ? 'storing' : 'stored',
    error: save.error,
    rename: (part) => setEntry((known) => ({ ...known, ...part })),
    decide: (address, binding) => {
      setEntry((known) => {
        const { [address]: _, ...others } = known.bindings;
        return { ...known, bindings: binding === undefined ? others : { ...others, [address]: binding } };
      });
    },
    flush: async () => {
      if (isOpen) await save.mutateAsync(entry);
    },
    setHead,
  };
}
