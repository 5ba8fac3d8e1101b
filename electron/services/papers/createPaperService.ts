import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import type { Paper } from '../../../shared/papers/paper.ts';
import { summaryOf } from '../../../shared/papers/paper.ts';
import { checkRecord, errorsOf, findingsOf, gapsOf } from '../../../shared/registers/checkRecord.ts';
import type { Finding, RecordValues, Register } from '../../../shared/registers/register.ts';
import { transaction, type WritableDatabase } from '../../vault/database.ts';
import { recordVersion } from '../attachments/attachmentStore.ts';
import { discardDraft } from '../drafts/draftStore.ts';
import { appendHistory, changesBetween, readHistory } from '../registers/recordHistory.ts';
import { type Authorship, readRecord } from '../registers/recordStore.ts';
import { readContent, wholeContent } from './paperContent.ts';
import {
  findStoredPaper,
  insertPaper,
  listPapers,
  markPaperRemoved,
  markPaperRestored,
  type StoredPaper,
  updatePaper,
} from './paperStore.ts';

export type PaperService = ReturnType<typeof createPaperService>;

/** A paper with the record it is about, as a form is laid out from it. */
export interface PrintedPaper {
  readonly id: string;
  readonly paper: Paper;
  /** Key of the register and public name of the record that it is about, and what that holds. */
  readonly register: string;
  readonly record: string;
  readonly about: RecordValues;
  readonly values: RecordValues;
}

/** What is entered on forms about records, kept inside the compartment of their register. */
export function createPaperService(options: {
  /** The registers that are open at this desk. */
  readonly registers: readonly Register[];
  readonly registerOf: (key: string) => Register;
  readonly databaseOf: (register: Register) => WritableDatabase;
  /** The paper of a key, or undefined. */
  readonly findPaper: (key: string) => Paper | undefined;
  readonly context: () => FieldContext;
  readonly user: () => string;
  readonly now: () => Date;
  readonly newId: () => string;
}) {
  const { registerOf, databaseOf, findPaper, context, now, newId } = options;
  const authorship = (): Authorship => ({ by: options.user(), at: now().toISOString() });

  /** A paper that is stored about records of a register. */
  function keptPaper(key: string, register: Register): Paper {
    const paper = findPaper(key);
    if (paper?.kept !== true || paper.about?.key !== register.key) {
      throw new AppError('missing', '没有这张表，请重新打开程序');
    }
    return paper;
  }

  /** The compartment that holds a paper; its name says nothing about it. */
  function locate(id: string) {
    for (const register of options.registers) {
      const stored = findStoredPaper(databaseOf(register), id);
      if (stored?.register === register.key) {
        return { register, database: databaseOf(register), paper: keptPaper(stored.paper, register), stored };
      }
    }
    throw gone();
  }

  /** The register of a paper's record; none where there is no such paper. */
  function registersOf(id: string): readonly Register[] {
    return options.registers.filter((register) => findStoredPaper(databaseOf(register), id)?.register === register.key);
  }

  /** A form is about a child that is in the registry; one in the recycle bin takes its papers along. */
  function refuseWithoutRecord(database: WritableDatabase, register: Register, record: string): void {
    if (recordVersion(database, register, record) === undefined) {
      throw new AppError('missing', '这条记录已不在册，表格没有改动，请返回列表核对');
    }
  }

  /**
   * The values of an entry as they are stored, and what is odd about them.
   * @throws AppError invalid with the fields
   */
  function accept(paper: Paper, given: RecordValues): { values: RecordValues; warnings: Finding[] } {
    const values = paper.derive(wholeContent(paper, given), context());
    const issues = checkRecord(paper, values, context());
    const errors = errorsOf(issues);
    if (errors.length > 0) {
      throw new AppError(
        'invalid',
        `有${errors.length}处需要改正，请按标红处修改后再保存`,
        Object.fromEntries(errors.map((issue) => [issue.path, issue.message])),
      );
    }
    return { values, warnings: findingsOf(issues) };
  }

  function list({ register: key, record }: MethodInput<'paper.list'>): MethodOutput<'paper.list'> {
    const register = registerOf(key);
    const papers = listPapers(databaseOf(register), { register: key, record }).flatMap((stored) => {
      const paper = findPaper(stored.paper);
      if (!paper) return [];
      const values = readContent(paper, stored.content);
      const { content: _content, register: _register, record: _record, ...shown } = stored;
      return [
        {
          ...shown,
          removed: stored.removed && { ...stored.removed },
          summary: summaryOf(paper, values, context()),
          gaps: gapsOf(checkRecord(paper, values, context())).length,
        },
      ];
    });
    return { papers };
  }

  /** @throws AppError missing when it was removed, or its record is not in the registry */
  function get({ id }: MethodInput<'paper.get'>): MethodOutput<'paper.get'> {
    const { register, database, paper, stored } = locate(id);
    if (stored.removed) throw gone();
    refuseWithoutRecord(database, register, stored.record);
    const { content, removed: _removed, ...shown } = stored;
    // The contract's arrays are mutable; what was read belongs to this answer alone.
    return { ...shown, values: readContent(paper, content) as MethodOutput<'paper.get'>['values'] };
  }

  /**
   * Saves a paper and its line of history in one transaction.
   * @throws AppError invalid (with the fields) | stale | missing
   */
  function save(input: MethodInput<'paper.save'>): MethodOutput<'paper.save'> {
    const register = registerOf(input.register);
    const paper = keptPaper(input.paper, register);
    const { values, warnings } = accept(paper, input.values);
    return transaction(databaseOf(register), (database) => {
      refuseWithoutRecord(database, register, input.record);
      const by = options.user();
      if (input.id === null) {
        const id = newId();
        insertPaper(
          database,
          { id, paper: paper.key, register: register.key, record: input.record },
          values,
          authorship(),
        );
        appendHistory(
          database,
          paper,
          { id, version: 1 },
          'create',
          changesBetween(paper, undefined, values),
          authorship(),
        );
        discardDraft(database, { register: paper.key, id: input.record, by });
        return { id, version: 1, warnings };
      }
      const stored = findStoredPaper(database, input.id);
      const isThere = stored?.removed === null && stored.paper === paper.key && stored.register === register.key;
      if (!isThere || stored.record !== input.record) throw gone();
      if (stored.version !== input.version) {
        throw new AppError('stale', '您打开之后，别人改过这张表；请比较两份内容后再保存');
      }
      const changes = changesBetween(paper, readContent(paper, stored.content), values);
      discardDraft(database, { register: paper.key, id: stored.id, by });
      if (changes.length === 0) return { id: stored.id, version: stored.version, warnings };
      updatePaper(database, stored, values, authorship());
      appendHistory(database, paper, { id: stored.id, version: stored.version + 1 }, 'change', changes, authorship());
      return { id: stored.id, version: stored.version + 1, warnings };
    });
  }

  /** Removes or restores a paper, in one transaction with its line of history. */
  function turn(
    id: string,
    action: 'remove' | 'restore',
    write: (database: WritableDatabase, stored: StoredPaper) => void,
  ): void {
    const { register, database, paper } = locate(id);
    transaction(database, () => {
      const stored = findStoredPaper(database, id);
      if (!stored || (action === 'remove') !== (stored.removed === null)) throw gone();
      refuseWithoutRecord(database, register, stored.record);
      write(database, stored);
      appendHistory(database, paper, { id, version: stored.version + 1 }, action, [], authorship());
    });
  }

  /** Takes a paper off its record; `restore` brings it back. @throws AppError missing */
  function remove({ id, reason }: MethodInput<'paper.remove'>): void {
    turn(id, 'remove', (database, stored) => markPaperRemoved(database, stored, { ...authorship(), reason }));
  }

  /** @throws AppError missing */
  function restore({ id }: MethodInput<'paper.restore'>): void {
    turn(id, 'restore', markPaperRestored);
  }

  function history({ id }: MethodInput<'paper.history'>): MethodOutput<'paper.history'> {
    const { database, paper } = locate(id);
    return { entries: readHistory(database, paper, id, context()) };
  }

  /**
   * Papers with the records they are about, in the order asked for, to be laid out on their forms.
   * @throws AppError missing when one was removed, or its record is not in the registry
   */
  function readForPrinting(ids: readonly string[]): PrintedPaper[] {
    return ids.map((id) => {
      const { register, database, paper, stored } = locate(id);
      const about = readRecord(database, register, stored.record);
      if (stored.removed || !about) throw gone();
      const values = readContent(paper, stored.content);
      return { id, paper, register: register.key, record: stored.record, about: about.values, values };
    });
  }

  return { registersOf, list, get, save, remove, restore, history, accept, readForPrinting };
}

function gone(): AppError {
  return new AppError('missing', '这张表已不在，请返回后刷新再看');
}
