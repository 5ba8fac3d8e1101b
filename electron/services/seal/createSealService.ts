import { sealedBases } from '../../../shared/codes/sealed.ts';
import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { sealedGrounds } from '../../../shared/contract/sealMethods.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { checkRecord, errorsOf } from '../../../shared/registers/checkRecord.ts';
import type { RecordValues, Register } from '../../../shared/registers/register.ts';
import { findSealedGroup } from '../../../shared/seal/sealedGroups.ts';
import type { ActDetail } from '../../vault/currentAct.ts';
import { transaction, type WritableDatabase } from '../../vault/database.ts';
import { type DataKeys, sealedPrivateKey } from '../../vault/keyringSeals.ts';
import type { SecondPersonService } from '../approvals/secondPerson.ts';
import { recordVersion } from '../attachments/attachmentStore.ts';
import { readContent, wholeContent } from '../papers/paperContent.ts';
import { type Authorship, readRecord } from '../registers/recordStore.ts';
import type { Schedule } from '../session/idleTimer.ts';
import type { SheetService } from '../sheets/createSheetService.ts';
import { openContent, sealContent } from './sealedContent.ts';
import { layoutSealed } from './sealedPages.ts';
import { countSealed, insertSealed, listSealed, type RecordKey, releaseSealed } from './sealedStore.ts';
import { createSealedViews, type OpenEntry, wipeEntries } from './sealedViews.ts';

/** What the records of use keep of a view, one after the other, none of them with what was sealed; and of a release. */
export type SealAct = 'seal.ask' | 'seal.approve' | 'seal.view' | 'seal.release';

/** Adds a line to the records of use of a register's compartment, together with what `work` writes. */
export type NoteSealAct = <T>(
  said: { readonly act: SealAct; readonly register: Register; readonly record: string; readonly detail: ActDetail },
  work?: (database: WritableDatabase) => T,
) => T | undefined;

export type SealService = ReturnType<typeof createSealService>;

/** What the service needs from around it. */
export interface SealServiceDependencies {
  readonly registerOf: (key: string) => Register;
  readonly databaseOf: (register: Register) => WritableDatabase;
  readonly context: () => FieldContext;
  /** The public half of the sealed key. */
  readonly publicKey: () => Uint8Array;
  readonly second: Pick<SecondPersonService, 'approve' | 'people'>;
  readonly sheets: Pick<SheetService, 'openPages' | 'forget'>;
  readonly note: NoteSealAct;
  /** Does `work` as soon as nothing is being written in steps: an import may begin while a password is checked. */
  readonly whenFree: <T>(work: () => T) => Promise<T>;
  /** Empties the log, so that what was released is in no file. */
  readonly checkpoint: () => Promise<void>;
  readonly user: () => string;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly schedule: Schedule;
}

/** Matter that the law seals: entered by whoever learns of it, read by nobody alone. */
export function createSealService(dependencies: SealServiceDependencies) {
  const { registerOf, databaseOf, context, second, sheets, note, whenFree, now, newId } = dependencies;
  const authorship = (): Authorship => ({ by: dependencies.user(), at: now().toISOString() });
  const views = createSealedViews({
    now,
    schedule: dependencies.schedule,
    onEnd: (tickets) => tickets.forEach(sheets.forget),
  });
  let isOver = false;

  /** What waited for an import is let in when the desk is being locked. @throws AppError locked */
  function refuseWhenOver(): void {
    if (isOver) throw new AppError('locked', '已锁定，请输入密码解锁');
  }

  /** The register and its file, for a record that is kept. @throws AppError missing */
  function locate({ register: key, record }: RecordKey): { register: Register; database: WritableDatabase } {
    const register = registerOf(key);
    const database = databaseOf(register);
    if (recordVersion(database, register, record) === undefined) {
      throw new AppError('missing', '这条记录已不在册，请返回列表核对');
    }
    return { register, database };
  }

  /** @throws AppError missing */
  function status(input: MethodInput<'seal.status'>): MethodOutput<'seal.status'> {
    return { count: countSealed(locate(input).database, input) };
  }

  /** @throws AppError missing | invalid with the fields */
  function enter(input: MethodInput<'seal.enter'>): void {
    const { register, database } = locate(input);
    const group = findSealedGroup(input.matter);
    if (!group || !sealedBases.has(input.basis)) throw new AppError('missing', '没有这一类封存事项，请重新打开程序');
    const values = wholeContent(group, { fields: input.values, rows: {} });
    const errors = errorsOf(checkRecord(group, values, context()));
    if (errors.length > 0) {
      throw new AppError(
        'invalid',
        `有${errors.length}处需要改正，请按标红处修改后再保存`,
        Object.fromEntries(errors.map(({ path, message }) => [path, message])),
      );
    }
    const place = { id: newId(), register: register.key, sealedFor: input.record, matter: group.key, generation: 1 };
    const content = sealContent(values, dependencies.publicKey(), place);
    transaction(database, () => insertSealed(database, place, { basis: input.basis, content }, authorship()));
  }

  /**
   * Opens the sealed matter of a record for ten minutes. Each row of the three tells what has happened by then: it was asked for,
   * somebody agreed, it was seen. What fails in between has no further row, shows nothing and leaves nothing open.
   * @throws AppError missing | denied with the field when the second person is not one
   */
  async function ask(input: MethodInput<'seal.ask'>): Promise<MethodOutput<'seal.ask'>> {
    const { register, database } = locate(input);
    const { record, document, print } = input;
    const ground = sealedGrounds[input.ground];
    const of = { register, record };
    note({ act: 'seal.ask', ...of, detail: { ground, document, print } });
    return second.approve(input.second, 'seal.approve', ({ by, alone }, keys) =>
      whenFree(() => {
        refuseWhenOver();
        // It may have been removed meanwhile.
        locate(input);
        note({ act: 'seal.approve', ...of, detail: { by, alone, document } });
        const entries = openAll(database, input, keys);
        try {
          note({ act: 'seal.view', ...of, detail: { entries: entries.length, document, print } });
        } catch (error) {
          wipeEntries(entries);
          throw error;
        }
        const id = newId();
        views.open({ id, register: register.key, record, entries, mayPrint: print, ground, document, approvedBy: by });
        return { view: id, approvedBy: by, alone };
      }),
    );
  }

  /** @throws AppError denied when the second person does not hold the sealed key; damaged when an entry was changed */
  function openAll(database: WritableDatabase, of: RecordKey, { vaultId, keys }: DataKeys): OpenEntry[] {
    const sealedKey = keys.get('sealed');
    if (!sealedKey) throw new AppError('denied', '这位用户没有封存内容的钥匙，请换安全保密员或分管领导');
    const privateKey = sealedPrivateKey(vaultId, sealedKey);
    const opened: OpenEntry[] = [];
    try {
      for (const { content, ...stored } of listSealed(database, of)) {
        const plain = openContent(content, privateKey, stored);
        if (!plain) throw new AppError('damaged', '封存内容被改动过，不能打开；请用最近的备份恢复');
        opened.push({ stored, plain });
      }
      return opened;
    } catch (error) {
      wipeEntries(opened);
      throw error;
    } finally {
      privateKey.fill(0);
    }
  }

  /** @throws AppError missing once the view is over */
  function view({ view: id }: MethodInput<'seal.view'>): MethodOutput<'seal.view'> {
    const { entries, secondsLeft } = views.find(id);
    const shown = entries.map(({ stored, plain }) => ({
      id: stored.id,
      matter: stored.matter,
      // The contract's arrays are mutable; what was read belongs to this answer alone.
      values: valuesOf({ stored, plain }).fields as MethodOutput<'seal.view'>['entries'][number]['values'],
      basis: stored.basis,
      enteredAt: stored.enteredAt,
      enteredBy: stored.enteredBy,
    }));
    return { secondsLeft, entries: shown };
  }

  /** @throws AppError missing once the view is over; denied when the request did not ask for paper */
  function print({ view: id }: MethodInput<'seal.print'>): MethodOutput<'seal.print'> {
    const open = views.find(id);
    if (!open.mayPrint) throw new AppError('denied', '申请时没有选“需要打印”，不能打印；需要的请重新申请');
    const { register, database } = locate(open);
    const { ground, document, approvedBy: approver } = open;
    const name = readRecord(database, register, open.record)?.values.fields[register.nameField];
    const entries = open.entries.map((entry) => ({ ...entry.stored, values: valuesOf(entry).fields }));
    const asked = {
      name: typeof name === 'string' ? name : '',
      ground,
      document,
      reader: dependencies.user(),
      approver,
    };
    const opened = sheets.openPages(layoutSealed({ ...asked, entries }, context(), register.compartment));
    open.tickets.push(opened.ticket);
    return opened;
  }

  /**
   * Ends the sealing of an entry in an open view, by the decision of whoever may decide it.
   * @throws AppError missing | denied with the field when the second person is not one
   */
  async function release(input: MethodInput<'seal.release'>): Promise<void> {
    const { register: key, record } = views.find(input.view);
    const { register } = locate({ register: key, record });
    const { id, body, document } = input;
    await second.approve(input.second, 'seal.approve', ({ by, alone }) =>
      whenFree(() => {
        refuseWhenOver();
        const isReleased = note(
          { act: 'seal.release', register, record, detail: { by, alone, document, body } },
          (database) => releaseSealed(database, id, { register: key, record }, { ...authorship(), body, document }),
        );
        if (isReleased !== true) throw new AppError('missing', '这一项已经解除封存，请关闭后重新申请查看');
      }),
    );
    views.close(input.view);
    // What a full disk leaves of it in the log goes with the next checkpoint, at the latest when the file is closed.
    await dependencies.checkpoint().catch(() => undefined);
  }

  return {
    status,
    enter,
    ask,
    view,
    print,
    release,
    people: second.people,
    close: ({ view: id }: MethodInput<'seal.close'>): void => views.close(id),
    /** Ends what is being looked at and opens nothing more, as when the desk is locked. */
    end(): void {
      isOver = true;
      views.end();
    },
  };
}

/** What an entry says, as its group's declaration of today has it. */
function valuesOf({ stored, plain }: OpenEntry): RecordValues {
  const group = findSealedGroup(stored.matter);
  if (!group) throw new AppError('newer', '封存内容由更新版本的护蕾台账登记，请安装新版本后再查看');
  return readContent(group, JSON.parse(plain.toString('utf8')));
}
