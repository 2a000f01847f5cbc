import { keepPreviousData, useQuery } from '@tanstack/react-query';
import {
  type PrometheusPanel,
  type PrometheusServer,
  prometheusPanels,
} from '../../../../../contract/metrics/prometheus.ts';
import { TimeChart } from '../../../../components/charts/time-chart.tsx';
import { calls } from '../../../../transport/client.ts';
import { failureOf } from '../../../../transport/failure.ts';
import type { MetricsRange } from '../../range/use-metrics-range.ts';

/** Where it becomes serious, in the unit of the panel. */
const limits: Partial<Record<PrometheusPanel, { value: number; label: string }>> = {
  load: { value: 1, label: 'one for each core' },
  disk: { value: 0.9, label: '90%' },
  mysql_connections: { value: 0.85, label: '85%' },
};

interface PanelChartProps {
  panel: PrometheusPanel;
  server: PrometheusServer;
  range: MetricsRange;
}

export function PanelChart({ panel, server: { id }, range }: PanelChartProps) {
  const chart = useQuery(
    calls.metrics.prometheus.panel.queryOptions({
      input: { id, panel, range: range.input },
      placeholderData: keepPreviousData,
      gcTime: 60_000,
      retry: false,
    }),
  );
  return (
    <TimeChart
      title={prometheusPanels[panel].title}
      data={chart.data}
      failed={chart.error === null ? undefined : failureOf(chart.error).message}
      limit={limits[panel]}
      height={150}
    />
  );
}
