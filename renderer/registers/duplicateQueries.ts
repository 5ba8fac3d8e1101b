import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { MethodInput, MethodOutput } from '../../shared/contract/methods.ts';
import type { Api } from '../api/call.ts';
import { refreshRegister } from '../api/queries.ts';

/** Two records that may be one person, and what speaks for it. */
export type ListedPair = MethodOutput<'duplicate.list'>['pairs'][number];
/** A record of such a pair, as lists show it. */
export type ListedRecord = ListedPair['one'];

/** The first pairs of a register. */
export function duplicatesQuery(api: Api, register: string, limit: number) {
  return queryOptions({
    queryKey: ['duplicate.list', register, limit],
    queryFn: () => api.call('duplicate.list', { register, offset: 0, limit }),
    placeholderData: keepPreviousData,
  });
}

/** Kept records that an entry may repeat. */
export function similarQuery(api: Api, input: MethodInput<'duplicate.similar'>) {
  return queryOptions({
    queryKey: ['duplicate.similar', input],
    queryFn: () => api.call('duplicate.similar', input),
    placeholderData: keepPreviousData,
  });
}

/** Pairs, lists and records of a register are read again after two records became one or were told apart. */
export async function refreshDuplicates(client: QueryClient, register: string): Promise<void> {
  await Promise.all([
    refreshRegister(client, register),
    client.invalidateQueries({ queryKey: ['duplicate.list', register] }),
    client.invalidateQueries({ queryKey: ['duplicate.similar'] }),
    client.invalidateQueries({ queryKey: ['register.get', register] }),
  ]);
}
