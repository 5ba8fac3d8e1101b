/**
 * A program to be killed: unlocks the vault in the folder named by its arguments as the core does, does one long thing
 * through the services, tells so, and dies without closing anything. With a number it dies at that write instead, in the middle
 * of the transaction.
 */

import { writeSync } from 'node:fs';
import { createDesk, type Desk } from '../../electron/services/createDesk.ts';
import { inventedChild, inventedOffice, repeatableRandom } from '../../electron/services/demo/inventedChildren.ts';
import { villageTable } from '../../electron/services/office/officeStore.ts';
import type { WritableDatabase } from '../../electron/vault/database.ts';
import { unlock } from '../../electron/vault/keyring.ts';
import { readKeyring } from '../../electron/vault/keyringFile.ts';
import { openVault, type Vault, vaultFolder } from '../../electron/vault/vault.ts';
import type { MethodInput } from '../../shared/contract/methods.ts';
import { homeVisit } from '../../shared/papers/homeVisit.ts';
import { child } from '../../shared/registers/child.ts';
import { type RecordValues, readValue, shownFields } from '../../shared/registers/register.ts';
import { nobodyElse, sessionOf } from '../deskSurroundings.ts';
import { jpegPieces } from '../fixtures/images/buildImages.ts';
import { noOutput } from '../noOutput.ts';
import { testKdf, testUser } from '../unit/vault/temporaryVault.ts';

/** Children in the vault before anything is done to it; every second one lives in the screened village. */
export const registered = 120;
export const screenedVillage = '439981100201';

/** Invented children, the same for the same number of them. */
function inventedChildren(count: number): RecordValues[] {
  const random = repeatableRandom(3);
  return Array.from({ length: count }, (_, index) => {
    const { fields, rows } = inventedChild(index, random);
    return { fields: { ...fields, village: index % 2 === 0 ? screenedVillage : '439981100202' }, rows };
  });
}
export const registeredChildren: readonly RecordValues[] = inventedChildren(registered);

const columns = ['name', 'sex', 'birth_date', 'id_number', 'village', 'guardian_name', 'guardian_phone'] as const;
const context = { today: '2026-11-21', villages: villageTable(inventedOffice) };

/** A text table of 40 children of the registry with a new telephone of the guardian, and behind them of new ones. */
export function roster(newChildren: number): Buffer {
  const fields = shownFields(child);
  const lines = inventedChildren(registered + newChildren)
    .slice(registered - 40)
    .map((record, index) =>
      columns.map((key) => {
        if (key === 'guardian_phone') return `198${String(10_000_000 + index)}`;
        const value = readValue(child, record, key, context);
        return value === null ? '' : (fields[key]?.kind.format(value, context) ?? '');
      }),
    );
  return Buffer.from(
    [columns.map((key) => fields[key]?.label ?? key), ...lines].map((line) => line.join(',')).join('\n'),
  );
}
/** Telephone of a guardian in the roster, whose child is the last of the first 40 new ones. */
export const rosterPhone = '19810000079';

/** A photo of so many bytes, all of which belong to its pixels. */
export function photo(bytes: number): Uint8Array {
  const pieces = jpegPieces(4_000, 3_000);
  return Buffer.concat([...pieces.slice(0, -1), Buffer.alloc(bytes, 0x55), ...pieces.slice(-1)]);
}
export const thumbnail = Buffer.concat(jpegPieces(160, 120)).toString('base64');

export async function unlockVault(dataDir: string): Promise<Vault> {
  const { keyring } = await readKeyring(vaultFolder(dataDir), testKdf);
  return openVault(dataDir, (await unlock(keyring, testUser.name, testUser.password)).dataKeys);
}

/** The services on an open vault, as an unlocked core has them. */
export function deskOn(vault: Vault): Desk {
  return createDesk({
    session: sessionOf(testUser.name, vault),
    ...nobodyElse,
    output: noOutput,
    now: () => new Date('2026-11-21T01:00:00Z'),
  });
}

const everybody = { register: 'child', search: '', filters: {}, sort: { field: 'name', descending: false } } as const;
const inBin = { ...everybody, scope: 'deleted' } as const;

/** What can be interrupted. Each prepares itself, and returns the one call that changes the vault. */
export const tasks = {
  'import.commit': async ({ imports }: Desk) => {
    const read = await imports.read({ register: 'child', fileName: '双塘村.csv', job: 'read' }, roster(40));
    const { importId, creates, updates } = read;
    return () => imports.commit({ importId, creates, updates, job: 'commit' });
  },
  'batch.undo': async ({ registers }: Desk) => {
    const batch = registers.batches('child').batches.find(({ kind }) => kind === 'import')?.id ?? '';
    return () => registers.undo('child', batch);
  },
  'duplicate.merge': async ({ duplicates, registers }: Desk) => {
    const [keep, drop] = registers.idsOf(everybody, 2).map((id) => registers.get('child', id));
    if (!keep || !drop) throw new Error('nobody to merge');
    const [one, other] = [keep, drop].map(({ id, version }) => ({ id, version }));
    return () => duplicates.merge({ register: 'child', keep: one ?? keep, drop: other ?? drop, values: keep.values });
  },
  'list.edit': async ({ lists, registers }: Desk) => {
    const ids = registers.idsOf(everybody, registered);
    const changes = { responsible_person: '罗建军' };
    return () => lists.edit({ register: 'child', selection: { ids }, changes, expected: ids.length });
  },
  'recycle.destroy': async ({ recycle, registers }: Desk) => {
    const ids = registers.idsOf(inBin, registered);
    return () => recycle.destroy({ register: 'child', ids, reason: '已满保存期', word: '销毁' });
  },
  'screening.file': async ({ screening }: Desk) => {
    const { round } = screening.open({ month: '2026-11', village: screenedVillage });
    const { counts } = screening.round(round);
    return () => screening.file({ round, counts, notSeenReason: '外出' });
  },
  'attachment.add': async ({ attachments, registers }: Desk) => {
    const [record = ''] = registers.idsOf(everybody, 1);
    const file = {
      register: 'child',
      record,
      name: '院门',
      kind: 'photo',
      thumbnail,
      bytes: photo(5_000_000),
    } as const;
    return () => attachments.add(file);
  },
  'paper.save': async ({ papers, registers }: Desk) => {
    const [record = ''] = registers.idsOf(everybody, 1);
    const { fields, rows } = homeVisit.sample;
    const values = JSON.parse(JSON.stringify({ fields, rows })) as MethodInput<'paper.save'>['values'];
    return () => papers.save({ register: 'child', record, paper: homeVisit.key, id: null, version: null, values });
  },
  'duplicate.rescan': async ({ duplicates }: Desk) => {
    return () => duplicates.rescan('child');
  },
} satisfies Record<string, (desk: Desk) => Promise<() => unknown>>;
export type Task = keyof typeof tasks;

/** The vault, which tells before every write to the registry. */
function watched(vault: Vault, beforeWrite: () => void): Vault {
  const database = vault.database('children');
  const watching: WritableDatabase = {
    ...database,
    run: (command) => {
      beforeWrite();
      return database.run(command);
    },
  };
  return { ...vault, database: (name) => (name === 'children' ? watching : vault.database(name)) };
}

if (process.argv[1] === import.meta.filename) {
  const [dataDir = '', task = '', dieAt = ''] = process.argv.slice(2);
  const die = (): void => void process.kill(process.pid, 'SIGKILL');
  let writes = 0;
  const count = (): void => {
    writes += 1;
    if (String(writes) === dieAt) die();
  };
  if (task === 'unlock') {
    writeSync(1, 'ready\n');
    await deskOn(watched(await unlockVault(dataDir), count)).refreshSearch();
  } else {
    const desk = deskOn(watched(await unlockVault(dataDir), count));
    const work = await tasks[task as Task](desk);
    writes = 0;
    writeSync(1, 'ready\n');
    await work();
  }
  writeSync(1, `done ${writes}\n`);
  die();
}
