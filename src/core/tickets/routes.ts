import { conversationRoutes } from './conversation/routes.ts';
import { figuresRoutes } from './figures/routes.ts';
import { ticketQueueRoutes } from './queue/routes.ts';
import { referralsRoutes } from './referrals/routes.ts';
import { ticketRulesRoutes } from './rules/routes.ts';
import { searchRoutes } from './search/routes.ts';

export const ticketsRoutes = {
  ...ticketQueueRoutes,
  ...conversationRoutes,
  ...ticketRulesRoutes,
  search: searchRoutes,
  figures: figuresRoutes,
  referrals: referralsRoutes,
};
