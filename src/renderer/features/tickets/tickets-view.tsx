import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import type { TicketRow, TicketView as View } from '../../../contract/tickets/queue.ts';
import type { TicketId } from '../../../contract/tickets/values.ts';
import { useTrail } from '../../components/list/trail.ts';
import { StatePanel } from '../../components/panels/state-panel.tsx';
import { FilterChips } from '../../components/tools/filter-chips.tsx';
import { useCommand } from '../../keys/commands.ts';
import { useSignedIn, workspacesOf } from '../session/session-state.ts';
import { ViewsMenu } from '../views/column/views-menu.tsx';
import { ViewMenu } from '../views/view-menu.tsx';
import { AwaySwitch } from './away/away-switch.tsx';
import { useDeskCounts } from './column/desk-counts.ts';
import { ViewsColumn } from './column/views-column.tsx';
import { shownViews, viewWords } from './desk-views.ts';
import { useDueSoon } from './due/due-soon.ts';
import { FiguresLink } from './figures/figures-link.tsx';
import { FilterButton } from './filters/filter-button.tsx';
import { filterWords } from './filters/filter-words.ts';
import { useNames } from './filters/names.ts';
import { Desk } from './list/desk.tsx';
import { useNextTicket } from './next/next-ticket.ts';
import { TicketView } from './ticket/ticket-view.tsx';
import {
  addressOfView,
  filterOf,
  isFiltered,
  noFilters,
  savedAddress,
  shownIn,
  type TicketsAddress,
} from './tickets-address.ts';
import classes from './tickets-view.module.css';

const route = getRouteApi('/tickets');

/** The tickets' workspace: the views of the desk, the tickets of one, and the ticket that is open. */
export function TicketsView() {
  const { person } = useSignedIn();
  if (!workspacesOf(person.role).includes('tickets')) {
    return (
      <>
        <h1 className="unseen">Tickets</h1>
        <StatePanel kind="forbidden" title="Your role does not work through tickets">
          Support and administrators do. An administrator can change your role.
        </StatePanel>
      </>
    );
  }
  return <Tickets />;
}

function Tickets() {
  const address = route.useSearch();
  const { queue: view = 'next', ticket: openId = null } = address;
  const navigate = route.useNavigate();
  const filter = filterOf(address);
  const counts = useDeskCounts(filter);
  const pressing = useDueSoon();
  const names = useNames(address);
  const [round, setRound] = useState(0);
  const wayBack = useTrail(openId);

  const go = useCallback(
    (change: TicketsAddress, how: 'new' | 'instead') =>
      void navigate({ search: (before) => ({ ...before, ...change }), replace: how === 'instead' }),
    [navigate],
  );
  const show = (shown: View) => void navigate({ search: (before) => shownIn(before, shown) });
  const open = (id: TicketId, how: 'new' | 'instead') => go({ ticket: id }, how);
  const close = () => go({ ticket: undefined }, 'new');
  const refresh = () => setRound((count) => count + 1);
  const change = (filters: TicketsAddress) => go(filters, 'instead');
  const clear = () => change(noFilters);
  // Each letter is no place to come back to: the view that was left is, and what was found at last.
  const search = (text: string) =>
    go({ q: text.trim() === '' ? undefined : text }, address.q === undefined ? 'new' : 'instead');
  const next = useNextTicket({
    filter,
    openId,
    onTaken: (id) => {
      open(id, 'new');
      refresh();
    },
    onNone: () => {
      show('next');
      refresh();
    },
  });
  const previous = () => {
    const id = wayBack();
    if (id !== null) open(id, 'instead');
  };
  useCommand('tickets.next', next.takeNext);
  useCommand('tickets.figures', () => void navigate({ to: '/tickets/figures' }));

  const detail = (known: TicketRow | undefined) =>
    openId !== null && (
      <TicketView
        ticketId={openId}
        known={known}
        onNext={next.takeNext}
        onPrevious={previous}
        onClose={close}
        onOpen={(id) => open(id, 'new')}
      />
    );
  return (
    <div className={classes.view} data-open={openId !== null || undefined}>
      <h1 className="unseen">Tickets</h1>
      <div className={classes.column}>
        <ViewsColumn
          address={address}
          counts={counts}
          pressing={pressing}
          onShow={show}
          foot={
            <>
              <FiguresLink />
              <AwaySwitch />
            </>
          }
        />
      </div>
      <Desk
        query={{ view, filter }}
        searched={address.q}
        onSearch={search}
        count={counts(view)}
        openId={openId}
        round={round}
        taking={next.isPending}
        filtered={isFiltered(address)}
        onOpen={open}
        onClose={close}
        onNext={next.takeNext}
        onPrevious={previous}
        onRefresh={refresh}
        onClearFilters={clear}
        menu={
          <ViewsMenu
            views={shownViews}
            labelOf={(each) => viewWords[each].label}
            shown={view}
            counts={counts}
            onShow={show}
          />
        }
        tools={
          <>
            <FilterButton address={address} names={names} onChange={change} onClear={clear} />
            <ViewMenu
              workspace="tickets"
              address={savedAddress(address)}
              viewId={address.view}
              onApply={(saved) => void navigate({ search: addressOfView(saved) })}
              onNamed={(saved) => go({ view: saved }, 'instead')}
            />
          </>
        }
        chips={
          <FilterChips
            chips={filterWords(address, names)}
            onDrop={(name) => change({ [name]: undefined })}
            onClear={clear}
          />
        }
        detail={detail}
      />
    </div>
  );
}
