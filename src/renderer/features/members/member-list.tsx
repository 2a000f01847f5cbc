import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { Member, SearchKind } from '../../../contract/members.ts';
import type { useListCursor } from '../../components/list/list-cursor.ts';
import { ListFooter } from '../../components/list/list-footer.tsx';
import { RowList } from '../../components/list/row-list.tsx';
import { RowSkeletons } from '../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../components/panels/failure-panel.tsx';
import { StatePanel } from '../../components/panels/state-panel.tsx';
import { StatusChip } from '../../components/status-chip.tsx';
import { matchedPrefix } from '../../components/text/matched-prefix.ts';
import { MemberText } from '../../components/text/member-text.tsx';
import { Moment } from '../../components/text/moment.tsx';
import { visibleString } from '../../components/text/visible-text.ts';
import classes from './member-list.module.css';
import { noneFound } from './search-words.ts';

interface MemberListProps {
  query: string;
  search: UseInfiniteQueryResult<InfiniteData<{ kind: SearchKind; rows: Member[] }>>;
  rows: readonly Member[];
  cursor: ReturnType<typeof useListCursor>;
  openId: string | null;
  onOpen: (id: string, how: 'new' | 'instead') => void;
}

/** The rows a search found, or why there are none. */
export function MemberList({ query, search, rows, cursor, openId, onOpen }: MemberListProps) {
  const first = search.data?.pages[0];
  if (first === undefined) {
    if (search.isPaused) return <WaitingPanel what="members" />;
    return search.error !== null ? <Failed search={search} /> : <RowSkeletons label="Loading members" />;
  }
  if (rows.length === 0 && !search.isPlaceholderData) {
    return (
      <StatePanel
        kind={first.kind === 'newest' ? 'empty' : 'none-found'}
        title={noneFound(first.kind, query)}
      >
        {first.kind !== 'newest' &&
          'Searches look at the id, the start of the nickname, and the whole e-mail.'}
      </StatePanel>
    );
  }
  const prefix = first.kind === 'nickname' ? query : '';
  return (
    <RowList
      label="Members"
      rows={rows}
      keyOf={(member) => member.id}
      columns={classes.columns}
      header={<Header />}
      cells={(member) => <Cells member={member} prefix={prefix} />}
      activeKey={cursor.activeKey}
      openKey={openId}
      onActive={(member) => cursor.setActive(member.id)}
      onOpen={(member) => {
        cursor.setActive(member.id);
        onOpen(member.id, openId === null ? 'new' : 'instead');
      }}
      onMore={search.hasNextPage && !search.isFetchNextPageError ? () => moreOf(search) : undefined}
      footer={<ListFooter list={search} count={rows.length} one="member" many="members" />}
      dimmed={search.isPlaceholderData}
    />
  );
}

function Failed({ search }: { search: MemberListProps['search'] }) {
  return <FailurePanel error={search.error} what="members" onRetry={() => void search.refetch()} />;
}

function moreOf(search: MemberListProps['search']): void {
  if (!search.isFetchingNextPage && !search.isPlaceholderData) void search.fetchNextPage();
}

function Header() {
  return (
    <>
      <th scope="col">Nickname</th>
      <th scope="col" className={classes.id}>
        Id
      </th>
      <th scope="col" className={classes.email}>
        E-mail
      </th>
      <th scope="col" className={classes.joined}>
        Joined
      </th>
      <th scope="col">Last active</th>
      <th scope="col" className={classes.location}>
        Location
      </th>
    </>
  );
}

function Cells({ member, prefix }: { member: Member; prefix: string }) {
  return (
    <>
      <td className={classes.nickname} title={visibleString(member.nickname)}>
        <span className={classes.name}>
          <MemberText text={member.nickname} mark={matchedPrefix(member.nickname, prefix)} />
        </span>
        <StatusChip status={member.status} />
      </td>
      <td className={classes.id}>{member.id}</td>
      <td className={classes.email}>
        <MemberText text={member.email} />
      </td>
      <td className={classes.joined}>
        <Moment at={member.createdAt} shape="date" />
      </td>
      <td className={classes.quiet}>
        {member.lastActiveAt === null ? 'never' : <Moment at={member.lastActiveAt} shape="relative" />}
      </td>
      <td className={classes.location}>
        {member.location !== null && <MemberText text={member.location} />}
      </td>
    </>
  );
}
