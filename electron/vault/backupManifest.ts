import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { compartmentNames } from './compartments.ts';
import { canonicalJson } from './keyringFile.ts';
import { backupFolders, manifestName } from './vault.ts';

const count = z.int().min(0);

const backupFile = z.strictObject({
  /** The name in the backup and in the vault. */
  name: z.string().regex(/^[a-z]+(\.copy)?\.(vault|vault-wal|json)$/),
  compartment: z.enum(compartmentNames).nullable(),
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** What was found when the copy was opened with its key; null where whoever made the backup has no key, and for the keyring. */
  content: z
    .strictObject({
      schema: count,
      rows: count,
      history: count.nullable(),
      /** Where the audit chain stands: an anchor outside of the vault. */
      audit: z.strictObject({ seq: count, mac: z.string().regex(/^[0-9a-f]{64}$/) }).optional(),
    })
    .nullable(),
  /** Tells whether the compartment has been written since; see `EncryptedFile.state`. */
  state: z.string().nullable(),
});

const manifestSchema = z.strictObject({
  format: z.literal('hulei-backup'),
  version: z.literal(1),
  vaultId: z.string().regex(/^[0-9a-f]{32}$/),
  /** Counts the backups of a data folder: their order, whatever the clock said. */
  sequence: z.int().min(1),
  /** ISO 8601. */
  made: z.iso.datetime(),
  files: z.array(backupFile).min(3).max(20),
});

/** What is in a backup. It stands in clear beside the encrypted files and tells nothing about anybody. */
export type BackupManifest = z.infer<typeof manifestSchema>;
export type BackupFile = BackupManifest['files'][number];

/** A finished backup. */
export interface Backup {
  /** The name of its folder. */
  readonly id: string;
  readonly folder: string;
  readonly manifest: BackupManifest;
}

/** The text of a manifest, with a checksum that tells accidental damage. */
export function manifestText(manifest: BackupManifest): string {
  return `${JSON.stringify({ ...manifestSchema.parse(manifest), checksum: checksumOf(manifest) }, undefined, 1)}\n`;
}

/** The manifest in a folder, or undefined when there is none that can be used. */
export function readManifest(folder: string): BackupManifest | undefined {
  try {
    const path = join(folder, manifestName);
    if (statSync(path).size > 1024 * 1024) return undefined;
    const { checksum, ...content } = z
      .looseObject({ checksum: z.string() })
      .parse(JSON.parse(readFileSync(path, 'utf8')));
    const manifest = manifestSchema.safeParse(content).data;
    return manifest && checksumOf(manifest) === checksum ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** The backups of a data folder whose manifest can be read, newest first. Their files are not read for that. */
export function listBackups(dataDir: string): Backup[] {
  return backupFolders(dataDir)
    .flatMap((folder) => {
      const manifest = readManifest(folder);
      return manifest ? [{ id: basename(folder), folder, manifest }] : [];
    })
    .toSorted((a, b) => b.manifest.sequence - a.manifest.sequence || (a.manifest.made < b.manifest.made ? 1 : -1));
}

/** Whether the files of a backup are all there, in their length. Reads none of them. */
export function looksWhole({ folder, manifest }: Backup): boolean {
  return manifest.files.every(({ name, bytes }) => {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    return found?.isFile() === true && found.size === bytes;
  });
}

/** Whether every compartment in a backup was opened and checked when it was made. */
export function wasOpened({ files }: BackupManifest): boolean {
  return files.every(({ compartment, content }) => compartment === null || content !== null);
}

/** Bytes of a backup's files. */
export function sizeOf({ files }: BackupManifest): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Lines of history in a backup, of all compartments that were counted. */
export function historyOf({ files }: BackupManifest): number {
  return files.reduce((sum, { content }) => sum + (content?.history ?? 0), 0);
}

function checksumOf(manifest: BackupManifest): string {
  return createHash('sha256').update(canonicalJson(manifest)).digest('hex');
}
