import type { DatabaseSeries } from '../../src/contract/metrics/series.ts';
import type { ChartRange } from '../../src/contract/metrics/values.ts';
import { type Figure, figure } from './support/figures.ts';
import type { Ground } from './support/ground.ts';
import { overMessagePort } from './support/lines.ts';
import { measureHover } from './support/metrics/hover.ts';
import { layMetrics } from './support/metrics/laying.ts';
import { measureSamplerCost } from './support/metrics/sampler-cost.ts';
import { measureScreens } from './support/metrics/screens.ts';
import { p50, p95, timed } from './support/samples.ts';

const RUNS = 50;
const WARM_UP = 5;
/** What a call of Metrics is promised to keep, so that a wall of twelve charts stands at once. */
const AIM = '< 200';
const day = 86_400;
const ranges = {
  'an hour': 3600,
  'a day': day,
  '7 days': 7 * day,
  '30 days': 30 * day,
  'a year': 365 * day,
  '5 years': 1826 * day,
};
const twelve: DatabaseSeries[] = [
  'running',
  'connected',
  'statements',
  'pool_requests',
  'pool_reads',
  'checkpoint_age',
  'history',
  'oldest_transaction',
  'row_lock_time',
  'tmp_disk_tables',
  'full_scans',
  'received',
];

/** Five years of samples by the hour, a month by the minute and a day by ten seconds: reading them, and looking at them. */
export async function measure(ground: Ground): Promise<Figure[]> {
  await using laid = await layMetrics(ground);
  return [
    ...laid.figures,
    ...(await measureCalls(ground)),
    ...(await measureScreens(ground)),
    ...(await measureHover(ground)),
    ...(await measureSamplerCost(ground)),
  ];
}

/** What the screens ask for, each through the whole call. */
async function measureCalls(ground: Ground): Promise<Figure[]> {
  const client = await overMessagePort(ground, 'ines');
  const { metrics } = client;
  const now = Math.floor(Date.now() / 1000);
  const rangeOf = (seconds: number): ChartRange => ({ from: now - seconds, to: now, points: 600 });
  const calls: [string, () => Promise<unknown>][] = [
    ...Object.entries(ranges).map(([name, seconds]): [string, () => Promise<unknown>] => [
      `twelve series over ${name}`,
      () => metrics.samples.chart({ range: rangeOf(seconds), series: twelve }),
    ]),
    ...(['7 days', 'a year', '5 years'] as const).map((name): [string, () => Promise<unknown>] => [
      `traffic over ${name}`,
      () => metrics.traffic.chart({ range: rangeOf(ranges[name]), service: null, percentile: 'p95' }),
    ]),
    ['months since the beginning', () => metrics.traffic.months()],
    ['the 26 signals', () => metrics.signals.get()],
    ['the law over 30 days', () => metrics.headroom.law({ range: rangeOf(30 * day) })],
    ['the calendar', () => metrics.headroom.calendar()],
    ...(['a day', '7 days', '30 days', 'a year'] as const).map((name): [string, () => Promise<unknown>] => [
      `statements over ${name}`,
      () => metrics.statements.list({ range: rangeOf(ranges[name]) }),
    ]),
  ];
  const figures: Figure[] = [];
  for (const [name, call] of calls) {
    ground.say(`  ${name}`);
    const times: number[] = [];
    for (let run = -WARM_UP; run < RUNS; run++) {
      ground.signal.throwIfAborted();
      const { ms } = await timed(call);
      if (run >= 0) times.push(ms);
    }
    figures.push(figure(`${name}, p50`, p50(times), 'ms'), figure(`${name}, p95`, p95(times), 'ms', AIM));
  }
  return figures;
}
