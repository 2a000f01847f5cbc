import { now } from '../../database/time.ts';
import { os } from '../../procedures.ts';
import { instantValues } from './query/instant.ts';
import { metricNames } from './query/names.ts';
import { expressionChart, panelChart } from './query/range.ts';
import { checkServer } from './servers/check.ts';
import { scrapeOf } from './servers/scrape.ts';
import { endpointOf, endpointOfDraft, readServers, removeServer, saveServer } from './servers/store.ts';
import { readTargets } from './servers/targets.ts';

const { prometheus } = os.metrics;

export const prometheusRoutes = {
  // From the primary: what was just saved must be there.
  servers: prometheus.servers.handler(({ context, input, signal }) =>
    context.console.session.signedIn.database.readPrimary(signal, async (db, run) => ({
      servers: await readServers(db, run, input.removed),
    })),
  ),
  saveServer: prometheus.saveServer.handler(({ context, input }) =>
    saveServer(context.console.session.signedIn.database, input),
  ),
  removeServer: prometheus.removeServer.handler(async ({ context, input }) => {
    await removeServer(context.console.session.signedIn.database, input);
    return {};
  }),
  check: prometheus.check.handler(async ({ context, input, signal }) => {
    const { database } = context.console.session.signedIn;
    return checkServer(await endpointOf(database, input.id, signal), signal);
  }),
  tryServer: prometheus.tryServer.handler(async ({ context, input, signal }) => {
    const { database } = context.console.session.signedIn;
    return checkServer(await endpointOfDraft(database, input.id, input.server, signal), signal);
  }),
  targets: prometheus.targets.handler(async ({ context, input, signal }) => {
    const at = await endpointOf(context.console.session.signedIn.database, input.id, signal);
    const [targets, scrapeSeconds] = await Promise.all([readTargets(at, signal), scrapeOf(at)]);
    return { ...targets, scrapeSeconds, asOf: now() };
  }),
  panel: prometheus.panel.handler(({ context, input, signal }) =>
    panelChart(context.console.session.signedIn, input, signal),
  ),
  chart: prometheus.chart.handler(({ context, input, signal }) =>
    expressionChart(context.console.session.signedIn, input, signal),
  ),
  instant: prometheus.instant.handler(({ context, input, signal }) =>
    instantValues(context.console.session.signedIn, input, signal),
  ),
  names: prometheus.names.handler(({ context, input, signal }) =>
    metricNames(context.console.session.signedIn, input, signal),
  ),
};
