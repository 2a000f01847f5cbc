import { os } from '../../procedures.ts';
import { trafficCharts } from './charts/chart.ts';
import { growthCharts } from './charts/growth.ts';
import { exportMonths } from './months/export.ts';
import { trafficMonths } from './months/months.ts';
import { deploysIn } from './overview/deploys.ts';
import { trafficOverview } from './overview/overview.ts';

export const trafficRoutes = {
  chart: os.metrics.traffic.chart.handler(({ context, input, signal }) =>
    trafficCharts(context.console.session.signedIn, input, signal),
  ),
  growth: os.metrics.traffic.growth.handler(({ context, input, signal }) =>
    growthCharts(context.console.session.signedIn, input, signal),
  ),
  deploys: os.metrics.traffic.deploys.handler(({ context, input, signal }) =>
    deploysIn(context.console.session.signedIn, input, signal),
  ),
  overview: os.metrics.traffic.overview.handler(({ context, signal }) =>
    trafficOverview(context.console.session.signedIn, signal),
  ),
  months: os.metrics.traffic.months.handler(({ context, signal }) =>
    trafficMonths(context.console.session.signedIn, signal),
  ),
  export: os.metrics.traffic.export.handler(({ context, signal }) =>
    exportMonths(context.console.session.signedIn, context.console.exportsDir, signal),
  ),
};
