import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '../../shared/contract/result.ts';
import { isRoleName, type KeyName, keyNames, keysOfRoles } from '../../shared/rights/roles.ts';
import { deriveKey, passwordLimit } from './kdf.ts';
import { type Keyring, type KeyringUser, keyringHeader } from './keyringFile.ts';
import {
  authenticated,
  type DataKeys,
  type Draft,
  granted,
  holderOf,
  sealAll,
  sealedPublicKeyOf,
  unsealAll,
  verifyAuthentication,
} from './keyringSeals.ts';
import { type NewUser, newUserEntry, userContext } from './keyringUserEntry.ts';
import { context, publicKeyOf, subkey, unwrap } from './keyWrapping.ts';
import { wipe } from './open.ts';

/**
 * Who can open what. Every compartment has a random data key, sealed to the public key of each user who may open it and to the
 * recovery key; a user's private key is wrapped by the password. So a password change wraps 32 bytes anew, and granting needs
 * nobody else's password. `keyringUsers.ts` changes who there is, `keyringKeys.ts` what keys there are.
 *
 * All functions that change a keyring return a new one, one generation on; `writeKeyring` stores it.
 */

export { type DataKeys, wipeDataKeys } from './keyringSeals.ts';

/** Who has unlocked the vault. */
export interface Unlocked {
  readonly user: {
    readonly name: string;
    readonly roles: readonly string[];
    /** The villages whose records the user works on; null for all. */
    readonly villages: readonly string[] | null;
    /** Somebody else chose the password. */
    readonly mustChangePassword: boolean;
    /** ISO 8601; null where it was not noted. */
    readonly passwordSetAt: string | null;
  };
  readonly dataKeys: DataKeys;
}

/** What the program goes by when a user has unlocked the vault. */
export function profileOf(user: KeyringUser): Unlocked['user'] {
  const { name, roles, villages = null, mustChangePassword = false, passwordSetAt = null } = user;
  return { name, roles, villages, mustChangePassword, passwordSetAt };
}

/** Random data keys for a new vault: all there are, the sealed one too. */
export function createDataKeys(vaultId: string): DataKeys {
  const dataKeys = { vaultId, keys: new Map(keyNames.map((name) => [name, randomBytes(32)])) };
  const sealedPublicKey = sealedPublicKeyOf(dataKeys);
  return { ...dataKeys, ...(sealedPublicKey ? { sealedPublicKey } : {}) };
}

/** The name under which a user is kept: normalised like the password, without blanks around. */
export function normalizedUserName(name: string): string {
  return name.normalize('NFKC').trim();
}

/** The keys that go with roles as a keyring names them: every key for none, and none for a role this program does not know. */
export function keysForRoles(roles: readonly string[]): readonly KeyName[] {
  const known = roles.filter(isRoleName);
  return roles.length > 0 && known.length === 0 ? ['office'] : keysOfRoles(known);
}

/** The first keyring of a vault, generation 1, with its first user and its recovery key (20 bytes). */
export async function createKeyring(dataKeys: DataKeys, firstUser: NewUser, recoveryKey: Uint8Array): Promise<Keyring> {
  const names = [...dataKeys.keys.keys()];
  const sealedPublicKey = sealedPublicKeyOf(dataKeys)?.toString('base64');
  const draft: Draft = {
    ...keyringHeader,
    vaultId: dataKeys.vaultId,
    generation: 0,
    compartments: Object.fromEntries(names.map((name) => [name, { keyGeneration: 1 }])),
    ...(sealedPublicKey === undefined ? {} : { sealedPublicKey }),
    users: [],
    recovery: { generation: 1, publicKey: '', seals: {} },
  };
  const recovery = recoveryEntry(draft, dataKeys, recoveryKey, 1);
  const user = await newUserEntry(draft, dataKeys, firstUser, 1);
  return authenticated({ ...draft, recovery, users: [granted(draft, dataKeys, user)] }, dataKeys);
}

/**
 * Opens what a user may open.
 * @throws AppError denied, the same for an unknown user, a disabled one and a wrong password, after the same time; damaged when the
 * keyring was edited
 */
export async function unlock(keyring: Keyring, userName: string, password: string): Promise<Unlocked> {
  const { user, privateKey, derivedKey } = await openUser(keyring, userName, password);
  wipe(derivedKey);
  try {
    const dataKeys = unsealAll(keyring, user.seals, privateKey, holderOf(user.name));
    return { user: profileOf(user), dataKeys };
  } finally {
    wipe(privateKey);
  }
}

/**
 * Opens every compartment with the recovery key from paper (20 bytes).
 * @throws AppError denied for a key of another keyring or one that was replaced; damaged when the keyring was edited
 */
export function unlockWithRecoveryKey(keyring: Keyring, recoveryKey: Uint8Array): DataKeys {
  const privateKey = recoveryPrivateKey(recoveryKey);
  try {
    if (publicKeyOf(privateKey).toString('base64') !== keyring.recovery.publicKey) {
      throw new AppError('denied', '这份恢复密钥不是本台账现在使用的，请核对纸面上的日期和编号。');
    }
    return unsealAll(keyring, keyring.recovery.seals, privateKey, 'recovery');
  } finally {
    wipe(privateKey);
  }
}

/**
 * Puts a new recovery key in place of the old one, which opens nothing from then on.
 * @throws AppError denied when a compartment's key is not held; damaged
 */
export function replaceRecoveryKey(keyring: Keyring, dataKeys: DataKeys, recoveryKey: Uint8Array): Keyring {
  verifyAuthentication(keyring, dataKeys);
  const recovery = recoveryEntry(keyring, dataKeys, recoveryKey, keyring.recovery.generation + 1);
  return authenticated({ ...keyring, recovery }, dataKeys);
}

/**
 * The entry of a user whose password is right, his private key, and the key derived from the password. Both keys are the caller's
 * to wipe. An unknown or disabled user costs the same work, with a salt nobody has, so that the time tells nothing either.
 * @throws AppError denied
 */
export async function openUser(
  keyring: Keyring,
  userName: string,
  password: string,
): Promise<{ readonly user: KeyringUser; readonly privateKey: Buffer; readonly derivedKey: Buffer }> {
  const name = normalizedUserName(userName);
  const known =
    password.length <= passwordLimit
      ? keyring.users.find((user) => user.name === name && user.wrappedPrivateKey !== undefined)
      : undefined;
  const someone = keyring.users.find(({ wrappedPrivateKey }) => wrappedPrivateKey !== undefined);
  const user =
    known ??
    (someone && {
      ...someone,
      salt: createHash('sha256').update(keyring.vaultId).digest().subarray(0, 16).toString('base64'),
    });
  if (!user?.wrappedPrivateKey) throw refused();
  const derivedKey = await deriveKey(password.slice(0, passwordLimit), Buffer.from(user.salt, 'base64'), user.kdf);
  const privateKey = unwrap(user.wrappedPrivateKey, derivedKey, userContext(keyring, user));
  if (known && privateKey) return { user, privateKey, derivedKey };
  wipe(derivedKey);
  if (privateKey) wipe(privateKey);
  throw refused();
}

function refused(): AppError {
  return new AppError('denied', '用户名或密码不正确，请重新输入。');
}

function recoveryPrivateKey(recoveryKey: Uint8Array): Buffer {
  return subkey(recoveryKey, context(keyringHeader.suite, 'recovery private key'));
}

function recoveryEntry(
  keyring: Draft,
  dataKeys: DataKeys,
  recoveryKey: Uint8Array,
  generation: number,
): Keyring['recovery'] {
  const privateKey = recoveryPrivateKey(recoveryKey);
  try {
    const publicKey = publicKeyOf(privateKey);
    const all = keyNames.filter((name) => keyring.compartments[name]);
    const seals = sealAll(keyring, dataKeys, all, publicKey, 'recovery');
    return { generation, publicKey: publicKey.toString('base64'), seals };
  } finally {
    wipe(privateKey);
  }
}
