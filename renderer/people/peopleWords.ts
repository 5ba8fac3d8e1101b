import type { MethodOutput, OfficeSettings } from '../../shared/contract/methods.ts';
import type { Person } from '../../shared/contract/peopleMethods.ts';
import { exclusivePairsIn, type RoleName, roleNames, roles } from '../../shared/rights/roles.ts';
import { passwordDays } from '../../shared/rules/password.ts';
import { momentInWords, timeInWords } from '../components/momentInWords.ts';

const dayMs = 86_400_000;

/** 全部角色, or their names. */
export function rolesInWords(held: readonly RoleName[]): string {
  return held.length === roleNames.length ? '全部角色' : held.map((role) => roles[role].label).join('、');
}

/** 全部, or the names of the villages; a code of a village that is gone stands for itself. */
export function villagesInWords(codes: readonly string[] | null, office: OfficeSettings): string {
  if (codes === null) return '全部';
  return codes.map((code) => office.villages.find((village) => village.code === code)?.name ?? code).join('、');
}

/** What can be done with a person now, in words. */
export function stateInWords({ disabledAt, lockedUntil, mustChangePassword }: Person): string {
  if (disabledAt !== null) return `已停用（${momentInWords(disabledAt)}）`;
  if (lockedUntil !== null) return `输错密码，锁定到${timeInWords(new Date(lockedUntil))}`;
  return mustChangePassword ? '等本人改首次密码' : '在用';
}

/** The age of a password, and that it is old. */
export function passwordInWords({ passwordSetAt, disabledAt }: Person, today: string): string {
  if (disabledAt !== null) return '';
  if (passwordSetAt === null) return '时间不详';
  const days = Math.floor((Date.parse(`${today}T23:59:59`) - Date.parse(passwordSetAt)) / dayMs);
  if (days < 1) return '今天设的';
  return days >= passwordDays ? `${days}天，该换了` : `${days}天`;
}

/** Which roles exclude each other, as the reason that is asked for names them. */
export function exclusionInWords(held: readonly RoleName[]): string {
  return exclusivePairsIn(held)
    .map(([one, other]) => `${roles[one].label}和${roles[other].label}`)
    .join('，');
}

/** When somebody was here before, and what was tried since; for the page that greets him. */
export function lastSignInInWords(lastSignIn: MethodOutput<'session.unlock'>['session']['lastSignIn']): string {
  if (lastSignIn === null) return '';
  const { at, failures } = lastSignIn;
  return `您上次打开：${momentInWords(at)}${failures === 0 ? '' : `；此后有${failures}次输错您的密码，如果不是您本人，请告诉安全保密员`}`;
}
