import { keepPreviousData, type QueryClient, queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import type { ImportRow } from '../../shared/contract/importMethods.ts';
import type { MethodInput, MethodOutput } from '../../shared/contract/methods.ts';
import { useApi } from '../api/ApiContext.ts';
import type { Api } from '../api/call.ts';
import { isVerdict } from './importSentences.ts';
import type { ImportFilter } from './keptImport.ts';
import type { Range } from './useListRows.ts';

/** Rows of one request. */
const pageSize = 100;

/** Which rows are asked for. */
export type RowsInput = Omit<MethodInput<'import.rows'>, 'importId' | 'offset' | 'limit'>;

/** A filter as the core understands it. */
export function rowsInput({ only, search }: ImportFilter): RowsInput {
  const text = search.trim();
  return {
    verdicts: only !== null && isVerdict(only) ? [only] : [],
    ...(only !== null && !isVerdict(only) ? { mark: only } : {}),
    ...(text === '' ? {} : { search: text }),
  };
}

function rowsPageQuery(api: Api, importId: string, filter: ImportFilter, page: number) {
  return queryOptions({
    queryKey: ['import.rows', importId, filter, page],
    queryFn: () =>
      api.call('import.rows', { importId, ...rowsInput(filter), offset: page * pageSize, limit: pageSize }),
    placeholderData: keepPreviousData,
  });
}

/** The rows of an import that are on the screen; pages are read as they come into view. */
export interface ImportRows {
  /** Undefined before the first answer. */
  readonly total: number | undefined;
  /** The row at a place of the list, or undefined while it is read. */
  readonly rowAt: (place: number) => ImportRow | undefined;
  readonly error: Error | null;
}

/** Reads the pages that hold a range, and always the first, which carries the count. */
export function useImportRows(importId: string, filter: ImportFilter, range: Range): ImportRows {
  const api = useApi();
  const start = useQuery(rowsPageQuery(api, importId, filter, 0));
  const from = Math.max(1, Math.floor(range.first / pageSize));
  const to = Math.floor(range.last / pageSize);
  const pages = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  const answers = useQueries({ queries: pages.map((page) => rowsPageQuery(api, importId, filter, page)) });
  return {
    total: start.data?.total,
    rowAt: (place) => {
      const page = Math.floor(place / pageSize);
      const data = page === 0 ? start.data : answers[page - from]?.data;
      return data?.rows[place % pageSize];
    },
    error: start.error ?? answers.find((answer) => answer.error !== null)?.error ?? null,
  };
}

/** Shows a row that was judged anew at once, before its page has been read again. */
export function showRow(client: QueryClient, importId: string, row: ImportRow): void {
  client.setQueriesData<MethodOutput<'import.rows'>>(
    { queryKey: ['import.rows', importId] },
    (known) => known && { ...known, rows: known.rows.map((each) => (each.row === row.row ? row : each)) },
  );
}

/** Reads the rows in view again; those that are shown stay until the answer. */
export async function refreshRows(client: QueryClient, importId: string): Promise<void> {
  await client.invalidateQueries({ queryKey: ['import.rows', importId] });
}
