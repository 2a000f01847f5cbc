import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { PrometheusServer } from '../../../../contract/metrics/prometheus.ts';
import { RowSkeletons } from '../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../components/panels/failure-panel.tsx';
import { useCommand } from '../../../keys/commands.ts';
import { calls } from '../../../transport/client.ts';
import { useMetricsRange } from '../range/use-metrics-range.ts';
import { Explore } from './explore/explore.tsx';
import { Health, NotAnswering } from './health.tsx';
import { Machines } from './machines/machines.tsx';
import { NoServer } from './no-server.tsx';
import classes from './prometheus.module.css';
import type { PrometheusAddress } from './prometheus-address.ts';
import { PrometheusHead } from './prometheus-head.tsx';
import { ServersSheet } from './servers/servers-sheet.tsx';
import { Targets } from './targets/targets.tsx';
import { useCheck, useServers } from './use-servers.ts';

const route = getRouteApi('/metrics/prometheus');
type Edited = PrometheusServer['id'] | 'new' | null;

/** What the machines tell a Prometheus, or a server that speaks its API. */
export function PrometheusView() {
  const { server: chosen } = route.useSearch();
  const navigate = route.useNavigate();
  const answer = useServers();
  const [sheet, setSheet] = useState<{ edited: Edited } | null>(null);
  const servers = answer.data?.servers ?? [];
  const shown = servers.find((it) => it.id === chosen) ?? servers[0];
  useCommand('prometheus.servers', () => setSheet({ edited: null }));
  return (
    <div className={classes.view}>
      <h1 className="unseen">Prometheus</h1>
      {answer.data === undefined ? (
        <Loading answer={answer} />
      ) : shown === undefined ? (
        <NoServer onConnect={() => setSheet({ edited: 'new' })} />
      ) : (
        <OfServer
          // Another server, or another address of it, begins anew.
          key={`${shown.id} ${shown.version}`}
          server={shown}
          servers={servers}
          onServers={(edited) => setSheet({ edited })}
        />
      )}
      <ServersSheet
        sheet={sheet}
        servers={servers}
        onEdit={(edited) => setSheet({ edited })}
        onClose={() => setSheet(null)}
        onSaved={(id) => {
          setSheet(null);
          void navigate({ search: (before) => ({ ...before, server: id }) });
        }}
      />
    </div>
  );
}

function Loading({ answer: { isPaused, error, refetch } }: { answer: ReturnType<typeof useServers> }) {
  if (isPaused) return <WaitingPanel what="servers" />;
  if (error !== null) {
    return <FailurePanel error={error} what="servers" onRetry={() => void refetch()} />;
  }
  return <RowSkeletons label="Loading servers" />;
}

interface OfServerProps {
  server: PrometheusServer;
  servers: readonly PrometheusServer[];
  onServers: (edited: Edited) => void;
}

function OfServer({ server, servers, onServers }: OfServerProps) {
  const address = route.useSearch();
  const navigate = route.useNavigate();
  const range = useMetricsRange('6h');
  const check = useCheck(server);
  const queryClient = useQueryClient();
  // Once for all that is shown of it: of several offers of a command only one holds.
  useCommand(
    'view.refresh',
    () => void queryClient.refetchQueries({ queryKey: calls.metrics.prometheus.key(), type: 'active' }),
  );
  const { part = 'machines' } = address;
  const change = (to: PrometheusAddress) => void navigate({ search: (before) => ({ ...before, ...to }) });
  const failed = check.data?.state === 'failed' ? check.data : null;
  return (
    <>
      <PrometheusHead
        server={server}
        servers={servers}
        address={address}
        range={range}
        onChange={change}
        onApply={(to) =>
          void navigate({ search: ({ last, from, to: until }) => ({ last, from, to: until, ...to }) })
        }
        onServers={() => onServers(null)}
      />
      <Health check={check} />
      <section
        className={classes.body}
        aria-label={`What ${server.name} tells`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too
        tabIndex={0}
      >
        {failed !== null ? (
          <NotAnswering
            name={server.name}
            check={failed}
            retrying={check.isFetching}
            onRetry={() => void check.refetch()}
            action={
              <Button size="xs" variant="default" onClick={() => onServers(server.id)}>
                Change the server…
              </Button>
            }
          />
        ) : check.error !== null ? (
          <FailurePanel error={check.error} what={server.name} onRetry={() => void check.refetch()} />
        ) : part === 'machines' ? (
          <Machines server={server} range={range} />
        ) : part === 'explore' ? (
          <Explore server={server} address={address} range={range} onChange={change} />
        ) : (
          <Targets server={server} />
        )}
      </section>
    </>
  );
}
