import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { ShownFault } from '../../../shared/contract/auditMethods.ts';
import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import {
  type AnchorFile,
  anchorOf,
  anchorsPurpose,
  noAnchors,
  readAnchors,
  writeAnchors,
} from '../../vault/anchors.ts';
import type { Backup } from '../../vault/backupManifest.ts';
import type { Compartment } from '../../vault/compartments.ts';
import { newAct, outsideActs, program, runAct } from '../../vault/currentAct.ts';
import { transaction, whenFree } from '../../vault/database.ts';
import type { Keyring } from '../../vault/keyringFile.ts';
import { type Vault, vaultFolder } from '../../vault/vault.ts';
import { type Anchor, type ChainFault, checkAnchors, markOfAnchor, verifyChain } from '../../vault/verifyChain.ts';
import type { Job } from '../jobs/createJobRegistry.ts';
import { isPutBack, readToldKeyring, writeToldKeyring } from '../people/toldKeyring.ts';
import type { Schedule } from '../session/idleTimer.ts';
import { parsed } from './auditLines.ts';
import { auditChoicesOf, auditPageOf } from './auditPages.ts';
import { auditReport } from './auditReport.ts';
import { readLastAct } from './auditStore.ts';
import {
  type FaultReview,
  keyringFaultsBefore,
  type OpenFault,
  type ReviewDetail,
  readReviews,
  reviewAct,
  shownReview,
} from './faultReviews.ts';

/** How often the anchors follow the chains while somebody works, in milliseconds. */
const anchorMs = 3 * 60_000;
/** Days after which the result of a check is kept again. */
const checkDays = 7;

export type AuditService = ReturnType<typeof createAuditService>;

/**
 * Watches over the audit chains of an open vault. It lives beside the session, like the backups: what it finds is shown and
 * recorded, and nothing is locked out or mended for it.
 */
export function createAuditService(options: {
  readonly dataDir: string;
  readonly now: () => Date;
  readonly schedule: Schedule;
  /** The vault that is open, or null. */
  readonly vault: () => Vault | null;
  /** Backups of the vault, the newest first. */
  readonly backups: () => readonly Backup[];
  /** Told of a check or an anchor that failed by itself. */
  readonly onFailure: (error: unknown) => void;
}) {
  const { dataDir, now, schedule, onFailure } = options;
  const folder = vaultFolder(dataDir);
  /** What is wrong with the chains, and with the files beside them. */
  const faults = new Map<Compartment, ChainFault>();
  let beside: readonly OpenFault[] = [];
  let reviews: readonly FaultReview[] = [];
  let lastCheck: MethodOutput<'audit.status'>['lastCheck'] = null;
  let checking: Promise<void> | null = null;
  let writing: Promise<void> = Promise.resolve();
  let known: AnchorFile | null = null;
  let stopAnchoring: () => void = () => undefined;

  const openVault = (): Vault => {
    const vault = options.vault();
    if (!vault) throw new AppError('locked', '已锁定，请输入密码解锁');
    return vault;
  };

  const anchorKey = (vault: Vault): Buffer => vault.purposeKey('office', anchorsPurpose);

  /** Writes down where the chains stand. One that was put back keeps the anchor that shows it. */
  function anchor(vault: Vault): Promise<void> {
    const next = writing.then(async () => {
      if (!known) return;
      const heads = vault.open.flatMap((name): [Compartment, Anchor][] => {
        const old = known?.anchors[name];
        const head = anchorOf(vault.audit(name).head());
        const isOlder = faults.get(name)?.kind === 'older' || (old !== undefined && old.seq > head.seq);
        return isOlder ? [] : [[name, head]];
      });
      const isNew = heads.some(([name, { mac }]) => known?.anchors[name]?.mac !== mac);
      if (!isNew) return;
      const file = { ...known, anchors: { ...known.anchors, ...Object.fromEntries(heads) } };
      await writeAnchors(folder, anchorKey(vault), file);
      known = file;
    });
    writing = next.catch(() => undefined);
    return next;
  }

  function keepAnchoring(): void {
    stopAnchoring();
    stopAnchoring = schedule(() => {
      const vault = options.vault();
      if (!vault) return;
      anchor(vault).catch(onFailure);
      keepAnchoring();
    }, anchorMs);
  }

  /** The anchors that backups hold, without those of a time that a restore gave up, or that somebody has looked into. */
  function backedUp(vault: Vault, name: Compartment): Anchor[] {
    const restored = readLastAct(vault.database(name), 'backup.restored');
    const untold = known?.restored?.untold.includes(name) ? known.restored.upTo : 0;
    const reviewed = reviews.filter(({ file, kind }) => file === name && kind === 'older').map(({ upTo }) => upTo);
    const upTo = Math.max((restored && parsed(restoredDetail, restored.detail)?.upTo) ?? 0, untold, ...reviewed);
    return options.backups().flatMap(({ manifest }) => {
      if (manifest.vaultId !== vault.vaultId || manifest.sequence <= upTo) return [];
      const audit = manifest.files.find(({ compartment }) => compartment === name)?.content?.audit;
      return audit ? [audit] : [];
    });
  }

  function anchorsFor(vault: Vault, name: Compartment): Anchor[] {
    const own = known?.anchors[name];
    return own ? [own, ...backedUp(vault, name)] : backedUp(vault, name);
  }

  /** Lets each chain that came out of a backup tell it, so that its lower number is explained. */
  function tellRestore(vault: Vault, file: AnchorFile): AnchorFile {
    const { restored } = file;
    if (!restored) return file;
    const { at, by, made, upTo, before, untold } = restored;
    const told = untold.filter((name) => {
      if (!vault.open.includes(name)) return false;
      // Told before, when the disk had no room for the file that says so.
      const row = readLastAct(vault.database(name), 'backup.restored');
      const last = row && parsed(restoredDetail, row.detail);
      if (last?.at === at && last.upTo === upTo) return true;
      const chain = vault.audit(name);
      const [head, former] = [chain.head().seq, before[name]?.seq ?? null];
      const detail = { at, by, made, upTo, head, former };
      try {
        chain.record(newAct({ act: 'backup.restored', detail, actor: () => ({ ...program, user: by }) }));
        return true;
      } catch (error) {
        // On a full disk it stays untold until the next unlocking.
        if (!(error instanceof AppError)) throw error;
        return false;
      }
    });
    const left = untold.filter((name) => !told.includes(name));
    return { ...file, restored: left.length === 0 ? null : { ...restored, untold: left } };
  }

  /**
   * Looks at a vault that was just unlocked: whether its chains have come as far as they were known to be. The whole of them is
   * checked afterwards, beside everything else.
   */
  function look(vault: Vault, keyring: Keyring): void {
    faults.clear();
    reviews = readReviews(vault);
    const office = vault.database('office');
    const found = readAnchors(folder, anchorKey(vault), vault.vaultId);
    const hasBegun = readLastAct(office, 'anchors.began') !== undefined;
    // Only the first time there is no such file.
    const isLost = found === null || (found === undefined && hasBegun);
    const file = withoutReviewed(tellRestore(vault, found ?? noAnchors(vault.vaultId)));
    // What is lost is not made anew, or the next unlocking would tell nothing of it.
    known = isLost ? null : file;
    for (const name of vault.open) {
      const older = checkAnchors(vault.database(name), anchorsFor(vault, name));
      if (older) faults.set(name, older);
    }
    const mark = `anchors ${vault.audit('office').head().seq}`;
    beside = [
      ...(isLost ? [{ file: 'office', kind: 'anchors', since: null, mark } as const] : []),
      ...keyringFaultsBefore(vault, reviews),
    ];
    // Out of a backup comes the keyring of that time.
    lookAtKeyring(vault, keyring, found?.restored?.untold.includes('office') === true);
    if (isLost) return;
    const begin = async (): Promise<void> => {
      if (file !== found) await writeAnchors(folder, anchorKey(vault), file);
      if (!hasBegun) vault.audit('office').record(newAct({ act: 'anchors.began', actor: () => program }));
    };
    writing = begin().catch(onFailure);
  }

  /**
   * Judges the keyring that was unlocked by the one the office's file was told of last. One that was put back is told to the chain as it
   * is taken over, in one transaction, before anything can be changed in it; what is changed later makes it no newer.
   */
  function lookAtKeyring(vault: Vault, keyring: Keyring, isRestored: boolean): void {
    const office = vault.database('office');
    const told = readToldKeyring(office);
    if (told.authentication === keyring.authentication) return;
    const isFault = isPutBack(told, keyring) && !isRestored;
    const chain = vault.audit('office');
    if (isFault) {
      // The same one may be put back again.
      const mark = `keyring ${keyring.generation} ${told.generation} ${keyring.authentication} ${chain.head().seq}`;
      beside = [...beside, { file: 'office', kind: 'keyring', since: null, mark }];
    }
    const takeOver = (): void =>
      transaction(office, (open) => {
        if (isFault) chain.append({ act: 'integrity', detail: { isSound: false, faults: openFaults() } });
        writeToldKeyring(open, keyring);
      });
    try {
      runAct(newAct({ act: null, actor: () => program }), takeOver);
    } catch (error) {
      // On a full disk it is found again at the next unlocking, and nothing can be changed in it until then.
      onFailure(error);
    }
  }

  /** Writes down where the chains stand, and checks all of them, beside everything else. */
  function follow(vault: Vault): void {
    watch(vault).catch((error: unknown) => {
      if (!(error instanceof AppError && error.code === 'locked')) onFailure(error);
    });
  }

  async function watch(vault: Vault): Promise<void> {
    await anchor(vault);
    keepAnchoring();
    await setImmediate();
    await checkAll(vault);
  }

  /** Checks every chain that is open, one check at a time. */
  function checkAll(vault: Vault, job?: Job): Promise<void> {
    const before = checking ?? Promise.resolve();
    const next = before
      .catch(() => undefined)
      .then(() => check(vault, job))
      .finally(() => {
        if (checking === next) checking = null;
      });
    checking = next;
    return next;
  }

  async function check(vault: Vault, job: Job | undefined): Promise<void> {
    let rows = 0;
    let reviewed = 0;
    for (const name of vault.open) {
      const chain = vault.audit(name);
      const done = rows;
      const { head, fault, ...verdict } = await verifyChain(
        vault.database(name),
        chain.key,
        anchorsFor(vault, name),
        {
          check: () => {
            if (options.vault() !== vault) throw new AppError('locked', '已锁定，请输入密码解锁');
            job?.refuseCancelled();
          },
          report: (checked, total) =>
            job?.report({ done: done + checked, total: done + total, label: '正在核对全部记录' }),
        },
        new Set(reviews.filter(({ file }) => file === name).map(({ mark }) => mark)),
      );
      rows += head.seq;
      reviewed += verdict.reviewed;
      if (fault) faults.set(name, fault);
      else faults.delete(name);
    }
    const found = openFaults();
    const isSound = found.length === 0 && reviewed === 0;
    lastCheck = { at: now().toISOString(), rows, isSound, reviewed };
    if (job === undefined && !isCheckDue(vault) && found.length === 0) return;
    const detail = {
      rows,
      isSound,
      ...(reviewed > 0 ? { reviewed } : {}),
      ...(found.length > 0 ? { faults: found } : {}),
    };
    vault.audit('office').record(newAct({ act: 'integrity', detail, actor: () => program }));
  }

  function isCheckDue(vault: Vault): boolean {
    const last = readLastAct(vault.database('office'), 'integrity');
    return !last || Math.abs(now().getTime() - Date.parse(last.ts)) > checkDays * 86_400_000;
  }

  function openFaults(): OpenFault[] {
    const ofChains = [...faults].map(([file, { kind, since, mark }]) => ({ file, kind, since, mark }));
    return [...beside, ...ofChains];
  }

  /** What nobody has looked into, and behind it what somebody has: that is told quietly, and never hidden. */
  function shownFaults(): ShownFault[] {
    const isOpenHere = ({ file }: FaultReview): boolean => options.vault()?.open.includes(file) === true;
    return [
      ...openFaults().map((fault) => ({ ...fault, review: null })),
      ...reviews.filter(isOpenHere).map(shownReview),
    ];
  }

  /** Lets go of anchors that somebody has looked into: the chain is held to where it stands since. */
  function withoutReviewed(file: AnchorFile): AnchorFile {
    const marks = new Set(reviews.map(({ mark }) => mark));
    const kept = Object.entries(file.anchors).filter(([, anchor]) => !marks.has(markOfAnchor(anchor)));
    return kept.length === Object.keys(file.anchors).length ? file : { ...file, anchors: Object.fromEntries(kept) };
  }

  return {
    /** A vault was unlocked: what it shows at sight is known when this returns. */
    opened(vault: Vault, keyring: Keyring): void {
      outsideActs(() => {
        look(vault, keyring);
        follow(vault);
      });
    },

    /** The vault is about to be closed; its last row is written. */
    async closing(): Promise<void> {
      stopAnchoring();
      const vault = options.vault();
      if (!vault) return;
      try {
        await anchor(vault);
      } catch (error) {
        onFailure(error);
      }
    },

    /** @param withReviews whether the accounts of what was looked into are told: they name people */
    status({ withReviews }: { readonly withReviews: boolean }): MethodOutput<'audit.status'> {
      const all = shownFaults();
      const open = all.filter(({ review }) => review === null);
      return {
        faults: withReviews ? all : open,
        reviewed: all.length - open.length,
        lastCheck,
        isChecking: checking !== null,
      };
    },

    list: (asked: MethodInput<'audit.list'>): MethodOutput<'audit.list'> => auditPageOf(openVault(), asked),

    choices: (): MethodOutput<'audit.choices'> => auditChoicesOf(openVault(), now()),

    /** What a report of a month or a year says of the chains and the backups. */
    report: ({ period }: MethodInput<'audit.report'>): ReturnType<typeof auditReport> =>
      auditReport({ vault: openVault(), period, at: now(), faults: shownFaults(), backups: options.backups() }),

    /**
     * Enters what became of a fault. What was measured by files beside the chain is from then on measured by where it stands now, so
     * that the next fault shows; what stands in the chain itself stays there, and is stepped over.
     * @throws AppError conflict when that fault is not there any more; full | readonly: nothing is entered then
     */
    async review({ file, kind, mark, reason }: MethodInput<'audit.review'>): Promise<void> {
      const vault = openVault();
      const fault = openFaults().find((each) => each.file === file && each.kind === kind && each.mark === mark);
      if (!fault) throw new AppError('conflict', '这处异常已有变化，请刷新后再看');
      const office = vault.database('office');
      const upTo = Math.max(0, ...options.backups().map(({ manifest }) => manifest.sequence));
      const detail = { ...fault, upTo, reason } satisfies ReviewDetail;
      await whenFree([office], () =>
        transaction(office, () => {
          vault.audit('office').append({ act: reviewAct, detail });
        }),
      );
      reviews = readReviews(vault);
      if (beside.includes(fault)) beside = beside.filter((each) => each !== fault);
      else faults.delete(file);
      if (kind === 'anchors') known = noAnchors(vault.vaultId);
      if (known) known = withoutReviewed(known);
      outsideActs(() => follow(vault));
    },

    async verify(job: Job): Promise<MethodOutput<'audit.verify'>> {
      const vault = openVault();
      await checkAll(vault, job);
      return { rows: lastCheck?.rows ?? 0, faults: shownFaults() };
    },
  };
}

const restoredDetail = z.object({ at: z.string(), upTo: z.int() });
