import { randomBytes, randomInt } from 'node:crypto';
import type { MethodInput, MethodOutput, OfficeSettings } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { checkPassword } from '../../../shared/rules/password.ts';
import { transaction } from '../../vault/database.ts';
import { calibrateKdf, type Kdf } from '../../vault/kdf.ts';
import {
  changePassword,
  type DataKeys,
  normalizedUserName,
  resetAccess,
  unlock,
  unlockWithRecoveryKey,
  wipeDataKeys,
} from '../../vault/keyring.ts';
import { type Keyring, readKeyring, writeKeyring } from '../../vault/keyringFile.ts';
import { formatRecoveryKey, parseRecoveryKey, recoveryKeyLength } from '../../vault/recoveryKey.ts';
import { createVault, openVault, type Vault, vaultFolder, vaultState } from '../../vault/vault.ts';
import { writeOffice } from '../office/officeStore.ts';

/** Minutes without anybody at the desk before the vault locks itself. */
export const idleMinutes = 5;

/** Who has unlocked the vault, and the vault. */
export interface OpenSession {
  readonly user: string;
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
  readonly onOpen: (session: OpenSession) => void;
}) {
  const { dataDir, onOpen } = options;
  const folder = vaultFolder(dataDir);
  let current: OpenSession | null = null;
  let offered: { readonly key: Buffer; readonly asked: readonly number[] } | null = null;
  let recovery: { readonly keyring: Keyring; readonly dataKeys: DataKeys } | null = null;
  let lastStep: Promise<unknown> = Promise.resolve();

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
    switch (found.state) {
      case 'absent':
        return { state: 'first-run', problem: null, notices: [] };
      case 'damaged':
        return { state: 'damaged', problem: found.message, notices: [] };
      case 'ready':
        return { state: 'locked', problem: null, notices: repairNotices[found.keyringRepair] };
    }
  }

  function offer(): Offer {
    offered?.key.fill(0);
    const first = randomInt(8);
    const second = (first + 1 + randomInt(7)) % 8;
    offered = { key: randomBytes(recoveryKeyLength), asked: [first, second].toSorted((a, b) => a - b) };
    return { groups: formatRecoveryKey(offered.key).split('-'), askedGroups: [...offered.asked] };
  }

  /** The offered key, once the asked groups have been typed back from paper. */
  function confirmedKey(typed: MethodInput<'setup.finish'>['typedGroups']): Buffer {
    if (!offered) throw new AppError('invalid', '恢复密钥已失效，请返回上一步重新生成');
    const groups = formatRecoveryKey(offered.key).split('-');
    for (const index of offered.asked) {
      const text = typed.find((group) => group.index === index)?.text ?? '';
      // Read as forgivingly as the whole key will be read one day: the other groups stand in for themselves.
      const whole = groups.map((group, position) => (position === index ? text : group)).join('-');
      if (!readsAs(whole, offered.key)) {
        const message = `第${index + 1}组与恢复密钥不一致，请对照纸面重新抄写`;
        throw new AppError('invalid', message, { [`typedGroups.${index}`]: message });
      }
    }
    return offered.key;
  }

  function forgetOffer(): void {
    offered?.key.fill(0);
    offered = null;
  }

  function forgetRecovery(): void {
    if (recovery) wipeDataKeys(recovery.dataKeys);
    recovery = null;
  }

  async function open(user: string, dataKeys: DataKeys): Promise<void> {
    try {
      current = { user, vault: await openVault(dataDir, dataKeys) };
    } finally {
      wipeDataKeys(dataKeys);
    }
    onOpen(current);
  }

  function refuseWeakPassword(password: string, field: string, user: string, office?: OfficeSettings): void {
    const verdict = checkPassword(password, { userName: user, ...(office ? { officeName: office.township } : {}) });
    if (verdict.acceptable) return;
    const message = verdict.reasons[0] ?? '密码太弱，请换一个更长的密码';
    throw new AppError('invalid', message, { [field]: message });
  }

  return {
    state,
    session: (): OpenSession | null => current,
    offerRecoveryKey: offer,

    /** @throws AppError invalid | conflict | readonly | full; nothing is stored then */
    finishSetup: (input: MethodInput<'setup.finish'>) =>
      oneAtATime(async () => {
        const name = normalizedUserName(input.user);
        refuseWeakPassword(input.password, 'password', name, input.office);
        const recoveryKey = confirmedKey(input.typedGroups);
        const dataKeys = await createVault(dataDir, {
          firstUser: { name, roles: [], password: input.password, kdf: await chosenKdf() },
          recoveryKey,
          initialize: (vault) =>
            transaction(vault.database('office'), (database) => writeOffice(database, input.office)),
        });
        forgetOffer();
        await open(name, dataKeys);
      }),

    /** @throws AppError denied (the same for an unknown user) | damaged | foreign | newer | busy | missing */
    unlock: (userName: string, password: string) =>
      oneAtATime(async () => {
        if (current) throw new AppError('conflict', '台账已经打开，请刷新页面');
        const { keyring } = await readKeyring(folder, options.kdf);
        const unlocked = await unlock(keyring, userName, password);
        await open(unlocked.user.name, unlocked.dataKeys);
      }),

    /** Checks the paper key and offers the one that will replace it. */
    beginRecovery: (recoveryKey: string) =>
      oneAtATime(async () => {
        forgetRecovery();
        const { keyring } = await readKeyring(folder, options.kdf);
        const key = parseRecoveryKey(recoveryKey);
        try {
          recovery = { keyring, dataKeys: unlockWithRecoveryKey(keyring, key) };
        } finally {
          key.fill(0);
        }
        return { offer: offer(), users: keyring.users.map((user) => user.name) };
      }),

    /** Sets a user's password and the new recovery key in one write of the keyring, then opens the vault. */
    finishRecovery: (input: MethodInput<'recovery.finish'>) =>
      oneAtATime(async () => {
        if (!recovery) throw new AppError('invalid', '请先输入恢复密钥');
        const name = normalizedUserName(input.user);
        refuseWeakPassword(input.newPassword, 'newPassword', name);
        const key = confirmedKey(input.typedGroups);
        const { dataKeys } = recovery;
        const renewed = await resetAccess(recovery.keyring, dataKeys, {
          userName: name,
          newPassword: input.newPassword,
          kdf: await chosenKdf(),
          recoveryKey: key,
        });
        await writeKeyring(folder, renewed);
        recovery = null;
        forgetOffer();
        await open(name, dataKeys);
      }),

    /** @throws AppError denied for a wrong old password, invalid for a weak new one */
    changePassword: (input: MethodInput<'session.changePassword'>) =>
      oneAtATime(async () => {
        if (!current) throw new AppError('locked', '已锁定，请输入密码解锁');
        refuseWeakPassword(input.newPassword, 'newPassword', current.user);
        const { keyring } = await readKeyring(folder, options.kdf);
        const { oldPassword, newPassword } = input;
        const kdf = await chosenKdf();
        try {
          await writeKeyring(
            folder,
            await changePassword(keyring, { userName: current.user, oldPassword, newPassword, kdf }),
          );
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'denied') throw error;
          throw new AppError('denied', '原密码不正确，请重新输入', { oldPassword: '原密码不正确，请重新输入' });
        }
      }),

    /** Closes the files. The process ends soon after, and with it whatever it still remembers. */
    close(): void {
      forgetOffer();
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

function readsAs(text: string, key: Buffer): boolean {
  try {
    const read = parseRecoveryKey(text);
    const equal = read.equals(key);
    read.fill(0);
    return equal;
  } catch {
    return false;
  }
}
