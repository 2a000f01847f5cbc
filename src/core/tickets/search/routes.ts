import { os } from '../../procedures.ts';
import { findTickets } from './find.ts';

export const searchRoutes = {
  find: os.tickets.search.find.handler(({ context, input, signal }) =>
    findTickets(context.console.session.signedIn, input, signal),
  ),
};
