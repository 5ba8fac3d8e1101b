import { randomBytes } from 'node:crypto';
import { totalmem } from 'node:os';
import { performance } from 'node:perf_hooks';
import { hashRaw } from '@node-rs/argon2';

/** Parameters of Argon2id (RFC 9106, version 1.3, 32 bytes out). */
export interface Kdf {
  /** Memory in KiB. */
  readonly memory: number;
  /** Passes over the memory. */
  readonly passes: number;
  /** Lanes computed side by side. */
  readonly lanes: number;
}

const mebibyte = 1024;

/** The least the program chooses or accepts: VeraCrypt's floor, above OWASP's 19 MiB and 2 passes. */
export const kdfFloor: Kdf = { memory: 64 * mebibyte, passes: 3, lanes: 1 };

/** What the program chooses at most. */
export const kdfCap: Kdf = { memory: 256 * mebibyte, passes: 10, lanes: 1 };

/** What a keyring may ask for at most: beyond it a forged file could stop the computer before any check. */
export const kdfLimit: Kdf = { memory: 1024 * mebibyte, passes: 20, lanes: 4 };

/** Used where nothing was measured. */
export const kdfDefault: Kdf = { memory: 128 * mebibyte, passes: 3, lanes: 1 };

/** The longest password taken, in UTF-16 units; more is refused without hashing. */
export const passwordLimit = 1024;

/**
 * The 32-byte key of a password. The password is NFKC-normalised first: a Chinese input method gives full-width digits.
 * Runs outside the main thread. The result is the caller's to wipe.
 */
export async function deriveKey(password: string, salt: Uint8Array, kdf: Kdf): Promise<Buffer> {
  const bytes = Buffer.from(password.normalize('NFKC'), 'utf8');
  try {
    // The library's default algorithm is Argon2id, its default version 1.3; a published vector in the tests holds it to that.
    return await hashRaw(bytes, {
      salt,
      memoryCost: kdf.memory,
      timeCost: kdf.passes,
      parallelism: kdf.lanes,
      outputLen: 32,
    });
  } finally {
    bytes.fill(0);
  }
}

/** Milliseconds one derivation takes on this machine. */
export async function measureKdf(kdf: Kdf): Promise<number> {
  const salt = randomBytes(16);
  const start = performance.now();
  const key = await deriveKey('calibration', salt, kdf);
  const elapsed = performance.now() - start;
  key.fill(0);
  return elapsed;
}

/**
 * Chooses parameters so that one unlock costs about `target` milliseconds on this machine, between the floor and the cap:
 * 128 MiB (64 MiB where the computer has less than 4 GB), then as many passes as fit, then 256 MiB.
 */
export async function calibrateKdf(
  options: {
    readonly target?: number;
    /** Bytes of memory the computer has. */
    readonly totalMemory?: number;
    readonly measure?: (kdf: Kdf) => Promise<number>;
  } = {},
): Promise<Kdf> {
  const { target = 400, totalMemory = totalmem(), measure = measureKdf } = options;
  const small = totalMemory < 4 * 1024 ** 3;
  const start: Kdf = small ? kdfFloor : kdfDefault;
  const perPass = (await measure(start)) / start.passes;
  const passes = Math.floor(target / perPass);
  if (passes > kdfCap.passes && !small) return withPasses(kdfCap, Math.floor(passes / 2));
  return withPasses(start, passes);
}

function withPasses(kdf: Kdf, passes: number): Kdf {
  return { ...kdf, passes: Math.min(kdfCap.passes, Math.max(kdfFloor.passes, passes)) };
}
