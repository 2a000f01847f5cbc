import type { TicketRow } from '../../../../../contract/tickets/queue.ts';
import type { useListCursor } from '../../../../components/list/list-cursor.ts';
import { ListFooter } from '../../../../components/list/list-footer.tsx';
import { RowList } from '../../../../components/list/row-list.tsx';
import { RowSkeletons } from '../../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../../components/panels/failure-panel.tsx';
import type { ListSelection } from '../../../../components/selection/use-selection.ts';
import { useNow } from '../../../../preferences/clock.ts';
import { useSignedIn } from '../../../session/session-state.ts';
import { tickets as names } from '../../desk-views.ts';
import { useWarnMinutes } from '../../due/warn-minutes.ts';
import { EmptyList, type EmptyProps } from '../empty-list.tsx';
import type { DeskQuery, QueuedTickets } from '../queued-tickets.ts';
import { isStillIn } from '../row-words.ts';
import { type QuickAct, quickClick } from './quick-buttons.tsx';
import { TicketCells, TicketHeader } from './ticket-cells.tsx';
import classes from './ticket-list.module.css';

const rowHeight = 48;

interface TicketListProps extends Omit<EmptyProps, 'view'> {
  query: DeskQuery;
  tickets: QueuedTickets;
  /** How often the list was brought up to date: it begins at its top again. */
  round: number;
  cursor: ReturnType<typeof useListCursor>;
  selection: ListSelection;
  openId: string | null;
  onOpen: (id: string, how: 'new' | 'instead') => void;
  onQuick: (row: TicketRow, act: QuickAct) => void;
}

/** The tickets of a view, or why there are none. */
export function TicketList(props: TicketListProps) {
  const { query, tickets, cursor, selection, openId } = props;
  const { person } = useSignedIn();
  const warnMinutes = useWarnMinutes();
  const now = useNow() + tickets.skew;
  const { list, keys } = tickets;
  if (list.data === undefined) {
    if (list.isPaused) return <WaitingPanel what="tickets" />;
    if (list.error === null) return <RowSkeletons label="Loading tickets" tall />;
    return <FailurePanel error={list.error} what="tickets" onRetry={() => void list.refetch()} />;
  }
  if (keys.length === 0 && !list.isPlaceholderData) {
    return <EmptyList view={query.view} filtered={props.filtered} onClearFilters={props.onClearFilters} />;
  }
  return (
    <div
      className={classes.place}
      onClickCapture={(event) => {
        const clicked = quickClick(event);
        const row = clicked === null ? undefined : tickets.rowAt(clicked.index);
        if (clicked === null || row === undefined) return;
        // The row would open.
        event.stopPropagation();
        cursor.setActive(row.id);
        props.onQuick(row, clicked.act);
      }}
    >
      <RowList
        label="Tickets"
        question={JSON.stringify([query, props.round])}
        keys={keys}
        rowAt={tickets.rowAt}
        rowHeight={rowHeight}
        columns={classes.columns}
        header={<TicketHeader />}
        cells={(row) => (
          <TicketCells
            row={row}
            selected={selection.keys.has(row.id)}
            skew={tickets.skew}
            warnMinutes={warnMinutes}
            left={!isStillIn(query.view, row, person.user, now)}
          />
        )}
        activeKey={cursor.activeKey}
        openKey={openId}
        selection={selection}
        onActive={cursor.setActive}
        onOpen={(key) => {
          cursor.setActive(key);
          props.onOpen(key, openId === null ? 'new' : 'instead');
        }}
        onDrawn={tickets.onDrawn}
        onMore={tickets.onMore}
        footer={<ListFooter list={list} count={keys.length} {...names} />}
        dimmed={list.isPlaceholderData}
      />
    </div>
  );
}
