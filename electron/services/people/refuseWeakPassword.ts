import type { OfficeSettings } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { checkPassword } from '../../../shared/rules/password.ts';
import { syllables } from '../search/searchKeys.ts';

/**
 * Judges a new password as the page did while it was typed, and by the pinyin of the names besides, which the page cannot spell.
 * @throws AppError invalid at `field`
 */
export function refuseWeakPassword(
  password: string,
  owner: { readonly field: string; readonly user: string; readonly office?: OfficeSettings },
): void {
  const { field, user, office } = owner;
  const names = [user, ...(office ? [office.township] : [])].map(withoutKind);
  const verdict = checkPassword(password, {
    userName: user,
    spellings: names.map((name) => syllables(name).join(' ')),
    ...(office ? { officeName: office.township, areaCodes: office.villages.map(({ code }) => code) } : {}),
  });
  if (verdict.acceptable) return;
  const message = verdict.reasons[0] ?? '密码太弱，请换一个更长的密码';
  throw new AppError('invalid', message, { [field]: message });
}

/** 双塘镇 is typed as shuangtang as often as shuangtangzhen. */
function withoutKind(name: string): string {
  return name.length > 2 ? name.replace(/[镇乡县市区]$|街道$/u, '') : name;
}
