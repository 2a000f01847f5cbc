import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCommand } from '../../../keys/commands.ts';
import { keyTitle } from '../../../keys/key-title.ts';
import { calls } from '../../../transport/client.ts';
import { RangeBar } from '../range/range-bar.tsx';
import { useMetricsRange } from '../range/use-metrics-range.ts';
import { SignalCards } from '../signals/signal-cards.tsx';
import classes from './database-view.module.css';
import { Sampling } from './sampling.tsx';
import { Wall } from './wall.tsx';

const route = getRouteApi('/metrics/database');
/** Looking holds for a minute; it is said again before. */
const lookEvery = 30_000;
/** Until the first sample is there, which is soon. */
const firstLookEvery = 5000;
const none = {};

/** What the database is doing. While this is open, it is sampled every 10 seconds. */
export function DatabaseView() {
  const range = useMetricsRange('6h');
  const { compare } = route.useSearch();
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const look = useQuery(
    calls.metrics.samples.look.queryOptions({
      refetchInterval: ({ state }) => (state.data?.sampledAt == null ? firstLookEvery : lookEvery),
      staleTime: 0,
    }),
  );
  const switchCompare = () =>
    void navigate({
      search: (before) => ({ ...before, compare: compare === 'week' ? undefined : 'week' }),
      replace: true,
    });
  useCommand('database.compare', switchCompare);
  useCommand('view.refresh', () => {
    for (const queryKey of [calls.metrics.signals.key(), calls.metrics.samples.key()])
      void queryClient.refetchQueries({ queryKey, type: 'active' });
  });
  return (
    <div className={classes.view}>
      <h1 className="unseen">Database</h1>
      <div className={classes.tools}>
        <RangeBar range={range} />
        <Button
          size="compact-sm"
          variant="default"
          aria-pressed={compare === 'week'}
          data-on={compare === 'week' || undefined}
          className={classes.compare}
          title={keyTitle('database.compare', 'Draw the week before, dashed')}
          onClick={switchCompare}
        >
          Week before
        </Button>
        <Sampling
          state={look.data}
          error={look.error}
          refreshing={look.isFetching}
          onRefresh={() => void look.refetch()}
        />
      </div>
      <section
        className={classes.body}
        aria-label="What the database is doing"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too
        tabIndex={0}
      >
        <SignalCards />
        <Wall range={range} compares={compare === 'week'} unknown={look.data?.unknown ?? none} />
      </section>
    </div>
  );
}
