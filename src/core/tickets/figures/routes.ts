import { os } from '../../procedures.ts';
import { notYet } from '../not-yet.ts';

export const figuresRoutes = {
  get: os.tickets.figures.get.handler(notYet),
  export: os.tickets.figures.export.handler(notYet),
};
