import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { OfficeSettings } from '../../shared/contract/methods.ts';
import type { ListQuery } from '../../shared/contract/shapes.ts';
import type { Api } from './call.ts';

/** Rows of one request of a list. */
export const pageSize = 100;

/** State of the vault and the day; the first thing every page asks. */
export function appStateQuery(api: Api) {
  return queryOptions({
    queryKey: ['app.state'],
    queryFn: () => api.call('app.state', {}),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
}

/** The office's names and villages; no personal data, kept while unlocked. */
export function officeQuery(api: Api) {
  return queryOptions({
    queryKey: ['office.get'],
    queryFn: (): Promise<OfficeSettings> => api.call('office.get', {}),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
}

/** One page of a list; `page` counts from 0. Columns are those that the register shows at first when left out. */
export function listPageQuery(api: Api, query: ListQuery, page: number, limit = pageSize, columns?: readonly string[]) {
  const shown = columns === undefined ? {} : { columns: [...columns] };
  return queryOptions({
    queryKey: ['register.list', query.register, query, page, limit, shown],
    queryFn: () => api.call('register.list', { ...query, offset: page * limit, limit, ...shown }),
    placeholderData: keepPreviousData,
  });
}

/** How many records the daily lists of a register have; read again with its lists. */
export function listCountsQuery(api: Api, register: string) {
  return queryOptions({
    queryKey: ['register.list', register, 'counts'],
    queryFn: () => api.call('list.counts', { register }),
  });
}

/** The user's own lists and columns; no personal data beside what he searched for. */
export function savedListsQuery(api: Api, register: string) {
  return queryOptions({
    queryKey: ['list.saved', register],
    queryFn: () => api.call('list.saved', { register }),
  });
}

/** One record as it is stored now. */
export function recordQuery(api: Api, register: string, id: string) {
  return queryOptions({
    queryKey: ['register.get', register, id],
    queryFn: () => api.call('register.get', { register, id }),
  });
}

/** The unsaved entry kept for a record; `id` null: for a new one. */
export function draftQuery(api: Api, register: string, id: string | null) {
  return queryOptions({
    queryKey: ['draft.get', register, id],
    queryFn: () => api.call('draft.get', { register, id }),
  });
}

/** The user's unsaved entries of all registers; what is still on its way to the store is waited for. */
export function draftListQuery(api: Api, flush: () => Promise<void>) {
  return queryOptions({
    queryKey: ['draft.list'],
    queryFn: async () => {
      await flush();
      return api.call('draft.list', {});
    },
  });
}

/** Who changed what in a record, newest first as the core orders it. */
export function historyQuery(api: Api, register: string, id: string) {
  return {
    queryKey: ['register.history', register, id],
    queryFn: () => api.call('register.history', { register, id }),
  };
}

/** Other records that share rows with one. */
export function sharingQuery(api: Api, register: string, id: string) {
  return queryOptions({
    queryKey: ['register.sharing', register, id],
    queryFn: () => api.call('register.sharing', { register, id }),
  });
}

/** Lists and records of a register are read again after a change to it. */
export async function refreshRegister(client: QueryClient, register: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ['register.list', register] }),
    client.invalidateQueries({ queryKey: ['register.history', register] }),
    client.invalidateQueries({ queryKey: ['register.sharing', register] }),
  ]);
}

/** When the last backup was made, and what is to be done; asked again each minute, while one is made each second. */
export function backupStatusQuery(api: Api) {
  return queryOptions({
    queryKey: ['backup.status'],
    queryFn: () => api.call('backup.status', {}),
    refetchInterval: (query) => (query.state.data?.isRunning === true ? 1_000 : 60_000),
  });
}

/** The backups, newest first; answered for a vault that cannot be opened too. */
export function backupListQuery(api: Api) {
  return queryOptions({
    queryKey: ['backup.list'],
    queryFn: () => api.call('backup.list', {}),
  });
}
