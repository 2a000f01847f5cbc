import { os } from '../../procedures.ts';
import { notYet } from '../not-yet.ts';

export const ticketQueueRoutes = {
  list: os.tickets.list.handler(notYet),
  rows: os.tickets.rows.handler(notYet),
  counts: os.tickets.counts.handler(notYet),
  takeNext: os.tickets.takeNext.handler(notYet),
  change: os.tickets.change.handler(notYet),
  undoChange: os.tickets.undoChange.handler(notYet),
  follow: os.tickets.follow.handler(notYet),
  changeMany: os.tickets.changeMany.handler(notYet),
  undoMany: os.tickets.undoMany.handler(notYet),
  look: os.tickets.look.handler(notYet),
  desk: os.tickets.desk.handler(notYet),
  setAway: os.tickets.setAway.handler(notYet),
  freshness: os.tickets.freshness.handler(notYet),
};
