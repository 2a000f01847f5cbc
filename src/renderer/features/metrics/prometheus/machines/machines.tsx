import {
  type PrometheusPanel,
  type PrometheusServer,
  prometheusPanels,
} from '../../../../../contract/metrics/prometheus.ts';
import { ChartGroup } from '../../../../components/charts/chart-group.tsx';
import { RowSkeletons } from '../../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../../components/panels/failure-panel.tsx';
import { StatePanel } from '../../../../components/panels/state-panel.tsx';
import type { MetricsRange } from '../../range/use-metrics-range.ts';
import classes from '../prometheus.module.css';
import { useTargets } from '../targets/use-targets.ts';
import { PanelChart } from './panel-chart.tsx';

interface MachinesProps {
  server: PrometheusServer;
  range: MetricsRange;
}

const panels = Object.keys(prometheusPanels) as PrometheusPanel[];
const of = (exporter: 'node' | 'mysqld') => panels.filter((it) => prometheusPanels[it].exporter === exporter);

/** What node_exporter and mysqld_exporter tell of every machine, under one cross-hair. */
export function Machines({ server, range }: MachinesProps) {
  const targets = useTargets(server);
  if (targets.data === undefined) {
    if (targets.isPaused) return <WaitingPanel what="machines" />;
    if (targets.error !== null) {
      return <FailurePanel error={targets.error} what="machines" onRetry={() => void targets.refetch()} />;
    }
    return <RowSkeletons label="Loading machines" />;
  }
  const { node, mysqld } = targets.data.exporters;
  if (node === 0 && mysqld === 0) return <NoExporter name={server.name} />;
  return (
    <ChartGroup range={range}>
      <Section
        title={node === 1 ? '1 machine' : `${node} machines`}
        unknown={
          node === 0
            ? 'Machines are unknown: this server asks no node_exporter. Run it on each machine, and have the server ask it.'
            : null
        }
        panels={of('node')}
        server={server}
        range={range}
      />
      <Section
        title={mysqld === 1 ? '1 database server' : `${mysqld} database servers`}
        unknown={
          mysqld === 0
            ? 'Database servers are unknown here: this server asks no mysqld_exporter. What Caretaker reads of the database itself is under Database.'
            : null
        }
        panels={of('mysqld')}
        server={server}
        range={range}
      />
    </ChartGroup>
  );
}

interface SectionProps extends MachinesProps {
  title: string;
  /** Why there is nothing; null where there is. */
  unknown: string | null;
  panels: readonly PrometheusPanel[];
}

function Section({ title, unknown, panels: shown, server, range }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <h2>{title}</h2>
      {unknown !== null ? (
        <p className={classes.quiet}>{unknown}</p>
      ) : (
        <div className={classes.wall}>
          {shown.map((panel) => (
            <PanelChart key={panel} panel={panel} server={server} range={range} />
          ))}
        </div>
      )}
    </section>
  );
}

function NoExporter({ name }: { name: string }) {
  return (
    <StatePanel kind="empty" title={`Machines are unknown: “${name}” asks no exporter`}>
      <div className={classes.lead}>
        <p>
          It answers, but has no metrics of node_exporter or mysqld_exporter, which the panels here are made
          of. Run node_exporter on each machine and mysqld_exporter beside each database server, and name them
          in the server’s scrape_configs. What else it has, Explore shows.
        </p>
      </div>
    </StatePanel>
  );
}
