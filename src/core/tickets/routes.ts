import { conversationRoutes } from './conversation/routes.ts';
import { figuresRoutes } from './figures/routes.ts';
import { mergingRoutes } from './merging/routes.ts';
import { ticketQueueRoutes } from './queue/routes.ts';
import { referRoutes, referralsRoutes } from './referrals/routes.ts';
import { ticketRulesRoutes } from './rules/routes.ts';
import { searchRoutes } from './search/routes.ts';

export const ticketsRoutes = {
  ...ticketQueueRoutes,
  ...conversationRoutes,
  ...mergingRoutes,
  ...referRoutes,
  ...ticketRulesRoutes,
  search: searchRoutes,
  figures: figuresRoutes,
  referrals: referralsRoutes,
};
