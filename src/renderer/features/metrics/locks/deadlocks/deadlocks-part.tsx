import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { DeadlockKinds } from '../../../../../contract/metrics/locks/deadlocks.ts';
import { AgeBadge } from '../../../../components/age-badge.tsx';
import { RowSkeletons } from '../../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../../components/panels/failure-panel.tsx';
import { StatePanel } from '../../../../components/panels/state-panel.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { calls } from '../../../../transport/client.ts';
import { failureOf } from '../../../../transport/failure.ts';
import { countText } from '../lock-words.ts';
import classes from '../locks.module.css';
import { DeadlockDetail } from './deadlock-detail.tsx';
import { DeadlockList } from './deadlock-list.tsx';
import { KindsTable } from './kinds-table.tsx';

const route = getRouteApi('/metrics/locks');

/** The deadlocks that were caught: what they have in common, each one, and one of them in detail. */
export function DeadlocksPart() {
  const { kind, deadlock } = route.useSearch();
  const navigate = route.useNavigate();
  const kinds = useQuery(
    calls.metrics.locks.deadlocks.kinds.queryOptions({
      input: undefined,
      placeholderData: keepPreviousData,
      refetchInterval: 10_000,
    }),
  );
  const refresh = () => void kinds.refetch();
  useCommand('view.refresh', refresh);
  useCommand(
    'view.back',
    () => void navigate({ search: ({ deadlock: _, ...rest }) => rest }),
    deadlock !== undefined,
  );
  const { data } = kinds;
  return (
    <>
      <div className={classes.tools}>
        <p className={classes.sum} role="status">
          {data !== undefined && sumOf(data)}
        </p>
        <div className={classes.end}>
          <AgeBadge asOf={data?.asOf} refreshing={kinds.isFetching} onRefresh={refresh} />
        </div>
      </div>
      <div className={classes.panes} data-open={deadlock !== undefined || undefined} data-wide>
        <div className={classes.body}>
          {data === undefined ? (
            kinds.isPaused ? (
              <WaitingPanel what="deadlocks" />
            ) : kinds.error !== null ? (
              <FailurePanel error={kinds.error} what="deadlocks" onRetry={refresh} />
            ) : (
              <RowSkeletons label="Loading deadlocks" />
            )
          ) : (
            <>
              {kinds.error !== null && (
                <p className={classes.warning} role="alert">
                  {failureOf(kinds.error).message}
                </p>
              )}
              {data.unknown !== null && <p className={classes.warning}>{data.unknown}</p>}
              {data.kinds.length === 0 ? (
                <StatePanel kind="empty" title="No deadlock was caught in the last 30 days">
                  {noneWords(data)}
                </StatePanel>
              ) : (
                <KindsTable
                  kinds={data.kinds}
                  chosen={kind}
                  onChoose={(it) =>
                    void navigate({ search: (now) => ({ ...now, kind: it === kind ? undefined : it }) })
                  }
                />
              )}
              <DeadlockList kind={kind} caught={data.caught} open={deadlock} />
            </>
          )}
        </div>
        {deadlock !== undefined && <DeadlockDetail key={deadlock} id={deadlock} />}
      </div>
    </>
  );
}

function sumOf({ caught, missed }: DeadlockKinds): string {
  const lost =
    missed === 0
      ? ''
      : `; ${countText(missed)} more came too soon before another: the server keeps the last alone`;
  return `${countText(caught)} caught in the last 30 days${lost}`;
}

function noneWords({ counted }: DeadlockKinds): string {
  if (counted === null) return 'The server does not say how many it has met.';
  if (counted === 0) return 'The server has met none since it started.';
  return `The server has met ${countText(counted)} since it started. Its last is read while an administrator has a console open, or an administrator’s runs on its own (--jobs-only).`;
}
