import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../shared/contract/result.ts';
import { type Compartment, compartmentNames } from './compartments.ts';
import { deriveKey, type Kdf, passwordLimit } from './kdf.ts';
import { canonicalJson, type Keyring, type KeyringUser, keyringHeader, userNameLimit } from './keyringFile.ts';
import { context, publicKeyOf, type Sealed, seal, subkey, unseal, unwrap, wrap } from './keyWrapping.ts';
import { wipe } from './open.ts';

/**
 * Who can open what. Every compartment has a random data key, sealed to the public key of each user who may open it and to the
 * recovery key; a user's private key is wrapped by the password. So a password change wraps 32 bytes anew, and granting needs
 * nobody else's password.
 *
 * All functions that change a keyring return a new one, one generation on; `writeKeyring` stores it.
 */

/** The data keys someone holds while the vault is unlocked. Wipe them with `wipeDataKeys`. */
export interface DataKeys {
  readonly vaultId: string;
  readonly keys: ReadonlyMap<Compartment, Buffer>;
}

/** Who has unlocked the vault. */
export interface Unlocked {
  readonly user: { readonly name: string; readonly roles: readonly string[] };
  readonly dataKeys: DataKeys;
}

/** A user to be entered into a keyring. The office compartment is open to every user. */
export interface NewUser {
  readonly name: string;
  readonly roles: readonly string[];
  readonly compartments: readonly Compartment[];
  readonly password: string;
  readonly kdf: Kdf;
}

/** Random data keys for a new vault. */
export function createDataKeys(vaultId: string): DataKeys {
  return { vaultId, keys: new Map(compartmentNames.map((name) => [name, randomBytes(32)])) };
}

/** Overwrites the data keys. */
export function wipeDataKeys(dataKeys: DataKeys): void {
  for (const key of dataKeys.keys.values()) wipe(key);
}

/** The name under which a user is kept: normalised like the password, without blanks around. */
export function normalizedUserName(name: string): string {
  return name.normalize('NFKC').trim();
}

/** The first keyring of a vault, generation 1, with its first user and its recovery key (20 bytes). */
export async function createKeyring(dataKeys: DataKeys, firstUser: NewUser, recoveryKey: Uint8Array): Promise<Keyring> {
  const names = [...dataKeys.keys.keys()];
  const draft: Draft = {
    ...keyringHeader,
    vaultId: dataKeys.vaultId,
    generation: 0,
    compartments: Object.fromEntries(names.map((name) => [name, { keyGeneration: 1 }])),
    users: [],
    recovery: { generation: 1, publicKey: '', seals: {} },
  };
  const recovery = recoveryEntry(draft, dataKeys, recoveryKey, 1);
  const users = [await userEntry(draft, dataKeys, firstUser, 1)];
  return authenticated({ ...draft, recovery, users }, dataKeys);
}

/**
 * Opens what a user may open.
 * @throws AppError denied, the same for an unknown user and a wrong password, after the same time; damaged when the
 * keyring was edited
 */
export async function unlock(keyring: Keyring, userName: string, password: string): Promise<Unlocked> {
  const { user, privateKey } = await openUser(keyring, userName, password);
  try {
    const dataKeys = unsealAll(keyring, user.seals, privateKey, `user:${user.name}`);
    return { user: { name: user.name, roles: user.roles }, dataKeys };
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
 * A user's own change of password; wraps the private key anew and touches nothing else.
 * @throws AppError denied for a wrong old password
 */
export async function changePassword(
  keyring: Keyring,
  change: { readonly userName: string; readonly oldPassword: string; readonly newPassword: string; readonly kdf: Kdf },
): Promise<Keyring> {
  const { user, privateKey } = await openUser(keyring, change.userName, change.oldPassword);
  try {
    const dataKeys = unsealAll(keyring, user.seals, privateKey, `user:${user.name}`);
    try {
      const entry = await withPassword(keyring, { ...user, generation: user.generation + 1 }, privateKey, {
        password: change.newPassword,
        kdf: change.kdf,
      });
      return authenticated({ ...keyring, users: replaced(keyring.users, entry) }, dataKeys);
    } finally {
      wipeDataKeys(dataKeys);
    }
  } finally {
    wipe(privateKey);
  }
}

/**
 * Gives a user a new password without the old one, by someone who holds the keys of every compartment the user may open.
 * @throws AppError missing | denied | damaged
 */
export async function resetPassword(
  keyring: Keyring,
  dataKeys: DataKeys,
  reset: { readonly userName: string; readonly newPassword: string; readonly kdf: Kdf },
): Promise<Keyring> {
  verifyAuthentication(keyring, dataKeys);
  const name = normalizedUserName(reset.userName);
  const user = keyring.users.find((candidate) => candidate.name === name);
  if (!user) throw new AppError('missing', '没有这个用户，请刷新后再试。');
  const entry = await userEntry(
    keyring,
    dataKeys,
    {
      name,
      roles: user.roles,
      compartments: compartmentNames.filter((compartment) => user.seals[compartment]),
      password: reset.newPassword,
      kdf: reset.kdf,
    },
    user.generation + 1,
  );
  return authenticated({ ...keyring, users: replaced(keyring.users, entry) }, dataKeys);
}

/**
 * Enters a further user, by someone who holds the keys of every compartment the user is to open.
 * @throws AppError invalid for a name that is too long; conflict when the name is taken; denied | damaged
 */
export async function addUser(keyring: Keyring, dataKeys: DataKeys, user: NewUser): Promise<Keyring> {
  verifyAuthentication(keyring, dataKeys);
  const name = normalizedUserName(user.name);
  if (keyring.users.some((candidate) => candidate.name === name)) {
    throw new AppError('conflict', '已经有这个用户名，请换一个。', { name: '已经有这个用户名，请换一个。' });
  }
  const entry = await userEntry(keyring, dataKeys, user, 1);
  return authenticated({ ...keyring, users: [...keyring.users, entry] }, dataKeys);
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

type Draft = Omit<Keyring, 'authentication'>;

async function openUser(
  keyring: Keyring,
  userName: string,
  password: string,
): Promise<{ readonly user: KeyringUser; readonly privateKey: Buffer }> {
  const name = normalizedUserName(userName);
  const known = password.length <= passwordLimit ? keyring.users.find((user) => user.name === name) : undefined;
  // An unknown user costs the same work, with a salt nobody has, so that the time tells nothing either.
  const [someone] = keyring.users;
  const user =
    known ??
    (someone && {
      ...someone,
      salt: createHash('sha256').update(keyring.vaultId).digest().subarray(0, 16).toString('base64'),
    });
  if (!user) throw refused();
  const key = await deriveKey(password.slice(0, passwordLimit), Buffer.from(user.salt, 'base64'), user.kdf);
  try {
    const privateKey = unwrap(user.wrappedPrivateKey, key, userContext(keyring, user));
    if (!privateKey) throw refused();
    if (!known) {
      wipe(privateKey);
      throw refused();
    }
    return { user, privateKey };
  } finally {
    wipe(key);
  }
}

function refused(): AppError {
  return new AppError('denied', '用户名或密码不正确，请重新输入。');
}

/** What a user's password vouches for: editing roles or keys in the file makes the login fail. */
function userContext(keyring: Draft, user: Omit<KeyringUser, 'wrappedPrivateKey'>): Buffer {
  return context(keyring.suite, keyring.vaultId, 'user', user.name, user.roles, user.generation, user.publicKey);
}

function sealContext(keyring: Draft, compartment: Compartment, holder: string): Buffer {
  const keyGeneration = keyring.compartments[compartment]?.keyGeneration ?? 0;
  return context(keyring.suite, keyring.vaultId, 'seal', compartment, holder, keyGeneration);
}

async function userEntry(keyring: Draft, dataKeys: DataKeys, user: NewUser, generation: number): Promise<KeyringUser> {
  const name = normalizedUserName(user.name);
  // Normalising can make a name longer, or leave nothing of it.
  if (name === '' || name.length > userNameLimit) {
    const message = `用户名应为1至${userNameLimit}个字，请改短后再试。`;
    throw new AppError('invalid', message, { user: message });
  }
  const privateKey = randomBytes(32);
  try {
    const publicKey = publicKeyOf(privateKey);
    const entry = {
      name,
      roles: [...user.roles],
      generation,
      publicKey: publicKey.toString('base64'),
      seals: sealAll(
        keyring,
        dataKeys,
        new Set<Compartment>(['office', ...user.compartments]),
        publicKey,
        `user:${name}`,
      ),
    };
    return await withPassword(keyring, entry, privateKey, user);
  } finally {
    wipe(privateKey);
  }
}

async function withPassword(
  keyring: Draft,
  entry: Omit<KeyringUser, 'salt' | 'kdf' | 'wrappedPrivateKey'>,
  privateKey: Buffer,
  { password, kdf }: { readonly password: string; readonly kdf: Kdf },
): Promise<KeyringUser> {
  if (password === '' || password.length > passwordLimit) {
    throw new AppError('invalid', '密码长度不合要求，请重新设置。');
  }
  const salt = randomBytes(16);
  const key = await deriveKey(password, salt, kdf);
  try {
    const user = { ...entry, salt: salt.toString('base64'), kdf: { ...kdf } };
    return { ...user, wrappedPrivateKey: wrap(privateKey, key, userContext(keyring, user)) };
  } finally {
    wipe(key);
  }
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
    const all = compartmentNames.filter((name) => keyring.compartments[name]);
    const seals = sealAll(keyring, dataKeys, all, publicKey, 'recovery');
    return { generation, publicKey: publicKey.toString('base64'), seals };
  } finally {
    wipe(privateKey);
  }
}

function sealAll(
  keyring: Draft,
  dataKeys: DataKeys,
  names: Iterable<Compartment>,
  publicKey: Buffer,
  holder: string,
): Partial<Record<Compartment, Sealed>> {
  const seals: Partial<Record<Compartment, Sealed>> = {};
  for (const name of names) {
    const key = dataKeys.keys.get(name);
    if (!key) throw new AppError('denied', '当前用户没有这部分数据的权限，不能替他人开通。');
    seals[name] = seal(key, publicKey, sealContext(keyring, name, holder));
  }
  return seals;
}

function unsealAll(
  keyring: Keyring,
  seals: Partial<Record<Compartment, Sealed | undefined>>,
  privateKey: Buffer,
  holder: string,
): DataKeys {
  const keys = new Map<Compartment, Buffer>();
  const dataKeys: DataKeys = { vaultId: keyring.vaultId, keys };
  try {
    for (const name of compartmentNames) {
      const sealed = seals[name];
      if (!sealed) continue;
      const key = unseal(sealed, privateKey, sealContext(keyring, name, holder));
      if (!key) throw edited();
      keys.set(name, key);
    }
    verifyAuthentication(keyring, dataKeys);
    return dataKeys;
  } catch (error) {
    wipeDataKeys(dataKeys);
    throw error;
  }
}

function authenticated(draft: Draft, dataKeys: DataKeys): Keyring {
  const next = { ...draft, generation: draft.generation + 1 };
  return { ...next, authentication: authenticationOf(next, dataKeys).toString('base64') };
}

function verifyAuthentication(keyring: Keyring, dataKeys: DataKeys): void {
  const stored = Buffer.from(keyring.authentication, 'base64');
  if (!timingSafeEqual(stored, authenticationOf(keyring, dataKeys))) throw edited();
}

function authenticationOf(keyring: Draft, dataKeys: DataKeys): Buffer {
  const office = dataKeys.keys.get('office');
  if (!office || dataKeys.vaultId !== keyring.vaultId) throw edited();
  const { authentication: _, ...content } = { authentication: '', ...keyring };
  const key = subkey(office, context(keyring.suite, keyring.vaultId, 'keyring authentication'));
  try {
    return createHmac('sha256', key).update(canonicalJson(content)).digest();
  } finally {
    wipe(key);
  }
}

function edited(): AppError {
  return new AppError('damaged', '钥匙文件被改动过，不能使用；请用最近的备份恢复钥匙文件。');
}

function replaced(users: readonly KeyringUser[], entry: KeyringUser): KeyringUser[] {
  return users.map((user) => (user.name === entry.name ? entry : user));
}

/**
 * What follows the use of the recovery key: a new password for one user and a new recovery key, as one change.
 * @throws AppError missing | denied | damaged
 */
export async function resetAccess(
  keyring: Keyring,
  dataKeys: DataKeys,
  reset: {
    readonly userName: string;
    readonly newPassword: string;
    readonly kdf: Kdf;
    readonly recoveryKey: Uint8Array;
  },
): Promise<Keyring> {
  const withPassword = await resetPassword(keyring, dataKeys, reset);
  const withRecoveryKey = replaceRecoveryKey(withPassword, dataKeys, reset.recoveryKey);
  return authenticated({ ...withRecoveryKey, generation: keyring.generation }, dataKeys);
}
