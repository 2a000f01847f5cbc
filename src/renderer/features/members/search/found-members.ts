import { useDocumentVisibility } from '@mantine/hooks';
import {
  infiniteQueryOptions,
  keepPreviousData,
  useInfiniteQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useState } from 'react';
import type { FoundMember, MemberQuery } from '../../../../contract/members/search.ts';
import type { Cursor } from '../../../../contract/values.ts';
import { refreshFromTop, worthRefetching } from '../../../components/list/pages.ts';
import type { SlimPage } from '../../../components/list/slim-pages.ts';
import { useSlimPages } from '../../../components/list/use-slim-pages.ts';
import { calls, client } from '../../../transport/client.ts';
import { useChanges } from '../../changes/changes-feed.ts';

type Answer = Awaited<ReturnType<typeof client.members.search>>;
export type FoundPage = Omit<Answer, 'rows'> & SlimPage<FoundMember>;

/** Rows of one call: two screens, since every key typed waits for them. */
const pageSize = 50;

export type FoundMembers = ReturnType<typeof useFoundMembers>;

/** What a search finds: an endless list of which only the rows around what is seen are kept. */
export function useFoundMembers(query: MemberQuery) {
  const queryClient = useQueryClient();
  const visible = useDocumentVisibility() === 'visible';
  const options = optionsOf(query);
  const { queryKey } = options;
  const list = useInfiniteQuery(options);
  const { keys, rowAt, onDrawn, onChanged } = useSlimPages({
    queryKey,
    data: list.data,
    settled: !list.isPlaceholderData,
    readAgain: async ({ cursor }, signal) =>
      (await client.members.search({ ...query, cursor, limit: pageSize }, { signal })).rows,
  });
  useChanges('member', (changed) => {
    if (!onChanged(changed)) return;
    void queryClient.invalidateQueries({ queryKey: calls.members.count.key({ input: countOf(query) }) });
  });

  const question = JSON.stringify(query);
  const [stoppedAt, setStoppedAt] = useState<string | null>(null);
  const stopped = stoppedAt === question;
  // A search that finds little goes on by itself, but never where nobody sees it.
  const goesOn = list.hasNextPage && !list.isFetchNextPageError && !stopped && visible;
  return {
    list,
    first: list.data?.pages[0],
    lookedAt: list.data?.pages.reduce((sum, page) => sum + page.lookedAt, 0) ?? 0,
    keys,
    rowAt,
    /** The row of a member, where it is among those that are kept. */
    rowOf: (key: string) => rowAt(keys.indexOf(key)),
    onDrawn,
    stopped,
    onMore: goesOn
      ? () => {
          if (!list.isFetching && !list.isPlaceholderData) void list.fetchNextPage();
        }
      : undefined,
    stop: () => {
      setStoppedAt(question);
      void queryClient.cancelQueries({ queryKey, exact: true });
    },
    goOn: () => setStoppedAt(null),
    refresh: () => refreshFromTop(queryClient, queryKey),
    /** Asks what will be shown in a moment: the address, which takes its time, need not have changed for it. */
    ahead: (next: MemberQuery) => void queryClient.prefetchInfiniteQuery(optionsOf(next)),
  };
}

/** What is asked to count what a search finds. */
export function countOf({ text, filter }: MemberQuery) {
  return { text, filter };
}

function optionsOf(query: MemberQuery) {
  return infiniteQueryOptions({
    queryKey: calls.members.search.key({ type: 'infinite', input: query }),
    queryFn: async ({ pageParam: cursor, signal }): Promise<FoundPage> => {
      const answer = await client.members.search({ ...query, cursor, limit: pageSize }, { signal });
      return {
        ...answer,
        cursor,
        keys: answer.rows.map(({ id }) => id),
        changes: 0,
        changesRead: 0,
        gone: [],
      };
    },
    initialPageParam: null as Cursor | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    // One that was read far down is not asked for again by itself: its age shows.
    staleTime: (found) => (worthRefetching(found) === false ? Number.POSITIVE_INFINITY : 30_000),
    refetchOnReconnect: worthRefetching,
  });
}
