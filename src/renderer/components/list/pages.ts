import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';

/** Asks again for the first page of an endless list, and drops the pages below it. */
export function refreshFromTop(queryClient: QueryClient, queryKey: QueryKey): void {
  queryClient.setQueryData<InfiniteData<unknown>>(queryKey, (data) =>
    data === undefined ? data : { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
  );
  void queryClient.invalidateQueries({ queryKey, exact: true });
}

/**
 * Whether an endless list is renewed when the database is back. Not one that was read far down: asking for all
 * its pages again would be a burden on the database, and its age shows.
 */
export function worthRefetching(query: { state: { data: unknown } }): 'always' | false {
  const { data } = query.state;
  const pages = typeof data === 'object' && data !== null && 'pages' in data ? data.pages : [];
  return Array.isArray(pages) && pages.length > 2 ? false : 'always';
}
