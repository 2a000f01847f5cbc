import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { GrowthCharts as Growth } from '../../../../contract/metrics/traffic.ts';
import type { ChartRange, Marker } from '../../../../contract/metrics/values.ts';
import { TimeChart } from '../../../components/charts/time-chart.tsx';
import { calls } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import classes from './traffic-view.module.css';

const refreshEvery = 30 * 60_000;

const drawn: readonly { key: Exclude<keyof Growth, 'unknown'>; title: string }[] = [
  { key: 'members', title: 'Members' },
  { key: 'joined', title: 'Sign-ups and deletions a day' },
  { key: 'active', title: 'Active members a day' },
  { key: 'messages', title: 'Messages a day' },
  { key: 'requestsPerMember', title: 'Requests per active member' },
  { key: 'pageviewsPerMember', title: 'Pageviews per active member' },
  { key: 'messagesPerMember', title: 'Messages per active member' },
  { key: 'requestsPerPageview', title: 'Requests per pageview' },
  { key: 'errorsPerMillion', title: 'Errors per million requests' },
];

export function useGrowth(range: ChartRange) {
  return useQuery(
    calls.metrics.traffic.growth.queryOptions({
      input: { range },
      placeholderData: keepPreviousData,
      refetchInterval: refreshEvery,
    }),
  );
}

interface GrowthChartsProps {
  growth: Growth | undefined;
  error: unknown;
  markers: readonly Marker[];
}

/** Members and what they do, by day. */
export function GrowthCharts({ growth, error, markers }: GrowthChartsProps) {
  return (
    <div className={classes.charts} data-small>
      {drawn.map(({ key, title }) => {
        const isKnown = growth && (growth.unknown === null || growth[key].at.length > 0);
        const why = growth && !isKnown ? (growth.unknown ?? undefined) : undefined;
        return (
          <TimeChart
            key={key}
            title={title}
            data={isKnown ? growth[key] : undefined}
            markers={markers}
            failed={error === null ? why : failureOf(error).message}
            height={130}
          />
        );
      })}
    </div>
  );
}
