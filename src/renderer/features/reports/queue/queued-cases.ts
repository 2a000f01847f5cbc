import {
  infiniteQueryOptions,
  keepPreviousData,
  useInfiniteQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { CaseRow, QueueFilter, QueueView } from '../../../../contract/reports/queue.ts';
import { CaseId } from '../../../../contract/reports/values.ts';
import type { Cursor } from '../../../../contract/values.ts';
import { refreshFromTop, worthRefetching } from '../../../components/list/pages.ts';
import type { SlimPage } from '../../../components/list/slim-pages.ts';
import { useSlimPages } from '../../../components/list/use-slim-pages.ts';
import { skewOf } from '../../../preferences/server-clock.ts';
import { calls, client } from '../../../transport/client.ts';
import { useChanges } from '../../changes/changes-feed.ts';

/** What is asked for: cases passed over matter to `next` alone. */
export interface QueueQuery {
  readonly view: QueueView;
  readonly filter: QueueFilter;
  readonly passed: CaseId[];
}

type Answer = Awaited<ReturnType<typeof client.reports.list>>;
type CasePage = Omit<Answer, 'rows'> & SlimPage<CaseRow>;

/** Rows of one call: of the contract, as many as can be asked for by their numbers. */
const pageSize = 100;

export type QueuedCases = ReturnType<typeof useQueuedCases>;

/**
 * The cases of a view: an endless list of which only the rows around what is seen are kept. Others change it all the
 * time, so it stays as it was read, row by row, while each row shows its case as it is now; it is brought up to date
 * when the person does something that lets them look anew.
 */
export function useQueuedCases(query: QueueQuery) {
  const queryClient = useQueryClient();
  const options = optionsOf(query);
  const { queryKey } = options;
  const list = useInfiniteQuery(options);
  const drawn = useSlimPages({
    queryKey,
    data: list.data,
    settled: !list.isPlaceholderData,
    // By its keys and not by its cursor, where others may stand by now.
    readAgain: async ({ keys }: CasePage, signal) => inOrder(keys, await rowsNow(keys, signal)),
  });
  const { keys, rowAt, onChanged, renew } = drawn;

  useChanges('case', (changed) => {
    if (changed === 'missed') return void onChanged('missed');
    const shown = keys.filter((key, index) => changed.has(key) && rowAt(index) !== undefined);
    if (shown.length > 0) rowsNow(shown).then(renew, () => onChanged(new Set(shown)));
  });

  return {
    list,
    keys,
    rowAt,
    /** The row of a case, where it is among those that are kept. */
    rowOf: (key: string | null) => (key === null ? undefined : rowAt(keys.indexOf(key))),
    onDrawn: drawn.onDrawn,
    asOf: list.data?.pages[0]?.asOf,
    /** How far the server’s clock is ahead of this machine’s, in milliseconds, to the second. */
    skew: Math.round(skewOf(list.data?.pages.at(-1)?.asOf, list.dataUpdatedAt) / 1000) * 1000,
    onMore: list.hasNextPage
      ? () => {
          if (!list.isFetching && !list.isPlaceholderData) void list.fetchNextPage();
        }
      : undefined,
    refresh: () => refreshFromTop(queryClient, queryKey),
  };
}

/** The first page of a view, read beside the list. */
export function firstPage(query: QueueQuery, signal?: AbortSignal): Promise<Answer> {
  return client.reports.list({ ...query, limit: pageSize }, signal === undefined ? {} : { signal });
}

async function rowsNow(keys: readonly string[], signal?: AbortSignal): Promise<CaseRow[]> {
  const caseIds = keys.map((key) => CaseId.parse(key));
  const { rows } = await client.reports.rows({ caseIds }, signal === undefined ? {} : { signal });
  return rows;
}

function inOrder(keys: readonly string[], rows: readonly CaseRow[]): CaseRow[] {
  const byKey = new Map<string, CaseRow>(rows.map((row) => [row.id, row]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
}

function pageOf(answer: Answer, cursor: Cursor | null): CasePage {
  return {
    ...answer,
    cursor,
    keys: answer.rows.map(({ id }) => id),
    changes: 0,
    changesRead: 0,
    gone: [],
  };
}

function optionsOf(query: QueueQuery) {
  return infiniteQueryOptions({
    queryKey: calls.reports.list.key({ type: 'infinite', input: query }),
    queryFn: async ({ pageParam: cursor, signal }) =>
      pageOf(await client.reports.list({ ...query, cursor, limit: pageSize }, { signal }), cursor),
    initialPageParam: null as Cursor | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    // While it is looked at it is kept up row by row; whoever comes back to it looks anew.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnReconnect: worthRefetching,
  });
}
