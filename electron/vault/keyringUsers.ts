import { AppError } from '../../shared/contract/result.ts';
import { type KeyName, keyNames } from '../../shared/rights/roles.ts';
import type { Kdf } from './kdf.ts';
import { normalizedUserName, openUser, replaceRecoveryKey } from './keyring.ts';
import type { Keyring, KeyringUser } from './keyringFile.ts';
import {
  authenticated,
  type DataKeys,
  granted,
  holderOf,
  sealAll,
  unsealAll,
  verifyAuthentication,
  wipeDataKeys,
} from './keyringSeals.ts';
import {
  isRememberedPassword,
  type NewPassword,
  type NewUser,
  newUserEntry,
  rememberedPassword,
  withPassword,
} from './keyringUserEntry.ts';
import { wipe } from './open.ts';

/** Changes of who may unlock a vault and what he opens. Each returns a new keyring, one generation on. */

/** The roles of a user from now on, and what goes with them. */
export interface NewRoles {
  readonly userName: string;
  readonly roles: readonly string[];
  /** The data keys the user holds from now on, beside that of the office. */
  readonly keys: readonly KeyName[];
  readonly villages: readonly string[] | null;
  /** Why roles that exclude each other are in one hand. */
  readonly exception: string | null;
}

/**
 * Enters a further user, or a disabled one anew, by someone who holds the keys that the user is to have.
 * @throws AppError invalid for a name that is too long or without a role; conflict when the name is taken; denied | damaged
 */
export async function addUser(keyring: Keyring, dataKeys: DataKeys, user: NewUser): Promise<Keyring> {
  verifyAuthentication(keyring, dataKeys);
  const name = normalizedUserName(user.name);
  const present = keyring.users.find((candidate) => candidate.name === name);
  if (present && present.disabledAt === undefined) {
    throw new AppError('conflict', '已经有这个用户名，请换一个。', { name: '已经有这个用户名，请换一个。' });
  }
  refuseNoRole(user.roles);
  const generation = (present?.generation ?? 0) + 1;
  const entry = await newUserEntry(keyring, dataKeys, { ...user, name }, generation, present?.passwordHistory);
  const users = present ? replaced(keyring.users, entry) : [...keyring.users, entry];
  return regranted({ ...keyring, users }, dataKeys, name);
}

/**
 * Gives a user other roles, and with them keys (sealed to his public key) or takes them away; nobody's password is needed. A key that
 * is taken away may have been kept: see `rotateDataKeys`.
 * @throws AppError missing | invalid without a role | denied when a key to be given is not held | damaged; conflict when nobody else
 * could open a part of the data
 */
export function setRoles(keyring: Keyring, dataKeys: DataKeys, change: NewRoles): Keyring {
  verifyAuthentication(keyring, dataKeys);
  const user = activeUser(keyring, change.userName);
  refuseNoRole(change.roles);
  const keys = new Set<KeyName>(['office', ...change.keys]);
  const kept = Object.fromEntries(Object.entries(user.seals).filter(([name]) => keys.has(name as KeyName)));
  const publicKey = Buffer.from(user.publicKey, 'base64');
  const missing = [...keys].filter((name) => !user.seals[name]);
  const given = sealAll(keyring, dataKeys, missing, publicKey, holderOf(user.name));
  const { villages: _, exception: __, boundRoles, ...rest } = user;
  const entry: KeyringUser = {
    ...rest,
    boundRoles: boundRoles ?? user.roles,
    roles: [...change.roles],
    ...(change.villages ? { villages: [...change.villages] } : {}),
    ...(change.exception ? { exception: change.exception } : {}),
    seals: { ...kept, ...given },
  };
  const users = replaced(keyring.users, entry);
  refuseLastHolder(users, Object.keys(user.seals) as KeyName[]);
  return regranted({ ...keyring, users }, dataKeys, user.name);
}

/**
 * Takes every key and the password from a user; his name stays for the records he made. What he may have copied still opens old
 * files: see `rotateDataKeys`.
 * @throws AppError missing | damaged; conflict when nobody else could open a part of the data
 */
export function disableUser(
  keyring: Keyring,
  dataKeys: DataKeys,
  { userName, at }: { readonly userName: string; readonly at: Date },
): Keyring {
  verifyAuthentication(keyring, dataKeys);
  const user = activeUser(keyring, userName);
  const { wrappedPrivateKey: _, grant: __, mustChangePassword: ___, ...rest } = user;
  const users = replaced(keyring.users, { ...rest, seals: {}, disabledAt: at.toISOString() });
  refuseLastHolder(users, Object.keys(user.seals) as KeyName[]);
  return authenticated({ ...keyring, users }, dataKeys);
}

/**
 * A user's own change of password; wraps the private key anew and touches no key.
 * @throws AppError denied for a wrong old password; invalid (field `newPassword`) for one of the last five
 */
export async function changePassword(
  keyring: Keyring,
  change: {
    readonly userName: string;
    readonly oldPassword: string;
    readonly newPassword: string;
    readonly kdf: Kdf;
    readonly at?: Date;
  },
): Promise<Keyring> {
  const { user, privateKey, derivedKey } = await openUser(keyring, change.userName, change.oldPassword);
  try {
    const dataKeys = unsealAll(keyring, user.seals, privateKey, holderOf(user.name));
    try {
      // A user of a vault from before passwords were remembered: the present one counts.
      const history = user.passwordHistory ?? [rememberedPassword(keyring, dataKeys, user, derivedKey)];
      if (await isRememberedPassword(keyring, dataKeys, { ...user, passwordHistory: history }, change.newPassword)) {
        const message = '最近用过的五个密码不能再用，请换一个。';
        throw new AppError('invalid', message, { newPassword: message });
      }
      const next = { ...user, generation: user.generation + 1 };
      const entry = await withPassword(keyring, dataKeys, next, privateKey, newPassword(change), history);
      return authenticated({ ...keyring, users: replaced(keyring.users, entry) }, dataKeys);
    } finally {
      wipeDataKeys(dataKeys);
    }
  } finally {
    wipe(privateKey);
    wipe(derivedKey);
  }
}

/** A reset of a password by somebody else. */
export interface PasswordReset {
  readonly userName: string;
  readonly newPassword: string;
  readonly kdf: Kdf;
  readonly at?: Date;
  /** Whether the user has to choose another one at the next unlocking; true unless it is his own choice. */
  readonly mustChangePassword?: boolean;
}

/**
 * Gives a user a new password without the old one, by someone who holds every key the user holds. The user has to change it.
 * @throws AppError missing | denied | damaged
 */
export async function resetPassword(keyring: Keyring, dataKeys: DataKeys, reset: PasswordReset): Promise<Keyring> {
  verifyAuthentication(keyring, dataKeys);
  const user = activeUser(keyring, reset.userName);
  const { name, roles, villages = null, exception = null } = user;
  const entry = await newUserEntry(
    keyring,
    dataKeys,
    {
      ...{ name, roles, villages, exception },
      keys: keyNames.filter((key) => user.seals[key]),
      ...newPassword({ mustChangePassword: true, ...reset }),
    },
    user.generation + 1,
    user.passwordHistory,
  );
  return regranted({ ...keyring, users: replaced(keyring.users, entry) }, dataKeys, name);
}

/**
 * What follows the use of the recovery key: a new password for one user, of his own choice, and a new recovery key, as one change.
 * @throws AppError missing | denied | damaged
 */
export async function resetAccess(
  keyring: Keyring,
  dataKeys: DataKeys,
  reset: PasswordReset & { readonly recoveryKey: Uint8Array },
): Promise<Keyring> {
  const withPassword = await resetPassword(keyring, dataKeys, { mustChangePassword: false, ...reset });
  const withRecoveryKey = replaceRecoveryKey(withPassword, dataKeys, reset.recoveryKey);
  return authenticated({ ...withRecoveryKey, generation: keyring.generation }, dataKeys);
}

function newPassword(change: Omit<PasswordReset, 'userName'>): NewPassword {
  const { newPassword: password, kdf, at, mustChangePassword = false } = change;
  return { password, kdf, mustChangePassword, ...(at ? { passwordSetAt: at } : {}) };
}

function activeUser(keyring: Keyring, userName: string): KeyringUser {
  const name = normalizedUserName(userName);
  const user = keyring.users.find((candidate) => candidate.name === name && candidate.disabledAt === undefined);
  if (!user) throw new AppError('missing', '没有这个用户，或已经停用，请刷新后再试。');
  return user;
}

/** None stored means every role, which nobody is given by an oversight. */
function refuseNoRole(roles: readonly string[]): void {
  if (roles.length > 0) return;
  const message = '请至少选择一个角色。';
  throw new AppError('invalid', message, { roles: message });
}

/** The recovery key would still open it, but nobody at a desk. */
function refuseLastHolder(users: readonly KeyringUser[], names: readonly KeyName[]): void {
  if (names.every((name) => users.some(({ seals }) => seals[name]))) return;
  throw new AppError('conflict', '只有这位用户能打开其中一部分数据，请先给另一位用户相应的角色。');
}

function regranted(keyring: Keyring, dataKeys: DataKeys, name: string): Keyring {
  const users = keyring.users.map((user) => (user.name === name ? granted(keyring, dataKeys, user) : user));
  return authenticated({ ...keyring, users }, dataKeys);
}

function replaced(users: readonly KeyringUser[], entry: KeyringUser): KeyringUser[] {
  return users.map((user) => (user.name === entry.name ? entry : user));
}
