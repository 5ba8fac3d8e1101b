import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { type ActName, isAct } from '../../../shared/audit/acts.ts';
import { type AuditFault, type AuditLine, auditPage, type ShownFault } from '../../../shared/contract/auditMethods.ts';
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
import { newAct, outsideActs, program } from '../../vault/currentAct.ts';
import { whenFree } from '../../vault/database.ts';
import { type Vault, vaultFolder } from '../../vault/vault.ts';
import { type Anchor, type ChainFault, checkAnchors, verifyChain } from '../../vault/verifyChain.ts';
import type { Job } from '../jobs/createJobRegistry.ts';
import { noteKeyringGeneration, readKeyringGeneration } from '../people/keyringGeneration.ts';
import { printCode } from '../prints/printCode.ts';
import type { Schedule } from '../session/idleTimer.ts';
import { countActs, type ListedRow, listAudit, readActs, readAuditChoices, readLastAct } from './auditStore.ts';
import { toldOf } from './toldOf.ts';

/** How often the anchors follow the chains while somebody works, in milliseconds. */
const anchorMs = 3 * 60_000;
/** Days after which the result of a check is kept again. */
const checkDays = 7;

export type AuditService = ReturnType<typeof createAuditService>;

interface Found {
  readonly kind: AuditFault;
  readonly since: string | null;
}

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
  const faults = new Map<Compartment, Found>();
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

  /** The anchors that backups hold, without those of a time that a restore gave up. */
  function backedUp(vault: Vault, name: Compartment): Anchor[] {
    const restored = readLastAct(vault.database(name), 'backup.restored');
    const upTo = (restored && parsed(restoredDetail, restored.detail)?.upTo) ?? 0;
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
    const telling = untold.filter((name) => vault.open.includes(name));
    for (const name of telling) {
      const chain = vault.audit(name);
      const [head, former] = [chain.head().seq, before[name]?.seq ?? null];
      const detail = { at, by, made, upTo, head, former };
      chain.record(newAct({ act: 'backup.restored', detail, actor: () => ({ ...program, user: by }) }));
    }
    const left = untold.filter((name) => !telling.includes(name));
    return { ...file, restored: left.length === 0 ? null : { ...restored, untold: left } };
  }

  /**
   * Looks at a vault that was just unlocked: whether its chains have come as far as they were known to be. The whole of them is
   * checked afterwards, beside everything else.
   */
  function look(vault: Vault, keyringGeneration: number): void {
    faults.clear();
    const found = readAnchors(folder, anchorKey(vault), vault.vaultId);
    const hasBegun = readLastAct(vault.database('office'), 'anchors.began') !== undefined;
    // Only the first time there is no such file.
    if (found === null || (found === undefined && hasBegun)) faults.set('office', { kind: 'anchors', since: null });
    const isLost = faults.has('office');
    const file = tellRestore(vault, found ?? noAnchors(vault.vaultId));
    // What is lost is not made anew, or the next unlocking would tell nothing of it.
    known = isLost ? null : file;
    for (const name of vault.open) {
      const older = checkAnchors(vault.database(name), anchorsFor(vault, name));
      if (older) faults.set(name, older);
    }
    const office = vault.database('office');
    const generation = readKeyringGeneration(office);
    // Out of a backup comes the keyring of that time.
    const isPutBack = keyringGeneration < generation && !found?.restored;
    if (isPutBack && !isLost) faults.set('office', { kind: 'keyring', since: null });
    if (isLost) return;
    const begin = async (): Promise<void> => {
      if (file !== found) await writeAnchors(folder, anchorKey(vault), file);
      if (!hasBegun) vault.audit('office').record(newAct({ act: 'anchors.began', actor: () => program }));
      if (!isPutBack && keyringGeneration !== generation) {
        await whenFree([office], () => noteKeyringGeneration(office, keyringGeneration));
      }
    };
    writing = begin().catch(onFailure);
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
    for (const name of vault.open) {
      const chain = vault.audit(name);
      const done = rows;
      const { head, fault } = await verifyChain(vault.database(name), chain.key, anchorsFor(vault, name), {
        check: () => {
          if (options.vault() !== vault) throw new AppError('locked', '已锁定，请输入密码解锁');
          job?.refuseCancelled();
        },
        report: (checked, total) =>
          job?.report({ done: done + checked, total: done + total, label: '正在核对全部记录' }),
      });
      rows += head.seq;
      note(name, fault);
    }
    const isSound = faults.size === 0;
    lastCheck = { at: now().toISOString(), rows, isSound };
    if (job === undefined && !isCheckDue(vault) && isSound) return;
    const found = [...faults].map(([file, { kind, since }]) => ({ file, kind, since }));
    const detail = { rows, isSound, ...(isSound ? {} : { faults: found }) };
    vault.audit('office').record(newAct({ act: 'integrity', detail, actor: () => program }));
  }

  function note(name: Compartment, fault: ChainFault | null): void {
    const before = faults.get(name);
    if (fault) faults.set(name, fault);
    // What is wrong with the files beside it is no fault of the chain, and stays told until the next unlocking.
    else if (before && before.kind !== 'anchors' && before.kind !== 'keyring') faults.delete(name);
  }

  function isCheckDue(vault: Vault): boolean {
    const last = readLastAct(vault.database('office'), 'integrity');
    return !last || Math.abs(now().getTime() - Date.parse(last.ts)) > checkDays * 86_400_000;
  }

  function shownFaults(): ShownFault[] {
    return [...faults].map(([file, { kind, since }]) => ({ file, kind, since }));
  }

  return {
    /** A vault was unlocked: what it shows at sight is known when this returns. */
    opened(vault: Vault, keyringGeneration: number): void {
      outsideActs(() => {
        look(vault, keyringGeneration);
        watch(vault).catch((error: unknown) => {
          if (!(error instanceof AppError && error.code === 'locked')) onFailure(error);
        });
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

    status: (): MethodOutput<'audit.status'> => ({ faults: shownFaults(), lastCheck, isChecking: checking !== null }),

    /** Rows of every chain that is open, the latest first. */
    list({ offset, ...filter }: MethodInput<'audit.list'>): MethodOutput<'audit.list'> {
      const vault = openVault();
      const lists = vault.open.map((file) => ({
        file,
        ...listAudit(vault.database(file), filter, offset + auditPage),
      }));
      const rows = lists
        .flatMap(({ file, rows: some }) => some.map((row) => ({ file, row })))
        .toSorted((a, b) => b.row.ts.localeCompare(a.row.ts) || b.row.seq - a.row.seq)
        .slice(offset, offset + auditPage);
      return {
        total: lists.reduce((sum, { total }) => sum + total, 0),
        rows: rows.map(({ file, row }) => lineOf(file, row)),
      };
    },

    choices(): MethodOutput<'audit.choices'> {
      const vault = openVault();
      const found = vault.open.map((name) => readAuditChoices(vault.database(name)));
      const first = found.flatMap((each) => each.first ?? []).toSorted()[0];
      const [from, to] = [first ? new Date(first).getFullYear() : now().getFullYear(), now().getFullYear()];
      return {
        users: [...new Set(found.flatMap(({ users }) => users))].toSorted(),
        acts: [...new Set(found.flatMap(({ acts }) => acts))].filter(isAct),
        files: [...vault.open],
        years: Array.from({ length: Math.max(1, to - from + 1) }, (_, index) => to - index),
      };
    },

    /** What a report of a month or a year says of the chains and the backups. */
    report({ period }: MethodInput<'audit.report'>): Omit<MethodOutput<'audit.report'>, 'people' | 'sticks'> {
      const vault = openVault();
      const { from, before } = bounds(period);
      const databases = vault.open.map((file) => ({ file, database: vault.database(file) }));
      const counts = new Map<string, { user: string; act: string; n: number }>();
      for (const { database } of databases) {
        for (const { user, act, n } of countActs(database, from, before)) {
          const key = JSON.stringify([user, act]);
          counts.set(key, { user, act, n: (counts.get(key)?.n ?? 0) + n });
        }
      }
      const notable = databases
        .flatMap(({ file, database }) => readActs(database, notableActs, from, before).map((row) => lineOf(file, row)))
        .toSorted((a, b) => a.at.localeCompare(b.at));
      const checks = readActs(vault.database('office'), ['integrity'], from, before);
      return {
        at: now().toISOString(),
        heads: databases.map(({ file }) => {
          const head = vault.audit(file).head();
          return { file, rows: head.seq, code: printCode(head) };
        }),
        counts: [...counts.values()].toSorted((a, b) => a.user.localeCompare(b.user) || b.n - a.n),
        checks: checks.flatMap(({ ts, detail }) => {
          const check = parsed(checkDetail, detail);
          return check ? [{ at: ts, ...check }] : [];
        }),
        notable: notable.slice(0, mostNotable),
        more: Math.max(0, notable.length - mostNotable),
        backups: options.backups().filter(({ manifest }) => manifest.made >= from && manifest.made < before).length,
      };
    },

    async verify(job: Job): Promise<MethodOutput<'audit.verify'>> {
      const vault = openVault();
      await checkAll(vault, job);
      return { rows: lastCheck?.rows ?? 0, faults: shownFaults() };
    },
  };
}

const checkDetail = z.object({ rows: z.int(), isSound: z.boolean() });

/** Acts that a report tells one by one. */
const notableActs: readonly ActName[] = [
  'setup',
  'person.add',
  'person.change',
  'person.disable',
  'password.reset',
  'recovery.used',
  'recovery.drill',
  'keys.rotate',
  'security.save',
  'login.failed',
  'refused',
  'clock.setBack',
  'backup.restored',
  'backup.rehearse',
  'record.destroy',
  'list.export',
  'export.permit',
  'seal.ask',
  'seal.approve',
  'seal.view',
  'seal.release',
];
/** Rows that a report tells one by one; the rest is in the program. */
const mostNotable = 400;

/** The moments (ISO 8601, UTC) between which a local month or year lies, the second one excluded. */
function bounds(period: string): { readonly from: string; readonly before: string } {
  const [year = 0, month] = period.split('-').map(Number);
  const [from, before] =
    month === undefined
      ? [new Date(year, 0, 1), new Date(year + 1, 0, 1)]
      : [new Date(year, month - 1, 1), new Date(year, month, 1)];
  return { from: from.toISOString(), before: before.toISOString() };
}

function lineOf(file: Compartment, { ts, roles, detail, ...row }: ListedRow): AuditLine {
  return {
    file,
    ...row,
    at: ts,
    roles: parsed(storedRoles, roles) ?? [],
    told: toldIn(row.act, detail),
  };
}

/** What a row says. One that was tampered with may say anything: the check tells of it, and all the others stay readable. */
function toldIn(act: string, detail: string): string[] {
  try {
    return toldOf(act, JSON.parse(detail) as Record<string, unknown>);
  } catch {
    return [];
  }
}

/** JSON of a row; undefined where somebody put something else in its place. */
function parsed<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const storedRoles = z.array(z.string());

const restoredDetail = z.object({ upTo: z.int() });
