import { NativeSelect } from '@mantine/core';
import { IconServer2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { PrometheusServer } from '../../../../contract/metrics/prometheus.ts';
import { ToolButton } from '../../../components/tools/tool-button.tsx';
import { useCommand } from '../../../keys/commands.ts';
import { keyTitle } from '../../../keys/key-title.ts';
import { ViewMenu } from '../../views/view-menu.tsx';
import links from '../parts.module.css';
import { RangeBar } from '../range/range-bar.tsx';
import type { MetricsRange } from '../range/use-metrics-range.ts';
import classes from './prometheus.module.css';
import {
  addressOfView,
  type PrometheusAddress,
  type PrometheusPart,
  parsePrometheusAddress,
  prometheusParts,
  savedAddress,
} from './prometheus-address.ts';

const labels: Record<PrometheusPart, string> = {
  machines: 'Machines',
  explore: 'Explore',
  targets: 'Targets',
};

interface PrometheusHeadProps {
  server: PrometheusServer;
  servers: readonly PrometheusServer[];
  address: PrometheusAddress;
  range: MetricsRange;
  onChange: (change: PrometheusAddress) => void;
  /** The same time, and otherwise this address alone. */
  onApply: (address: PrometheusAddress) => void;
  onServers: () => void;
}

/** Which server, which part of it, which time, and the ways to saved views and to the servers themselves. */
export function PrometheusHead({
  server,
  servers,
  address,
  range,
  onChange,
  onApply,
  onServers,
}: PrometheusHeadProps) {
  const { part = 'machines' } = address;
  return (
    <>
      <div className={classes.head}>
        <nav aria-label="Prometheus" className={links.parts}>
          {prometheusParts.map((it) => (
            <PartLink key={it} part={it} isChosen={it === part} onGo={(to) => onChange({ part: to })} />
          ))}
        </nav>
        <div className={classes.end}>
          <NativeSelect
            size="xs"
            aria-label="Server"
            value={String(server.id)}
            data={servers.map(({ id, name }) => ({ value: String(id), label: name }))}
            onChange={({ currentTarget: { value } }) =>
              onChange({ server: servers.find((it) => String(it.id) === value)?.id, view: undefined })
            }
          />
          <ViewMenu
            workspace="metrics"
            address={savedAddress({ ...address, server: server.id })}
            viewId={address.view}
            onApply={(view) => onApply(addressOfView(view))}
            onNamed={(view) => onChange({ view })}
          />
          <ToolButton label="Servers…" icon={IconServer2} command="prometheus.servers" onClick={onServers} />
        </div>
      </div>
      {part !== 'targets' && (
        <div className={classes.tools}>
          <RangeBar range={range} />
        </div>
      )}
    </>
  );
}

interface PartLinkProps {
  part: PrometheusPart;
  isChosen: boolean;
  onGo: (part: PrometheusPart | undefined) => void;
}

function PartLink({ part, isChosen, onGo }: PartLinkProps) {
  const command = `prometheus.${part}` as const;
  const to = part === 'machines' ? undefined : part;
  useCommand(command, () => onGo(to));
  return (
    <Link
      to="/metrics/prometheus"
      search={(before: Record<string, unknown>) => ({ ...parsePrometheusAddress(before), part: to })}
      className={links.part}
      data-chosen={isChosen || undefined}
      aria-current={isChosen ? 'page' : undefined}
      title={keyTitle(command, labels[part])}
    >
      {labels[part]}
    </Link>
  );
}
