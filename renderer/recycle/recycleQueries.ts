import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import type { Api } from '../api/call.ts';
import { refreshRegister } from '../api/queries.ts';

export type ListedBatch = MethodOutput<'batch.list'>['batches'][number];

/** The latest changes that were made to several records together. */
export function batchesQuery(api: Api, register: string) {
  return queryOptions({
    queryKey: ['batch.list', register],
    queryFn: () => api.call('batch.list', { register }),
  });
}

/** What the archive of screening keeps when these records are destroyed. */
export function archivedQuery(api: Api, register: string, ids: readonly string[]) {
  return queryOptions({
    queryKey: ['recycle.archived', register, ids],
    queryFn: () => api.call('recycle.archived', { register, ids: [...ids] }),
  });
}

/** Lists, histories and batches are read again after records were removed, put back or destroyed. */
export async function refreshAfterMove(client: QueryClient, register: string): Promise<void> {
  await Promise.all([
    refreshRegister(client, register),
    client.invalidateQueries({ queryKey: ['batch.list', register] }),
  ]);
}
