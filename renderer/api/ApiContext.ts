import { createContext, use } from 'react';
import type { Api } from './call.ts';

/** The requests of the page, provided once by App. */
export const ApiContext = createContext<Api | null>(null);

/** @throws Error outside App, which is a mistake of the program. */
export function useApi(): Api {
  const api = use(ApiContext);
  if (!api) throw new Error('useApi outside App');
  return api;
}
