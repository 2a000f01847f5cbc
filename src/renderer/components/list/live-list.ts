import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryKey,
  useInfiniteQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import type { Cursor } from '../../../contract/values.ts';
import { skewOf } from '../../preferences/server-clock.ts';
import { refreshFromTop, worthRefetching } from './pages.ts';
import type { SlimPage } from './slim-pages.ts';
import { useSlimPages } from './use-slim-pages.ts';

interface LiveAnswer<Row> {
  readonly rows: readonly Row[];
  readonly next: Cursor | null;
  readonly asOf: string;
}

interface LiveListProps<Row> {
  queryKey: QueryKey;
  readPage: (cursor: Cursor | null, signal: AbortSignal) => Promise<LiveAnswer<Row>>;
  /** Rows by their keys as they are now, in no order. */
  readRows: (keys: readonly string[], signal?: AbortSignal) => Promise<readonly Row[]>;
}

type LivePage<Row> = Omit<LiveAnswer<Row>, 'rows'> & SlimPage<Row>;

/**
 * An endless list of which only the rows around what is seen are kept. Others change what it lists all the time, so it
 * stays as it was read, row by row, while each row shows what it is about as that is now; it is brought up to date when
 * the person does something that lets them look anew.
 */
export function useLiveList<Row extends { id: string }>({
  queryKey,
  readPage,
  readRows,
}: LiveListProps<Row>) {
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(
    infiniteQueryOptions({
      queryKey,
      queryFn: async ({ pageParam: cursor, signal }) => pageOf(await readPage(cursor, signal), cursor),
      initialPageParam: null as Cursor | null,
      getNextPageParam: (last) => last.next,
      placeholderData: keepPreviousData,
      // While it is looked at it is kept up row by row; whoever comes back to it looks anew.
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
      refetchOnReconnect: worthRefetching,
    }),
  );
  const pages = useSlimPages({
    queryKey,
    data: list.data,
    settled: !list.isPlaceholderData,
    // By its keys and not by its cursor, where others may stand by now.
    readAgain: async ({ keys }: LivePage<Row>, signal) => inOrder(keys, await readRows(keys, signal)),
  });
  const { keys, rowAt, onChanged, renew } = pages;
  const drawn = useRef({ first: 0, last: 0 });
  const renewShown = (has: (key: string, index: number) => boolean) => {
    const shown = keys.filter((key, index) => has(key, index) && rowAt(index) !== undefined);
    if (shown.length > 0) readRows(shown).then(renew, () => onChanged(new Set(shown)));
  };

  return {
    list,
    keys,
    rowAt,
    /** The row of a key, where it is among those that are kept. */
    rowOf: (key: string | null) => (key === null ? undefined : rowAt(keys.indexOf(key))),
    onDrawn: useCallback(
      (first: number, last: number) => {
        drawn.current = { first, last };
        pages.onDrawn(first, last);
      },
      [pages.onDrawn],
    ),
    asOf: list.data?.pages[0]?.asOf,
    /** How far the server’s clock is ahead of this machine’s, in milliseconds, to the second. */
    skew: Math.round(skewOf(list.data?.pages.at(-1)?.asOf, list.dataUpdatedAt) / 1000) * 1000,
    onMore: list.hasNextPage
      ? () => {
          if (!list.isFetching && !list.isPlaceholderData) void list.fetchNextPage();
        }
      : undefined,
    refresh: () => refreshFromTop(queryClient, queryKey),
    /** To be told what the feed of changes tells: rows that are kept show it in their places. */
    onChanged: (changed: ReadonlySet<string> | 'missed') => {
      if (changed === 'missed') onChanged('missed');
      else renewShown((key) => changed.has(key));
    },
    /** Reads again what is drawn just now. */
    renewDrawn: () => renewShown((_, index) => index >= drawn.current.first && index <= drawn.current.last),
  };
}

function inOrder<Row extends { id: string }>(keys: readonly string[], rows: readonly Row[]): Row[] {
  const byKey = new Map<string, Row>(rows.map((row) => [row.id, row]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
}

function pageOf<Row extends { id: string }>(answer: LiveAnswer<Row>, cursor: Cursor | null): LivePage<Row> {
  return {
    ...answer,
    cursor,
    keys: answer.rows.map(({ id }) => id),
    changes: 0,
    changesRead: 0,
    gone: [],
  };
}
