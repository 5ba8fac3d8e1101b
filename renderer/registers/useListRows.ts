import { type QueryClient, useQueries, useQuery } from '@tanstack/react-query';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import type { ListQuery } from '../../shared/contract/shapes.ts';
import { useApi } from '../api/ApiContext.ts';
import type { Api } from '../api/call.ts';
import { listPageQuery, pageSize } from '../api/queries.ts';

type ListAnswer = MethodOutput<'register.list'>;
export type ListRow = ListAnswer['rows'][number];

/** Places of a list that are on the screen, from 0. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** The rows of a list that are on the screen; pages are read as they come into view. */
export interface ListRows {
  /** Undefined before the first answer. */
  readonly total: number | undefined;
  readonly more: boolean;
  /** The row at a place of the list, or undefined while it is read. */
  readonly rowAt: (index: number) => ListRow | undefined;
  readonly error: Error | null;
}

/**
 * Reads the pages that hold a range, and always the first, which carries the count. While a changed search is
 * answered, the rows of the last one stay.
 */
export function useListRows(query: ListQuery, columns: readonly string[], range: Range): ListRows {
  const api = useApi();
  const start = useQuery(listPageQuery(api, query, 0, pageSize, columns));
  const from = Math.max(1, Math.floor(range.first / pageSize));
  const to = Math.floor(range.last / pageSize);
  const pages = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  const answers = useQueries({ queries: pages.map((page) => listPageQuery(api, query, page, pageSize, columns)) });
  return {
    total: start.data?.total,
    more: start.data?.more ?? false,
    rowAt: (index) => {
      const page = Math.floor(index / pageSize);
      const data = page === 0 ? start.data : answers[page - from]?.data;
      return data?.rows[index % pageSize];
    },
    error: start.error ?? answers.find((answer) => answer.error !== null)?.error ?? null,
  };
}

/** Ids of the rows at places `first` to `last`, in order; pages that were never in view are read for it. */
export async function idsBetween(
  client: QueryClient,
  api: Api,
  query: ListQuery,
  columns: readonly string[],
  { first, last }: Range,
): Promise<string[]> {
  const from = Math.floor(first / pageSize);
  const pages = await Promise.all(
    Array.from({ length: Math.floor(last / pageSize) - from + 1 }, (_, index) =>
      client.fetchQuery({
        ...listPageQuery(api, query, from + index, pageSize, columns),
        staleTime: Number.POSITIVE_INFINITY,
      }),
    ),
  );
  const rows = pages.flatMap((page) => page.rows);
  return rows.slice(first - from * pageSize, last - from * pageSize + 1).map((row) => row.id);
}
