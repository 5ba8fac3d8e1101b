import { createHash } from 'node:crypto';
import { approvedAbove, type LeavingOrder } from '../../../shared/contract/exportMethods.ts';
import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import type { PrintFact } from '../../../shared/contract/printMethods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { type ActDetail, noteDetail } from '../../vault/currentAct.ts';
import type { Approval, SecondPersonService } from '../approvals/secondPerson.ts';
import type { NewPrint, PrintService } from '../prints/createPrintService.ts';
import type { SheetOutput } from '../sheets/createSheetService.ts';
import type { StickService } from '../sticks/createStickService.ts';
import type { WrittenFiles } from './exportStore.ts';
import { orderDigest } from './orderDigest.ts';

/** Minutes for which a permit is good. */
const permitMinutes = 15;

/** Where files go. */
export type Outlet = Pick<SheetOutput, 'saveFile' | 'createFolder' | 'saveInFolder' | 'discardFolder'>;

/** What goes out as a file, before it has a number. The permit tells the reason. */
export interface Leaving extends Omit<NewPrint, 'reason' | 'reasonNeeded' | 'leaving'> {
  /** Headings of the columns; none for a form. */
  readonly columns?: readonly string[];
}

/** What lets something leave: the permit that was given, and for which order it is to be good now. */
export interface Permitted {
  readonly permit: string;
  readonly order: LeavingOrder;
}

interface Permit {
  /** Of what it was asked for. */
  readonly order: string;
  readonly purpose: string;
  readonly receiver: string;
  readonly persons: number;
  /** Its label. */
  readonly stick: string | null;
  readonly approval: Approval | null;
  readonly until: number;
}

export type ExportService = ReturnType<typeof createExportService>;

/**
 * The one way by which files about people leave the program: purpose and receiver are told first, many people need a second person,
 * and what went out is entered with the digest of its bytes.
 */
export function createExportService(options: {
  readonly output: Outlet;
  readonly prints: Pick<PrintService, 'record' | 'finish' | 'leavingTexts'>;
  readonly secondPerson: Pick<SecondPersonService, 'approve' | 'people'>;
  readonly sticks: Pick<StickService, 'usable' | 'list'>;
  /**
   * What is ordered, in what the audit chain may tell of it. Throws AppError missing | conflict where it is gone or has other content
   * by now: nobody agrees to what is yet to come. Who is on a list is found when it leaves; no more may be than were told.
   */
  readonly contentOf: (order: LeavingOrder) => ActDetail;
  readonly now: () => Date;
  readonly newId: () => string;
}) {
  const { output, prints, secondPerson, sticks, now, newId } = options;
  const permits = new Map<string, Permit>();

  async function choices(): Promise<MethodOutput<'export.choices'>> {
    return {
      ...prints.leavingTexts(),
      sticks: sticks
        .list()
        .sticks.filter(({ usable }) => usable)
        .map(({ id, label }) => ({ id, label })),
      approval: await secondPerson.people('export.approve'),
    };
  }

  /**
   * @throws AppError missing | conflict for what is gone or has other content by now, or for the stick | invalid without the second person that
   *   many people need | denied by him
   */
  async function permit({
    persons,
    stick,
    second,
    order,
    ...texts
  }: MethodInput<'export.permit'>): Promise<MethodOutput<'export.permit'>> {
    noteDetail(options.contentOf(order));
    const label = stick === null ? null : sticks.usable(stick).label;
    const isMany = persons > approvedAbove;
    if (isMany && second === null) {
      const message = `一次导出超过${approvedAbove}人，要请第二个人输入密码同意`;
      throw new AppError('invalid', message, { 'second.user': message });
    }
    const approval =
      isMany && second !== null ? await secondPerson.approve(second, 'export.approve', (given) => given) : null;
    if (approval) noteDetail({ approver: approval.by, alone: approval.alone });
    const id = newId();
    const time = now().getTime();
    for (const [old, { until }] of permits) if (until < time) permits.delete(old);
    const until = time + permitMinutes * 60_000;
    permits.set(id, { ...texts, order: orderDigest(order), persons, stick: label, approval, until });
    return { permit: id };
  }

  /**
   * Takes a permit, which is good once.
   * @throws AppError conflict when it is used up, was given for something else, or does not cover so many people
   */
  function take({ permit: id, order }: Permitted, persons: number): Permit {
    const found = permits.get(id);
    permits.delete(id);
    if (!found || found.until < now().getTime()) {
      throw new AppError('conflict', '导出登记已过时，请重新填写用途和接收人');
    }
    if (found.order !== orderDigest(order)) {
      throw new AppError('conflict', '这次要导出的内容与登记的不同，没有导出，请重新填写导出登记');
    }
    if (persons > found.persons || (persons > approvedAbove && found.approval === null)) {
      throw new AppError(
        'conflict',
        `这次要导出${persons.toLocaleString('zh-CN')}人，与登记的人数不符，请重新填写导出登记`,
      );
    }
    return found;
  }

  /** How many people what goes out is about. */
  function personsOf({ count, records }: Pick<Leaving, 'count' | 'records'>): number {
    return count ?? new Set(records.map((record) => `${record.register} ${record.id}`)).size;
  }

  /** Enters what goes out under a permit. @throws AppError conflict when it does not cover it */
  async function enter(permitted: Permitted, { columns = [], ...leaving }: Leaving): Promise<PrintFact> {
    const { purpose, receiver, stick, approval } = take(permitted, personsOf(leaving));
    return prints.record({
      ...leaving,
      reason: purpose,
      // The permit has told it.
      reasonNeeded: false,
      leaving: {
        receiver,
        columns: [...columns],
        stick,
        approver: approval?.by ?? null,
        alone: approval?.alone ?? false,
      },
    });
  }

  /**
   * Enters pages on their way to paper. Many people need a permit there too: a printer that writes files is no other way out.
   * @throws AppError conflict without it | what `record` throws
   */
  async function toPaper(print: NewPrint, permitted: Permitted | null): Promise<PrintFact> {
    if (permitted === null && personsOf(print) <= approvedAbove) return prints.record(print);
    if (permitted === null) {
      throw new AppError('conflict', `一次打印超过${approvedAbove}人，请填写用途、交给谁，并请人同意`);
    }
    const { reason: _reason, reasonNeeded: _reasonNeeded, ...leaving } = print;
    return enter(permitted, leaving);
  }

  /**
   * Enters what goes out, lets `save` make it and hand it to the outlet, and enters what became of it.
   * @param save returns null when the user did not save it after all
   * @throws AppError conflict | invalid | denied, and what `save` throws
   */
  async function leave<T>(
    permitted: Permitted,
    leaving: Leaving,
    save: (outlet: Outlet, fact: PrintFact) => Promise<T | null>,
  ): Promise<{ readonly fact: PrintFact; readonly saved: T | null }> {
    const fact = await enter(permitted, leaving);
    const written = watched(output);
    let saved: T | null = null;
    try {
      saved = await save(written.outlet, fact);
      return { fact, saved };
    } finally {
      // A desk that is being locked cannot tell it any more; the entry then stays open.
      const told =
        saved === null ? prints.finish(fact.id, 'notSaved') : prints.finish(fact.id, 'saved', written.files());
      await told.catch(() => undefined);
    }
  }

  return { choices, permit, leave, toPaper };
}

/** An outlet that keeps the digests of what goes through it. */
function watched(output: Outlet): { readonly outlet: Outlet; files(): WrittenFiles } {
  const digests: { readonly name: string; readonly sha256: string }[] = [];
  const keep = (name: string, bytes: Uint8Array): void => {
    digests.push({ name, sha256: createHash('sha256').update(bytes).digest('hex') });
  };
  return {
    outlet: {
      createFolder: output.createFolder,
      discardFolder: output.discardFolder,
      async saveFile(name, bytes) {
        const path = await output.saveFile(name, bytes);
        if (path !== null) keep(name, bytes);
        return path;
      },
      async saveInFolder(folder, name, bytes) {
        const path = await output.saveInFolder(folder, name, bytes);
        keep(name, bytes);
        return path;
      },
    },
    files() {
      const [first, ...others] = digests;
      const lines = digests.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('');
      return {
        files: digests.length,
        sha256:
          first !== undefined && others.length === 0 ? first.sha256 : createHash('sha256').update(lines).digest('hex'),
      };
    },
  };
}
