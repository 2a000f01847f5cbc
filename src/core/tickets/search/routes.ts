import { os } from '../../procedures.ts';
import { notYet } from '../not-yet.ts';

export const searchRoutes = {
  find: os.tickets.search.find.handler(notYet),
};
