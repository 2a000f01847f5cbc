import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { TrafficChange } from '../../../../contract/metrics/traffic.ts';
import type { Marker } from '../../../../contract/metrics/values.ts';
import { ChartGroup } from '../../../components/charts/chart-group.tsx';
import { RowSkeletons } from '../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../components/panels/failure-panel.tsx';
import { useCommand } from '../../../keys/commands.ts';
import { calls } from '../../../transport/client.ts';
import { useMetricsRange } from '../range/use-metrics-range.ts';
import { Changes } from './changes.tsx';
import { GrowthCharts, useGrowth } from './growth-charts.tsx';
import { Headlines } from './headlines.tsx';
import { MonthsTable } from './months-table.tsx';
import { hoursOf, type TrafficAddress } from './traffic-address.ts';
import { TrafficCharts, useTrafficCharts } from './traffic-charts.tsx';
import { TrafficTools } from './traffic-tools.tsx';
import classes from './traffic-view.module.css';

const route = getRouteApi('/metrics/traffic');
const refreshEvery = 2 * 60_000;
const monthsEvery = 10 * 60_000;
/** While hours are summed up for the first time. */
const whileSummed = 4000;
const hour = 3600;
/** Beyond a quarter the week before is all but the same line. In seconds. */
const comparedUpTo = 92 * 86_400;
/** More of them hide the lines. */
const mostMarkers = 60;
const noMarkers: readonly Marker[] = [];

/** What the site tells of itself: its traffic, its members, and what changed. */
export function TrafficView() {
  const address = route.useSearch();
  const navigate = route.useNavigate();
  const range = useMetricsRange('7d');
  const { service = null, percentile = 'p95', compare } = address;
  const asked = useMemo(() => hoursOf(range.input), [range.input]);
  const overview = useQuery(
    calls.metrics.traffic.overview.queryOptions({ refetchInterval: refreshEvery, staleTime: 0 }),
  );
  const charts = useTrafficCharts(asked, service, percentile);
  const growth = useGrowth(asked);
  const deploys = useQuery(calls.metrics.traffic.deploys.queryOptions({ input: { range: asked } }));
  const months = useQuery(
    calls.metrics.traffic.months.queryOptions({
      refetchInterval: ({ state }) => (state.data?.unknown == null ? monthsEvery : whileSummed),
    }),
  );
  const refresh = () => {
    for (const query of [overview, charts, growth, deploys, months]) void query.refetch();
  };
  useCommand('view.refresh', refresh);
  const change = (part: TrafficAddress) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const show = ({ service: name, since }: TrafficChange) => {
    const from = since === null ? range.to - 48 * hour : Date.parse(since) / 1000 - 12 * hour;
    void navigate({
      search: (before) => ({
        ...before,
        last: undefined,
        service: name,
        from,
        to: Math.floor(Date.now() / 1000),
      }),
    });
  };
  const crowded = deploys.data !== undefined && deploys.data.deploys.length > mostMarkers;
  const markers = crowded ? noMarkers : (deploys.data?.deploys ?? noMarkers);
  const tooMany = deploys.data?.more === true ? 'more than 200' : deploys.data?.deploys.length;
  return (
    <div className={classes.view}>
      <h1 className="unseen">Traffic</h1>
      <TrafficTools
        range={range}
        address={address}
        services={charts.data?.services ?? []}
        asOf={overview.data?.asOf ?? undefined}
        refreshing={overview.isFetching || charts.isFetching}
        onChange={change}
        onRefresh={refresh}
      />
      <section
        className={classes.body}
        aria-label="Traffic and growth"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too
        tabIndex={0}
      >
        <Overview overview={overview} onShow={show} />
        <ChartGroup range={range}>
          <Notes
            notes={[
              charts.data?.unknown !== overview.data?.unknown && charts.data?.unknown,
              deploys.data?.unknown,
              crowded &&
                `There were ${tooMany} deploys in this range, too many to draw: choose a shorter one to see them.`,
            ]}
          />
          <TrafficCharts
            charts={charts.data}
            error={charts.error}
            service={service}
            percentile={percentile}
            markers={markers}
            compares={compare !== 'none' && range.to - range.from <= comparedUpTo}
          />
          <h2 className={classes.title}>Growth</h2>
          <Notes notes={[growth.data?.unknown]} />
          <GrowthCharts growth={growth.data} error={growth.error} markers={markers} />
        </ChartGroup>
        <h2 className={classes.title}>By month</h2>
        {months.data ? (
          <MonthsTable months={months.data} />
        ) : months.error !== null ? (
          <FailurePanel error={months.error} what="the months" onRetry={() => void months.refetch()} />
        ) : (
          <RowSkeletons label="Loading the months" />
        )}
      </section>
    </div>
  );
}

interface OverviewProps {
  overview: ReturnType<typeof useQuery<Parameters<typeof Changes>[0]['overview'], unknown>>;
  onShow: (change: TrafficChange) => void;
}

function Overview({ overview: { data, error, isPaused, refetch }, onShow }: OverviewProps) {
  if (data !== undefined) {
    return (
      <>
        <Headlines headlines={data.headlines} />
        <Changes overview={data} onShow={onShow} />
      </>
    );
  }
  if (isPaused) return <WaitingPanel what="traffic" />;
  if (error !== null) return <FailurePanel error={error} what="traffic" onRetry={() => void refetch()} />;
  return <div className={classes.skeletons} role="status" aria-label="Loading the headlines" />;
}

/** What has to be said above charts, once for all of them. */
function Notes({ notes }: { notes: readonly (string | false | null | undefined)[] }) {
  const said = notes.filter((note) => typeof note === 'string');
  return said.map((note) => (
    <p key={note} className={classes.said} role="status">
      {note}
    </p>
  ));
}
