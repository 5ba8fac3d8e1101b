import { useQuery } from '@tanstack/react-query';
import type { MethodInput } from '../../shared/contract/methods.ts';
import type { PasswordContext } from '../../shared/rules/password.ts';
import { useApi } from '../api/ApiContext.ts';

/**
 * What a new password of a user must not repeat, as the core will judge it: pinyin is spelt there alone.
 * @param office of the office that is being set up; otherwise the core knows it
 */
export function usePasswordContext(
  user: string,
  office: MethodInput<'password.context'>['office'] = null,
): PasswordContext {
  const api = useApi();
  const asked = useQuery({
    queryKey: ['password.context', user, office],
    queryFn: () => api.call('password.context', { user, office }),
    enabled: user !== '',
  });
  return asked.data ?? { userName: user };
}
