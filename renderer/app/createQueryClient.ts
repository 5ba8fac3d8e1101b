import { QueryClient } from '@tanstack/react-query';

/**
 * Answers come from the same machine: no network to wait for, nothing to retry, and personal data are dropped from
 * the page as soon as nothing shows them.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: false, gcTime: 0, staleTime: 0, refetchOnWindowFocus: false },
      mutations: { networkMode: 'always', retry: false, gcTime: 0 },
    },
  });
}

/** Shows the unlock page at once and drops every answer the page still holds. */
export function forgetEverything(client: QueryClient): void {
  client.setQueryData<{ state: string; session: unknown }>(['app.state'], (known) =>
    known?.state === 'unlocked' ? { ...known, state: 'locked', session: null } : known,
  );
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'app.state' });
  client.getMutationCache().clear();
  void client.invalidateQueries({ queryKey: ['app.state'] });
}
