import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { TicketId } from '../../../../contract/tickets/values.ts';
import { AgeBadge } from '../../../components/age-badge.tsx';
import { useListCursor } from '../../../components/list/list-cursor.ts';
import { ListFooter } from '../../../components/list/list-footer.tsx';
import { RowList } from '../../../components/list/row-list.tsx';
import { RowSkeletons } from '../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../components/panels/failure-panel.tsx';
import { StatePanel } from '../../../components/panels/state-panel.tsx';
import { useCommand } from '../../../keys/commands.ts';
import { tickets as names } from '../desk-views.ts';
import { FoundCells, FoundHeader } from './found-cells.tsx';
import { type FoundTickets, type TicketSearch, useFoundTickets } from './found-tickets.ts';
import classes from './search.module.css';

interface FoundListProps {
  search: TicketSearch;
  filtered: boolean;
  openId: TicketId | null;
  onOpen: (id: TicketId, how: 'new' | 'instead') => void;
  onClose: () => void;
  onEnd: () => void;
  onClearFilters: () => void;
  tools: ReactNode;
  chips: ReactNode;
}

/** What a search over all tickets finds, the latest first, in place of the list of a view. */
export function FoundList(props: FoundListProps) {
  const { search, openId } = props;
  const found = useFoundTickets(search);
  const { list, keys } = found;
  const open = (key: string, how: 'new' | 'instead') => props.onOpen(TicketId.parse(key), how);
  const cursor = useListCursor(keys, openId, open);
  const back = () => {
    if (openId === null) return props.onEnd();
    cursor.setActive(openId);
    props.onClose();
  };
  useCommand('view.refresh', found.refresh);
  useCommand('view.back', back);
  return (
    <>
      <div className={classes.bar}>
        <div className={classes.line}>
          <p role="status" className={classes.words}>
            {newsOf(found)}
          </p>
          {props.tools}
          <AgeBadge
            asOf={found.asOf}
            refreshing={list.isFetching && !list.isFetchingNextPage}
            onRefresh={found.refresh}
          />
        </div>
        {props.chips}
      </div>
      <Rows {...props} found={found} cursor={cursor} onRow={open} />
    </>
  );
}

function newsOf({ list, keys }: FoundTickets): string {
  if (list.isPaused) return 'Searches as soon as there is an answer again';
  if (list.isError) return 'The search did not succeed';
  if (list.data === undefined || list.isPlaceholderData) return 'Searching all tickets…';
  if (keys.length === 0) return list.hasNextPage ? 'Looking further back…' : 'No ticket found';
  const count = `${keys.length}${list.hasNextPage ? '+' : ''}`;
  return `${count} ${count === '1' ? names.one : names.many} in all views, the latest first`;
}

interface RowsProps extends FoundListProps {
  found: FoundTickets;
  cursor: ReturnType<typeof useListCursor>;
  onRow: (key: string, how: 'new' | 'instead') => void;
}

function Rows({ search, found, cursor, openId, onRow, ...props }: RowsProps) {
  const { list, keys } = found;
  const isSearching = list.data === undefined || (keys.length === 0 && list.hasNextPage);
  if (list.isError && keys.length === 0) {
    return <FailurePanel error={list.error} what="tickets" onRetry={() => void list.refetch()} />;
  }
  if (list.isPaused && list.data === undefined) return <WaitingPanel what="tickets" />;
  if (isSearching) return <RowSkeletons label="Searching tickets" tall />;
  if (keys.length === 0 && !list.isPlaceholderData) {
    return (
      <StatePanel
        kind="none-found"
        title={`Nothing found for “${search.text.trim()}”`}
        action={
          <Button size="xs" variant="default" onClick={props.filtered ? props.onClearFilters : props.onEnd}>
            {props.filtered ? 'Clear the filters' : 'End the search'}
          </Button>
        }
      >
        A ticket is found when each word that is typed begins one of its words, in its subject, messages,
        notes or names.
      </StatePanel>
    );
  }
  return (
    <div className={classes.place}>
      <RowList
        label="Found tickets"
        question={JSON.stringify(search)}
        keys={keys}
        rowAt={found.rowAt}
        rowHeight={48}
        columns={classes.columns}
        header={<FoundHeader />}
        cells={(row) => <FoundCells row={row} found={found.foundIn(row.id)} />}
        activeKey={cursor.activeKey}
        openKey={openId}
        onActive={cursor.setActive}
        onOpen={(key) => {
          cursor.setActive(key);
          onRow(key, openId === null ? 'new' : 'instead');
        }}
        onDrawn={found.onDrawn}
        onMore={found.onMore}
        footer={<ListFooter list={list} count={keys.length} {...names} />}
        dimmed={list.isPlaceholderData}
      />
    </div>
  );
}
