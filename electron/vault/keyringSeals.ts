import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../shared/contract/result.ts';
import { type KeyName, keyNames } from '../../shared/rights/roles.ts';
import {
  ancestorsKept,
  canonicalJson,
  changesKept,
  type Keyring,
  type KeyringChange,
  type KeyringUser,
  keyringHeader,
} from './keyringFile.ts';
import { context, publicKeyOf, type Sealed, seal, subkey, unseal } from './keyWrapping.ts';
import { wipe } from './open.ts';

/**
 * What holds a keyring together, for the modules that read and change one: data keys sealed to public keys, the authentication that
 * whoever unlocks checks, and the grants by which an officer's program tells who was given keys by an officer.
 */

/** The data keys someone holds while the vault is unlocked. Wipe them with `wipeDataKeys`. */
export interface DataKeys {
  readonly vaultId: string;
  readonly keys: ReadonlyMap<KeyName, Buffer>;
  /** The public half of the sealed key, to which anybody may seal; not secret. */
  readonly sealedPublicKey?: Buffer;
}

/** A keyring that is being made: the authentication is that of the one it is made from. */
export type Draft = Omit<Keyring, 'authentication'> & Partial<Pick<Keyring, 'authentication'>>;

/** Overwrites the data keys. */
export function wipeDataKeys(dataKeys: DataKeys): void {
  for (const key of dataKeys.keys.values()) wipe(key);
}

/** Whose seal it is, so that nobody's seal passes for another's. */
export const holderOf = (userName: string): string => `user:${userName}`;

/**
 * Seals data keys to a public key.
 * @throws AppError denied when one of the keys is not held
 */
export function sealAll(
  keyring: Draft,
  dataKeys: DataKeys,
  names: Iterable<KeyName>,
  publicKey: Buffer,
  holder: string,
): Partial<Record<KeyName, Sealed>> {
  const seals: Partial<Record<KeyName, Sealed>> = {};
  for (const name of names) {
    const key = dataKeys.keys.get(name);
    if (!key) throw new AppError('denied', '当前用户没有这部分数据的权限，不能替他人开通。');
    seals[name] = seal(key, publicKey, sealContext(keyring, name, holder));
  }
  return seals;
}

/**
 * Opens seals with a private key, and checks the keyring with what they held.
 * @throws AppError damaged when the keyring was edited
 */
export function unsealAll(keyring: Keyring, seals: KeyringUser['seals'], privateKey: Buffer, holder: string): DataKeys {
  const keys = new Map<KeyName, Buffer>();
  const { vaultId, sealedPublicKey } = keyring;
  const dataKeys: DataKeys = {
    ...{ vaultId, keys },
    ...(sealedPublicKey === undefined ? {} : { sealedPublicKey: Buffer.from(sealedPublicKey, 'base64') }),
  };
  try {
    for (const name of keyNames) {
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

/** The keyring one generation on, with its authentication and that of the one before among its predecessors. */
export function authenticated({ authentication, ...draft }: Draft, dataKeys: DataKeys): Keyring {
  const { ancestors: earlier = [] } = draft;
  const ancestors = (authentication === undefined ? earlier : [authentication, ...earlier]).slice(0, ancestorsKept);
  const next = { ...draft, ...keyringHeader, ancestors, generation: draft.generation + 1 };
  return { ...next, authentication: authenticationOf(next, dataKeys).toString('base64') };
}

/**
 * The keyring with what was done to it, for the audit chain of the office: one writing decides both, so whoever is killed before the
 * chain is told leaves it to the next unlocking.
 * @param change null for what is no act
 * @param told the generation up to which the chain has been told; what is older is dropped
 */
export function withChange(
  keyring: Keyring,
  dataKeys: DataKeys,
  change: Omit<KeyringChange, 'generation'> | null,
  told: number,
): Keyring {
  const { authentication: _, changes = [], generation, ...rest } = keyring;
  const untold = changes.filter((each) => each.generation > told);
  const kept = [...untold, ...(change ? [{ ...change, generation }] : [])].slice(-changesKept);
  const draft = { ...rest, ...(kept.length > 0 ? { changes: kept } : {}), generation: generation - 1 };
  return authenticated(draft, dataKeys);
}

/**
 * Checks that the keyring is as somebody with its keys wrote it: all of it by the office key, and, by whoever holds the sealed key,
 * that every key beyond the office's was given out by a holder of the sealed key.
 * @throws AppError damaged
 */
export function verifyAuthentication(keyring: Keyring, dataKeys: DataKeys): void {
  const stored = Buffer.from(keyring.authentication, 'base64');
  if (!timingSafeEqual(stored, authenticationOf(keyring, dataKeys))) throw edited();
  if (!dataKeys.keys.has('sealed')) return;
  for (const user of keyring.users) {
    const grant = grantOf(keyring, dataKeys, user);
    const isSound =
      user.grant === undefined
        ? Object.keys(user.seals).every((name) => name === 'office')
        : grant !== undefined && timingSafeEqual(Buffer.from(user.grant, 'base64'), Buffer.from(grant, 'base64'));
    if (!isSound) throw edited();
  }
}

/**
 * The user with the proof that his keys, roles and villages were given by a holder of the sealed key; a user of the office key alone
 * needs none. The proof names the generations of the data keys, so that an old one is worth nothing after they were changed.
 * @throws AppError denied when it is needed and the sealed key is not held
 */
export function granted(keyring: Draft, dataKeys: DataKeys, { grant: _, ...user }: KeyringUser): KeyringUser {
  const grant = grantOf(keyring, dataKeys, user);
  if (grant !== undefined) return { ...user, grant };
  if (keyring.compartments.sealed && Object.keys(user.seals).some((name) => name !== 'office')) {
    throw new AppError('denied', '只有安全保密员或分管领导能给人开通这部分数据，请换人操作。');
  }
  return user;
}

function grantOf(keyring: Draft, dataKeys: DataKeys, user: KeyringUser): string | undefined {
  const sealed = dataKeys.keys.get('sealed');
  if (!sealed) return undefined;
  const key = subkey(sealed, context(keyring.suite, keyring.vaultId, 'grants'));
  const keys = keyNames
    .filter((name) => user.seals[name])
    .map((name) => `${name}:${keyring.compartments[name]?.keyGeneration ?? 0}`);
  const villages = user.villages ?? null;
  try {
    return createHmac('sha256', key)
      .update(canonicalJson({ name: user.name, publicKey: user.publicKey, roles: user.roles, villages, keys }))
      .digest('base64');
  } finally {
    wipe(key);
  }
}

/** The X25519 pair of the sealed data key: what is sealed to its public half needs no key to be entered. */
export function sealedPrivateKey(vaultId: string, sealedKey: Buffer): Buffer {
  return subkey(sealedKey, context('sealed private key', vaultId));
}

/** The public half of the sealed data key, as it stands in the keyring; undefined when the key is not held. */
export function sealedPublicKeyOf({ vaultId, keys }: DataKeys): Buffer | undefined {
  const sealedKey = keys.get('sealed');
  if (!sealedKey) return undefined;
  const privateKey = sealedPrivateKey(vaultId, sealedKey);
  try {
    return publicKeyOf(privateKey);
  } finally {
    wipe(privateKey);
  }
}

/** What is said of a keyring that was changed by other means than this program. */
export function edited(): AppError {
  return new AppError('damaged', '钥匙文件被改动过，不能使用；请用最近的备份恢复钥匙文件。');
}

function sealContext(keyring: Draft, name: KeyName, holder: string): Buffer {
  const keyGeneration = keyring.compartments[name]?.keyGeneration ?? 0;
  return context(keyring.suite, keyring.vaultId, 'seal', name, holder, keyGeneration);
}

function authenticationOf(keyring: Draft, dataKeys: DataKeys): Buffer {
  const office = dataKeys.keys.get('office');
  if (!office || dataKeys.vaultId !== keyring.vaultId) throw edited();
  const { authentication: _, ...content } = keyring;
  const key = subkey(office, context(keyring.suite, keyring.vaultId, 'keyring authentication'));
  try {
    return createHmac('sha256', key).update(canonicalJson(content)).digest();
  } finally {
    wipe(key);
  }
}
