import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { Stick } from '../../../shared/contract/stickMethods.ts';
import { transaction, type WritableDatabase } from '../../vault/database.ts';
import { insertStick, insertStickEvent, readSticks } from './stickStore.ts';

export type StickService = ReturnType<typeof createStickService>;

/** The register of sticks: who keeps each, what was copied on it, and how it ended. Nothing of it is ever changed. */
export function createStickService(options: {
  readonly database: WritableDatabase;
  readonly user: () => string;
  readonly now: () => Date;
  readonly newId: () => string;
}) {
  const { database } = options;
  const authorship = () => ({ at: options.now().toISOString(), by: options.user() });

  /** @throws AppError missing | conflict when it is lost or destroyed */
  function usable(id: string): Stick {
    const stick = readSticks(database).find((each) => each.id === id);
    if (!stick) throw new AppError('missing', '没有登记这个U盘，请刷新后重选');
    if (!stick.usable) throw new AppError('conflict', '这个U盘已登记遗失或销毁，请另选一个');
    return stick;
  }

  return {
    usable,
    list: (): MethodOutput<'stick.list'> => ({ sticks: readSticks(database) }),

    /** @throws AppError invalid when the label is taken */
    add({ label, serial, keeper }: MethodInput<'stick.add'>): MethodOutput<'stick.add'> {
      return transaction(database, () => {
        if (readSticks(database).some((each) => each.label === label)) {
          const message = '这个编号已经登记，请换一个编号';
          throw new AppError('invalid', message, { label: message });
        }
        const id = options.newId();
        insertStick(database, { id, label, serial, keeper }, authorship());
        return { id };
      });
    },

    /** @throws AppError missing | conflict */
    note({ id, kind, person, note }: MethodInput<'stick.note'>): void {
      transaction(database, () => {
        usable(id);
        insertStickEvent(database, { id, kind, person, note }, authorship());
      });
    },

    /** A backup was copied on it. @throws AppError missing | conflict */
    noteBackup(id: string): void {
      transaction(database, () => {
        usable(id);
        insertStickEvent(database, { id, kind: 'backup', person: '', note: '' }, authorship());
      });
    },
  };
}
