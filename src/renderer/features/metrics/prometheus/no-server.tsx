import { Button } from '@mantine/core';
import { StatePanel } from '../../../components/panels/state-panel.tsx';
import classes from './prometheus.module.css';

/** Before any server is connected: what connecting one brings, and how it is done. */
export function NoServer({ onConnect }: { onConnect: () => void }) {
  return (
    <section className={classes.body} aria-label="No server">
      <StatePanel
        kind="empty"
        title="The machines are unknown: no Prometheus is connected"
        action={
          <Button size="sm" onClick={onConnect}>
            Connect a server…
          </Button>
        }
      >
        <div className={classes.lead}>
          <p>
            The database tells of itself. What its machine and all others do – processors, memory, disks,
            network – a Prometheus knows. With one connected you see here who is busy and which disk fills,
            and Headroom says when it is full.
          </p>
          <ul>
            <li>Prometheus, Thanos, Mimir and VictoriaMetrics will do: they speak the same API.</li>
            <li>It is only asked questions: nothing is changed or installed there.</li>
            <li>For machines it needs node_exporter, for database servers mysqld_exporter.</li>
          </ul>
        </div>
      </StatePanel>
    </section>
  );
}
