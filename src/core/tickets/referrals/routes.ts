import { os } from '../../procedures.ts';
import { notYet } from '../not-yet.ts';

export const referralsRoutes = {
  ofCase: os.tickets.referrals.ofCase.handler(notYet),
};
