import { look } from '../../looking/looking.ts';
import { os } from '../../procedures.ts';
import { freshnessOf } from '../intake/freshness.ts';
import { readTicket } from '../work.ts';
import { setAway } from './away/away.ts';
import { readDesk } from './away/desk.ts';
import { noteSeen } from './away/seen.ts';
import { changeTicket } from './change/change.ts';
import { changeMany, undoMany } from './change/many.ts';
import { undoChange } from './change/undo.ts';
import { followTicket } from './follow.ts';
import { countTickets } from './list/counts.ts';
import { listTickets, ticketsById } from './list/list.ts';
import { takeNext } from './next.ts';

export const ticketQueueRoutes = {
  list: os.tickets.list.handler(({ context, input, signal }) =>
    listTickets(context.console.session.signedIn, input, signal),
  ),
  rows: os.tickets.rows.handler(({ context, input, signal }) =>
    ticketsById(context.console.session.signedIn, input, signal),
  ),
  counts: os.tickets.counts.handler(({ context, input, signal }) =>
    countTickets(context.console.session.signedIn, input.filter, signal),
  ),
  takeNext: os.tickets.takeNext.handler(({ context, input }) =>
    takeNext(context.console.session.signedIn, input),
  ),
  change: os.tickets.change.handler(({ context, input }) =>
    changeTicket(context.console.session.signedIn, input),
  ),
  undoChange: os.tickets.undoChange.handler(({ context, input }) =>
    undoChange(context.console.session.signedIn, input),
  ),
  follow: os.tickets.follow.handler(async ({ context, input }) => {
    await followTicket(context.console.session.signedIn, input);
    return {};
  }),
  changeMany: os.tickets.changeMany.handler(({ context, input, signal }) =>
    changeMany(context.console.session.signedIn, input, signal),
  ),
  undoMany: os.tickets.undoMany.handler(({ context, input, signal }) =>
    undoMany(context.console.session.signedIn, input, signal),
  ),
  look: os.tickets.look.handler(async ({ context, input: { ticketId, ...how } }) => {
    const { signedIn } = context.console.session;
    const exists = (db: Parameters<typeof readTicket>[0]) => readTicket(db, ticketId);
    const [looked] = await Promise.all([
      look(signedIn, { kind: 'ticket', id: ticketId, ...how, exists }),
      noteSeen(signedIn),
    ]);
    return looked;
  }),
  desk: os.tickets.desk.handler(({ context, signal }) => readDesk(context.console.session.signedIn, signal)),
  setAway: os.tickets.setAway.handler(({ context, input }) =>
    setAway(context.console.session.signedIn, input),
  ),
  freshness: os.tickets.freshness.handler(({ context, signal }) =>
    freshnessOf(context.console.session.signedIn, signal),
  ),
};
