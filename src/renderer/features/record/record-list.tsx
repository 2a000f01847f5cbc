import { Button } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { RecordEntry, RecordFilter } from '../../../contract/record.ts';
import type { useListCursor } from '../../components/list/list-cursor.ts';
import { ListFooter } from '../../components/list/list-footer.tsx';
import { RowList } from '../../components/list/row-list.tsx';
import { RowSkeletons } from '../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../components/panels/failure-panel.tsx';
import { StatePanel } from '../../components/panels/state-panel.tsx';
import { MemberText } from '../../components/text/member-text.tsx';
import { Moment } from '../../components/text/moment.tsx';
import classes from './record-list.module.css';
import { actionWords } from './record-words.ts';

interface RecordListProps {
  list: UseInfiniteQueryResult<InfiniteData<{ rows: RecordEntry[] }>>;
  rows: readonly RecordEntry[];
  keys: readonly string[];
  cursor: ReturnType<typeof useListCursor>;
  openId: string | null;
  filter: RecordFilter;
  onOpen: (id: string, how: 'new' | 'instead') => void;
  onClear: () => void;
}

/** The entries that the filters leave, or why there are none. */
export function RecordList({ list, rows, keys, cursor, openId, filter, onOpen, onClear }: RecordListProps) {
  if (list.data === undefined) {
    if (list.isPaused) return <WaitingPanel what="the record" />;
    return list.error === null ? <RowSkeletons label="Loading the record" /> : <Failed list={list} />;
  }
  if (rows.length === 0 && !list.isPlaceholderData) {
    return Object.values(filter).some((value) => value !== null) ? (
      <StatePanel
        kind="none-found"
        title="Nothing in the record fits these filters"
        action={
          <Button size="xs" variant="default" onClick={onClear}>
            Clear the filters
          </Button>
        }
      />
    ) : (
      <StatePanel kind="empty" title="Nothing is recorded yet">
        Every action of a person, and every sign-in, comes here.
      </StatePanel>
    );
  }
  return (
    <RowList
      label="Entries of the record"
      question={JSON.stringify(filter)}
      keys={keys}
      rowAt={(index) => rows[index]}
      columns={classes.columns}
      header={<Header />}
      cells={(entry) => <Cells entry={entry} />}
      activeKey={cursor.activeKey}
      openKey={openId}
      onActive={cursor.setActive}
      onOpen={(key) => {
        cursor.setActive(key);
        onOpen(key, openId === null ? 'new' : 'instead');
      }}
      onMore={list.hasNextPage && !list.isFetchNextPageError ? () => moreOf(list) : undefined}
      footer={<ListFooter list={list} count={rows.length} one="entry" many="entries" />}
      dimmed={list.isPlaceholderData}
    />
  );
}

function Failed({ list }: { list: RecordListProps['list'] }) {
  return <FailurePanel error={list.error} what="the record" onRetry={() => void list.refetch()} />;
}

function moreOf(list: RecordListProps['list']): void {
  if (!list.isFetchingNextPage && !list.isPlaceholderData) void list.fetchNextPage();
}

function Header() {
  return (
    <>
      <th scope="col">When</th>
      <th scope="col" className={classes.ago}>
        Ago
      </th>
      <th scope="col">Who</th>
      <th scope="col">Did what</th>
      <th scope="col">To</th>
    </>
  );
}

function Cells({ entry }: { entry: RecordEntry }) {
  return (
    <>
      <td className={classes.when}>
        <Moment at={entry.at} shape="stamp" />
      </td>
      <td className={classes.ago}>
        <Moment at={entry.at} shape="relative" />
      </td>
      <td>
        <MemberText text={entry.actor} />
      </td>
      <td className={classes.action}>{actionWords(entry.action)}</td>
      <td className={classes.subject}>
        <MemberText text={entry.subjectKind} /> <MemberText text={entry.subjectId} />
      </td>
    </>
  );
}
