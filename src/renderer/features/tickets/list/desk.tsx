import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { type TicketRow, ticketBulkMost } from '../../../../contract/tickets/queue.ts';
import { TicketId } from '../../../../contract/tickets/values.ts';
import type { Count } from '../../../components/list/count-words.ts';
import { useListCursor } from '../../../components/list/list-cursor.ts';
import { QueueBar } from '../../../components/list/queue-bar.tsx';
import { SelectionBar } from '../../../components/selection/selection-bar.tsx';
import { useSelection } from '../../../components/selection/use-selection.ts';
import { useCommand } from '../../../keys/commands.ts';
import { ChangeSheet, type ChangeTarget } from '../change/change-sheet.tsx';
import { useRowActions } from '../change/row-actions.ts';
import { tickets as names, viewWords } from '../desk-views.ts';
import { FoundList } from '../search/found-list.tsx';
import { SearchField } from '../search/search-field.tsx';
import classes from './desk.module.css';
import { DeskNews } from './desk-news.tsx';
import { type DeskQuery, useQueuedTickets } from './queued-tickets.ts';
import { TicketList } from './rows/ticket-list.tsx';

interface DeskProps {
  query: DeskQuery;
  /** What is searched for among all tickets; undefined while the view is shown. */
  searched: string | undefined;
  onSearch: (text: string) => void;
  count: Count | undefined;
  openId: TicketId | null;
  /** How often the list was asked to be brought up to date. */
  round: number;
  /** The next ticket is being taken. */
  taking: boolean;
  filtered: boolean;
  onOpen: (id: TicketId, how: 'new' | 'instead') => void;
  onClose: () => void;
  onNext: () => void;
  onPrevious: () => void;
  onRefresh: () => void;
  onClearFilters: () => void;
  /** The views, where their column has given way. */
  menu: ReactNode;
  tools: ReactNode;
  chips: ReactNode;
  /** The ticket that is open, by what the list knows of it. */
  detail: (known: TicketRow | undefined) => ReactNode;
}

const noKeys: readonly string[] = [];

/** One view of the desk, or what is searched for, and the ticket of it that is open. */
export function Desk(props: DeskProps) {
  const { query, openId, round, onRefresh } = props;
  const tickets = useQueuedTickets(query);
  const { rowOf } = tickets;
  const searching = props.searched !== undefined;
  // While something is searched for, what is found has the keys of the list.
  const keys = searching ? noKeys : tickets.keys;
  const [changing, setChanging] = useState<ChangeTarget | null>(null);
  const open = (key: string, how: 'new' | 'instead') => props.onOpen(TicketId.parse(key), how);
  const cursor = useListCursor(keys, openId, open);
  const selection = useSelection(JSON.stringify(query), keys, cursor, ticketBulkMost);
  const selected = [...selection.keys];

  const refresh = useEffectEvent(() => tickets.refresh());
  useEffect(() => {
    if (round > 0) refresh();
  }, [round]);
  const back = () => {
    if (selected.length > 0) return selection.clear();
    cursor.setActive(openId);
    props.onClose();
  };
  useCommand('view.refresh', onRefresh, !searching);
  useCommand('view.back', back, !searching && (openId !== null || selected.length > 0));
  // A ticket that “next” gave may be in no list, and still has one after and one before it.
  const elsewhere = openId !== null && !searching && !keys.includes(openId);
  useCommand('open.next', props.onNext, elsewhere);
  useCommand('open.previous', props.onPrevious, elsewhere);
  const quick = useRowActions({
    row: rowOf(cursor.activeKey),
    selected,
    enabled: openId === null && !searching,
    onChange: setChanging,
    onFollowed: (id) => tickets.onChanged(new Set([id])),
  });

  return (
    <>
      <section className={classes.desk} aria-label="Tickets">
        <SearchField text={props.searched ?? ''} onSearch={props.onSearch} />
        {props.searched !== undefined ? (
          <FoundList
            search={{ text: props.searched, filter: query.filter }}
            filtered={props.filtered}
            openId={openId}
            onOpen={props.onOpen}
            onClose={props.onClose}
            onEnd={() => props.onSearch('')}
            onClearFilters={props.onClearFilters}
            tools={props.tools}
            chips={props.chips}
          />
        ) : (
          <>
            <QueueBar
              label={viewWords[query.view].label}
              count={props.count}
              names={names}
              passed={0}
              asOf={tickets.asOf}
              refreshing={tickets.list.isFetching && !tickets.list.isFetchingNextPage}
              next="tickets.next"
              busy={props.taking}
              onNext={props.onNext}
              onRefresh={onRefresh}
              menu={props.menu}
              tools={props.tools}
              chips={props.chips}
              news={<DeskNews query={query} tickets={tickets} onRefresh={onRefresh} />}
            />
            <TicketList
              query={query}
              tickets={tickets}
              round={round}
              cursor={cursor}
              selection={selection}
              openId={openId}
              onOpen={open}
              onQuick={quick}
              filtered={props.filtered}
              onClearFilters={props.onClearFilters}
            />
            <SelectionBar
              selection={selection}
              most={ticketBulkMost}
              aside={
                tickets.list.hasNextPage &&
                selected.length >= keys.length &&
                'All that are loaded; there are more below.'
              }
              onClear={selection.clear}
              onAct={() => setChanging({ ids: selected, first: 'assignee' })}
            />
          </>
        )}
      </section>
      {props.detail(rowOf(openId))}
      <ChangeSheet
        target={changing}
        rowOf={rowOf}
        onClose={() => setChanging(null)}
        onDone={() => {
          setChanging(null);
          selection.clear();
        }}
      />
    </>
  );
}
