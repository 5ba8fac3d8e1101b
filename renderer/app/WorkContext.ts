import { createContext, use } from 'react';
import type { MethodOutput, OfficeSettings } from '../../shared/contract/methods.ts';
import type { FieldContext } from '../../shared/fields/kinds.ts';
import type { DraftKeeper } from '../registers/draftKeeper.ts';
import type { KeptImport } from '../registers/keptImport.ts';

export type Session = MethodOutput<'session.unlock'>['session'];

/** What every page behind the lock may use. */
export interface Work {
  readonly session: Session;
  readonly office: OfficeSettings;
  /** The day and the villages, as the checks and controls need them. */
  readonly context: FieldContext;
  readonly drafts: DraftKeeper;
  /** The running import of each register, by its key. */
  readonly imports: Map<string, KeptImport>;
  /** Sentences about repairs made at start. */
  readonly notices: readonly string[];
}

export const WorkContext = createContext<Work | null>(null);

/** @throws Error outside Workspace, which is a mistake of the program. */
export function useWork(): Work {
  const work = use(WorkContext);
  if (!work) throw new Error('useWork outside Workspace');
  return work;
}
