import { onTestFinished } from 'vitest';
import type { Schedule } from '../../../electron/services/session/idleTimer.ts';
import type { Kdf } from '../../../electron/vault/kdf.ts';
import { unlock, wipeDataKeys } from '../../../electron/vault/keyring.ts';
import { readKeyring, writeKeyring } from '../../../electron/vault/keyringFile.ts';
import { addUser } from '../../../electron/vault/keyringUsers.ts';
import { openVault, type Vault, vaultFolder } from '../../../electron/vault/vault.ts';
import type { MethodInput } from '../../../shared/contract/methods.ts';
import { child } from '../../../shared/registers/child.ts';
import { keysOfRoles, type RoleName } from '../../../shared/rights/roles.ts';
import { findSealedGroup } from '../../../shared/seal/sealedGroups.ts';
import { startTestApp, type TestApp, testDay, testKdf, testUser } from '../../testApp.ts';

export const leader = { user: '何建国', password: 'Zhengfu#2026hjg' } as const;
export const clerk = { user: '罗小红', password: 'Tuanwei#2026lxh' } as const;
export const secrecyOfficer = { user: '欧阳静', password: 'Baomi#2026oyj' } as const;

export type Person = { readonly user: string; readonly password: string };

/** A user of an office; of some villages alone, where they are given. */
export type Colleague = Person & { readonly roles: readonly RoleName[]; readonly villages?: readonly string[] };

/** An office whose first user holds every role, with others beside him, a clock that can be moved and a child. */
export interface SealOffice {
  app: TestApp;
  /** Moves the clock, in minutes. */
  later(minutes: number): void;
  /** Runs what was scheduled and is due. */
  runDue(): void;
  /** Locks, and unlocks as somebody. */
  as(person: Person): Promise<void>;
  addChild(name: string, idNumber: string): Promise<string>;
}

/** Opens an office. */
export async function sealOffice(people: readonly Colleague[]): Promise<SealOffice> {
  let now = testDay.getTime();
  let timers: { at: number; run: () => void }[] = [];
  const schedule: Schedule = (run, milliseconds) => {
    const timer = { at: now + milliseconds, run };
    timers.push(timer);
    return () => {
      timers = timers.filter((each) => each !== timer);
    };
  };
  const first = await startTestApp({ now: () => new Date(now), schedule });
  await first.setUp();
  const office: SealOffice = {
    app: first,
    later: (minutes) => {
      now += minutes * 60_000;
    },
    runDue: () => {
      for (const timer of timers.filter(({ at }) => at <= now)) {
        timers = timers.filter((each) => each !== timer);
        timer.run();
      }
    },
    as: async (person) => {
      office.app = await office.app.restart();
      await office.app.value('session.unlock', { user: person.user, password: person.password });
    },
    addChild: async (name, idNumber) => {
      const values = JSON.parse(JSON.stringify(child.sample)) as MethodInput<'register.save'>['values'];
      const fields = { ...values.fields, name, id_number: idNumber, birth_date: null, sex: null };
      const saved = await office.app.value('register.save', {
        register: 'child',
        id: null,
        version: null,
        values: { ...values, fields: { ...fields, ...facts(idNumber) } },
      });
      return saved.id;
    },
  };
  onTestFinished(() => office.app.close());
  await addPeople(first.dataDir, people);
  return office;
}

function facts(idNumber: string) {
  const day = `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
  return { birth_date: day, sex: Number(idNumber[16]) % 2 === 1 ? '1' : '2' };
}

/** Enters further users into the keyring of an office, by its first one. */
export async function addPeople(dataDir: string, people: readonly Colleague[], kdf: Kdf = testKdf): Promise<void> {
  const folder = vaultFolder(dataDir);
  for (const { user, password, roles, ...limits } of people) {
    const { keyring } = await readKeyring(folder, kdf);
    const { dataKeys } = await unlock(keyring, testUser.user, testUser.password);
    const added = { name: user, roles, keys: keysOfRoles(roles), password, kdf, ...limits };
    await writeKeyring(folder, await addUser(keyring, dataKeys, added));
    wipeDataKeys(dataKeys);
  }
}

/** The vault of an office that is closed. */
export async function openClosed(dataDir: string): Promise<Vault> {
  const { keyring } = await readKeyring(vaultFolder(dataDir), testKdf);
  const vault = await openVault(dataDir, (await unlock(keyring, testUser.user, testUser.password)).dataKeys);
  onTestFinished(() => vault.close());
  return vault;
}

/** What is entered in a group, with other values in place of those of its sample. */
export function entryOf(
  matter: string,
  fields: MethodInput<'seal.enter'>['values'] = {},
): Pick<MethodInput<'seal.enter'>, 'matter' | 'basis' | 'values'> {
  const sample = structuredClone(findSealedGroup(matter)?.sample.fields) as MethodInput<'seal.enter'>['values'];
  return { matter, basis: '1', values: { ...sample, ...fields } };
}

/** A request to see the sealed matter of a record. */
export function requestOf(
  record: string,
  second: Person,
  more: Partial<MethodInput<'seal.ask'>> = {},
): MethodInput<'seal.ask'> {
  const { user, password } = second;
  const why = { ground: 'case', document: '安检未〔2026〕12号', print: false } as const;
  return { register: 'child', record, ...why, second: { user, password }, ...more };
}
