import { getRouteApi } from '@tanstack/react-router';
import { StatePanel } from '../../components/panels/state-panel.tsx';
import { useSignedIn, workspacesOf } from '../session/session-state.ts';
import { TicketView } from './ticket/ticket-view.tsx';
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
  const { ticket: openId } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div className={classes.view} data-open={openId !== undefined || undefined}>
      <h1 className="unseen">Tickets</h1>
      {openId !== undefined && (
        <TicketView
          ticketId={openId}
          known={undefined}
          onNext={() => {}}
          onPrevious={() => {}}
          onClose={() => void navigate({ search: (now) => ({ ...now, ticket: undefined }) })}
          onOpen={(ticket) => void navigate({ search: (now) => ({ ...now, ticket }) })}
        />
      )}
    </div>
  );
}
