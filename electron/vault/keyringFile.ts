import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/contract/result.ts';
import { keyNames } from '../../shared/rights/roles.ts';
import { renameDurably, writeNewFile } from './durableFile.ts';
import { type Kdf, kdfFloor, kdfLimit } from './kdf.ts';
import { storageError } from './storageError.ts';

/** The two copies, in the order in which a reader prefers them at the same generation. */
export const keyringFileNames = ['keyring.json', 'keyring.copy.json'] as const;

const format = 'hulei-keyring';
/** 2 since a keyring names its predecessors; what an older release wrote is read like any other. */
const version = 2;
const suite = 'a1';

/** The longest name of a user, in UTF-16 units. */
export const userNameLimit = 50;

/** 40 users take about 60 KB; a larger file is not a keyring. */
const sizeLimit = 1024 * 1024;

const bytes = (length: number) =>
  z.string().refine((text) => {
    const decoded = Buffer.from(text, 'base64');
    return decoded.length === length && decoded.toString('base64') === text;
  });
const counter = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
const keyName = z.enum(keyNames);
const wrapped = z.strictObject({ nonce: bytes(12), data: bytes(48) });
const sealed = z.strictObject({ ephemeralKey: bytes(32), nonce: bytes(12), data: bytes(48) });
const seals = z.partialRecord(keyName, sealed);

const moment = z.iso.datetime();
const roles = z.array(z.string().min(1).max(50)).max(20);
const kdf = z.strictObject({
  memory: z.int().min(8).max(kdfLimit.memory),
  passes: z.int().min(1).max(kdfLimit.passes),
  lanes: z.int().min(1).max(kdfLimit.lanes),
});

/** How many passwords, the present one among them, may not be used again. */
export const rememberedPasswords = 5;

const user = z.strictObject({
  name: z.string().min(1).max(userNameLimit),
  /** Names of `shared/rights/roles.ts`; none means every role, in a vault from before there were roles. */
  roles,
  /** The roles named in the wrapping of the private key, where they have been changed since without the password. */
  boundRoles: roles.optional(),
  /** The villages whose records the user works on; absent or null means all. */
  villages: z.array(z.string().min(1).max(20)).max(500).nullable().optional(),
  /** Why roles that exclude each other are in one hand. */
  exception: z.string().min(1).max(200).optional(),
  /** Counts the changes of the wrapping; part of what the password authenticates. */
  generation: counter,
  publicKey: bytes(32),
  salt: bytes(16),
  kdf,
  /** Absent once the user is disabled: then no password opens anything. */
  wrappedPrivateKey: wrapped.optional(),
  seals,
  /** The proof that keys, roles and villages were given by a holder of the sealed key; see `granted`. */
  grant: bytes(32).optional(),
  disabledAt: moment.optional(),
  passwordSetAt: moment.optional(),
  /** Somebody else chose the password. */
  mustChangePassword: z.literal(true).optional(),
  /** The last passwords, newest first: Argon2id, then HMAC under a key of the office, so that the file alone tests no guess. */
  passwordHistory: z
    .array(z.strictObject({ salt: bytes(16), kdf, verifier: bytes(32) }))
    .max(rememberedPasswords)
    .optional(),
});

/** Changes that a keyring names at most; there is more than one only while no vault could be opened after them. */
export const changesKept = 20;

/** Predecessors that a keyring names at most. */
export const ancestorsKept = 20;

const change = z.strictObject({
  /** Tells it from every other, for the row that tells of it; absent where an older version made it. */
  id: z.uuid().optional(),
  /** The generation of the keyring that it led to. */
  generation: counter,
  at: moment,
  /** Who did it; empty for the program itself. */
  user: z.string().max(userNameLimit),
  roles,
  act: z.string().min(1).max(50),
  object: z.string().max(200),
  detail: z.record(z.string(), z.unknown()),
});

const keyringSchema = z.strictObject({
  format: z.literal(format),
  version: z.union([z.literal(1), z.literal(version)]),
  suite: z.literal(suite),
  vaultId: z.string().regex(/^[0-9a-f]{32}$/),
  /** Counts the writings of the file; the newer of two sound copies holds. */
  generation: counter,
  /** The data keys there are, each with the number of times it was made. `sealed` is a key without a file. */
  compartments: z.partialRecord(keyName, z.strictObject({ keyGeneration: counter })),
  /** The public half of the sealed data key; see `sealedPrivateKey`. */
  sealedPublicKey: bytes(32).optional(),
  /** The key under which passwords are remembered, under the office key; absent until that is first changed. */
  passwordHistoryKey: wrapped.optional(),
  users: z
    .array(user)
    .min(1)
    .max(200)
    .refine((users) => new Set(users.map(({ name }) => name)).size === users.length),
  recovery: z.strictObject({ generation: counter, publicKey: bytes(32), seals }),
  /** What was done to it last, in the words of the audit chain of the office; see `withChange`. */
  changes: z.array(change).max(changesKept).optional(),
  /** The authentications of those it was made from, the latest first: one that grew elsewhere does not name ours. */
  ancestors: z.array(bytes(32)).max(ancestorsKept).optional(),
  /** HMAC over everything above under a key of the office compartment, so that whoever unlocks sees any editing. */
  authentication: bytes(32),
});

/** The keyring as read: checked in shape and against accidental damage; its authentication is checked by unlocking. */
export type Keyring = z.infer<typeof keyringSchema>;
export type KeyringUser = Keyring['users'][number];
/** What was done to a keyring and by whom. */
export type KeyringChange = NonNullable<Keyring['changes']>[number];

/** The constants at the head of every keyring. */
export const keyringHeader = { format, version, suite } as const;

/** What was done about the two copies: nothing, one rewritten from the other, or one is bad and cannot be rewritten. */
export type KeyringRepair = 'none' | 'repaired' | 'failed';

/**
 * Reads the newest sound copy of the keyring in a vault folder and rewrites the other one when it is missing, damaged or older.
 *
 * A keyring whose Argon2id parameters lie below `floor` is refused: it is not one this program made. Tests that make weak ones pass
 * their own floor. Parameters above the limit are refused before any hashing.
 * @throws AppError missing | damaged | newer | foreign (the copies belong to different vaults)
 */
export async function readKeyring(
  folder: string,
  floor: Kdf = kdfFloor,
): Promise<{ readonly keyring: Keyring; readonly repair: KeyringRepair }> {
  const copies = keyringFileNames.map((name) => ({ name, ...readCopy(join(folder, name), floor) }));
  const newer = copies.find(({ failure }) => failure?.code === 'newer')?.failure;
  if (newer) throw newer;
  const sound = copies.flatMap(({ keyring }) => keyring ?? []);
  const [keyring] = sound.toSorted((a, b) => b.generation - a.generation);
  if (!keyring) {
    throw copies.every(({ failure }) => failure?.code === 'missing')
      ? new AppError('missing', '找不到钥匙文件，请不要删除任何文件，用最近的备份恢复。')
      : new AppError('damaged', '钥匙文件的两份都不能使用，请不要删除任何文件，用最近的备份恢复。');
  }
  if (sound.some(({ vaultId }) => vaultId !== keyring.vaultId)) {
    throw new AppError('foreign', '两份钥匙文件不属于同一个台账，请用最近的备份恢复钥匙文件。');
  }
  const bad = copies.filter((copy) => copy.keyring?.generation !== keyring.generation);
  if (bad.length === 0) return { keyring, repair: 'none' };
  try {
    const content = serialize(keyring);
    for (const { name } of bad) await replace(join(folder, name), content);
    return { keyring, repair: 'repaired' };
  } catch {
    // A folder that cannot be written must not keep anyone from reading; the caller tells the user.
    return { keyring, repair: 'failed' };
  }
}

/**
 * Writes both copies, the spare one first: killed at any moment, one sound newest copy is left. One copy is enough, because the
 * newer one holds: when the disk fills up between the two the change has been made, and the next reader mends the other copy.
 * @throws AppError stale when the folder's keyring is not the one this one was made from; readonly | full: nothing is changed then
 */
export async function writeKeyring(folder: string, keyring: Keyring): Promise<void> {
  // What no reader would take must never replace what one takes.
  keyringSchema.parse(keyring);
  const present = copiesIn(folder);
  const generation = Math.max(0, ...present.map((copy) => copy.generation));
  if (generation !== keyring.generation - 1 || present.some(({ vaultId }) => vaultId !== keyring.vaultId)) {
    throw staleKeyring();
  }
  const content = serialize(keyring);
  try {
    for (const name of keyringFileNames.toReversed()) await replace(join(folder, name), content);
  } catch (error) {
    if (!copiesIn(folder).some((copy) => copy.generation === keyring.generation)) throw storageError(error);
  }
}

/** The copies that can be read, whatever their Argon2id parameters. */
function copiesIn(folder: string): Keyring[] {
  return keyringFileNames.flatMap(
    (name) => readCopy(join(folder, name), { memory: 0, passes: 0, lanes: 0 }).keyring ?? [],
  );
}

/** JSON with sorted keys, so that the same content always gives the same bytes. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function serialize(keyring: Keyring): Buffer {
  return Buffer.from(`${JSON.stringify({ ...keyring, checksum: checksumOf(keyring) }, undefined, 1)}\n`, 'utf8');
}

/** Tells a damaged copy from a sound one before any password; it is no protection against editing. */
function checksumOf(content: object): string {
  return createHash('sha256').update(canonicalJson(content)).digest('base64');
}

async function replace(path: string, content: Buffer): Promise<void> {
  const temporary = `${path}.tmp`;
  rmSync(temporary, { force: true });
  writeNewFile(temporary, content);
  await renameDurably(temporary, path);
}

interface Copy {
  readonly keyring?: Keyring;
  readonly failure?: AppError;
}

function readCopy(path: string, floor: Kdf): Copy {
  try {
    if (statSync(path).size > sizeLimit) return { failure: damaged() };
    return { keyring: parseKeyring(readFileSync(path, 'utf8'), floor) };
  } catch (error) {
    const failure = storageError(error);
    return { failure: failure instanceof AppError ? failure : damaged() };
  }
}

const fileSchema = z.looseObject({ format: z.literal(format), checksum: z.string() });
const headSchema = z.looseObject({
  version: z.int(),
  suite: z.string(),
  compartments: z.record(z.string(), z.unknown()),
});

function parseKeyring(text: string, floor: Kdf): Keyring {
  const { checksum, ...content } = fileSchema.parse(JSON.parse(text));
  if (checksumOf(content) !== checksum) throw damaged();
  const head = headSchema.parse(content);
  const known: readonly string[] = keyNames;
  if (
    head.version > version ||
    head.suite !== suite ||
    Object.keys(head.compartments).some((name) => !known.includes(name))
  ) {
    throw new AppError('newer', '数据由更新版本的护蕾台账写成，请安装新版本后再打开；数据没有改动。');
  }
  const keyring = keyringSchema.parse(content);
  const weak = keyring.users.some(({ kdf: { memory, passes } }) => memory < floor.memory || passes < floor.passes);
  if (weak) throw damaged();
  return keyring;
}

/** What is said when the keyring in the folder is not the one that was worked from. */
export function staleKeyring(): AppError {
  return new AppError('stale', '用户和密码设置刚被改动过，请重新登录后再试。');
}

function damaged(): AppError {
  return new AppError('damaged', '钥匙文件已经损坏，请用最近的备份恢复。');
}
