import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ChartData } from '../../../../contract/metrics/values.ts';
import { ChartGroup } from '../../../components/charts/chart-group.tsx';
import { TimeChart } from '../../../components/charts/time-chart.tsx';
import { calls } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import type { MetricsRange } from '../range/use-metrics-range.ts';
import classes from './database-view.module.css';
import { limitOf, partOf, wallCharts, wallSeries } from './wall-charts.ts';

interface WallProps {
  range: MetricsRange;
  /** Draws the week before too. */
  compares: boolean;
  /** From a series that cannot be read to why. */
  unknown: Readonly<Record<string, string>>;
}

const nothing = {};

/** What the database did over the range: twelve charts under one cross-hair, read by one call. */
export function Wall({ range, compares, unknown = nothing }: WallProps) {
  const options = { placeholderData: keepPreviousData, gcTime: 60_000 };
  const chart = useQuery(
    calls.metrics.samples.chart.queryOptions({
      input: { range: range.input, series: wallSeries },
      ...options,
    }),
  );
  const before = useQuery(
    calls.metrics.samples.chart.queryOptions({
      input: { range: range.inputBefore, series: wallSeries },
      ...options,
      enabled: compares,
    }),
  );
  const failed = [chart.error, compares ? before.error : null].find((error) => error !== null);
  return (
    <ChartGroup range={range}>
      <section className={classes.wall} aria-label="Wall" aria-busy={chart.isPlaceholderData}>
        {wallCharts.map((it) => (
          <WallChart
            key={it.title}
            chart={it}
            data={chart.data}
            before={compares ? before.data : undefined}
            unknown={unknown}
            failed={failed == null ? undefined : failureOf(failed).message}
          />
        ))}
      </section>
    </ChartGroup>
  );
}

interface WallChartProps {
  chart: (typeof wallCharts)[number];
  data: ChartData | undefined;
  before: ChartData | undefined;
  unknown: Readonly<Record<string, string>>;
  failed: string | undefined;
}

function WallChart({ chart, data, before, unknown, failed }: WallChartProps) {
  const part = useMemo(
    () => (data === undefined ? undefined : partOf(data, chart, unknown)),
    [data, chart, unknown],
  );
  const limit = data === undefined ? undefined : limitOf(data, chart);
  return (
    <TimeChart title={chart.title} data={part} before={before} limit={limit} failed={failed} height={150} />
  );
}
