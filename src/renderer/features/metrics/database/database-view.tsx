import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChartGroup } from '../../../components/charts/chart-group.tsx';
import { TimeChart } from '../../../components/charts/time-chart.tsx';
import { calls } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { RangeBar } from '../range/range-bar.tsx';
import { useMetricsRange } from '../range/use-metrics-range.ts';

/** What the database is doing. */
export function DatabaseView() {
  const range = useMetricsRange('6h');
  const chart = useQuery(
    calls.metrics.samples.chart.queryOptions({
      input: { range: range.input, series: ['connected', 'running', 'max_used'] },
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <>
      <h1 className="unseen">Database</h1>
      <RangeBar range={range} />
      <ChartGroup range={range}>
        <TimeChart
          title="Connections"
          data={chart.data}
          failed={chart.error === null ? undefined : failureOf(chart.error).message}
        />
      </ChartGroup>
    </>
  );
}
