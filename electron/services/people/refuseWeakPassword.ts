import { AppError } from '../../../shared/contract/result.ts';
import { checkPassword } from '../../../shared/rules/password.ts';
import { type OfficeNames, passwordContext } from './passwordContext.ts';

/**
 * Judges a new password as the page did while it was typed.
 * @throws AppError invalid at `field`
 */
export function refuseWeakPassword(
  password: string,
  { field, user, office }: { readonly field: string; readonly user: string; readonly office?: OfficeNames },
): void {
  const verdict = checkPassword(password, passwordContext(user, office));
  if (verdict.acceptable) return;
  const message = verdict.reasons[0] ?? '密码太弱，请换一个更长的密码';
  throw new AppError('invalid', message, { [field]: message });
}
