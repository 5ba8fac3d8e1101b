import type { MethodInput, MethodOutput, OfficeSettings } from '../../../shared/contract/methods.ts';
import type { Person, SecuritySettings } from '../../../shared/contract/peopleMethods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import {
  exclusivePairsIn,
  isRoleName,
  keyNames,
  keysOfRoles,
  type RoleName,
  rolesHeld,
  roles as roleTable,
} from '../../../shared/rights/roles.ts';
import { passwordDays } from '../../../shared/rules/password.ts';
import type { AuditChain } from '../../vault/auditChain.ts';
import { newAct, noteDetail, program, runAct } from '../../vault/currentAct.ts';
import { transaction, type WritableDatabase } from '../../vault/database.ts';
import type { Kdf } from '../../vault/kdf.ts';
import { normalizedUserName } from '../../vault/keyring.ts';
import type { Keyring, KeyringUser } from '../../vault/keyringFile.ts';
import type { DataKeys } from '../../vault/keyringSeals.ts';
import { addUser, disableUser, resetPassword, setRoles } from '../../vault/keyringUsers.ts';
import type { BackedUpKeyring } from '../backups/createBackupService.ts';
import type { AttemptGuard } from '../session/createAttemptGuard.ts';
import { officeNames } from './passwordContext.ts';
import {
  countFailures,
  hasPromised,
  type KnownKey,
  lastDrill,
  noteDrill,
  noteKnownKeys,
  notePromise,
  noteSignIn,
  readKnownKeys,
  readSignIns,
} from './peopleStore.ts';
import { refuseWeakPassword } from './refuseWeakPassword.ts';
import { isRecoveryKeySplit, readSecuritySettings, writeSecuritySettings } from './securitySettings.ts';
import { tellKeyringChanges } from './tellKeyringChanges.ts';

/** Days after which the recovery key on paper is to be tried again. */
const drillDays = 365;
const dayMs = 86_400_000;

/** What a user may be asked to hold beside his name. */
type Rights = Pick<MethodInput<'people.add'>, 'name' | 'roles' | 'villages' | 'exception'>;

/** What a session is told when it begins; see the contract. */
export type Entry = Pick<
  MethodOutput<'session.unlock'>['session'],
  'promiseYear' | 'lastSignIn' | 'oldPasswordDays' | 'isDrillDue'
>;

/** The keyring in the hands of whoever is at the desk. */
export interface DeskKeyring {
  read(): Promise<Keyring>;
  /** Changes it as one step, with the data keys of the one at the desk. */
  change(work: (keyring: Keyring, dataKeys: DataKeys) => Keyring | Promise<Keyring>): Promise<void>;
}

export type PeopleService = ReturnType<typeof createPeopleService>;

/**
 * Who may do what: people with their roles, villages and first passwords, what follows when somebody leaves, and how the desk is kept.
 * The keyring holds what counts; the office compartment what is told about it.
 */
export function createPeopleService(options: {
  readonly database: WritableDatabase;
  /** The audit chain of the office. */
  readonly chain: Pick<AuditChain, 'append'>;
  readonly user: () => string;
  /** When the password of the one at the desk was chosen. */
  readonly passwordSetAt: () => string | null;
  /** The roles of the one at the desk. */
  readonly roles: () => readonly RoleName[];
  readonly keyring: DeskKeyring;
  readonly office: () => OfficeSettings;
  readonly kdf: () => Promise<Kdf>;
  /** Failed passwords of everybody. */
  readonly attempts: Pick<AttemptGuard, 'refusedAttempts' | 'lockedUntil' | 'forget'>;
  readonly backedUpKeyrings: () => Promise<readonly BackedUpKeyring[]>;
  readonly now: () => Date;
}) {
  const { database, user, keyring, now } = options;
  let settings = readSecuritySettings(database);
  let lastSignIn: Entry['lastSignIn'] = null;
  let promiseYear: Entry['promiseYear'] = null;

  function refuseWrongRights({ roles, villages, exception }: Rights): void {
    const [pair] = exclusivePairsIn(roles);
    if (pair && exception === null) {
      const [one, other] = pair.map((role) => roleTable[role].label);
      const message = `${one}和${other}不由一人担任；确实只能由一人担任时，请写明原因`;
      throw new AppError('invalid', message, { exception: message });
    }
    const known = new Set(options.office().villages.map(({ code }) => code));
    if (villages?.some((code) => !known.has(code))) {
      const message = '选的村（社区）里有已经删除的，请重新选择';
      throw new AppError('invalid', message, { villages: message });
    }
  }

  /** Keys that a user holds now and will not hold afterwards; what he may have kept is noted before they are taken. */
  function noteKeysLeft(present: Keyring, person: KeyringUser, kept: readonly string[]): void {
    const left = keyNames.flatMap((key): KnownKey[] => {
      const generation = present.compartments[key]?.keyGeneration;
      const isLost = person.seals[key] !== undefined && !kept.includes(key);
      return isLost && generation !== undefined ? [{ user: person.name, key, generation }] : [];
    });
    if (left.length === 0) return;
    // The row is that of the change, once it is made; a name that still holds its keys is not told.
    const write = (): void => transaction(database, (open) => noteKnownKeys(open, left, now()));
    runAct(newAct({ act: null, actor: () => program }), write);
  }

  /** Those who know keys that are not theirs any more, as far as such a key has not been made anew. */
  function knownIn(present: Keyring, of: Keyring): string[] {
    const names = readKnownKeys(database).filter(({ user: name, key, generation }) => {
      const holds = present.users.some((each) => each.name === name && Object.keys(each.seals).includes(key));
      const current = keyNames.find((each) => each === key);
      const made = current && of.compartments[current]?.keyGeneration;
      return !holds && made !== undefined && made <= generation;
    });
    return [...new Set(names.map(({ user: name }) => name))];
  }

  function isDrillDue(): boolean {
    const last = lastDrill(database);
    // Noted at set-up too, so that there is nothing to remind of on the first day.
    return last === null || !last.opened || now().getTime() - Date.parse(last.at) > drillDays * dayMs;
  }

  return {
    settings: (): SecuritySettings => settings,
    saveSettings(next: SecuritySettings): void {
      transaction(database, (open) => writeSecuritySettings(open, next));
      settings = next;
    },

    /**
     * Notes that the user came in, and what was tried in his name since he was here before. Whether he owes this year's promise is
     * settled here: nobody is interrupted at midnight. With it goes to the chain what was done to the keyring, as it was unlocked, and
     * was kept from it by a kill, or was done while nothing was open, such as a recovery.
     */
    comeIn(present: Keyring): void {
      const year = now().getFullYear();
      promiseYear = hasPromised(database, user(), year) ? null : year;
      transaction(database, (open) => {
        tellKeyringChanges(open, options.chain, present, now());
        countFailures(open, options.attempts.refusedAttempts());
        lastSignIn = readSignIns(open).get(user()) ?? null;
        noteSignIn(open, user(), now());
      });
    },

    /** What the user is told and asked before the work begins. */
    entry(): Entry {
      const passwordSetAt = options.passwordSetAt();
      const age = passwordSetAt === null ? 0 : Math.floor((now().getTime() - Date.parse(passwordSetAt)) / dayMs);
      return {
        promiseYear,
        lastSignIn,
        oldPasswordDays: settings.passwordReminder && age >= passwordDays ? age : null,
        isDrillDue: options.roles().includes('secrecyOfficer') && isDrillDue(),
      };
    },

    /** Whether the user still has to promise before anything is shown to him. */
    owesPromise: (): boolean => promiseYear !== null,

    /** The promise of confidentiality for the year in which he came in (数据安全法 §38). */
    acceptPromise(): void {
      transaction(database, (open) => notePromise(open, user(), promiseYear ?? now().getFullYear(), now()));
      promiseYear = null;
    },

    async list(): Promise<MethodOutput<'people.list'>> {
      const present = await keyring.read();
      const signIns = readSignIns(database);
      return {
        people: present.users.map((each): Person => {
          const lockedUntil = each.disabledAt === undefined ? options.attempts.lockedUntil(each.name) : null;
          return {
            name: each.name,
            roles: rolesOf(each),
            villages: each.villages ?? null,
            disabledAt: each.disabledAt ?? null,
            lastSignIn: signIns.get(each.name)?.at ?? null,
            passwordSetAt: each.passwordSetAt ?? null,
            mustChangePassword: each.mustChangePassword ?? false,
            lockedUntil: lockedUntil?.toISOString() ?? null,
            exception: each.exception ?? null,
          };
        }),
        keysKnownTo: knownIn(present, present),
      };
    },

    /** @throws AppError invalid | conflict when the name is taken */
    async add({ password, ...rights }: MethodInput<'people.add'>): Promise<void> {
      refuseWrongRights(rights);
      const name = normalizedUserName(rights.name);
      refuseWeakPassword(password, { field: 'password', user: name, office: officeNames(options.office()) });
      const kdf = await options.kdf();
      await keyring.change((present, dataKeys) => {
        if (present.users.some((each) => each.name === name)) throw nameTaken();
        return addUser(present, dataKeys, {
          ...rights,
          name,
          keys: keysOfRoles(rights.roles),
          password,
          kdf,
          passwordSetAt: now(),
          mustChangePassword: true,
        });
      });
    },

    /** @throws AppError invalid | missing | denied for one's own roles | conflict when nobody else could grant or open */
    async change(rights: MethodInput<'people.change'>): Promise<void> {
      refuseWrongRights(rights);
      const name = normalizedUserName(rights.name);
      await keyring.change((present, dataKeys) => {
        const person = activePerson(present, name);
        if (name === user() && active(present).length > 1) {
          throw new AppError('denied', '不能改自己的角色，请由另一位安全保密员修改');
        }
        if (!rights.roles.includes('secrecyOfficer')) refuseLastOfficer(present, name);
        const keys = keysOfRoles(rights.roles);
        const next = setRoles(present, dataKeys, { ...rights, userName: name, keys });
        noteKeysLeft(present, person, ['office', ...keys]);
        return next;
      });
    },

    /** @throws AppError missing | denied for oneself | conflict when nobody else could grant or open */
    async disable(userName: string): Promise<void> {
      const name = normalizedUserName(userName);
      if (name === user()) throw new AppError('denied', '不能停用自己，请由另一位管理人员停用');
      await keyring.change((present, dataKeys) => {
        const person = activePerson(present, name);
        refuseLastOfficer(present, name);
        const next = disableUser(present, dataKeys, { userName: name, at: now() });
        noteKeysLeft(present, person, []);
        return next;
      });
    },

    /** A first password for one who forgot his, or who was disabled and comes back with the roles he had. */
    async resetPassword({ name: userName, password }: MethodInput<'people.resetPassword'>): Promise<void> {
      const name = normalizedUserName(userName);
      if (name === user()) throw new AppError('denied', '自己的密码请在“修改密码”里改');
      refuseWeakPassword(password, { field: 'password', user: name, office: officeNames(options.office()) });
      const kdf = await options.kdf();
      await keyring.change((present, dataKeys) => {
        const person = present.users.find((each) => each.name === name);
        if (person?.disabledAt === undefined) {
          return resetPassword(present, dataKeys, { userName: name, newPassword: password, kdf, at: now() });
        }
        const roles = rolesOf(person);
        noteDetail({
          reinstated: true,
          roles,
          villages: person.villages ?? 'all',
          exception: person.exception ?? null,
        });
        return addUser(present, dataKeys, {
          name,
          roles,
          keys: keysOfRoles(roles),
          villages: person.villages ?? null,
          exception: person.exception ?? null,
          password,
          kdf,
          passwordSetAt: now(),
          mustChangePassword: true,
        });
      });
      await options.attempts.forget(name);
    },

    /** The backups that somebody who left may still open: they hold no key that was made after he did. */
    async exposedBackups(): Promise<Pick<MethodOutput<'people.exposedBackups'>, 'backups'>> {
      const present = await keyring.read();
      const backups = (await options.backedUpKeyrings()).map(({ id, made, keyring: old }) => ({
        id,
        made,
        people: knownIn(present, old),
      }));
      return { backups: backups.filter(({ people }) => people.length > 0) };
    },

    recoveryStatus: (): MethodOutput<'recovery.status'> => ({
      lastDrill: lastDrill(database),
      isDrillDue: isDrillDue(),
      isSplit: isRecoveryKeySplit(database),
    }),

    /** Notes what came of a trial of the recovery key. */
    noteDrill(opened: boolean): string {
      const at = now().toISOString();
      transaction(database, (open) => noteDrill(open, { at, by: user(), opened }));
      return at;
    },
  };
}

function active({ users }: Keyring): readonly KeyringUser[] {
  return users.filter(({ disabledAt }) => disabledAt === undefined);
}

function activePerson(present: Keyring, name: string): KeyringUser {
  const person = active(present).find((each) => each.name === name);
  if (!person) throw new AppError('missing', '没有这个用户，或已经停用，请刷新后再试');
  return person;
}

function rolesOf({ roles }: KeyringUser): RoleName[] {
  // Nobody holds every role because of one that this program does not know.
  return [...(roles.length === 0 ? rolesHeld([]) : roles.filter(isRoleName))];
}

/** Somebody must be left who can give rights. */
function refuseLastOfficer(present: Keyring, name: string): void {
  const isLeft = active(present).some((each) => each.name !== name && rolesOf(each).includes('secrecyOfficer'));
  if (isLeft || !rolesOf(activePerson(present, name)).includes('secrecyOfficer')) return;
  throw new AppError('conflict', '只剩这一位安全保密员，请先让另一位用户担任安全保密员');
}

function nameTaken(): AppError {
  const message = '已经有这个姓名，请加上区分的字，例如“王芳（民政）”';
  return new AppError('conflict', message, { name: message });
}
