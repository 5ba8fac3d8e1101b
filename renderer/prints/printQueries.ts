import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { MethodInput, MethodOutput } from '../../shared/contract/methods.ts';
import type { Api } from '../api/call.ts';

/** Pages that are laid out, and what there is to choose on their way to paper. */
export type OpenedSheets = MethodOutput<'sheet.open'>;
export type FoundPrint = NonNullable<MethodOutput<'print.find'>['found']>;

/** Which prints are listed. */
export type PrintFilter = Omit<MethodInput<'print.list'>, 'offset'>;

/** Every print, the latest first. */
export const everyPrint: PrintFilter = { forms: [], people: [], from: null, to: null, untold: false, record: null };

const listKey = 'print.list';

/** One page of the register of prints. */
export function printsQuery(api: Api, filter: PrintFilter, offset: number) {
  return queryOptions({
    queryKey: [listKey, filter, offset],
    queryFn: () => api.call('print.list', { ...filter, offset }),
    // Anything on another page may have printed meanwhile.
    staleTime: 0,
  });
}

/** The forms and people that the register of prints can be narrowed to. */
export function printChoicesQuery(api: Api) {
  return queryOptions({ queryKey: ['print.choices'], queryFn: () => api.call('print.choices', {}), staleTime: 0 });
}

/** After something went out, or its outcome was told. */
export function refreshPrints(client: QueryClient): Promise<unknown> {
  return Promise.all([
    client.invalidateQueries({ queryKey: [listKey] }),
    client.invalidateQueries({ queryKey: ['print.choices'] }),
    client.invalidateQueries({ queryKey: ['print.find'] }),
  ]);
}
