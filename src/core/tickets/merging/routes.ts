import { os } from '../../procedures.ts';
import { notYet } from '../not-yet.ts';

export const mergingRoutes = {
  merge: os.tickets.merge.handler(notYet),
  split: os.tickets.split.handler(notYet),
  undoMerge: os.tickets.undoMerge.handler(notYet),
};
