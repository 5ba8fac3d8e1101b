import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import type { Register } from '../../../shared/registers/register.ts';
import { transaction, type WritableDatabase } from '../../vault/database.ts';
import { type DraftKey, discardDraft, listDrafts, readDraft, saveDraft } from './draftStore.ts';

export type DraftService = ReturnType<typeof createDraftService>;

/** Unsaved entries of the user at the desk, kept in the compartment of their register. */
export function createDraftService(options: {
  /** The registers that are open at this desk. */
  readonly registers: readonly Register[];
  readonly registerOf: (key: string) => Register;
  readonly databaseOf: (register: Register) => WritableDatabase;
  readonly user: () => string;
  readonly now: () => Date;
}) {
  const { registers, registerOf, databaseOf, user, now } = options;
  const keyOf = (register: string, id: string | null): DraftKey => ({ register, id, by: user() });

  return {
    save(input: MethodInput<'draft.save'>): void {
      const draft = { version: input.version, values: input.values, savedAt: now().toISOString() };
      transaction(databaseOf(registerOf(input.register)), (database) =>
        saveDraft(database, keyOf(input.register, input.id), draft),
      );
    },
    get(input: MethodInput<'draft.get'>): MethodOutput<'draft.get'> {
      const draft = readDraft(databaseOf(registerOf(input.register)), keyOf(input.register, input.id));
      // The contract's arrays are mutable; a draft read from the store belongs to this answer alone.
      return { draft: draft as MethodOutput<'draft.get'>['draft'] };
    },
    list(): MethodOutput<'draft.list'> {
      const drafts = registers.flatMap((register) =>
        listDrafts(databaseOf(register), { register: register.key, by: user() }).map(({ id, values, savedAt }) => {
          const name = values.fields[register.nameField];
          return { register: register.key, id, name: typeof name === 'string' ? name : '', savedAt };
        }),
      );
      return { drafts };
    },
    discard(input: MethodInput<'draft.discard'>): void {
      transaction(databaseOf(registerOf(input.register)), (database) =>
        discardDraft(database, keyOf(input.register, input.id)),
      );
    },
  };
}
