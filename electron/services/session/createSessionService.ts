import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { type KeyName, roleNames } from '../../../shared/rights/roles.ts';
import { addCompartments, canAddCompartments } from '../../vault/addCompartments.ts';
import { systemClock } from '../../vault/auditChain.ts';
import { hasTable } from '../../vault/auditRow.ts';
import { freeBytesOnDisk } from '../../vault/backup.ts';
import { transaction, type WritableDatabase, whenFree } from '../../vault/database.ts';
import { calibrateKdf, type Kdf } from '../../vault/kdf.ts';
import {
  type DataKeys,
  normalizedUserName,
  profileOf,
  replaceRecoveryKey,
  type Unlocked,
  unlock,
  unlockWithRecoveryKey,
  wipeDataKeys,
} from '../../vault/keyring.ts';
import { type Keyring, readKeyring, writeKeyring } from '../../vault/keyringFile.ts';
import { presentKeys, refuseWithout } from '../../vault/keyringKeys.ts';
import { changePassword, resetAccess } from '../../vault/keyringUsers.ts';
import { rotateDataKeys } from '../../vault/rotateDataKeys.ts';
import { createVault, openVault, type Vault, vaultFolder, vaultState } from '../../vault/vault.ts';
import type { KnownUser } from '../approvals/secondPerson.ts';
import { readOffice, writeOffice } from '../office/officeStore.ts';
import type { DeskKeyring } from '../people/createPeopleService.ts';
import { noteKeyringGeneration } from '../people/keyringGeneration.ts';
import { noteDrill, notePromise } from '../people/peopleStore.ts';
import { refuseWeakPassword } from '../people/refuseWeakPassword.ts';
import { resealAll } from '../seal/sealedStore.ts';
import { createAttemptGuard } from './createAttemptGuard.ts';
import type { Schedule } from './idleTimer.ts';
import { createRecoveryOffers, readRecoveryKey, type TypedRecoveryKey } from './recoveryOffers.ts';

/** Minutes for which a recovery that was begun waits for the new password: meanwhile the data keys are in memory. */
const recoveryMinutes = 15;

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
  /** Told how far the keyring has come, too. */
  readonly onOpen: (session: OpenSession, keyringGeneration: number) => void;
}) {
  const { dataDir, now, schedule, onOpen } = options;
  const clock = { ...systemClock, now };
  const folder = vaultFolder(dataDir);
  const attempts = createAttemptGuard({
    ...{ dataDir, now },
    isUser: (name) =>
      readKeyring(folder, options.kdf).then(
        ({ keyring }) => keyring.users.some((user) => user.name === name),
        () => false,
      ),
  });
  const profileIn = async (name: string): Promise<Unlocked['user']> => {
    const { keyring } = await readKeyring(folder, options.kdf);
    const user = keyring.users.find((each) => each.name === name);
    if (!user) throw new AppError('missing', '没有这个用户，请重新登录。');
    return profileOf(user);
  };
  let current: OpenSession | null = null;
  const offers = createRecoveryOffers();
  let recovery: { readonly keyring: Keyring; readonly dataKeys: DataKeys; readonly cancelExpiry: () => void } | null =
    null;
  let isClosed = false;
  /** Why the vault could not be opened with the right password, when a backup is the way out. */
  let broken: string | null = null;
  let lastStep: Promise<unknown> = Promise.resolve();
  /** The copy is whole again when the page is loaded anew; the clerk still has to hear of it. */
  let noticed: string[] = [];

  const chosenKdf = async (): Promise<Kdf> => options.kdf ?? (await calibrateKdf());

  /** One step at a time: a second click on a slow button waits for the first. */
  function oneAtATime<T>(step: () => Promise<T>): Promise<T> {
    const next = lastStep.then(step, step);
    lastStep = next.catch(() => undefined);
    return next;
  }

  async function state(): Promise<{
    readonly state: 'first-run' | 'locked' | 'unlocked' | 'damaged';
    readonly problem: string | null;
    readonly notices: string[];
  }> {
    if (current) return { state: 'unlocked', problem: null, notices: [] };
    const found = await vaultState(dataDir, options.kdf);
    if (found.state === 'ready' && broken !== null) return { state: 'damaged', problem: broken, notices: [] };
    switch (found.state) {
      case 'absent':
        return { state: 'first-run', problem: null, notices: [] };
      case 'damaged':
        return { state: 'damaged', problem: found.message, notices: [] };
      case 'ready':
        if (found.keyringRepair !== 'none') noticed = repairNotices[found.keyringRepair];
        return { state: 'locked', problem: null, notices: noticed };
    }
  }

  function offer(): Offer {
    const [sheet] = offers.offer(false);
    if (!sheet) throw new Error('a whole key has one sheet');
    return sheet;
  }

  function forgetRecovery(): void {
    recovery?.cancelExpiry();
    if (recovery) wipeDataKeys(recovery.dataKeys);
    recovery = null;
  }

  function awaitPassword(keyring: Keyring, dataKeys: DataKeys): void {
    recovery = { keyring, dataKeys, cancelExpiry: schedule(forgetRecovery, recoveryMinutes * 60_000) };
  }

  /** A vault of an older version gets what it lacks from the first one who can make it; a full disk keeps nobody from working. */
  async function completed(keyring: Keyring, unlocked: Unlocked): Promise<Unlocked> {
    if (!canAddCompartments(keyring, unlocked.dataKeys)) return unlocked;
    try {
      const { dataKeys } = await addCompartments(dataDir, keyring, unlocked.dataKeys);
      wipeDataKeys(unlocked.dataKeys);
      return { ...unlocked, dataKeys };
    } catch (error) {
      if (error instanceof AppError && (error.code === 'full' || error.code === 'readonly')) return unlocked;
      wipeDataKeys(unlocked.dataKeys);
      throw error;
    }
  }

  async function open({ user, dataKeys }: Unlocked): Promise<void> {
    let vault: Vault;
    try {
      vault = await openVault(dataDir, dataKeys, clock);
      broken = null;
    } catch (error) {
      const isBroken = error instanceof AppError && ['damaged', 'missing', 'foreign'].includes(error.code);
      broken = isBroken ? error.message : null;
      throw error;
    } finally {
      wipeDataKeys(dataKeys);
    }
    try {
      const { generation } = (await readKeyring(folder, options.kdf)).keyring;
      // The program may have been locked or closed while the password was being checked.
      if (isClosed) throw locked();
      const { name, ...rest } = user;
      const session = { user: name, ...rest, vault };
      onOpen(session, generation);
      current = session;
    } catch (error) {
      vault.close();
      throw error;
    }
  }

  function refuseWhenOpen(): void {
    if (current) throw new AppError('conflict', '台账已经打开，请刷新页面');
  }

  /** Writes a keyring that was changed at the desk, and tells the office's file, so that the one before cannot be put back unseen. */
  async function store(next: Keyring): Promise<void> {
    await writeKeyring(folder, next);
    try {
      const database = current?.vault.database('office');
      if (database) await whenFree([database], () => noteKeyringGeneration(database, next.generation));
    } catch (error) {
      // The change is made; a full disk or a lock leaves the telling to the next unlocking.
      if (!(error instanceof AppError)) throw error;
    }
  }

  /** The keyring in the hands of whoever is at the desk; see `DeskKeyring`. */
  const keyring: DeskKeyring = {
    read: async () => (await readKeyring(folder, options.kdf)).keyring,
    change: (work) =>
      oneAtATime(async () => {
        if (!current) throw locked();
        const { vault } = current;
        const present = await keyring.read();
        await vault.lendKeys(async (keys) => {
          await store(await work(present, { vaultId: vault.vaultId, keys }));
        });
      }),
  };

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
      await keyring.change((present, dataKeys) => replaceRecoveryKey(present, dataKeys, key));
      offers.forget();
    },

    /** @throws AppError invalid | conflict | readonly | full; nothing is stored then */
    finishSetup: (input: MethodInput<'setup.finish'>) =>
      oneAtATime(async () => {
        const name = normalizedUserName(input.user);
        refuseWeakPassword(input.password, { field: 'password', user: name, office: input.office });
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
        await open({ user: await profileIn(name), dataKeys });
      }),

    /** @throws AppError denied (the same for an unknown user, see also `attempt`) | damaged | foreign | newer | busy | missing */
    unlock: (userName: string, password: string) =>
      oneAtATime(async () => {
        refuseWhenOpen();
        const { keyring } = await readKeyring(folder, options.kdf);
        const unlocked = await attempts.attempt('unlock', userName, () => unlock(keyring, userName, password));
        await open(await completed(keyring, unlocked));
      }),

    /** Checks the paper key and offers the one that will replace it. The keys it opens are forgotten after 15 minutes. */
    beginRecovery: (typed: TypedRecoveryKey) =>
      oneAtATime(async () => {
        refuseWhenOpen();
        forgetRecovery();
        const { keyring } = await readKeyring(folder, options.kdf);
        const key = readRecoveryKey(typed);
        try {
          awaitPassword(keyring, unlockWithRecoveryKey(keyring, key));
        } finally {
          key.fill(0);
        }
        const users = keyring.users.filter(({ disabledAt }) => disabledAt === undefined);
        return { offer: offer(), users: users.map((user) => user.name) };
      }),

    /** Sets a user's password and the new recovery key in one write of the keyring, then opens the vault. */
    finishRecovery: (input: MethodInput<'recovery.finish'>) =>
      oneAtATime(async () => {
        if (!recovery) throw new AppError('invalid', '时间过长或已重新启动，请返回上一步重新输入恢复密钥');
        const name = normalizedUserName(input.user);
        refuseWeakPassword(input.newPassword, { field: 'newPassword', user: name });
        const key = offers.confirmed(input.typedGroups);
        const { keyring, dataKeys, cancelExpiry } = recovery;
        // The keys must not be wiped while they are being sealed anew.
        cancelExpiry();
        try {
          const { newPassword } = input;
          const kdf = await chosenKdf();
          const reset = { userName: name, newPassword, kdf, at: now(), recoveryKey: key };
          await writeKeyring(folder, await resetAccess(keyring, dataKeys, reset));
        } catch (error) {
          awaitPassword(keyring, dataKeys);
          throw error;
        }
        recovery = null;
        offers.forget();
        await attempts.forget(name);
        // The paper opens everything, its user only what is his.
        wipeDataKeys(dataKeys);
        const renewed = (await readKeyring(folder, options.kdf)).keyring;
        await open(await completed(renewed, await unlock(renewed, name, input.newPassword)));
      }),

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
        const office = readOffice(current.vault.database('office'));
        refuseWeakPassword(input.newPassword, { field: 'newPassword', user: current.user, office });
        const { keyring } = await readKeyring(folder, options.kdf);
        const { oldPassword, newPassword } = input;
        const change = { userName: current.user, oldPassword, newPassword, kdf: await chosenKdf(), at: now() };
        try {
          const changed = await attempts.attempt('changePassword', current.user, () => changePassword(keyring, change));
          await store(changed);
          // The user's own choice: nothing is asked of him any more.
          current = { ...current, mustChangePassword: false, passwordSetAt: now().toISOString() };
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'denied') throw error;
          const message = error.fields ? error.message : '现在的密码不正确，请重新输入';
          throw new AppError('denied', message, { oldPassword: message });
        }
      }),

    /** The users whose passwords open something now. */
    users: (): Promise<readonly KnownUser[]> =>
      oneAtATime(async () => {
        const { keyring } = await readKeyring(folder, options.kdf);
        return keyring.users.filter(({ wrappedPrivateKey }) => wrappedPrivateKey !== undefined);
      }),

    /**
     * Checks a password beside the desk that is open, as unlocking would, and opens that user's keys; they are the caller's to wipe.
     * @throws AppError denied (the same for an unknown user) | damaged
     */
    checkPassword: (userName: string, password: string): Promise<Unlocked> =>
      oneAtATime(async () => {
        if (!current) throw locked();
        const { keyring } = await readKeyring(folder, options.kdf);
        return attempts.attempt('secondPerson', userName, () => unlock(keyring, userName, password));
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
    changeDataKeys: (names: readonly KeyName[]): Promise<void> =>
      oneAtATime(async () => {
        if (!current) throw locked();
        const { vault } = current;
        const present = (await readKeyring(folder, options.kdf)).keyring;
        await vault.settle();
        await vault.lendKeys(async (keys) => {
          refuseWithout(keys, presentKeys(present));
          forgetRecovery();
          vault.close();
          current = null;
          const held = { vaultId: vault.vaultId, keys };
          await rotateDataKeys(dataDir, present, held, { names, reseal, freeBytes: freeBytesOnDisk });
        });
      }),

    /** Closes the files for a restore, after which somebody unlocks anew. */
    closeForRestore: (replace: () => Promise<void>): Promise<void> =>
      oneAtATime(async () => {
        await current?.vault.settle();
        forgetRecovery();
        current?.vault.close();
        current = null;
        await replace();
        broken = null;
        noticed = [];
      }),

    /** Closes the files. The process ends soon after, and with it whatever it still remembers. */
    close(): void {
      isClosed = true;
      offers.forget();
      forgetRecovery();
      current?.vault.close();
      current = null;
    },
  };
}

const repairNotices = {
  none: [],
  repaired: ['密钥文件的一份副本损坏或缺失，已用另一份补全；请检查硬盘是否正常'],
  failed: ['密钥文件的一份副本损坏或缺失，且无法补全；请检查数据文件夹能否写入'],
} satisfies Record<'none' | 'repaired' | 'failed', string[]>;

/** What is sealed lies in compartments with a table for it alone. */
function reseal(database: WritableDatabase, oldPrivateKey: Buffer, newPublicKey: Buffer): void {
  if (hasTable(database, 'sealed_value')) resealAll(database, oldPrivateKey, newPublicKey);
}

function locked(): AppError {
  return new AppError('locked', '已锁定，请输入密码解锁');
}
