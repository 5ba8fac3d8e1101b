import program from '../../package.json' with { type: 'json' };
import type { MethodOutput } from '../../shared/contract/methods.ts';
import { AppError } from '../../shared/contract/result.ts';
import { stickEvents } from '../../shared/contract/stickMethods.ts';
import { keyNames, rolesHeld } from '../../shared/rights/roles.ts';
import { calendarDateOf } from '../../shared/rules/calendarDate.ts';
import type { AuditService } from '../services/audit/createAuditService.ts';
import type { BackupService } from '../services/backups/createBackupService.ts';
import type { Desk } from '../services/createDesk.ts';
import { createJobRegistry } from '../services/jobs/createJobRegistry.ts';
import type { PeopleService } from '../services/people/createPeopleService.ts';
import { syllables } from '../services/search/searchKeys.ts';
import type { SessionService } from '../services/session/createSessionService.ts';
import type { Host, LockReason } from './host.ts';
import type { Handlers } from './rpc.ts';
import type { Uploads } from './uploads.ts';

/** Joins every method of the contract to the service that does it. */
export function createHandlers(options: {
  readonly host: Host;
  readonly session: SessionService;
  /** The services of the open vault; AppError `locked` when there is none. */
  readonly desk: () => Desk;
  /** People, and how the desk is kept; AppError `locked` when no vault is open. */
  readonly people: () => PeopleService;
  readonly backups: BackupService;
  readonly audit: AuditService;
  /** The services of a vault that is being closed answer nothing more. */
  readonly forgetDesk: () => void;
  readonly touch: () => number;
  readonly uploads: Uploads;
  /** User and password of a throw-away vault, shown on the unlock page. */
  readonly demonstration: { readonly user: string; readonly password: string } | null;
  readonly now: () => Date;
}): Handlers {
  const { host, session, desk, people, audit, backups, forgetDesk, touch, uploads, demonstration, now } = options;
  const opened = (): MethodOutput<'session.unlock'> => {
    const open = session.session();
    if (!open) throw new AppError('locked', '已锁定，请输入密码解锁');
    const { user, roles, villages, mustChangePassword } = open;
    const told = people();
    return {
      session: {
        user,
        idleMinutes: told.settings().idleMinutes,
        roles: [...rolesHeld(roles)],
        villages: villages && [...villages],
        mustChangePassword,
        ...told.entry(),
      },
    };
  };
  /**
   * Answers as soon as nothing is written in steps, such as an import: what writes would be refused meanwhile, what prints or
   * exports would show what may still be rolled back, and a record read then could not be saved. The desk is the one of the
   * moment of asking, so that an unsaved entry is still stored when the program is being locked.
   */
  const settled = <T>(work: (open: Desk) => T | Promise<T>): Promise<T> => {
    const open = desk();
    return open.whenFree(() => work(open));
  };

  /** The one job that goes on while no desk is open. */
  const keyChanges = createJobRegistry();

  /** A vault that could be opened tells nothing of itself until somebody does. */
  const openOrDamaged = async (): Promise<'open' | 'damaged'> => {
    if (session.session()) {
      desk();
      return 'open';
    }
    if ((await session.state()).state !== 'damaged') throw new AppError('locked', '已锁定，请输入密码解锁');
    return 'damaged';
  };

  return {
    'app.state': async () => {
      const found = await session.state();
      return {
        ...found,
        session: found.state === 'unlocked' ? opened().session : null,
        today: calendarDateOf(now()),
        version: program.version,
        demo: demonstration,
      };
    },
    'setup.begin': () => session.offerRecoveryKey(),
    'setup.finish': async (input) => {
      await session.finishSetup(input);
      return opened();
    },
    'session.unlock': async ({ user, password }) => {
      await session.unlock(user, password);
      return opened();
    },
    'recovery.begin': (input) => session.beginRecovery(input),
    'recovery.finish': async (input) => {
      await session.finishRecovery(input);
      return opened();
    },
    'password.context': ({ user, office }) => session.passwordContext(user, office),
    'session.changePassword': async (input) => {
      await session.changePassword(input);
      return {};
    },
    'session.acceptPromise': () => {
      people().acceptPromise();
      return {};
    },
    'recovery.status': () => people().recoveryStatus(),
    'recovery.drill': async (input) => {
      const open = people();
      try {
        await session.tryRecoveryKey(input);
      } catch (error) {
        // A slip of the pen says nothing of the key.
        if (error instanceof AppError && error.code === 'denied') open.noteDrill(false);
        throw error;
      }
      return { at: open.noteDrill(true) };
    },
    'recovery.renew': ({ isSplit }) => {
      const sheets = session.renewRecoveryKey(isSplit);
      return { sheets };
    },
    'recovery.confirm': async ({ typedGroups }) => {
      await session.confirmRecoveryKey(typedGroups);
      return {};
    },
    'people.list': () => people().list(),
    'people.add': async (input) => {
      await people().add(input);
      return {};
    },
    'people.change': async (input) => {
      await people().change(input);
      // What a session may do is settled when it begins.
      if (input.name === session.session()?.user) await host.lock('request');
      return {};
    },
    'people.disable': async ({ name }) => {
      await people().disable(name);
      return {};
    },
    'people.resetPassword': async (input) => {
      await people().resetPassword(input);
      return {};
    },
    'people.rotateKeys': ({ job: name }) =>
      keyChanges.run(name, '正在备份', async (job) => {
        await backups.makeSure(job);
        forgetDesk();
        let outcome: LockReason = 'request';
        try {
          const label = '正在重新加密';
          await session.changeDataKeys(keyNames, (done, total) => job.report({ label, done, total }));
          outcome = 'keysChanged';
        } finally {
          await host.lock(outcome);
        }
        return {};
      }),
    'people.exposedBackups': async () => {
      const { backups: exposed } = await people().exposedBackups();
      return { backups: exposed, isReplaced: await backups.hasReplacementFor(exposed) };
    },
    'security.get': () => people().settings(),
    'security.save': (input) => {
      people().saveSettings(input);
      return {};
    },
    'session.touch': () => ({ secondsUntilLock: touch() }),
    'session.lock': async () => {
      await host.lock('request');
      return {};
    },
    'office.get': () => desk().office.settings(),
    'office.save': (settings) =>
      settled((open) => {
        open.office.save(settings);
        return {};
      }),
    'register.list': (input) => desk().registers.listPage(input),
    'register.get': ({ register, id }) => settled((open) => open.registers.get(register, id)),
    'register.save': (input) => settled((open) => open.registers.save(input)),
    'register.history': ({ register, id }) => desk().registers.history(register, id),
    'register.sharing': ({ register, id }) => desk().registers.sharing(register, id),
    'label.spell': ({ labels }) => ({ spellings: labels.map((label) => syllables(label).join(' ')) }),
    'batch.list': ({ register }) => desk().registers.batches(register),
    'batch.undo': ({ register, batch, job: name }) => {
      const { jobs, registers } = desk();
      return jobs.run(name, '正在撤销', (job) => registers.undo(register, batch, job));
    },
    'screening.month': (input) => desk().screening.month(input),
    'screening.open': (input) => settled((open) => open.screening.open(input)),
    'screening.round': ({ round }) => desk().screening.round(round),
    'screening.mark': (input) =>
      settled((open) => {
        open.screening.mark(input);
        return {};
      }),
    'screening.file': (input) => settled((open) => open.screening.file(input)),
    'screening.zeroReport': (input) =>
      settled((open) => {
        open.screening.zeroReport(input);
        return {};
      }),
    'screening.sheetsOf': ({ register, record }) => desk().screening.sheetsOf(register, record),
    'screening.printSheets': (input) => settled((open) => open.screening.printSheets(input)),
    'screening.printMonth': (input) => settled((open) => open.screening.printMonth(input)),
    'screening.printFourLacks': (input) => settled((open) => open.screening.printFourLacks(input)),
    'attachment.list': (input) => desk().attachments.list(input),
    'attachment.add': ({ upload, ...file }) =>
      settled((open) => uploads.use(upload, (bytes) => open.attachments.add({ ...file, bytes }))),
    'attachment.rename': (input) =>
      settled((open) => {
        open.attachments.rename(input);
        return {};
      }),
    'attachment.remove': ({ id }) =>
      settled((open) => {
        open.attachments.remove(id);
        return {};
      }),
    'attachment.restore': ({ id }) =>
      settled((open) => {
        open.attachments.restore(id);
        return {};
      }),
    'attachment.save': (input) => desk().attachments.save(input),
    'paper.list': (input) => desk().papers.list(input),
    'paper.get': (input) => settled((open) => open.papers.get(input)),
    'paper.save': (input) => settled((open) => open.papers.save(input)),
    'paper.remove': (input) =>
      settled((open) => {
        open.papers.remove(input);
        return {};
      }),
    'paper.restore': (input) =>
      settled((open) => {
        open.papers.restore(input);
        return {};
      }),
    'paper.history': (input) => desk().papers.history(input),
    'paper.print': (input) => settled((open) => open.paperPrinting.print(input)),
    'paper.printEntry': (input) => settled((open) => open.paperPrinting.printEntry(input)),
    'approval.people': ({ right }) => desk().second.people(right),
    'seal.status': (input) => desk().sealing.status(input),
    'seal.enter': (input) =>
      settled((open) => {
        open.sealing.enter(input);
        return {};
      }),
    'seal.ask': (input) => settled((open) => open.sealing.ask(input)),
    'seal.view': (input) => desk().sealing.view(input),
    'seal.close': (input) => {
      desk().sealing.close(input);
      return {};
    },
    'seal.print': (input) => desk().sealing.print(input),
    'seal.release': (input) =>
      settled(async (open) => {
        await open.sealing.release(input);
        return {};
      }),
    'duplicate.list': (input) => desk().duplicates.list(input),
    'duplicate.rescan': ({ register }) => settled((open) => open.duplicates.rescan(register)),
    'duplicate.similar': (input) => desk().duplicates.similar(input),
    'duplicate.merge': (input) => settled((open) => open.duplicates.merge(input)),
    'duplicate.dismiss': (input) =>
      settled((open) => {
        open.duplicates.dismiss(input);
        return {};
      }),
    'duplicate.recall': (input) =>
      settled((open) => {
        open.duplicates.recall(input);
        return {};
      }),
    'recycle.remove': (input) => settled((open) => open.recycle.remove(input)),
    'recycle.restore': (input) => settled((open) => open.recycle.restore(input)),
    'recycle.archived': (input) => desk().recycle.archived(input),
    'recycle.destroy': (input) => settled((open) => open.recycle.destroy(input)),
    'draft.save': (input) =>
      settled((open) => {
        open.drafts.save(input);
        return {};
      }),
    'draft.get': (input) => desk().drafts.get(input),
    'draft.list': () => desk().drafts.list(),
    'draft.discard': (input) =>
      settled((open) => {
        open.drafts.discard(input);
        return {};
      }),
    'list.saved': ({ register }) => desk().lists.saved(register),
    'list.counts': ({ register }) => desk().lists.counts(register),
    'list.save': (list) =>
      settled((open) => {
        open.lists.save(list);
        return {};
      }),
    'list.discard': ({ register, id }) =>
      settled((open) => {
        open.lists.discard(register, id);
        return {};
      }),
    'list.saveColumns': ({ register, columns }) =>
      settled((open) => {
        open.lists.saveColumns(register, columns);
        return {};
      }),
    'list.previewEdit': (input) => desk().lists.previewEdit(input),
    'list.edit': (input) => settled((open) => open.lists.edit(input)),
    'list.export': (input) => settled((open) => open.lists.exportList(input)),
    'sheet.open': (input) => settled((open) => open.sheets.open(input)),
    'sheet.openBlank': (input) => desk().sheets.openBlank(input),
    'sheet.print': (input) => desk().sheets.print(input),
    'sheet.savePdf': (input) => desk().sheets.savePdf(input),
    'sheet.savePdfEach': (input) => desk().sheets.savePdfEach(input),
    'sheet.saveDocument': (input) => desk().documents.save(input),
    'print.tell': (input) =>
      settled((open) => {
        open.prints.tell(input);
        return {};
      }),
    'print.list': (input) => desk().prints.list(input),
    'print.choices': () => desk().prints.choices(),
    'print.find': (input) => desk().prints.find(input),
    'sheet.showFolder': async ({ ticket }) => {
      await desk().sheets.showFolder(ticket);
      return {};
    },
    'import.prepare': () => {
      desk().imports.prepare();
      return {};
    },
    'import.read': ({ upload, ...input }) => desk().imports.read(input, uploads.take(upload)),
    'import.chooseSheet': (input) => desk().imports.chooseSheet(input),
    'import.check': (input) => desk().imports.check(input),
    'import.rows': (input) => desk().imports.rows(input),
    'import.fix': (input) => desk().imports.fix(input),
    'import.decide': (input) => desk().imports.decide(input),
    'import.commit': (input) => desk().imports.commit(input),
    'import.saveResult': (input) => desk().imports.saveResult(input),
    'import.discard': ({ importId }) => {
      desk().imports.discard(importId);
      return {};
    },
    'template.list': () => desk().templates.list(),
    'template.add': ({ upload, ...input }) => {
      const file = uploads.take(upload);
      return settled((open) => open.templates.add(input, file));
    },
    'template.open': ({ id }) => desk().templates.open(id),
    'template.save': (input) => settled((open) => open.templates.save(input)),
    'template.activate': ({ id }) => settled((open) => open.templates.activate(id)),
    'template.retire': ({ id }) => settled((open) => open.templates.retire(id)),
    'template.discard': ({ id }) =>
      settled((open) => {
        open.templates.discard(id);
        return {};
      }),
    'template.saveOriginal': ({ id }) => desk().templates.saveOriginal(id),
    'template.preview': (input) => settled((open) => open.templates.preview(input)),
    'template.fill': (input) => settled((open) => open.templates.fill(input)),
    'template.showFolder': async () => {
      await desk().templates.showFolder();
      return {};
    },
    'route.create': (input) => settled((open) => open.routes.create(input)),
    'route.print': (input) => settled((open) => open.routes.print(input)),
    'route.list': (input) => desk().routes.list(input),
    'route.get': (input) => settled((open) => open.routes.get(input)),
    'route.enter': (input) => settled((open) => open.routes.enter(input)),
    'route.close': (input) =>
      settled((open) => {
        open.routes.close(input);
        return {};
      }),
    'audit.status': () => audit.status({ withReviews: desk().rights.has('audit.read') }),
    'audit.list': (input) => audit.list(input),
    'audit.choices': () => audit.choices(),
    'audit.report': async (input) => ({
      ...audit.report(input),
      people: (await people().list()).people.map(({ name, roles, villages, exception, disabledAt }) => ({
        name,
        roles,
        villages: villages?.length ?? null,
        exception,
        disabledAt,
      })),
      sticks: desk()
        .sticks.list()
        .sticks.map(({ label, keeper, usable, events }) => ({
          label,
          keeper,
          usable,
          last: events[0] ? stickEvents[events[0].kind] : null,
        })),
    }),
    'audit.verify': ({ job: name }) => desk().jobs.run(name, '正在核对全部记录', audit.verify),
    'audit.review': async (input) => {
      await audit.review(input);
      return {};
    },
    'backup.status': () => backups.status(),
    'backup.list': async () => {
      await openOrDamaged();
      return backups.list();
    },
    'backup.make': ({ job: name }) => desk().jobs.run(name, '正在备份', backups.make),
    'backup.copyOut': ({ job: name, stick }) => {
      const { jobs, sticks } = desk();
      return jobs.run(name, '正在复制备份', async (job) => {
        if (stick !== null) sticks.usable(stick);
        const copied = await backups.copyOut(job);
        if (stick !== null && copied.folder !== null) await settled((open) => open.sticks.noteBackup(stick));
        return copied;
      });
    },
    'backup.rehearse': ({ job: name, ...input }) =>
      desk().jobs.run(name, '正在试恢复', (job) => backups.rehearse(input, job)),
    'backup.restore': async (input) => {
      const state = await openOrDamaged();
      const reason = state === 'damaged' ? 'damaged' : 'chosen';
      const restored = await session.attempts.attempt('restore', input.user, () =>
        backups.restore(input, reason, async (replace) => {
          forgetDesk();
          await session.closeForRestore(replace);
        }),
      );
      // What the page holds is of the vault that was there before.
      if (state === 'open') await host.lock(`restored-${restored.made}`);
      return restored;
    },
    'reveal.value': (input) => settled((open) => open.revealValue(input)),
    'reveal.copied': async ({ sha256 }) => {
      await host.clearCopied(sha256);
      return {};
    },
    'export.choices': () => desk().exports.choices(),
    'export.permit': (input) => desk().exports.permit(input),
    'stick.list': () => desk().sticks.list(),
    'stick.add': (input) => settled((open) => open.sticks.add(input)),
    'stick.note': (input) =>
      settled((open) => {
        open.sticks.note(input);
        return {};
      }),
    'job.progress': ({ job }) => ({ progress: keyChanges.progress(job) ?? desk().jobs.progress(job) }),
    'job.cancel': ({ job }) => {
      desk().jobs.cancel(job);
      return {};
    },
  };
}
