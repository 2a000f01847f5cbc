import { CloseButton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { TableName } from '../../../../../contract/metrics/headroom/growth.ts';
import { ChartGroup } from '../../../../components/charts/chart-group.tsx';
import { TimeChart } from '../../../../components/charts/time-chart.tsx';
import { valueText } from '../../../../components/charts/unit-text.ts';
import { takeLostFocus } from '../../../../components/panels/focus.ts';
import { useCommand } from '../../../../keys/commands.ts';
import { calls } from '../../../../transport/client.ts';
import { failureOf } from '../../../../transport/failure.ts';
import { RangeBar } from '../../range/range-bar.tsx';
import { useMetricsRange } from '../../range/use-metrics-range.ts';
import shared from '../headroom.module.css';
import classes from './growth.module.css';
import { growthText } from './growth-words.ts';

interface GrowthDetailProps {
  table: TableName;
  perWeek: boolean;
  onClose: () => void;
}

/** One table over time, and its indexes. */
export function GrowthDetail({ table, perWeek, onClose }: GrowthDetailProps) {
  const range = useMetricsRange('1y');
  const detail = useQuery(
    calls.metrics.headroom.growthOf.queryOptions({
      input: { table, range: range.input },
      placeholderData: keepPreviousData,
      staleTime: 60_000,
    }),
  );
  useCommand('view.back', onClose);
  const name = `${table.schemaName}.${table.tableName}`;
  return (
    <section className={classes.detail} aria-label={`Growth of ${name}`} ref={takeLostFocus} tabIndex={-1}>
      <div className={classes.detailHead}>
        <h2>{name}</h2>
        <CloseButton aria-label="Close the table" onClick={onClose} />
      </div>
      <RangeBar range={range} />
      <ChartGroup range={range}>
        <TimeChart
          title="Size"
          data={detail.data?.chart}
          failed={detail.error === null ? undefined : failureOf(detail.error).message}
          kind="stacked"
          height={220}
        />
      </ChartGroup>
      {detail.data !== undefined && detail.data.indexes.length > 0 && (
        <table className={shared.table}>
          <caption className="unseen">Indexes of {name}</caption>
          <thead>
            <tr>
              <th scope="col">Index</th>
              <th scope="col" className={shared.number}>
                Size
              </th>
              <th scope="col" className={shared.number}>
                30 days, {perWeek ? 'a week' : 'a day'}
              </th>
            </tr>
          </thead>
          <tbody>
            {detail.data.indexes.map((it) => (
              <tr key={it.indexName}>
                <th scope="row">{it.indexName}</th>
                <td className={shared.number}>{valueText(it.bytes, 'bytes')}</td>
                <td className={shared.number}>{growthText(it.month, null, perWeek)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={shared.quiet}>
        PRIMARY holds the rows themselves: InnoDB keeps a table in the order of its primary key.
      </p>
    </section>
  );
}
