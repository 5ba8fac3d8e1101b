import { queryOptions } from '@tanstack/react-query';
import type { MethodInput, MethodOutput } from '../../shared/contract/methods.ts';
import type { Api } from '../api/call.ts';

export type ScreeningMonth = MethodOutput<'screening.month'>;
export type ScreenedVillage = ScreeningMonth['villages'][number];
export type ScreeningRound = MethodOutput<'screening.round'>;
export type ScreenedChild = ScreeningRound['children'][number];
export type Mark = MethodInput<'screening.mark'>['mark'];

/** A village without children whose round is not filed. */
export function isEmptyVillage({ state, registered, counts }: ScreenedVillage): boolean {
  return state !== 'filed' && registered === 0 && (counts?.removed ?? 0) === 0;
}

/** How far the villages are in a month. */
export function monthQuery(api: Api, month: string) {
  return queryOptions({ queryKey: ['screening.month', month], queryFn: () => api.call('screening.month', { month }) });
}

/** What a round of a village finds. */
export function roundQuery(api: Api, round: string) {
  return queryOptions({ queryKey: ['screening.round', round], queryFn: () => api.call('screening.round', { round }) });
}

/** The sheets of a record as they were filed. */
export function filedSheetsQuery(api: Api, register: string, record: string) {
  return queryOptions({
    queryKey: ['screening.sheetsOf', register, record],
    queryFn: () => api.call('screening.sheetsOf', { register, record }),
  });
}
