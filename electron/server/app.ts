import { idleMinutes } from '../../shared/contract/idleMinutes.ts';
import { AppError } from '../../shared/contract/result.ts';
import { addressRights, refusalText } from '../../shared/rights/methodRights.ts';
import { rolesHeld } from '../../shared/rights/roles.ts';
import { createAuditService } from '../services/audit/createAuditService.ts';
import { recordFailedAttempts } from '../services/audit/recordFailedAttempts.ts';
import { createBackupService } from '../services/backups/createBackupService.ts';
import { createDesk, type Desk } from '../services/createDesk.ts';
import { createDemonstration, demonstration, fillDemonstration } from '../services/demo/createDemonstration.ts';
import { createPeopleService, type PeopleService } from '../services/people/createPeopleService.ts';
import { createSessionService, type OpenSession } from '../services/session/createSessionService.ts';
import { createIdleTimer, type Schedule, scheduleByTimer } from '../services/session/idleTimer.ts';
import { freeBytesOnDisk } from '../vault/backup.ts';
import { listBackups } from '../vault/backupManifest.ts';
import { outsideActs } from '../vault/currentAct.ts';
import type { Kdf } from '../vault/kdf.ts';
import type { Keyring } from '../vault/keyringFile.ts';
import { createAudited } from './audited.ts';
import type { CloseReason } from './corePort.ts';
import { attachmentResponse, newNonce, printResponse, serveFile } from './files.ts';
import { createHandlers } from './handlers.ts';
import type { Host, LockReason } from './host.ts';
import { createLog } from './log.ts';
import { createRpc, type EntryStep, failureOf, privateHeaders, refuseBeforeEntry, resultResponse } from './rpc.ts';
import { createUploads } from './uploads.ts';

/** Milliseconds that quitting may take for the backup of what was stored; the host waits longer before it uses force. */
const closingBackupMs = 6_000;

/** The whole back end as one function. It knows its host through `Host` alone, and the page through requests. */
export interface App {
  fetch(request: Request): Promise<Response>;
  /** Closes the vault, when the program ends after a backup of what was stored; the process is expected to end. */
  close(reason?: CloseReason): Promise<void>;
  /** How to open the demonstration, for the terminal that started it. */
  readonly announcement: string | null;
}

/** Builds the back end. With `demo` it first fills an empty data folder with invented people. */
export async function createApp(options: {
  readonly host: Host;
  readonly now: () => Date;
  readonly demo: boolean;
  readonly schedule?: Schedule;
  /** Strength of password protection; measured on this computer when it is not given. */
  readonly kdf?: Kdf;
}): Promise<App> {
  const { host, now, demo, schedule = scheduleByTimer } = options;
  const log = createLog(host.dataDir, now);
  const uploads = createUploads();
  let desk: Desk | null = null;
  let people: PeopleService | null = null;
  /** Who is coming in, before the session is there. */
  let comingIn: OpenSession | null = null;
  let whyLocked: 'request' | 'idle' | null = null;
  const lock = (reason: LockReason): Promise<void> => {
    whyLocked ??= reason === 'idle' ? 'idle' : 'request';
    return host.lock(reason);
  };

  /** Enters refused passwords into the chain that is open; what cannot be entered waits for the next unlocking. */
  const recordRefused = (open: OpenSession): void =>
    outsideActs(() => {
      session.attempts
        .takeFailedAttempts((refused, dropped) => recordFailedAttempts(open.vault, refused, dropped))
        .catch((error: unknown) => {
          if (!(error instanceof AppError && error.code === 'locked')) log.failure('failedAttempts', error);
        });
    });

  if (demo) await createDemonstration(host.dataDir);
  const idle = createIdleTimer({
    limitMinutes: () => people?.settings().idleMinutes ?? idleMinutes.usual,
    now,
    schedule,
    expire: () => void lock('idle'),
  });
  const session = createSessionService({
    onRefused: recordRefused,
    dataDir: host.dataDir,
    ...(options.kdf ? { kdf: options.kdf } : {}),
    now,
    schedule,
    onOpen(open: OpenSession, keyring: Keyring) {
      comingIn = open;
      const opened = createDesk({ session: open, output: host, people: session, schedule, now });
      if (demo) outsideActs(() => fillDemonstration(opened.registers));
      desk = opened;
      people = createPeopleService({
        database: open.vault.database('office'),
        chain: open.vault.audit('office'),
        user: () => open.user,
        passwordSetAt: () => session.session()?.passwordSetAt ?? open.passwordSetAt,
        roles: () => rolesHeld(open.roles),
        keyring: session.keyring,
        office: opened.office.settings,
        kdf: session.chosenKdf,
        attempts: session.attempts,
        backedUpKeyrings: backups.keyrings,
        now,
      });
      people.comeIn(keyring);
      idle.touch();
      outsideActs(() => {
        setImmediate(backups.opened);
        audit.opened(open.vault, keyring);
        recordRefused(open);
        opened.refreshSearch().catch((error: unknown) => {
          if (!(error instanceof AppError && error.code === 'locked')) log.failure('refreshSearch', error);
        });
      });
    },
  });
  const backups = createBackupService({
    place: {
      dataDir: host.dataDir,
      now,
      freeBytes: freeBytesOnDisk,
      ...(options.kdf ? { kdfFloor: options.kdf } : {}),
    },
    schedule,
    vault: () => session.session()?.vault ?? null,
    // People who are invented and thrown away need none.
    automatic: !demo,
    createFolder: host.createFolder,
    onFailure: (error) => log.failure('backup', error),
  });
  const audit = createAuditService({
    dataDir: host.dataDir,
    now,
    schedule,
    vault: () => session.session()?.vault ?? null,
    backups: () => listBackups(host.dataDir),
    onFailure: (error) => log.failure('audit', error),
  });
  const audited = createAudited({
    session: () => session.session() ?? comingIn,
    compartmentsOf: (object, id) => desk?.compartmentsOf(object, id) ?? [],
    now,
  });
  const openPeople = (): PeopleService => {
    if (!people) throw new AppError('locked', '已锁定，请输入密码解锁');
    return people;
  };
  /** Nothing is shown to one whose password somebody else knows, or who has not promised confidentiality. */
  const entryOwed = (): EntryStep | null => {
    if (session.session()?.mustChangePassword === true) return 'password';
    return people?.owesPromise() === true ? 'promise' : null;
  };
  const openDesk = (): Desk => {
    if (!desk || idle.isOver()) throw new AppError('locked', '已锁定，请输入密码解锁');
    return desk;
  };
  const refuseClosed = (): void => {
    // The page must not ask for a password until it is over.
    if (session.isChangingKeys()) throw new AppError('busy', '正在更换数据密钥，请等它完成后重新打开');
    openDesk();
  };
  const rpc = createRpc({
    handlers: createHandlers({
      host: { ...host, lock },
      session,
      backups,
      audit,
      desk: openDesk,
      people: openPeople,
      forgetDesk: () => {
        desk?.sealing.end();
        desk = null;
        people = null;
        comingIn = null;
      },
      touch: idle.touch,
      uploads,
      demonstration: demo ? demonstration : null,
      now,
    }),
    refuseClosed,
    entryOwed,
    rights: () => ({
      held: desk?.rights ?? null,
      compartmentsOf: (object, id) => desk?.compartmentsOf(object, id) ?? [],
    }),
    audited,
    log,
  });

  /** Whether nothing is shown at the addresses of prints and pictures. */
  const isShut = (): boolean => idle.isOver() || entryOwed() !== null;

  async function upload(request: Request): Promise<Response> {
    try {
      const { rights } = openDesk();
      refuseBeforeEntry(entryOwed());
      if (!addressRights['/upload'].some((right) => rights.has(right))) {
        audited.refused('/upload');
        throw new AppError('denied', refusalText([addressRights['/upload']]));
      }
      return resultResponse({ ok: true, value: { upload: uploads.keep(await request.bytes()) } });
    } catch (error) {
      return resultResponse({ ok: false, error: failureOf(error, 'upload', log) });
    }
  }

  async function print(ticket: string): Promise<Response> {
    const nonce = newNonce();
    const open = isShut() ? null : desk;
    const html =
      open && addressRights['/print'].some((right) => open.rights.has(right))
        ? await open.sheets.html(ticket, nonce)
        : undefined;
    return html === undefined
      ? new Response(null, { status: 404, headers: privateHeaders })
      : printResponse(html, nonce);
  }

  function attachment(rest: string): Response {
    const [, id = '', part] = /^([0-9a-f-]{36})(\/thumbnail)?$/u.exec(rest) ?? [];
    const found = isShut() ? null : desk?.attachments.read(id, part === undefined ? 'whole' : 'thumbnail');
    try {
      // A thumbnail is seen with the record that it belongs to.
      if (found && part === undefined) audited.attachmentViewed(id);
      if (found) return attachmentResponse(found.mediaType, found.bytes);
    } catch (error) {
      // No row, no answer.
      failureOf(error, 'attachment', log);
    }
    return new Response(null, { status: 404, headers: privateHeaders });
  }

  return {
    announcement: demo ? `演示数据已备好：用户 ${demonstration.user}，密码 ${demonstration.password}` : null,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      const [, place = '', rest = ''] = /^\/([^/]*)\/?(.*)$/u.exec(pathname) ?? [];
      if (place === 'rpc') return rpc.fetch(rest, request);
      if (place === 'upload') return upload(request);
      if (place === 'print') return print(rest);
      if (place === 'attachment') return attachment(rest);
      return serveFile(pathname);
    },
    async close(reason = 'quit') {
      idle.stop();
      await session.settle();
      audited.note('lock', '', { why: whyLocked ?? (reason === 'quit' ? 'quit' : 'other') });
      await audit.closing();
      desk?.sealing.end();
      desk = null;
      if (reason === 'quit') await backups.beforeClose(closingBackupMs);
      else backups.stop();
      session.close();
    },
  };
}
