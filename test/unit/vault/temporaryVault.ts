import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Kdf } from '../../../electron/vault/kdf.ts';
import type { DataKeys } from '../../../electron/vault/keyring.ts';
import { createVault, type Vault } from '../../../electron/vault/vault.ts';

/** Argon2id at a cost that suits tests; readers must be given it as their floor. */
export const testKdf: Kdf = { memory: 64, passes: 1, lanes: 1 };

export const testUser = { name: '经办甲', roles: ['children'], password: '双塘的石榴树2026', kdf: testKdf };

export const testRecoveryKey = Buffer.from('00112233445566778899aabbccddeeff01234567', 'hex');

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hulei-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A data folder with a closed vault in it. */
export async function temporaryVault(
  initialize?: (vault: Vault) => void,
): Promise<{ readonly dataDir: string; readonly dataKeys: DataKeys }> {
  const dataDir = temporaryFolder();
  const dataKeys = await createVault(dataDir, {
    firstUser: testUser,
    recoveryKey: testRecoveryKey,
    ...(initialize ? { initialize } : {}),
  });
  return { dataDir, dataKeys };
}

/** SHA-256 of every file under a folder by its path. Only for closed files: reading an open one drops its lock. */
export function hashesOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

/** What `work` throws, for checks on code and message. */
export async function failureOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
