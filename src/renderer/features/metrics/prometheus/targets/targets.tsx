import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { PrometheusServer, PrometheusTarget } from '../../../../../contract/metrics/prometheus.ts';
import { AgeBadge } from '../../../../components/age-badge.tsx';
import { valueText } from '../../../../components/charts/unit-text.ts';
import { RowSkeletons } from '../../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../../components/panels/failure-panel.tsx';
import { StatePanel } from '../../../../components/panels/state-panel.tsx';
import classes from '../prometheus.module.css';
import { useTargets } from './use-targets.ts';

/** What a server asks for metrics: those that do not answer first, with why. */
export function Targets({ server }: { server: PrometheusServer }) {
  const { data, error, isPaused, isFetching, refetch } = useTargets(server);
  const refresh = () => void refetch();
  if (data === undefined) {
    if (isPaused) return <WaitingPanel what="targets" />;
    if (error !== null) return <FailurePanel error={error} what="targets" onRetry={refresh} />;
    return <RowSkeletons label="Loading targets" />;
  }
  if (data.targets.length === 0) {
    return (
      <StatePanel kind="empty" title={`“${server.name}” asks nobody for metrics`}>
        Name machines in its scrape_configs; they are listed here within a minute.
      </StatePanel>
    );
  }
  const { scrapeSeconds } = data;
  return (
    <>
      <div className={classes.summary}>
        <h2>
          {data.down === 0 ? `All ${data.up} answer` : `${data.down} of ${data.up + data.down} do not answer`}
        </h2>
        <p className={classes.quiet}>
          {scrapeSeconds === null
            ? 'How often they are asked is not told.'
            : `Each is asked every ${valueText(scrapeSeconds, 'seconds')}, or sooner.`}
        </p>
        <div className={classes.end}>
          <AgeBadge asOf={data.asOf} refreshing={isFetching} onRefresh={refresh} />
        </div>
      </div>
      {data.notes.map((note) => (
        <p key={note} className={classes.warning}>
          {note}
        </p>
      ))}
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Job</th>
            <th scope="col">Instance</th>
            <th scope="col" className={classes.number}>
              Last asked
            </th>
            <th scope="col">What was wrong</th>
          </tr>
        </thead>
        <tbody>
          {data.targets.map((it) => (
            <TargetRow key={`${it.job} ${it.instance}`} target={it} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function TargetRow({ target: { job, instance, up, ageSeconds, error } }: { target: PrometheusTarget }) {
  const Icon = up ? IconCircleCheck : IconCircleX;
  return (
    <tr data-down={!up || undefined}>
      <td>
        <span className={classes.state} data-up={up || undefined}>
          <Icon size={15} stroke={1.8} aria-hidden />
          {up ? 'answers' : 'down'}
        </span>
      </td>
      <td>{job}</td>
      <th scope="row">{instance}</th>
      <td className={classes.number}>
        {ageSeconds === null ? 'unknown' : `${valueText(Math.max(0, Math.round(ageSeconds)), 'seconds')} ago`}
      </td>
      <td className={classes.words}>{error ?? (up ? '' : 'not told')}</td>
    </tr>
  );
}
