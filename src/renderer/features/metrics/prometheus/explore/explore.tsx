import { Button } from '@mantine/core';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import type { PrometheusServer } from '../../../../../contract/metrics/prometheus.ts';
import { ChartGroup } from '../../../../components/charts/chart-group.tsx';
import { TimeChart } from '../../../../components/charts/time-chart.tsx';
import { calls } from '../../../../transport/client.ts';
import { failureOf } from '../../../../transport/failure.ts';
import type { MetricsRange } from '../../range/use-metrics-range.ts';
import classes from '../prometheus.module.css';
import type { PrometheusAddress } from '../prometheus-address.ts';
import { ExpressionForm } from './expression-form.tsx';
import { FaultMark } from './fault-mark.tsx';
import { useQueryHistory } from './query-history.ts';
import { ValuesTable } from './values-table.tsx';

const examples = [
  { expr: 'up', label: 'Who answers' },
  { expr: 'rate(node_cpu_seconds_total{mode!="idle"}[$window])', label: 'What processors do' },
  { expr: 'topk(5, rate(node_disk_written_bytes_total[$window]))', label: 'The five disks written most' },
  { expr: 'predict_linear(node_filesystem_avail_bytes[1d], 7 * 86400)', label: 'Disk left in a week' },
] as const;

interface ExploreProps {
  server: PrometheusServer;
  address: PrometheusAddress;
  range: MetricsRange;
  onChange: (change: PrometheusAddress) => void;
}

/** Any expression of PromQL: its course over the range, and its values at the end of it. */
export function Explore({ server: { id }, address, range, onChange }: ExploreProps) {
  const { expr, unit = 'count' } = address;
  const history = useQueryHistory();
  const chart = useQuery(
    calls.metrics.prometheus.chart.queryOptions({
      input: expr === undefined ? skipToken : { id, expression: expr, unit, range: range.input },
      placeholderData: keepPreviousData,
      gcTime: 60_000,
      retry: false,
    }),
  );
  const ask = (expression: string) => {
    history.add(expression);
    if (expression === expr) void chart.refetch();
    else onChange({ expr: expression });
  };
  const failure = chart.error === null ? null : failureOf(chart.error);
  const wrong = failure?.code === 'INVALID_INPUT' ? failure : null;
  return (
    <>
      <ExpressionForm
        id={id}
        expression={expr ?? ''}
        unit={unit}
        wrong={wrong !== null}
        recent={history.queries}
        onAsk={ask}
        onUnit={(chosen) => onChange({ unit: chosen === 'count' ? undefined : chosen })}
      />
      {expr === undefined && <Examples onAsk={ask} />}
      {expr !== undefined && wrong !== null && <FaultMark expression={expr} failure={wrong} />}
      {expr !== undefined && wrong === null && (
        <>
          <ChartGroup range={range}>
            <TimeChart
              title="Course over the range"
              // What another expression gave must not stand below this one's failure.
              data={failure !== null && chart.isPlaceholderData ? undefined : chart.data}
              failed={failure?.message}
              height={280}
            />
          </ChartGroup>
          <ValuesTable id={id} expression={expr} unit={unit} at={range.isLive ? null : range.to} />
        </>
      )}
    </>
  );
}

function Examples({ onAsk }: { onAsk: (expression: string) => void }) {
  return (
    <section className={classes.section} aria-label="Examples">
      <h2>To begin with</h2>
      <ul className={classes.examples}>
        {examples.map(({ expr, label }) => (
          <li key={expr}>
            <Button size="compact-sm" variant="default" onClick={() => onAsk(expr)}>
              {label}
            </Button>
            <code>{expr}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}
