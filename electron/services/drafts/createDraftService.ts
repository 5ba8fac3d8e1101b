import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { Paper } from '../../../shared/papers/paper.ts';
import type { Register } from '../../../shared/registers/register.ts';
import { type ReadableDatabase, transaction, type WritableDatabase } from '../../vault/database.ts';
import { identifier, sql } from '../../vault/sql.ts';
import { findStoredPaper } from '../papers/paperStore.ts';
import { readRecord } from '../registers/recordStore.ts';
import { type DraftKey, discardDraft, listDrafts, readDraft, saveDraft } from './draftStore.ts';

export type DraftService = ReturnType<typeof createDraftService>;

/**
 * Unsaved entries of the user at the desk, kept in the compartment of their register. A paper's is kept under the paper's key,
 * and under the name of the record it is about as long as the paper was never saved.
 */
export function createDraftService(options: {
  /** The registers that are open at this desk. */
  readonly registers: readonly Register[];
  readonly registerOf: (key: string) => Register;
  readonly databaseOf: (register: Register) => WritableDatabase;
  /** Every paper of the program. */
  readonly papers: readonly Paper[];
  readonly user: () => string;
  readonly now: () => Date;
}) {
  const { registers, registerOf, databaseOf, papers, user, now } = options;
  const keyOf = (register: string, id: string | null): DraftKey => ({ register, id, by: user() });
  /** The register of whose records an entry is, or about whose records a paper is. */
  const registerFor = (key: string): Register =>
    papers.find((paper) => paper.kept && paper.key === key)?.about ?? registerOf(key);
  /** Where the entries of a register or a paper are kept. */
  const databaseFor = (key: string): WritableDatabase => databaseOf(registerFor(key));

  function listOf(register: Register): MethodOutput<'draft.list'>['drafts'] {
    return listDrafts(databaseOf(register), { register: register.key, by: user() }).map(({ id, values, savedAt }) => {
      const name = values.fields[register.nameField];
      return { register: register.key, id, name: typeof name === 'string' ? name : '', savedAt, paper: null };
    });
  }

  /** Those of a paper whose record is in the registry. */
  function papersOf(register: Register, paper: Paper): MethodOutput<'draft.list'>['drafts'] {
    const database = databaseOf(register);
    return listDrafts(database, { register: paper.key, by: user() }).flatMap(({ id, savedAt }) => {
      const stored = id === null ? undefined : findStoredPaper(database, id);
      const record = readRecord(database, register, stored?.record ?? id ?? '');
      if (!record || (stored && stored.removed !== null)) return [];
      const name = record.values.fields[register.nameField];
      const about = { key: paper.key, title: paper.title, id: stored?.id ?? null };
      return {
        register: register.key,
        id: record.id,
        name: typeof name === 'string' ? name : '',
        savedAt,
        paper: about,
      };
    });
  }

  return {
    /** @throws AppError missing when what it is about is not there, or no more, or a paper is about nobody */
    save(input: MethodInput<'draft.save'>): void {
      const draft = { version: input.version, values: input.values, savedAt: now().toISOString() };
      if (input.id === null && papers.some(({ key }) => key === input.register)) throw gone();
      transaction(databaseFor(input.register), (database) => {
        // It would stay behind, and nothing would ever take it away.
        if (input.id !== null && !isThere(database, registerFor(input.register), input.id)) throw gone();
        saveDraft(database, keyOf(input.register, input.id), draft);
      });
    },
    get(input: MethodInput<'draft.get'>): MethodOutput<'draft.get'> {
      const draft = readDraft(databaseFor(input.register), keyOf(input.register, input.id));
      // The contract's arrays are mutable; a draft read from the store belongs to this answer alone.
      return { draft: draft as MethodOutput<'draft.get'>['draft'] };
    },
    list(): MethodOutput<'draft.list'> {
      const drafts = registers.flatMap((register) => [
        ...listOf(register),
        ...papers.filter(({ kept, about }) => kept && about === register).flatMap((paper) => papersOf(register, paper)),
      ]);
      return { drafts };
    },
    discard(input: MethodInput<'draft.discard'>): void {
      transaction(databaseFor(input.register), (database) => discardDraft(database, keyOf(input.register, input.id)));
    },
  };
}

/** Whether a record or a paper is there, in its register or taken out of it. */
function isThere(database: ReadableDatabase, register: Register, id: string): boolean {
  return (
    database.get(sql`SELECT 1 FROM ${identifier(register.table)} WHERE "id" = ${id}`) !== undefined ||
    findStoredPaper(database, id) !== undefined
  );
}

function gone(): AppError {
  return new AppError('missing', '这条记录已不在册，没保存的内容没有留下，请返回列表核对');
}
