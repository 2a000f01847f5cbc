import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { PrometheusCheck } from '../../../../contract/metrics/prometheus.ts';
import { StatePanel } from '../../../components/panels/state-panel.tsx';
import classes from './prometheus.module.css';
import type { useCheck } from './use-servers.ts';

/** What a server is and whether it does well, in a line; nothing where the body says that it does not answer. */
export function Health({ check }: { check: ReturnType<typeof useCheck> }) {
  const { data } = check;
  if (data === undefined) {
    return check.error === null ? (
      <div className={classes.health} role="status" aria-label="Looking at the server" />
    ) : null;
  }
  if (data.state === 'failed') return null;
  return <HealthLine check={data} />;
}

export function HealthLine({ check: { state, sentences } }: { check: PrometheusCheck }) {
  const Icon = state === 'good' ? IconCircleCheck : IconAlertTriangle;
  return (
    <div className={classes.health} data-state={state} role="status">
      <Icon size={15} stroke={1.8} aria-hidden />
      <p>{sentences.join(' ')}</p>
    </div>
  );
}

interface NotAnsweringProps {
  name: string;
  check: PrometheusCheck;
  retrying: boolean;
  onRetry: () => void;
  action: ReactNode;
}

/** In the place of everything that a server would tell. */
export function NotAnswering({ name, check, retrying, onRetry, action }: NotAnsweringProps) {
  return (
    <StatePanel
      kind="offline"
      title={`Unknown: “${name}” gives no metrics`}
      action={
        <span className={classes.buttons}>
          <Button size="xs" variant="default" loading={retrying} onClick={onRetry}>
            Try again
          </Button>
          {action}
        </span>
      }
    >
      {check.sentences.map((it) => (
        <p key={it}>{it}</p>
      ))}
    </StatePanel>
  );
}
