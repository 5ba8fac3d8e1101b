import { queryOptions } from '@tanstack/react-query';
import type { AuditPlace } from '../../shared/contract/auditMethods.ts';
import type { MethodInput } from '../../shared/contract/methods.ts';
import type { Api } from '../api/call.ts';

/** Which rows are listed. */
export type AuditFilter = Omit<MethodInput<'audit.list'>, 'after'>;

/** Every row, the latest first. */
export const everyRow: AuditFilter = { from: null, to: null, users: [], acts: [], object: '' };

/** Milliseconds after which what the program found is asked for again. */
const statusAge = 60_000;

/** What the program found wrong since it was unlocked. */
export function auditStatusQuery(api: Api) {
  return queryOptions({
    queryKey: ['audit.status'],
    queryFn: () => api.call('audit.status', {}),
    staleTime: statusAge,
    // The check of everything ends some seconds after the unlocking.
    refetchInterval: ({ state }) => (state.data?.lastCheck ? statusAge : 3_000),
  });
}

/** One page of the records of use: the rows before the place where the page in front of it ended. */
export function auditListQuery(api: Api, filter: AuditFilter, after: AuditPlace | null) {
  return queryOptions({
    queryKey: ['audit.list', filter, after],
    queryFn: () => api.call('audit.list', { ...filter, after }),
    staleTime: 0,
  });
}

/** Who and what the records of use can be narrowed to. */
export function auditChoicesQuery(api: Api) {
  return queryOptions({ queryKey: ['audit.choices'], queryFn: () => api.call('audit.choices', {}), staleTime: 0 });
}
