import { caseRoutes } from './case/routes.ts';
import { decisionsRoutes } from './decisions/routes.ts';
import { policiesRoutes } from './policies/routes.ts';
import { queueRoutes } from './queue/routes.ts';

export const reportsRoutes = { ...queueRoutes, ...caseRoutes, ...decisionsRoutes, ...policiesRoutes };
