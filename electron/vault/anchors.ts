import { createHmac, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { compartmentNames } from './compartments.ts';
import { renameDurably, writeNewFile } from './durableFile.ts';
import { canonicalJson } from './keyringFile.ts';
import type { Anchor } from './verifyChain.ts';

/** The purpose of the key, of the office compartment, that vouches for the file of anchors. */
export const anchorsPurpose = 'audit anchors';

const fileName = 'anchors.json';
const anchor = z.strictObject({ seq: z.int().min(0), mac: z.string().regex(/^[0-9a-f]{64}$/) });
const perCompartment = z.partialRecord(z.enum(compartmentNames), anchor);

const content = z.strictObject({
  format: z.literal('hulei-anchors'),
  version: z.literal(1),
  vaultId: z.string(),
  /** Where each chain stood when it was last written down: every chain has come further since, or it was put back. */
  anchors: perCompartment,
  /** Compartments that came out of a backup, until their chain tells it: how far it had come before, and who restored what. */
  restored: z
    .strictObject({
      at: z.iso.datetime(),
      by: z.string(),
      /** When the backup was made. */
      made: z.iso.datetime(),
      /** The number of the last backup of the time that was given up. */
      upTo: z.int(),
      before: perCompartment,
      untold: z.array(z.enum(compartmentNames)),
    })
    .nullable(),
});

/** What is written down beside the keyring about the chains. It tells nothing about anybody. */
export type AnchorFile = z.infer<typeof content>;

/** An anchor file that says nothing yet. */
export function noAnchors(vaultId: string): AnchorFile {
  return { format: 'hulei-anchors', version: 1, vaultId, anchors: {}, restored: null };
}

/**
 * The anchors in a vault's folder. A kill leaves the file as it was or as it is: it is only ever replaced as a whole, and always by
 * states that are on the disk already, so it is never ahead of a chain that nobody touched.
 * @returns undefined when there is no such file, null when it was edited or damaged
 */
export function readAnchors(folder: string, key: Uint8Array, vaultId: string): AnchorFile | null | undefined {
  const path = join(folder, fileName);
  if (!existsSync(path)) return undefined;
  try {
    if (statSync(path).size > 64 * 1024) return null;
    const { authentication, ...rest } = z
      .looseObject({ authentication: z.string() })
      .parse(JSON.parse(readFileSync(path, 'utf8')));
    const found = content.parse(rest);
    const stored = Buffer.from(authentication, 'base64');
    const expected = authenticationOf(found, key);
    const isOurs = stored.length === expected.length && timingSafeEqual(stored, expected) && found.vaultId === vaultId;
    return isOurs ? found : null;
  } catch {
    return null;
  }
}

/** Replaces the anchors in a vault's folder. @throws errors of the file system; the file is as it was then */
export async function writeAnchors(folder: string, key: Uint8Array, anchors: AnchorFile): Promise<void> {
  const path = join(folder, fileName);
  const text = { ...anchors, authentication: authenticationOf(anchors, key).toString('base64') };
  rmSync(`${path}.tmp`, { force: true });
  writeNewFile(`${path}.tmp`, Buffer.from(`${JSON.stringify(text, undefined, 1)}\n`, 'utf8'));
  await renameDurably(`${path}.tmp`, path);
}

/** An anchor as it is written down. */
export function anchorOf({ seq, mac }: { readonly seq: number; readonly mac: Uint8Array }): Anchor {
  return { seq, mac: Buffer.from(mac).toString('hex') };
}

function authenticationOf(anchors: AnchorFile, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(canonicalJson(anchors)).digest();
}
