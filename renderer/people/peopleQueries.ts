import { queryOptions } from '@tanstack/react-query';
import type { Api } from '../api/call.ts';

/** Everybody who has or had an account. */
export function peopleQuery(api: Api) {
  return queryOptions({ queryKey: ['people.list'], queryFn: () => api.call('people.list', {}) });
}

/** The backups that somebody who left may still open; asked for again until there is one in their place. */
export function exposedBackupsQuery(api: Api) {
  return queryOptions({
    queryKey: ['people.exposedBackups'],
    queryFn: () => api.call('people.exposedBackups', {}),
    refetchInterval: ({ state }) => (state.data?.isReplaced === false && state.data.backups.length > 0 ? 5_000 : false),
  });
}

/** How long a desk stays open, and whether old passwords are spoken of. */
export function securityQuery(api: Api) {
  return queryOptions({ queryKey: ['security.get'], queryFn: () => api.call('security.get', {}) });
}

/** When the recovery key was tried last. */
export function recoveryStatusQuery(api: Api) {
  return queryOptions({ queryKey: ['recovery.status'], queryFn: () => api.call('recovery.status', {}) });
}
