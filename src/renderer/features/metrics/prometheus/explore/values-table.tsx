import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { InstantRow, PrometheusServerId } from '../../../../../contract/metrics/prometheus.ts';
import type { Unit } from '../../../../../contract/metrics/values.ts';
import { AgeBadge } from '../../../../components/age-badge.tsx';
import { valueText } from '../../../../components/charts/unit-text.ts';
import { Moment } from '../../../../components/text/moment.tsx';
import { calls } from '../../../../transport/client.ts';
import { failureOf } from '../../../../transport/failure.ts';
import classes from '../prometheus.module.css';

interface ValuesTableProps {
  id: PrometheusServerId;
  expression: string;
  unit: Unit;
  /** In seconds; null for now. */
  at: number | null;
}

/** The values of an expression now, or at the end of a range that stands still. */
export function ValuesTable({ id, expression, unit, at }: ValuesTableProps) {
  const values = useQuery(
    calls.metrics.prometheus.instant.queryOptions({
      input: { id, expression, at },
      placeholderData: keepPreviousData,
      refetchInterval: at === null ? 30_000 : false,
      retry: false,
    }),
  );
  const { data, error } = values;
  return (
    <section className={classes.section} aria-label="Values" aria-busy={values.isPlaceholderData}>
      <div className={classes.summary}>
        <h2>{at === null ? 'Values now' : 'Values at the end of the range'}</h2>
        <div className={classes.end}>
          {at === null ? (
            <AgeBadge
              asOf={data?.asOf}
              refreshing={values.isFetching}
              onRefresh={() => void values.refetch()}
            />
          ) : (
            data !== undefined && <Moment at={data.asOf} shape="absolute" />
          )}
        </div>
      </div>
      {error !== null && (
        <p className={classes.fault} role="alert">
          {failureOf(error).message}
        </p>
      )}
      {data === undefined && error === null && (
        <div className={classes.skeleton} role="status" aria-label="Loading values" />
      )}
      {data?.notes.map((note) => (
        <p key={note} className={classes.warning}>
          {note}
        </p>
      ))}
      {data !== undefined && error === null && <Rows rows={data.rows} found={data.found} unit={unit} />}
    </section>
  );
}

function Rows({ rows, found, unit }: { rows: readonly InstantRow[]; found: number; unit: Unit }) {
  if (rows.length === 0) return <p className={classes.quiet}>Nothing fits the expression at this moment.</p>;
  const keys = [...new Set(rows.flatMap(({ labels }) => Object.keys(labels)))].sort(nameFirst);
  return (
    <>
      {found > rows.length && (
        <p className={classes.quiet}>
          The {rows.length} largest of {found}.
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too */}
      <section className={classes.scroll} aria-label="Values by series" tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              {keys.map((key) => (
                <th key={key} scope="col">
                  {key === '__name__' ? 'metric' : key}
                </th>
              ))}
              <th scope="col" className={classes.number}>
                value
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={JSON.stringify(row.labels)} data-down={row.down || undefined}>
                {keys.map((key) => (
                  <td key={key}>{row.labels[key] ?? ''}</td>
                ))}
                <td className={classes.number} title={row.text}>
                  {row.value === null ? row.text : valueText(row.value, unit)}
                  {row.down && ' (target not answering)'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function nameFirst(a: string, b: string): number {
  return Number(b === '__name__') - Number(a === '__name__') || (a < b ? -1 : 1);
}
