import { os } from '../../procedures.ts';
import { sampledChart } from './chart.ts';
import { lookAtSamples } from './look.ts';

export const samplesRoutes = {
  chart: os.metrics.samples.chart.handler(({ context, input, signal }) =>
    sampledChart(context.console.session.signedIn, input, signal),
  ),
  look: os.metrics.samples.look.handler(({ context, signal }) =>
    lookAtSamples(context.console.session.signedIn, signal),
  ),
};
