import type { MethodInput } from '../../shared/contract/methods.ts';
import { CallError } from '../api/CallError.ts';

type Draft = MethodInput<'draft.save'>;

/** What the user is told about unsaved entry. */
export type DraftState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'kept'; readonly at: Date }
  | { readonly kind: 'failed' };

/** Keeps unsaved entry in the encrypted store, so that leaving, locking and a crash lose nothing. */
export interface DraftKeeper {
  /** Remembers the entry and stores it when typing pauses. */
  schedule(draft: Draft): void;
  /** Stores what is waiting now, and resolves when nothing is on its way. */
  flush(): Promise<void>;
  /** Forgets the entry of a record after it was saved or given up. */
  discard(register: string, id: string | null): Promise<void>;
  readonly subscribe: (listener: () => void) => () => void;
  readonly state: () => DraftState;
}

interface DraftRequests {
  save(draft: Draft): Promise<unknown>;
  discard(register: string, id: string | null): Promise<unknown>;
}

/** Milliseconds without typing before a draft is stored. */
const pause = 700;
/** Milliseconds until a draft is tried again that found the store busy with an import. */
const busyPause = 2_000;

/** One keeper serves the whole workspace, so a draft on its way survives the page that wrote it. */
export function createDraftKeeper(requests: DraftRequests): DraftKeeper {
  let waiting: Draft | null = null;
  const onTheirWay = new Set<Draft>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tail: Promise<void> = Promise.resolve();
  let state: DraftState = { kind: 'idle' };
  const listeners = new Set<() => void>();
  const tell = (next: DraftState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  // Requests run one after the other, so that an older entry never lands on a newer one.
  const enqueue = (request: () => Promise<DraftState>): Promise<void> => {
    tail = tail.then(async () => {
      const next = await request().catch((): DraftState => ({ kind: 'failed' }));
      if (waiting === null) tell(next);
    });
    return tail;
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    const draft = waiting;
    waiting = null;
    if (draft === null) return tail;
    onTheirWay.add(draft);
    return enqueue(async () => {
      try {
        await requests.save(draft);
        return { kind: 'kept', at: new Date() };
      } catch (error) {
        // Newer words replace it, and what was given up meanwhile does not come back.
        if (error instanceof CallError && error.code === 'busy' && waiting === null && onTheirWay.has(draft)) {
          tell({ kind: 'failed' });
          waiting = draft;
          timer = setTimeout(() => void flush(), busyPause);
        }
        throw error;
      } finally {
        onTheirWay.delete(draft);
      }
    });
  };
  return {
    schedule: (draft) => {
      if (waiting !== null && (waiting.register !== draft.register || waiting.id !== draft.id)) void flush();
      waiting = draft;
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), pause);
      if (state.kind !== 'pending') tell({ kind: 'pending' });
    },
    flush,
    discard: (register, id) => {
      if (waiting !== null && waiting.register === register && waiting.id === id) {
        clearTimeout(timer);
        waiting = null;
      }
      for (const draft of onTheirWay) {
        if (draft.register === register && draft.id === id) onTheirWay.delete(draft);
      }
      return enqueue(async () => {
        await requests.discard(register, id);
        return { kind: 'idle' };
      });
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => state,
  };
}
