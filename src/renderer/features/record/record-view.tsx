import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Cursor } from '../../../contract/values.ts';
import { useListCursor } from '../../components/list/list-cursor.ts';
import { refreshFromTop } from '../../components/list/pages.ts';
import { useCommand } from '../../keys/commands.ts';
import { usePreferences } from '../../preferences/preferences.ts';
import { calls } from '../../transport/client.ts';
import { EntryDetail } from './entry-detail.tsx';
import { NewEntries } from './new-entries.tsx';
import { filterCount, filterOf, type RecordAddress } from './record-address.ts';
import { RecordFilters } from './record-filters.tsx';
import { RecordHead } from './record-head.tsx';
import { RecordList } from './record-list.tsx';
import classes from './record-view.module.css';

const route = getRouteApi('/record');

/** The record's workspace: who did what and when, narrowed by filters, one entry in detail at the right. */
export function RecordView() {
  const address = route.useSearch();
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const { zone } = usePreferences();
  const filter = filterOf(address, zone);
  const options = calls.record.list.infiniteOptions({
    input: (cursor: Cursor | null) => ({ filter, cursor }),
    initialPageParam: null as Cursor | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    // New entries are offered, never pushed in under what is being read.
    refetchOnReconnect: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
  });
  const list = useInfiniteQuery(options);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const keys = rows.map((row) => row.id);
  const first = list.data?.pages[0];

  const go = useCallback(
    (change: RecordAddress, how: 'new' | 'instead') =>
      void navigate({ search: (now) => ({ ...now, ...change }), replace: how === 'instead' }),
    [navigate],
  );
  const openId = address.entry ?? null;
  const open = (key: string, how: 'new' | 'instead') =>
    go({ entry: rows.find((row) => row.id === key)?.id }, how);
  const cursor = useListCursor(keys, openId, open);
  const refresh = () => refreshFromTop(queryClient, options.queryKey);
  const clear = () => void navigate({ search: {} });
  const filtered = filterCount(address) > 0;
  useCommand('view.refresh', refresh);
  useCommand(
    'view.back',
    () => {
      cursor.setActive(openId);
      go({ entry: undefined }, 'new');
    },
    openId !== null,
  );
  useCommand('filters.clear', clear, filtered);

  const opened = rows.find((row) => row.id === openId);
  return (
    <div className={classes.view} data-open={opened !== undefined || undefined}>
      <section className={classes.list} aria-label="The record">
        <RecordHead
          filter={filter}
          page={first}
          refreshing={list.isFetching && !list.isFetchingNextPage}
          onRefresh={refresh}
        >
          {first !== undefined && !list.isPlaceholderData && (
            <NewEntries
              key={JSON.stringify(filter)}
              filter={filter}
              newest={first.rows[0]?.id ?? null}
              onLoad={(page) => {
                queryClient.setQueryData(options.queryKey, { pages: [page], pageParams: [null] });
                cursor.setActive(page.rows[0]?.id ?? null);
              }}
            />
          )}
        </RecordHead>
        <RecordFilters
          address={address}
          scope={first?.scope}
          onChange={(change) => go(change, 'instead')}
          onClear={clear}
        />
        <RecordList
          list={list}
          rows={rows}
          keys={keys}
          cursor={cursor}
          openId={openId}
          filter={filter}
          onOpen={open}
          onClear={clear}
        />
      </section>
      {opened !== undefined && <EntryDetail entry={opened} />}
    </div>
  );
}
