import { AppError } from '../../../shared/contract/result.ts';
import type { ApprovalRight, SecondPeople, SecondPerson } from '../../../shared/contract/secondPerson.ts';
import { type DataKeys, normalizedUserName, type Unlocked, wipeDataKeys } from '../../vault/keyring.ts';

/** Who agreed. */
export interface Approval {
  /** The second person's name. */
  readonly by: string;
  /** True when the one who asked agreed to it himself, because the office has nobody else: to be told and recorded. */
  readonly alone: boolean;
}

/** A user as the keyring names him, with the texts that stand there for his roles. */
export interface KnownUser {
  readonly name: string;
  readonly roles: readonly string[];
}

export type SecondPersonService = ReturnType<typeof createSecondPerson>;

/**
 * A second person's consent at the same screen: his name and password, his role checked, never the one who asks. In an office
 * where nobody else could agree, the one who asks may do so himself if his roles allow it, with his password again.
 */
export function createSecondPerson(options: {
  /** Who is at the desk. */
  readonly user: () => string;
  /** The users who can unlock the vault now. */
  readonly users: () => Promise<readonly KnownUser[]>;
  /** Checks a password like unlocking does, lock-out included. @throws AppError denied */
  readonly unlock: (user: string, password: string) => Promise<Unlocked>;
  /** Whether the roles that are stored of a user let him agree, see `rightsOf`. */
  readonly mayApprove: (right: ApprovalRight, roles: readonly string[]) => boolean;
}) {
  const holds = (right: ApprovalRight, { roles }: KnownUser): boolean => options.mayApprove(right, roles);

  /** Who can be asked for a right now. */
  async function people(right: ApprovalRight): Promise<SecondPeople> {
    const able = (await options.users()).filter((user) => holds(right, user)).map(({ name }) => name);
    const others = able.filter((name) => name !== options.user());
    return { people: others, alone: others.length === 0 && able.length > 0 };
  }

  /**
   * Asks for consent, then does `work` with the keys that the second person may open; they are wiped when it is done.
   * @throws AppError denied with the field `second.user` or `second.password`: wrong password, no right, or the one who asks
   */
  async function approve<T>(
    second: SecondPerson,
    right: ApprovalRight,
    work: (approval: Approval, keys: DataKeys) => T | Promise<T>,
  ): Promise<T> {
    const name = normalizedUserName(second.user);
    const isSelf = name === options.user();
    if (isSelf && !(await people(right)).alone) {
      throw refused('user', '不能由本人确认，请换一位安全保密员或分管领导来输入密码');
    }
    const { user, dataKeys } = await options.unlock(name, second.password).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'denied') throw error;
      // A wait says until when.
      throw refused('password', error.fields ? error.message : isSelf ? wrongOwnPassword : wrongPassword, error.fields);
    });
    try {
      if (!holds(right, user)) throw refused('user', '这位用户没有批准的权限，请换安全保密员或分管领导');
      // Whoever set the password would otherwise agree in his name.
      if (user.mustChangePassword) throw refused('user', '这位用户的密码是别人设的，请他先登录改成自己的密码');
      return await work({ by: user.name, alone: isSelf }, dataKeys);
    } finally {
      wipeDataKeys(dataKeys);
    }
  }

  return { people, approve };
}

const wrongOwnPassword = '您本人的密码不正确，请输入您打开台账时用的密码';
const wrongPassword = '批准人的密码不正确，请批准人本人输入自己打开台账时用的密码';

function refused(field: 'user' | 'password', message: string, fields: AppError['fields'] = {}): AppError {
  return new AppError('denied', message, { ...fields, [`second.${field}`]: message });
}
