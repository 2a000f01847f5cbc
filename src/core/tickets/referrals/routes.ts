import { os } from '../../procedures.ts';
import { notYet } from '../not-yet.ts';

export const referRoutes = {
  refer: os.tickets.refer.handler(notYet),
};

export const referralsRoutes = {
  ofCase: os.tickets.referrals.ofCase.handler(notYet),
};
