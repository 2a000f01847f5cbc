import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type {
  TrafficCharts as Charts,
  Percentile,
  TrafficChartSet,
} from '../../../../contract/metrics/traffic.ts';
import type { ChartRange, Marker } from '../../../../contract/metrics/values.ts';
import { TimeChart } from '../../../components/charts/time-chart.tsx';
import { calls } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import classes from './traffic-view.module.css';

const refreshEvery = 5 * 60_000;
const whileSummed = 4000;

/** The traffic of a range. */
export function useTrafficCharts(range: ChartRange, service: string | null, percentile: Percentile) {
  return useQuery(
    calls.metrics.traffic.chart.queryOptions({
      input: { range, service, percentile },
      placeholderData: keepPreviousData,
      // A note on the requests is that their hours are being summed up.
      refetchInterval: ({ state }) =>
        (state.data?.requests.notes.length ?? 0) > 0 ? whileSummed : refreshEvery,
    }),
  );
}

interface TrafficChartsProps {
  charts: Charts | undefined;
  error: unknown;
  service: string | null;
  percentile: Percentile;
  markers: readonly Marker[];
  compares: boolean;
}

/** Requests, errors, latency and pageviews: of all services upon one another, or of one. */
export function TrafficCharts({ charts, error, service, percentile, markers, compares }: TrafficChartsProps) {
  const drawn: readonly { key: keyof TrafficChartSet; title: string; stacked: boolean }[] = [
    { key: 'requests', title: 'Requests', stacked: true },
    {
      key: 'latency',
      title: service === null ? `Latency ${percentile}, by service` : 'Latency',
      stacked: false,
    },
    { key: 'errors', title: 'Errors', stacked: true },
    { key: 'errorShare', title: 'Errors of all requests', stacked: false },
    { key: 'pageviews', title: 'Pageviews', stacked: true },
  ];
  return (
    <div className={classes.charts}>
      {drawn.map(({ key, title, stacked }) => (
        <TimeChart
          key={key}
          title={service === null ? title : `${title}, ${service}`}
          data={charts && isKnown(charts, key) ? charts[key] : undefined}
          before={compares ? charts?.before[key] : undefined}
          markers={markers}
          kind={stacked && service === null ? 'stacked' : 'line'}
          failed={
            error === null
              ? charts && !isKnown(charts, key)
                ? (charts.unknown ?? undefined)
                : undefined
              : failureOf(error).message
          }
        />
      ))}
    </div>
  );
}

/** Where nothing is known a chart says why, rather than that there is nothing. */
function isKnown(charts: Charts, key: keyof TrafficChartSet): boolean {
  return charts.unknown === null || charts[key].at.length > 0;
}
