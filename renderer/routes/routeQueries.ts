import { queryOptions } from '@tanstack/react-query';
import type { MethodInput, MethodOutput } from '../../shared/contract/methods.ts';
import type { Api } from '../api/call.ts';

export type ListedRoute = MethodOutput<'route.list'>['sheets'][number];
export type Route = MethodOutput<'route.get'>;
export type RouteStop = Route['stops'][number];
export type AskedQuestion = RouteStop['questions'][number];
export type RouteState = MethodInput<'route.list'>['state'];

/** Route sheets that are still entered, or closed ones. */
export function routesQuery(api: Api, state: RouteState) {
  return queryOptions({ queryKey: ['route.list', state], queryFn: () => api.call('route.list', { state }) });
}

/** A route sheet with what was asked and answered. */
export function routeQuery(api: Api, sheet: string) {
  return queryOptions({ queryKey: ['route.get', sheet], queryFn: () => api.call('route.get', { sheet }) });
}
