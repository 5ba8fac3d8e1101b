import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../shared/contract/result.ts';
import type { KeyName } from '../../shared/rights/roles.ts';
import { deriveKey, type Kdf, passwordLimit } from './kdf.ts';
import { type Keyring, type KeyringUser, rememberedPasswords, userNameLimit } from './keyringFile.ts';
import { type DataKeys, type Draft, edited, holderOf, sealAll } from './keyringSeals.ts';
import { context, publicKeyOf, subkey, unwrap, type Wrapped, wrap } from './keyWrapping.ts';
import { wipe } from './open.ts';

/** A user to be entered into a keyring. The office compartment is open to every user. */
export interface NewUser {
  readonly name: string;
  /** Names of `shared/rights/roles.ts`. */
  readonly roles: readonly string[];
  /** The data keys the user gets, beside that of the office. */
  readonly keys: readonly KeyName[];
  readonly password: string;
  readonly kdf: Kdf;
  /** When the password was chosen; it is not noted otherwise. */
  readonly passwordSetAt?: Date;
  /** The villages whose records the user works on; null or nothing for all. */
  readonly villages?: readonly string[] | null;
  /** Why roles that exclude each other are in one hand. */
  readonly exception?: string | null;
  /** Whether the user has to choose another password first. */
  readonly mustChangePassword?: boolean;
}

/** A password and how it came to be. */
export interface NewPassword {
  readonly password: string;
  readonly kdf: Kdf;
  readonly passwordSetAt?: Date;
  readonly mustChangePassword?: boolean;
}

type History = NonNullable<KeyringUser['passwordHistory']>;

/** What a user's password vouches for: name, public key, and the roles of the day when the password was set. */
export function userContext(keyring: Draft, user: Omit<KeyringUser, 'wrappedPrivateKey'>): Buffer {
  const boundRoles = user.boundRoles ?? user.roles;
  return context(keyring.suite, keyring.vaultId, 'user', user.name, boundRoles, user.generation, user.publicKey);
}

/**
 * A new key pair for a user, sealed what he may open, under his password. Without a grant; see `granted`.
 * @throws AppError invalid for a name or password that is too long or empty; denied when a key is not held
 */
export async function newUserEntry(
  keyring: Draft,
  dataKeys: DataKeys,
  { name, roles, keys, villages, exception, ...password }: NewUser,
  generation: number,
  history: History = [],
): Promise<KeyringUser> {
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
      roles: [...roles],
      ...(villages ? { villages: [...villages] } : {}),
      ...(exception ? { exception } : {}),
      generation,
      publicKey: publicKey.toString('base64'),
      seals: sealAll(keyring, dataKeys, new Set<KeyName>(['office', ...keys]), publicKey, holderOf(name)),
    };
    return await withPassword(keyring, dataKeys, entry, privateKey, password, history);
  } finally {
    wipe(privateKey);
  }
}

/** The entry with its private key wrapped under a password, which is remembered among those that may not come again. */
export async function withPassword(
  keyring: Draft,
  dataKeys: DataKeys,
  entry: Omit<KeyringUser, 'salt' | 'kdf' | 'wrappedPrivateKey'>,
  privateKey: Buffer,
  { password, kdf, passwordSetAt, mustChangePassword }: NewPassword,
  history: History,
): Promise<KeyringUser> {
  if (password === '' || password.length > passwordLimit) {
    throw new AppError('invalid', '密码长度不合要求，请重新设置。');
  }
  const salt = randomBytes(16);
  const key = await deriveKey(password, salt, kdf);
  try {
    const { boundRoles: _, passwordSetAt: __, mustChangePassword: ___, passwordHistory: ____, ...rest } = entry;
    const user = {
      ...rest,
      salt: salt.toString('base64'),
      kdf: { ...kdf },
      ...(passwordSetAt ? { passwordSetAt: passwordSetAt.toISOString() } : {}),
      ...(mustChangePassword ? { mustChangePassword: true as const } : {}),
    };
    const present = rememberedPassword(keyring, dataKeys, user, key);
    return {
      ...user,
      wrappedPrivateKey: wrap(privateKey, key, userContext(keyring, user)),
      passwordHistory: [present, ...history].slice(0, rememberedPasswords),
    };
  } finally {
    wipe(key);
  }
}

/**
 * How a password is remembered: what Argon2id made of it goes through HMAC under a key of the office, so that a thief of the file
 * tests no guess on it, and a colleague pays the full price for each.
 */
export function rememberedPassword(
  keyring: Draft,
  dataKeys: DataKeys,
  { name, salt, kdf }: Pick<KeyringUser, 'name' | 'salt' | 'kdf'>,
  derivedKey: Buffer,
): History[number] {
  const key = passwordHistoryKey(keyring, dataKeys);
  const verifier = createHmac('sha256', key).update(context(name)).update(derivedKey).digest('base64');
  wipe(key);
  return { salt, kdf: { ...kdf }, verifier };
}

/**
 * The key under which passwords are remembered. It outlives the office key: of an unchanged vault it is derived from that key, later
 * it stands in the keyring under it. The caller wipes it.
 * @throws AppError damaged
 */
export function passwordHistoryKey({ vaultId, passwordHistoryKey: kept }: Draft, dataKeys: DataKeys): Buffer {
  const office = officeSubkey(vaultId, dataKeys, kept ? 'password history key' : 'password history');
  if (!kept) return office;
  const key = unwrap(kept, office, context(vaultId, 'password history key'));
  wipe(office);
  if (!key) throw edited();
  return key;
}

/** That key under the office key, for a keyring whose office key is a new one. */
export function wrappedPasswordHistoryKey(vaultId: string, dataKeys: DataKeys, key: Buffer): Wrapped {
  const office = officeSubkey(vaultId, dataKeys, 'password history key');
  const wrapped = wrap(key, office, context(vaultId, 'password history key'));
  wipe(office);
  return wrapped;
}

function officeSubkey(vaultId: string, dataKeys: DataKeys, purpose: string): Buffer {
  const office = dataKeys.keys.get('office');
  if (!office) throw edited();
  return subkey(office, context(vaultId, purpose));
}

/** Whether a password is one of those that are remembered. Each costs a derivation of a few tenths of a second. */
export async function isRememberedPassword(
  keyring: Keyring,
  dataKeys: DataKeys,
  { name, passwordHistory = [] }: KeyringUser,
  password: string,
): Promise<boolean> {
  for (const { salt, kdf, verifier } of passwordHistory) {
    const key = await deriveKey(password, Buffer.from(salt, 'base64'), kdf);
    try {
      const found = rememberedPassword(keyring, dataKeys, { name, salt, kdf }, key);
      if (timingSafeEqual(Buffer.from(found.verifier, 'base64'), Buffer.from(verifier, 'base64'))) return true;
    } finally {
      wipe(key);
    }
  }
  return false;
}
