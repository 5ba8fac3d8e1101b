import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { type KeyName, roleNames } from '../../../shared/rights/roles.ts';
import { systemClock } from '../../vault/auditChain.ts';
import { hasTable } from '../../vault/auditRow.ts';
import { freeBytesOnDisk } from '../../vault/backup.ts';
import { currentAct, newAct, noteDetail, program, toldElsewhere } from '../../vault/currentAct.ts';
import { transaction, type WritableDatabase } from '../../vault/database.ts';
import { calibrateKdf, type Kdf } from '../../vault/kdf.ts';
import {
  normalizedUserName,
  profileOf,
  replaceRecoveryKey,
  type Unlocked,
  unlock,
  unlockWithRecoveryKey,
  wipeDataKeys,
} from '../../vault/keyring.ts';
import { type Keyring, writeKeyring } from '../../vault/keyringFile.ts';
import { presentKeys, refuseWithout } from '../../vault/keyringKeys.ts';
import { withChange } from '../../vault/keyringSeals.ts';
import { changePassword, resetAccess } from '../../vault/keyringUsers.ts';
import { rotateDataKeys } from '../../vault/rotateDataKeys.ts';
import { createVault, openVault, type Vault, vaultFolder } from '../../vault/vault.ts';
import type { KnownUser } from '../approvals/secondPerson.ts';
import { readOffice, writeOffice } from '../office/officeStore.ts';
import type { DeskKeyring } from '../people/createPeopleService.ts';
import { type OfficeNames, officeNames, passwordContext } from '../people/passwordContext.ts';
import { noteDrill, notePromise } from '../people/peopleStore.ts';
import { refuseWeakPassword } from '../people/refuseWeakPassword.ts';
import { resealAll } from '../seal/sealedStore.ts';
import { completeVault, type Opening } from './completeVault.ts';
import { createAttemptGuard } from './createAttemptGuard.ts';
import { createDeskKeyring } from './createDeskKeyring.ts';
import { createFolderState, type FolderState } from './createFolderState.ts';
import { createPendingRecovery } from './createPendingRecovery.ts';
import type { Schedule } from './idleTimer.ts';
import { createRecoveryOffers, readRecoveryKey, type TypedRecoveryKey } from './recoveryOffers.ts';

/** Whoever sets the program up holds every role until he gives some to others; the yearly audit prints why. */
const firstUserException = '首位用户，设置时单位没有其他用户';

/** Who has unlocked the vault, and the vault. */
export interface OpenSession {
  readonly user: string;
  /** As they stand in the keyring; none means every role, see `rolesHeld`. */
  readonly roles: readonly string[];
  /** The villages whose records the user works on; null for all. */
  readonly villages: readonly string[] | null;
  /** Somebody else chose the password, so another one has to be chosen first. */
  readonly mustChangePassword: boolean;
  /** When the password was chosen, ISO 8601; null where it was not noted. */
  readonly passwordSetAt: string | null;
  readonly vault: Vault;
}

type Offer = MethodOutput<'setup.begin'>;

export type SessionService = ReturnType<typeof createSessionService>;

/**
 * First run, unlocking, recovery and passwords. Holds at most one open session; keys are wiped as soon as the files
 * are open.
 */
export function createSessionService(options: {
  readonly dataDir: string;
  /** Strength of new passwords' protection; measured on this computer when it is not given. */
  readonly kdf?: Kdf;
  readonly now: () => Date;
  readonly schedule: Schedule;
  /** Told of the keyring as it was unlocked, too. */
  readonly onOpen: (session: OpenSession, keyring: Keyring) => void;
  /** Told when a password was refused while the vault is open. */
  readonly onRefused: (session: OpenSession) => void;
}) {
  const { dataDir, now, schedule, onOpen, onRefused } = options;
  const clock = { ...systemClock, now };
  const folder = vaultFolder(dataDir);
  const attempts = createAttemptGuard({
    ...{ dataDir, now },
    isUser: (name) =>
      file.read().then(
        ({ users }) => users.some((user) => user.name === name),
        () => false,
      ),
    onRefused: () => {
      if (current) onRefused(current);
    },
  });
  const kdfFloor = options.kdf ? { kdf: options.kdf } : {};
  const file = createDeskKeyring({ folder, now, ...kdfFloor });
  let current: OpenSession | null = null;
  const offers = createRecoveryOffers();
  const recovery = createPendingRecovery(schedule);
  const found = createFolderState({ dataDir, ...kdfFloor });
  let isClosed = false;
  let isChangingKeys = false;
  let lastStep: Promise<unknown> = Promise.resolve();

  const chosenKdf = async (): Promise<Kdf> => options.kdf ?? (await calibrateKdf());

  /** One step at a time: a second click on a slow button waits for the first. */
  function oneAtATime<T>(step: () => Promise<T>): Promise<T> {
    const next = lastStep.then(step, step);
    lastStep = next.catch(() => undefined);
    return next;
  }

  const state = async (): Promise<FolderState | { readonly state: 'unlocked'; problem: null; notices: string[] }> =>
    current ? { state: 'unlocked', problem: null, notices: [] } : found.read();

  function offer(): Offer {
    const [sheet] = offers.offer(false);
    if (!sheet) throw new Error('a whole key has one sheet');
    return sheet;
  }

  async function open({ keyring, user, dataKeys }: Opening): Promise<void> {
    let vault: Vault;
    try {
      vault = await openVault(dataDir, dataKeys, clock);
      found.tried(null);
    } catch (error) {
      found.tried(error);
      throw error;
    } finally {
      wipeDataKeys(dataKeys);
    }
    try {
      // The program may have been locked or closed while the password was being checked.
      if (isClosed) throw locked();
      const { name, ...rest } = user;
      const session = { user: name, ...rest, vault };
      onOpen(session, keyring);
      current = session;
    } catch (error) {
      vault.close();
      throw error;
    }
  }

  function refuseWhenOpen(): void {
    if (current) throw new AppError('conflict', '台账已经打开，请刷新页面');
  }

  /** The keyring in the hands of whoever is at the desk; see `DeskKeyring`. */
  const keyring: DeskKeyring = {
    read: file.read,
    change: (work) =>
      oneAtATime(async () => {
        if (!current) throw locked();
        await file.change(current.vault, work);
      }),
  };

  async function exchangeKeys(names: readonly KeyName[], report: (done: number, total: number) => void): Promise<void> {
    if (!current) throw locked();
    const { vault } = current;
    const present = await file.readTold(vault);
    const change = file.changeUnderWay();
    await vault.settle();
    await vault.lendKeys(async (keys) => {
      refuseWithout(keys, presentKeys(present));
      // One that fails is told by this alone: afterwards nothing is open.
      vault.audit('office').record(newAct({ act: 'keys.begin', actor: currentAct()?.actor ?? (() => program) }));
      recovery.forget();
      vault.close();
      current = null;
      const held = { vaultId: vault.vaultId, keys };
      await rotateDataKeys(dataDir, present, held, { names, reseal, change, freeBytes: freeBytesOnDisk, report });
      // The next unlocking tells it.
      toldElsewhere();
    });
  }

  return {
    /** Waits for a step that is under way: both may have to mend the keyring's second copy. */
    state: () => oneAtATime(state),
    session: (): OpenSession | null => current,
    attempts,
    offerRecoveryKey: offer,
    renewRecoveryKey: offers.offer,
    /** @throws AppError invalid for groups that differ; denied for who does not hold every key */
    confirmRecoveryKey: async (typed: MethodInput<'recovery.confirm'>['typedGroups']): Promise<void> => {
      const key = offers.confirmed(typed);
      noteDetail({ isSplit: typed.some(({ sheet = 0 }) => sheet > 0) });
      await keyring.change((present, dataKeys) => replaceRecoveryKey(present, dataKeys, key));
      offers.forget();
    },

    /** @throws AppError invalid | conflict | readonly | full; nothing is stored then */
    finishSetup: (input: MethodInput<'setup.finish'>) =>
      oneAtATime(async () => {
        const name = normalizedUserName(input.user);
        refuseWeakPassword(input.password, { field: 'password', user: name, office: officeNames(input.office) });
        const recoveryKey = offers.confirmed(input.typedGroups);
        const { password } = input;
        const [kdf, passwordSetAt] = [await chosenKdf(), now()];
        const dataKeys = await createVault(dataDir, {
          clock,
          firstUser: { name, roles: roleNames, exception: firstUserException, password, kdf, passwordSetAt },
          recoveryKey,
          initialize: (vault) =>
            transaction(vault.database('office'), (database) => {
              writeOffice(database, input.office);
              // The page of the first user says what he promises; and the recovery key has just been read from its paper.
              notePromise(database, name, now().getFullYear(), now());
              noteDrill(database, { at: now().toISOString(), by: name, opened: true });
            }),
        });
        offers.forget();
        const first = await file.read();
        const [user] = first.users;
        if (!user) throw new Error('a keyring without a user');
        await open({ keyring: first, user: profileOf(user), dataKeys });
      }),

    /** @throws AppError denied (the same for an unknown user, see also `attempt`) | damaged | foreign | newer | busy | missing */
    unlock: (userName: string, password: string) =>
      oneAtATime(async () => {
        refuseWhenOpen();
        const present = await file.read();
        const unlocked = await attempts.attempt('unlock', userName, () => unlock(present, userName, password));
        await open(await completeVault(dataDir, present, unlocked));
      }),

    /** Checks the paper key and offers the one that will replace it. The keys it opens are forgotten after 15 minutes. */
    beginRecovery: (typed: TypedRecoveryKey) =>
      oneAtATime(async () => {
        refuseWhenOpen();
        recovery.forget();
        const present = await file.read();
        const key = readRecoveryKey(typed);
        try {
          recovery.begin(present, unlockWithRecoveryKey(present, key));
        } finally {
          key.fill(0);
        }
        const users = present.users.filter(({ disabledAt }) => disabledAt === undefined);
        return { offer: offer(), users: users.map((user) => user.name) };
      }),

    /** Sets a user's password and the new recovery key in one write of the keyring, then opens the vault. */
    finishRecovery: (input: MethodInput<'recovery.finish'>) =>
      oneAtATime(async () => {
        const name = normalizedUserName(input.user);
        recovery.refuseNone();
        refuseWeakPassword(input.newPassword, { field: 'newPassword', user: name });
        const key = offers.confirmed(input.typedGroups);
        const renewed = await recovery.finish(async (present, dataKeys) => {
          const { newPassword } = input;
          const kdf = await chosenKdf();
          const reset = { userName: name, newPassword, kdf, at: now(), recoveryKey: key };
          const next = await resetAccess(present, dataKeys, reset);
          const { roles = [] } = next.users.find((each) => each.name === name) ?? {};
          // Nothing is open in which it could be told, nor could what was done before: the unlocking below tells of all of it.
          const stored = withChange(next, dataKeys, file.changeUnderWay({ user: name, roles }), 0);
          await writeKeyring(folder, stored);
          return stored;
        });
        toldElsewhere();
        offers.forget();
        await attempts.forget(name);
        // The paper opens everything, its user only what is his.
        const unlocked = await unlock(renewed, name, input.newPassword);
        await open(await completeVault(dataDir, renewed, unlocked));
      }),

    /** What a new password must not repeat; the office is the one that is open where none is given. */
    passwordContext(userName: string, office: OfficeNames | null): MethodOutput<'password.context'> {
      const own = office ?? (current ? officeNames(readOffice(current.vault.database('office'))) : undefined);
      return passwordContext(normalizedUserName(userName), own);
    },

    keyring,
    /** How strongly a new password is to be protected on this computer. */
    chosenKdf,

    /**
     * Tries the recovery key on paper, and changes nothing.
     * @throws AppError invalid for a slip of the pen; denied for a key that does not open
     */
    tryRecoveryKey: (typed: TypedRecoveryKey) =>
      oneAtATime(async () => {
        const key = readRecoveryKey(typed);
        try {
          wipeDataKeys(unlockWithRecoveryKey(await keyring.read(), key));
        } finally {
          key.fill(0);
        }
      }),

    /** @throws AppError denied for a wrong old password, invalid for a weak new one */
    changePassword: (input: MethodInput<'session.changePassword'>) =>
      oneAtATime(async () => {
        if (!current) throw locked();
        if (input.newPassword === input.oldPassword) {
          const message = '新密码与现在的密码相同，请换一个';
          throw new AppError('invalid', message, { newPassword: message });
        }
        const office = officeNames(readOffice(current.vault.database('office')));
        refuseWeakPassword(input.newPassword, { field: 'newPassword', user: current.user, office });
        const { oldPassword, newPassword } = input;
        const { user, vault } = current;
        const change = { userName: user, oldPassword, newPassword, kdf: await chosenKdf(), at: now() };
        try {
          await file.change(vault, (present) =>
            attempts.attempt('changePassword', user, () => changePassword(present, change)),
          );
          // The user's own choice: nothing is asked of him any more.
          current = { ...current, mustChangePassword: false, passwordSetAt: now().toISOString() };
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'denied') throw error;
          const wrong = current.mustChangePassword
            ? '首次密码不正确，请输入当面告诉您的首次密码'
            : '现在的密码不正确，请输入您打开台账时用的密码';
          const message = error.fields ? error.message : wrong;
          throw new AppError('denied', message, { oldPassword: message });
        }
      }),

    /** The users whose passwords open something now. */
    users: (): Promise<readonly KnownUser[]> =>
      oneAtATime(async () => {
        const present = await file.read();
        return present.users.filter(({ wrappedPrivateKey }) => wrappedPrivateKey !== undefined);
      }),

    /**
     * Checks a password beside the desk that is open, as unlocking would, and opens that user's keys; they are the caller's to wipe.
     * @throws AppError denied (the same for an unknown user) | damaged
     */
    checkPassword: (userName: string, password: string): Promise<Unlocked> =>
      oneAtATime(async () => {
        if (!current) throw locked();
        const present = await file.read();
        return attempts.attempt('secondPerson', userName, () => unlock(present, userName, password));
      }),

    /** Ends what is being written in steps, before `close`; whoever waited for it, such as an unsaved entry, is let in first. */
    async settle(): Promise<void> {
      await current?.vault.settle();
    },

    /**
     * Puts new data keys in the place of some (更换数据密钥), after a backup that the caller makes. The files are closed for it, after
     * which somebody unlocks anew, whatever became of it.
     * @throws AppError denied for who does not hold every key: nothing is closed then; full | readonly | damaged | stale
     */
    async changeDataKeys(names: readonly KeyName[], report: (done: number, total: number) => void): Promise<void> {
      isChangingKeys = true;
      try {
        await oneAtATime(() => exchangeKeys(names, report));
      } finally {
        isChangingKeys = false;
      }
    },
    /** Whether the files are closed for that at the moment. */
    isChangingKeys: (): boolean => isChangingKeys,

    /** Closes the files for a restore, after which somebody unlocks anew. */
    closeForRestore: (replace: () => Promise<void>): Promise<void> =>
      oneAtATime(async () => {
        await current?.vault.settle();
        recovery.forget();
        current?.vault.close();
        current = null;
        await replace();
        found.replaced();
      }),

    /** Closes the files. The process ends soon after, and with it whatever it still remembers. */
    close(): void {
      isClosed = true;
      offers.forget();
      recovery.forget();
      current?.vault.close();
      current = null;
    },
  };
}

/** What is sealed lies in compartments with a table for it alone. */
function reseal(database: WritableDatabase, oldPrivateKey: Buffer, newPublicKey: Buffer): void {
  if (hasTable(database, 'sealed_value')) resealAll(database, oldPrivateKey, newPublicKey);
}

function locked(): AppError {
  return new AppError('locked', '已锁定，请输入密码解锁');
}
