import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { MethodInput, OfficeSettings } from '../../shared/contract/methods.ts';
import { AppError } from '../../shared/contract/result.ts';
import type { FieldContext } from '../../shared/fields/kinds.ts';
import { papers as allPapers, findPaper } from '../../shared/papers/index.ts';
import { child } from '../../shared/registers/child.ts';
import { registers as allRegisters, findRegister } from '../../shared/registers/index.ts';
import type { Register } from '../../shared/registers/register.ts';
import type { ObjectKind } from '../../shared/rights/methodRights.ts';
import { type PeopleCompartment, peopleCompartments, rightsOf } from '../../shared/rights/rights.ts';
import { calendarDateOf } from '../../shared/rules/calendarDate.ts';
import { openPdfBinder } from '../jobs/openPdfBinder.ts';
import { runJob, startWorker } from '../jobs/runJob.ts';
import { type Compartment, compartmentNames } from '../vault/compartments.ts';
import { newAct, runAct } from '../vault/currentAct.ts';
import { transaction, type WritableDatabase, whenFree } from '../vault/database.ts';
import { createSecondPerson } from './approvals/secondPerson.ts';
import { createAttachmentService } from './attachments/createAttachmentService.ts';
import { createDraftService } from './drafts/createDraftService.ts';
import { createDuplicateService } from './duplicates/createDuplicateService.ts';
import { createExportService } from './exports/createExportService.ts';
import { createImportService } from './import/createImportService.ts';
import { createJobRegistry, type JobRegistry } from './jobs/createJobRegistry.ts';
import { createListService } from './lists/createListService.ts';
import { createOfficeService } from './office/createOfficeService.ts';
import { createPaperPrinting } from './papers/createPaperPrinting.ts';
import { createPaperService } from './papers/createPaperService.ts';
import { createPrintService } from './prints/createPrintService.ts';
import { namesOfRecords } from './prints/namesOfRecords.ts';
import { printSeries } from './prints/printSeries.ts';
import { createRecycleService } from './recycle/createRecycleService.ts';
import { createRegisterService } from './registers/createRegisterService.ts';
import { revealValue } from './registers/revealValue.ts';
import { createRouteService } from './routes/createRouteService.ts';
import { createScreeningService } from './screening/createScreeningService.ts';
import { screenedChildren } from './screening/screenedRegister.ts';
import { createSealService } from './seal/createSealService.ts';
import { sealedMatters } from './seal/sealedStore.ts';
import { sealSpecialSchools } from './seal/sealSpecialSchools.ts';
import { refreshSearch } from './search/refreshSearch.ts';
import type { OpenSession, SessionService } from './session/createSessionService.ts';
import type { Schedule } from './session/idleTimer.ts';
import { createDocumentService } from './sheets/createDocumentService.ts';
import { createSheetService, type SheetOutput } from './sheets/createSheetService.ts';
import { createStickService } from './sticks/createStickService.ts';
import { createTemplateService } from './templates/createTemplateService.ts';
import { limitToVillages } from './villages/limitToVillages.ts';

export type Desk = ReturnType<typeof createDesk>;

/** Every service that works on an open vault, for what its user may open and see; built once when it is unlocked. */
export function createDesk(options: {
  readonly session: OpenSession;
  readonly output: SheetOutput;
  /** Who can unlock the vault, and whether a password is right: of a second person at the same screen. */
  readonly people: Pick<SessionService, 'users' | 'checkPassword'>;
  readonly schedule: Schedule;
  readonly now: () => Date;
}) {
  const { now } = options;
  const { user, roles, villages, vault } = options.session;
  const rights = rightsOf(roles, villages);

  const registerOf = (key: string): Register => {
    const register = findRegister(key);
    if (!register) throw new AppError('missing', '没有这个台账，请重新打开程序');
    return register;
  };
  const mayRead = (compartment: Compartment): boolean =>
    vault.open.includes(compartment) &&
    peopleCompartments.some((each) => each === compartment && rights.has(`${each}.read`));
  /** Two walls: the key, without which nothing can be read, and the right, without which nothing is. */
  const databaseOf = (register: Register): WritableDatabase => {
    const compartment = compartmentOf(register);
    if (!mayRead(compartment)) throw new AppError('denied', '当前用户没有打开这部分数据的权限。');
    return vault.database(compartment);
  };
  const openRegisters = allRegisters.filter((register) => mayRead(compartmentOf(register)));
  const office = createOfficeService({
    database: vault.database('office'),
    villagesInUse: () => villagesInUse(),
  });
  const villagesInReach = villages === null ? null : new Set(villages);
  const context = (): FieldContext => ({
    today: calendarDateOf(now()),
    villages: office.villages(),
    ...(villagesInReach ? { villagesInReach } : {}),
  });
  if (villages !== null) {
    for (const compartment of vault.open.filter(mayRead)) {
      const registersThere = openRegisters.filter((register) => compartmentOf(register) === compartment);
      if (registersThere.length > 0) {
        limitToVillages(vault.database(compartment), registersThere, villages, context());
      }
    }
  }
  /** The office with the villages that are this user's work. */
  const officeInReach = (): OfficeSettings => {
    const settings = office.settings();
    if (!villagesInReach) return settings;
    return { ...settings, villages: settings.villages.filter(({ code }) => villagesInReach.has(code)) };
  };
  /** Does `work` as soon as nothing is being written in steps, such as an import. */
  const freely = <T>(work: () => T | Promise<T>): Promise<T> => whenFree(vault.open.map(vault.database), work);
  const registers = createRegisterService({
    registerOf,
    databaseOf,
    context,
    user: () => user,
    now,
    newId: randomUUID,
  });
  const recycle = createRecycleService({
    registers,
    registerOf,
    databaseOf,
    checkpoint: vault.checkpoint,
    context,
    user: () => user,
    now,
    newId: randomUUID,
  });
  const prints = createPrintService({
    books: vault.open.filter(mayRead).flatMap((compartment) => {
      const series = printSeries[compartment];
      if (series === undefined) return [];
      const [database, key] = [vault.database(compartment), vault.purposeKey(compartment, 'print codes')];
      return [{ compartment, series, database, key, audit: vault.audit(compartment) }];
    }),
    namesOf: (records) => namesOfRecords(databaseOf, registerOf, records),
    user: () => user,
    now,
    newId: randomUUID,
  });
  const second = createSecondPerson({
    user: () => user,
    users: options.people.users,
    unlock: options.people.checkPassword,
    mayApprove: (right, stored) => rightsOf(stored).has(right),
  });
  const sticks = createStickService({ database: vault.database('office'), user: () => user, now, newId: randomUUID });
  const exports = createExportService({
    output: options.output,
    prints,
    secondPerson: second,
    sticks,
    contentOf: (order) => {
      switch (order.method) {
        case 'list.export': {
          const { columns, numbers } = order;
          return { register: registerOf(order.register).key, columns, numbers };
        }
        case 'template.fill': {
          const { id, title } = templates.findUnchanged(order).head;
          return { template: id, title, numbers: order.numbers };
        }
        case 'import.saveResult':
          return { register: imports.findUnchanged(order).register.key };
        case 'attachment.save':
          return attachments.told(order.id);
        default:
          return sheets.told(order.ticket);
      }
    },
    now,
    newId: randomUUID,
  });
  const attachments = createAttachmentService({
    registers: openRegisters,
    registerOf,
    databaseOf,
    exports,
    user: () => user,
    now,
    newId: randomUUID,
  });
  const papers = createPaperService({
    registers: openRegisters,
    registerOf,
    databaseOf,
    findPaper,
    context,
    user: () => user,
    now,
    newId: randomUUID,
  });
  const drafts = createDraftService({
    registers: openRegisters,
    registerOf,
    databaseOf,
    papers: allPapers,
    user: () => user,
    now,
  });
  const jobs = createJobRegistry();
  const sheets = createSheetService({
    databaseOf,
    user: () => user,
    office: officeInReach,
    context,
    output: options.output,
    exports,
    jobs,
    openPdfBinder,
    // That something is sealed is itself for those alone who may ask for it.
    sealedMatters: (register, records) =>
      rights.has('seal.ask') ? sealedMatters(databaseOf(register), register.key, records) : new Map(),
    now,
  });
  const sealing = createSealService({
    registerOf,
    databaseOf,
    context,
    publicKey: vault.sealedPublicKey,
    second,
    sheets,
    note: ({ act, register, record, detail }, work) => {
      const said = newAct({ act, object: `${register.key}/${record}`, detail, actor: () => ({ user, roles }) });
      return runAct(said, () => transaction(databaseOf(register), (database) => work?.(database)));
    },
    whenFree: freely,
    checkpoint: vault.checkpoint,
    user: () => user,
    now,
    newId: randomUUID,
    schedule: options.schedule,
  });
  const documents = createDocumentService({ sheets, jobs, runJob });
  const paperPrinting = createPaperPrinting({ papers, sheets, findPaper, office: officeInReach, context });
  const templates = createTemplateService({
    register: child,
    database: vault.database('office'),
    records: () => databaseOf(child),
    office: officeInReach,
    context,
    exports,
    output: options.output,
    runJob,
    jobs,
    user: () => user,
    now,
    newId: randomUUID,
  });
  /** Fulfilled when search is up to date, or could not be brought there. */
  let refreshed: Promise<void> = Promise.resolve();
  const lists = createListService({
    registers,
    registerOf,
    databaseOf,
    context,
    user: () => user,
    now,
    runJob,
    jobs,
    exports,
  });
  const screening = createScreeningService({
    screened: screenedChildren,
    databaseOf,
    office: officeInReach,
    context,
    sheets,
    user: () => user,
    now,
    newId: randomUUID,
  });
  const routes = onDemand(() =>
    createRouteService({
      database: databaseOf(child),
      registers,
      sheets,
      office: officeInReach,
      context,
      user: () => user,
      now,
      newId: randomUUID,
    }),
  );
  const duplicates = createDuplicateService({ registerOf, databaseOf, registers, context, user: () => user, now });
  /**
   * A table compared before search is up to date would take known children for new ones. The job is known while it waits: it
   * can be watched and stopped.
   */
  const runWhenRefreshed: JobRegistry['run'] = (name, label, work) =>
    jobs.run(name, label, async (job) => {
      await Promise.race([refreshed, once(job.signal, 'abort')]);
      job.refuseCancelled();
      return work(job);
    });
  const imports = createImportService({
    registerOf,
    databaseOf,
    inSteppedBatch: registers.inSteppedBatch,
    context,
    user: () => user,
    now,
    newId: randomUUID,
    runJob,
    startWorker,
    jobs: { run: runWhenRefreshed },
    exports,
  });

  /** Of villages in a file that is not open nobody can say that no record names them. */
  function villagesInUse(): ReadonlySet<string> | null {
    const isOpen = ({ compartment }: Register): boolean => vault.open.some((each) => each === compartment);
    if (!allRegisters.every(isOpen)) return null;
    return registers.villagesInUse(allRegisters, (register) => vault.database(compartmentOf(register)));
  }

  /** The compartments of the records behind an identifier, by which the right that it takes is known. */
  function compartmentsOf(object: ObjectKind, id: string): readonly PeopleCompartment[] {
    const found = {
      attachment: attachments.registersOf,
      paper: papers.registersOf,
      ticket: sheets.registersOf,
      import: imports.registersOf,
    }[object](id);
    return peopleCompartments.filter((each) => found.some((register) => register.compartment === each));
  }

  async function refreshAll(): Promise<void> {
    if (openRegisters.includes(child)) {
      const { sealedPublicKey: publicKey } = vault;
      await sealSpecialSchools(databaseOf(child), { publicKey, context: context(), now, newId: randomUUID });
    }
    for (const register of openRegisters) await refreshSearch(databaseOf(register), register, context());
  }

  return {
    office,
    registers,
    revealValue: (input: MethodInput<'reveal.value'>) => revealValue({ registers, registerOf, context }, input),
    recycle,
    attachments,
    papers,
    paperPrinting,
    drafts,
    sheets,
    documents,
    prints,
    exports,
    sticks,
    lists,
    screening,
    get routes() {
      return routes();
    },
    templates,
    imports,
    duplicates,
    second,
    sealing,
    jobs,
    /** What the user at the desk may do. */
    rights,
    compartmentsOf,
    /** Brings what search and comparison rest on up to this version of the program, while everything else goes on. */
    refreshSearch(): Promise<void> {
      const running = refreshAll();
      refreshed = running.catch(() => undefined);
      return running;
    },
    whenFree: freely,
  };
}

function compartmentOf(register: Register): Compartment {
  const name = compartmentNames.find((compartment) => compartment === register.compartment);
  if (!name) throw new Error(`${register.key}: ${register.compartment} is no compartment`);
  return name;
}

/** A service that is made when it is first asked for, and once. */
function onDemand<T>(make: () => T): () => T {
  let made: { readonly service: T } | undefined;
  return () => {
    made ??= { service: make() };
    return made.service;
  };
}
