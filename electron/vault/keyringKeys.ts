import { randomBytes } from 'node:crypto';
import { AppError } from '../../shared/contract/result.ts';
import { type KeyName, keyNames } from '../../shared/rights/roles.ts';
import { keysForRoles } from './keyring.ts';
import type { Keyring, KeyringUser } from './keyringFile.ts';
import {
  authenticated,
  type DataKeys,
  type Draft,
  granted,
  holderOf,
  sealAll,
  sealedPublicKeyOf,
  verifyAuthentication,
} from './keyringSeals.ts';
import { passwordHistoryKey, wrappedPasswordHistoryKey } from './keyringUserEntry.ts';
import { wipe } from './open.ts';

/** Changes of the data keys themselves. Each returns a new keyring, one generation on, and the keys that go with it. */

/** A keyring and the data keys of whoever made it. The keys are the caller's to wipe. */
export interface RekeyedKeyring {
  readonly keyring: Keyring;
  readonly dataKeys: DataKeys;
}

/**
 * Makes the keys that a vault of an older version lacks, each sealed to the recovery key and to every user whose roles include it.
 * @throws AppError denied when not every present key is held; damaged
 */
export function withMissingKeys(keyring: Keyring, dataKeys: DataKeys): RekeyedKeyring {
  verifyAuthentication(keyring, dataKeys);
  refuseWithout(dataKeys.keys, presentKeys(keyring));
  const missing = keyNames.filter((name) => !keyring.compartments[name]);
  const compartments = {
    ...keyring.compartments,
    ...Object.fromEntries(missing.map((name) => [name, { keyGeneration: 1 }])),
  };
  // Where there are grants, a user whom no officer gave his roles gets nothing by them.
  const isTrusted = ({ grant }: KeyringUser): boolean => !keyring.compartments.sealed || grant !== undefined;
  return renewed({ ...keyring, compartments }, dataKeys, missing, (user) =>
    isTrusted(user) ? keysForRoles(user.roles) : [],
  );
}

/**
 * Puts new data keys in the place of some, sealed to everybody who held the old ones: who was disabled has only what opens old files.
 * @throws AppError denied when not every present key is held; damaged
 */
export function withNewKeys(keyring: Keyring, dataKeys: DataKeys, names: readonly KeyName[]): RekeyedKeyring {
  verifyAuthentication(keyring, dataKeys);
  refuseWithout(dataKeys.keys, presentKeys(keyring));
  const generations = names.map((name) => {
    const keyGeneration = (keyring.compartments[name]?.keyGeneration ?? 0) + 1;
    return [name, { keyGeneration }] as const;
  });
  const compartments = { ...keyring.compartments, ...Object.fromEntries(generations) };
  return renewed({ ...keyring, compartments }, dataKeys, names, ({ seals }) => keyNames.filter((name) => seals[name]));
}

/** The keys there are in a vault. */
export function presentKeys(keyring: Draft): readonly KeyName[] {
  return keyNames.filter((name) => keyring.compartments[name]);
}

/** Random keys for `names`, for whom `keysOf` says so; who has no key is disabled and gets none. */
function renewed(
  keyring: Keyring,
  dataKeys: DataKeys,
  names: readonly KeyName[],
  keysOf: (user: KeyringUser) => readonly KeyName[],
): RekeyedKeyring {
  const keys = new Map([...dataKeys.keys].map(([name, key]) => [name, Buffer.from(key)]));
  for (const name of names) {
    const old = keys.get(name);
    if (old) wipe(old);
    keys.set(name, randomBytes(32));
  }
  const draft = { vaultId: dataKeys.vaultId, keys };
  const sealedPublicKey = sealedPublicKeyOf(draft);
  const held: DataKeys = { ...draft, ...(sealedPublicKey ? { sealedPublicKey } : {}) };
  const sealedTo = (publicKey: string, which: readonly KeyName[], holder: string) =>
    sealAll(keyring, held, which, Buffer.from(publicKey, 'base64'), holder);
  const history = passwordHistoryKey(keyring, dataKeys);
  const next = {
    ...keyring,
    ...(sealedPublicKey ? { sealedPublicKey: sealedPublicKey.toString('base64') } : {}),
    passwordHistoryKey: wrappedPasswordHistoryKey(keyring.vaultId, held, history),
    recovery: {
      ...keyring.recovery,
      seals: { ...keyring.recovery.seals, ...sealedTo(keyring.recovery.publicKey, names, 'recovery') },
    },
  };
  wipe(history);
  const users = keyring.users.map((user) => {
    if (user.wrappedPrivateKey === undefined) return user;
    const given = keysOf(user).filter((name) => names.includes(name));
    const seals = { ...user.seals, ...sealedTo(user.publicKey, given, holderOf(user.name)) };
    const isGranted = user.grant !== undefined || Object.keys(seals).some((name) => name !== 'office');
    return isGranted ? granted(next, held, { ...user, seals }) : { ...user, seals };
  });
  return { keyring: authenticated({ ...next, users }, held), dataKeys: held };
}

/**
 * Asks for all of these keys.
 * @throws AppError denied
 */
export function refuseWithout(keys: ReadonlyMap<KeyName, Buffer>, names: readonly KeyName[]): void {
  if (names.every((name) => keys.has(name))) return;
  throw new AppError('denied', '需要能打开全部数据的人员来办理，请换安全保密员或分管领导。');
}
