import type { MethodOutput } from '../../shared/contract/methods.ts';
import type { Api } from '../api/call.ts';

/** An entry as it is shown during a view. */
export type ShownEntry = MethodOutput<'seal.view'>['entries'][number];

/** How many entries of a record are sealed; of which kind nobody is told. */
export function sealStatusQuery(api: Api, register: string, record: string) {
  return {
    queryKey: ['seal.status', register, record],
    queryFn: () => api.call('seal.status', { register, record }),
    gcTime: 0,
  };
}
