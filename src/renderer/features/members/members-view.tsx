import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Member } from '../../../contract/members.ts';
import type { Cursor } from '../../../contract/values.ts';
import { useListCursor } from '../../components/list/list-cursor.ts';
import { refreshFromTop, worthRefetching } from '../../components/list/pages.ts';
import { StatePanel } from '../../components/panels/state-panel.tsx';
import { useCommand } from '../../keys/commands.ts';
import { calls } from '../../transport/client.ts';
import { useSignedIn, workspacesOf } from '../session/session-state.ts';
import { MemberList } from './member-list.tsx';
import { MemberPage } from './member-page.tsx';
import type { MembersAddress } from './members-address.ts';
import classes from './members-view.module.css';
import { SearchBar } from './search-bar.tsx';

const route = getRouteApi('/members');

/** The members' workspace: a search and its rows at the left, one member's page at the right. */
export function MembersView() {
  const { person } = useSignedIn();
  if (!workspacesOf(person.role).includes('members')) {
    return (
      <>
        <h1 className="unseen">Members</h1>
        <StatePanel kind="forbidden" title="Your role does not read members">
          Community managers, support and administrators do. An administrator can change your role.
        </StatePanel>
      </>
    );
  }
  return <Members />;
}

function Members() {
  const { q = '', id = null, history } = route.useSearch();
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const options = calls.members.search.infiniteOptions({
    input: (cursor: Cursor | null) => ({ query: q.trim(), cursor }),
    initialPageParam: null as Cursor | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchOnReconnect: worthRefetching,
  });
  const search = useInfiniteQuery(options);
  const rows = search.data?.pages.flatMap((page) => page.rows) ?? [];

  const go = useCallback(
    (change: MembersAddress, how: 'new' | 'instead') =>
      void navigate({ search: (now) => ({ ...now, ...change }), replace: how === 'instead' }),
    [navigate],
  );
  const open = (key: string, how: 'new' | 'instead') =>
    go({ id: rows.find((row) => row.id === key)?.id }, how);
  const close = () => {
    cursor.setActive(id);
    go({ id: undefined }, 'new');
  };
  const cursor = useListCursor(rows.map(keyOf), id, open);
  const refresh = () => refreshFromTop(queryClient, options.queryKey);
  useCommand('view.refresh', refresh);
  useCommand('view.back', close, id !== null);

  return (
    <div className={classes.view} data-open={id !== null || undefined}>
      <section className={classes.search} aria-label="Search members">
        <h1 className="unseen">Members</h1>
        <SearchBar
          query={q}
          page={search.data?.pages[0]}
          stale={search.isPlaceholderData}
          waiting={search.isPaused}
          failed={search.isError}
          refreshing={search.isFetching && !search.isFetchingNextPage}
          onSearch={(query) => go({ q: query === '' ? undefined : query }, 'instead')}
          onRefresh={refresh}
        />
        <MemberList query={q} search={search} rows={rows} cursor={cursor} openId={id} onOpen={open} />
      </section>
      {id !== null && (
        <MemberPage
          id={id}
          known={rows.find((row) => row.id === id)}
          history={history}
          onHistory={(sources) => go({ history: sources }, 'instead')}
        />
      )}
    </div>
  );
}

function keyOf(row: Member): string {
  return row.id;
}
