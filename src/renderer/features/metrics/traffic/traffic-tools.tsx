import { Button, NativeSelect } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { percentiles } from '../../../../contract/metrics/traffic.ts';
import { AgeBadge } from '../../../components/age-badge.tsx';
import { useFileExport } from '../../../components/notices/file-export.tsx';
import { useCommand } from '../../../keys/commands.ts';
import { keyTitle } from '../../../keys/key-title.ts';
import { client } from '../../../transport/client.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { RangeBar } from '../range/range-bar.tsx';
import type { MetricsRange } from '../range/use-metrics-range.ts';
import type { TrafficAddress } from './traffic-address.ts';
import classes from './traffic-view.module.css';

interface TrafficToolsProps {
  range: MetricsRange;
  address: TrafficAddress;
  services: readonly string[];
  asOf: string | undefined;
  refreshing: boolean;
  onChange: (change: TrafficAddress) => void;
  onRefresh: () => void;
}

/** The traffic of an hour is told some time after it is over. */
const oldAfter = 3 * 3_600_000;

/** Which time, which service, beside the week before or not, and the months as a file. */
export function TrafficTools({
  range,
  address,
  services,
  asOf,
  refreshing,
  onChange,
  onRefresh,
}: TrafficToolsProps) {
  const reachable = useReachable();
  const { service, percentile = 'p95', compare } = address;
  const compares = compare !== 'none';
  const known = service === undefined || services.includes(service) ? services : [...services, service];
  const nextService = () => {
    const index = service === undefined ? 0 : known.indexOf(service) + 1;
    onChange({ service: known[index] });
  };
  const nextPercentile = () =>
    onChange({ percentile: percentiles[(percentiles.indexOf(percentile) + 1) % percentiles.length] });
  const switchCompare = () => onChange({ compare: compares ? 'none' : undefined });
  useCommand('traffic.service', nextService, known.length > 0);
  useCommand('traffic.percentile', nextPercentile, service === undefined);
  useCommand('database.compare', switchCompare);
  const file = useFileExport({
    id: 'traffic-export',
    what: 'the months of traffic',
    start: 'traffic.export',
    stop: 'traffic.stop-export',
    run: (signal) => client.metrics.traffic.export(undefined, { signal }),
  });
  return (
    <div className={classes.tools}>
      <RangeBar range={range} />
      <NativeSelect
        size="xs"
        aria-label="Service"
        title={keyTitle('traffic.service', 'Which service; the next by key')}
        value={service ?? ''}
        onChange={(event) => onChange({ service: event.currentTarget.value || undefined })}
        data={[{ value: '', label: 'All services' }, ...known.map((name) => ({ value: name, label: name }))]}
      />
      {service === undefined && (
        <NativeSelect
          size="xs"
          aria-label="Percentile of the latency"
          title={keyTitle('traffic.percentile', 'Which percentile of the latency; the next by key')}
          value={percentile}
          onChange={(event) =>
            onChange({ percentile: percentiles.find((it) => it === event.currentTarget.value) })
          }
          data={[...percentiles]}
        />
      )}
      <Button
        size="compact-sm"
        variant="default"
        aria-pressed={compares}
        data-on={compares || undefined}
        className={classes.compare}
        title={keyTitle('database.compare', 'Draw the week before, dashed')}
        onClick={switchCompare}
      >
        Week before
      </Button>
      <div className={classes.end}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={14} stroke={1.8} aria-hidden />}
          disabled={file.running || !reachable}
          title={keyTitle('traffic.export', 'The months as CSV')}
          onClick={file.start}
        >
          Months
        </Button>
        <AgeBadge asOf={asOf} refreshing={refreshing} onRefresh={onRefresh} oldAfter={oldAfter} />
      </div>
    </div>
  );
}
