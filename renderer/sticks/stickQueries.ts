import { queryOptions } from '@tanstack/react-query';
import type { Api } from '../api/call.ts';

/** The register of sticks. */
export function sticksQuery(api: Api) {
  return queryOptions({ queryKey: ['stick.list'], queryFn: () => api.call('stick.list', {}) });
}
