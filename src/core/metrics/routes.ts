import { headroomRoutes } from './headroom/routes.ts';
import { locksRoutes } from './locks/routes.ts';
import { prometheusRoutes } from './prometheus/routes.ts';
import { samplesRoutes } from './sampler/routes.ts';
import { signalsRoutes } from './signals/routes.ts';
import { statementsRoutes } from './statements/routes.ts';
import { trafficRoutes } from './traffic/routes.ts';

export const metricsRoutes = {
  headroom: headroomRoutes,
  locks: locksRoutes,
  prometheus: prometheusRoutes,
  samples: samplesRoutes,
  signals: signalsRoutes,
  statements: statementsRoutes,
  traffic: trafficRoutes,
};
