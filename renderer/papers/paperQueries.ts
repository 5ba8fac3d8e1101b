import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import type { Api } from '../api/call.ts';

/** A form about a record as lists show it. */
export type ListedPaper = MethodOutput<'paper.list'>['papers'][number];

/** The forms about a record, the last one first, removed ones too. */
export function paperListQuery(api: Api, register: string, record: string) {
  return queryOptions({
    queryKey: ['paper.list', register, record],
    queryFn: () => api.call('paper.list', { register, record }),
  });
}

/** One of them as it is stored now. */
export function paperQuery(api: Api, id: string) {
  return queryOptions({ queryKey: ['paper.get', id], queryFn: () => api.call('paper.get', { id }) });
}

/** Who changed what in it, newest first. */
export function paperHistoryQuery(api: Api, id: string) {
  return { queryKey: ['paper.history', id], queryFn: () => api.call('paper.history', { id }) };
}

/** The forms about a record are read again after one was removed or brought back. */
export async function refreshPapers(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ queryKey: ['paper.list'] });
}
