import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Signals } from '../../../../contract/metrics/signals.ts';
import { FailurePanel, WaitingPanel } from '../../../components/panels/failure-panel.tsx';
import { useCommand } from '../../../keys/commands.ts';
import { calls } from '../../../transport/client.ts';
import { SignalCard } from './signal-card.tsx';
import { groupNames, groupsOf } from './signal-words.ts';
import classes from './signals.module.css';
import { SignalsHead } from './signals-head.tsx';

const route = getRouteApi('/metrics/database');

/** How often the signals are read again, in milliseconds. */
const readEvery = 20_000;
const skeletons = Array.from({ length: 24 }, (_, index) => index);

/** Whether the database is well: all 26 signals, worst first. */
export function SignalCards() {
  const answer = useQuery(
    calls.metrics.signals.get.queryOptions({
      placeholderData: keepPreviousData,
      refetchInterval: readEvery,
    }),
  );
  const { signals: shown } = route.useSearch();
  const navigate = route.useNavigate();
  const onlyLook = shown === 'look';
  const setOnlyLook = (only: boolean) =>
    void navigate({ search: (before) => ({ ...before, signals: only ? 'look' : undefined }), replace: true });
  useCommand('signals.look', () => setOnlyLook(!onlyLook));
  const { data, error, isPaused, isFetching, refetch } = answer;
  if (data === undefined) {
    if (isPaused) return <WaitingPanel what="signals" />;
    if (error !== null) return <FailurePanel error={error} what="signals" onRetry={() => void refetch()} />;
    return (
      <div className={classes.skeletons} role="status" aria-label="Loading signals">
        {skeletons.map((index) => (
          <span key={index} aria-hidden />
        ))}
      </div>
    );
  }
  return (
    <section className={classes.signals} aria-label="Signals">
      <SignalsHead
        signals={data}
        failed={error}
        refreshing={isFetching}
        onRefresh={() => void refetch()}
        onlyLook={onlyLook}
        onOnlyLook={setOnlyLook}
      />
      <Groups signals={data} onlyLook={onlyLook} />
    </section>
  );
}

function Groups({ signals, onlyLook }: { signals: Signals; onlyLook: boolean }) {
  const groups = groupsOf(signals.signals, onlyLook);
  if (groups.length === 0) return <p className={classes.none}>All 26 signals are good.</p>;
  return (
    <div className={classes.groups}>
      {groups.map(({ group, signals: cards }) => (
        <section key={group} className={classes.group} aria-label={groupNames[group]}>
          <h3>{groupNames[group]}</h3>
          <ul>
            {cards.map((signal) => (
              <li key={signal.id}>
                <SignalCard signal={signal} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
