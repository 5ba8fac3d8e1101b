import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import type { Api } from '../api/call.ts';

export type OpenedTemplate = MethodOutput<'template.open'>;
export type TemplateHead = OpenedTemplate['template'];

/** The office's own forms, newest versions first within each; no personal data. */
export function templatesQuery(api: Api) {
  return queryOptions({ queryKey: ['template.list'], queryFn: () => api.call('template.list', {}) });
}

/** A form with everything that is decided about it. */
export function templateQuery(api: Api, id: string) {
  return queryOptions({
    queryKey: ['template.open', id],
    queryFn: () => api.call('template.open', { id }),
    // What is decided meanwhile lives in the page; it is read anew when the page is opened again.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

/** The list is read again after a form was added, decided about, put to use or out of it. */
export function refreshTemplates(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: ['template.list'] });
}
