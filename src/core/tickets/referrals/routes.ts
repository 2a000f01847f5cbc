import { os } from '../../procedures.ts';
import { ticketsOfCase } from './of-case.ts';
import { refer } from './refer.ts';

export const referRoutes = {
  refer: os.tickets.refer.handler(async ({ context, input }) => {
    await refer(context.console.session.signedIn, input);
    return {};
  }),
};

export const referralsRoutes = {
  ofCase: os.tickets.referrals.ofCase.handler(async ({ context, input, signal }) => ({
    tickets: await ticketsOfCase(context.console.session.signedIn, input.caseId, signal),
  })),
};
