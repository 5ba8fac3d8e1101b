import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { destructionWord, maxRecycled } from '../../../shared/contract/recycleMethods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { Selection } from '../../../shared/contract/shapes.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import type { Register } from '../../../shared/registers/register.ts';
import { steppedTransaction, type WritableDatabase } from '../../vault/database.ts';
import type { RegisterService } from '../registers/createRegisterService.ts';
import { readDeleted, readRecord } from '../registers/recordStore.ts';
import { createRecordWriter, type RecordWriter } from '../registers/recordWriter.ts';
import { countArchived, keptOf, readIdentities, removeMarksOf } from './recycleStore.ts';

/** Records that are written between two looks at other requests; about 10 ms of work. */
const recordsPerStep = 5;

/** What the service needs from around it. */
export interface RecycleServiceDependencies {
  readonly registers: RegisterService;
  readonly registerOf: (key: string) => Register;
  readonly databaseOf: (register: Register) => WritableDatabase;
  /** Moves the log into the file, so that what was destroyed is in neither; rejected when there is no room for it. */
  readonly checkpoint: () => Promise<void>;
  readonly context: () => FieldContext;
  readonly user: () => string;
  readonly now: () => Date;
  readonly newId: () => string;
}

export type RecycleService = ReturnType<typeof createRecycleService>;

/** Moves records into the recycle bin, puts them back, and destroys them for good. */
export function createRecycleService(dependencies: RecycleServiceDependencies) {
  const { registers, registerOf, databaseOf, context, now, newId } = dependencies;

  /** @throws AppError invalid when there are none or too many */
  function idsToRemove(register: Register, selection: Selection): string[] {
    if ('query' in selection && (selection.query.register !== register.key || selection.query.scope === 'deleted')) {
      throw new AppError('invalid', '没有这个名册，请刷新页面后重选');
    }
    const chosen = 'ids' in selection ? selection.ids : registers.idsOf(selection.query, maxRecycled + 1);
    const ids = keptOf(databaseOf(register), register, chosen);
    if (ids.length === 0) throw new AppError('invalid', '没有可移入回收站的记录，请刷新后重新选择');
    if (ids.length > maxRecycled) {
      const limit = maxRecycled.toLocaleString('zh-CN');
      throw new AppError('invalid', `一次最多移入${limit}${register.noun}，请先用筛选缩小范围`);
    }
    return ids;
  }

  /** Runs changes that are no batch, in steps and all or none. */
  function inSteps<T>(
    register: Register,
    steps: (writer: RecordWriter, database: WritableDatabase) => Iterator<unknown, T>,
  ): Promise<T> {
    const authorship = { by: dependencies.user(), at: now().toISOString() };
    return steppedTransaction(databaseOf(register), (database) =>
      steps(createRecordWriter(database, register, { authorship, context: context(), newId, batch: null }), database),
    );
  }

  /**
   * Moves records into the recycle bin as one batch.
   * @throws AppError invalid | busy
   */
  async function remove(input: MethodInput<'recycle.remove'>): Promise<MethodOutput<'recycle.remove'>> {
    const register = registerOf(input.register);
    const ids = idsToRemove(register, input.selection);
    const title = `移入回收站（${ids.length.toLocaleString('zh-CN')}${register.noun}）`;
    const { batch } = await registers.inSteppedBatch(
      register,
      { kind: 'delete', title, details: { removed: ids.length } },
      function* removing(writer, database) {
        for (const [index, id] of ids.entries()) {
          if (index % recordsPerStep === 0) yield;
          const stored = readRecord(database, register, id);
          if (stored) writer.remove(stored, input.reason);
        }
      },
    );
    return { batch, removed: ids.length };
  }

  /**
   * Puts records back. Those whose unique value is in use stay in the bin and are told one by one.
   * @throws AppError missing when one is not in the bin; then none is put back | busy
   */
  function restore(input: MethodInput<'recycle.restore'>): Promise<MethodOutput<'recycle.restore'>> {
    const register = registerOf(input.register);
    const ids = [...new Set(input.ids)];
    return inSteps(register, function* restoring(writer, database) {
      const refused: MethodOutput<'recycle.restore'>['refused'] = [];
      for (const [index, id] of ids.entries()) {
        if (index % recordsPerStep === 0) yield;
        try {
          writer.restore(id);
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
          const name = readDeleted(database, register, id)?.values.fields[register.nameField];
          refused.push({ id, name: typeof name === 'string' ? name : '', reason: error.message });
        }
      }
      return { restored: ids.length - refused.length, refused };
    });
  }

  function archived(input: MethodInput<'recycle.archived'>): MethodOutput<'recycle.archived'> {
    return countArchived(databaseOf(registerOf(input.register)), input.ids);
  }

  /**
   * Destroys records in the bin for good, all or none: the record with its member rows and keys, drafts, attachments, papers,
   * marks of screening rounds, and what the history said. What stays is that it was done: identifiers, times, users and reasons.
   *
   * Filed sheets and the outcomes of filed rounds stay too. They are the office's report of that month, an archive that
   * nobody may destroy on his own (档案法 on unauthorised destruction), and while a term of keeping runs the law lets data be
   * stored but no longer used (个人信息保护法 第四十七条): they are reached by their round alone. The page says of how many records.
   * @throws AppError invalid without the word, or when the reason tells whom it is about | missing | busy
   */
  async function destroy(input: MethodInput<'recycle.destroy'>): Promise<MethodOutput<'recycle.destroy'>> {
    const register = registerOf(input.register);
    if (input.word !== destructionWord) {
      const message = `请在框里输入“${destructionWord}”两个字`;
      throw new AppError('invalid', message, { word: message });
    }
    const ids = [...new Set(input.ids)];
    refuseTellingReason(register, ids, input.reason);
    await inSteps(register, function* destroying(writer, database) {
      for (const [index, id] of ids.entries()) {
        if (index % recordsPerStep === 0) yield;
        writer.destroy(id, input.reason);
      }
      removeMarksOf(database, ids);
    });
    // Nothing brings them back any more. What a full disk leaves of them in the log goes with the next checkpoint, at the
    // latest when the file is closed.
    await dependencies.checkpoint().catch(() => undefined);
    return { destroyed: ids.length };
  }

  /** The reason outlives the record. */
  function refuseTellingReason(register: Register, ids: readonly string[], reason: string): void {
    const identities = readIdentities(databaseOf(register), register, ids);
    const tells = identities.some(
      ({ name, unique }) =>
        ([...name].length > 1 && reason.includes(name)) || (unique !== null && reason.includes(unique)),
    );
    if (!tells) return;
    const message = '原因会一直保留，请不要写姓名和身份证号，改写后再销毁';
    throw new AppError('invalid', message, { reason: message });
  }

  return { remove, restore, archived, destroy };
}
