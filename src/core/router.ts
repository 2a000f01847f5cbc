import { accountRoutes } from './account/routes.ts';
import { changesRoutes } from './changes/routes.ts';
import { connectionsRoutes } from './connections/routes.ts';
import { directoryRoutes } from './directory/routes.ts';
import { membersRoutes } from './members/routes.ts';
import { metricsRoutes } from './metrics/routes.ts';
import { os } from './procedures.ts';
import { recordRoutes } from './record/routes.ts';
import { reportsRoutes } from './reports/routes.ts';
import { sessionRoutes } from './session/routes.ts';
import { staffRoutes } from './staff/routes.ts';
import { ticketsRoutes } from './tickets/routes.ts';
import { viewsRoutes } from './views/routes.ts';

/** What answers each procedure of the contract. */
export const router = os.router({
  account: accountRoutes,
  changes: changesRoutes,
  connections: connectionsRoutes,
  directory: directoryRoutes,
  members: membersRoutes,
  metrics: metricsRoutes,
  record: recordRoutes,
  reports: reportsRoutes,
  session: sessionRoutes,
  staff: staffRoutes,
  tickets: ticketsRoutes,
  views: viewsRoutes,
});
