import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { StatementDetail } from '../../../../../contract/metrics/statements/values.ts';
import type { ChartData } from '../../../../../contract/metrics/values.ts';
import { ChartGroup } from '../../../../components/charts/chart-group.tsx';
import { TimeChart } from '../../../../components/charts/time-chart.tsx';
import { RowSkeletons } from '../../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../../components/panels/failure-panel.tsx';
import { useFocusReturn } from '../../../../components/panels/focus.ts';
import { PaneHeader } from '../../../../components/panels/pane-header.tsx';
import { calls } from '../../../../transport/client.ts';
import { failureOf } from '../../../../transport/failure.ts';
import type { MetricsRange } from '../../range/use-metrics-range.ts';
import { SqlText } from '../sql/sql-text.tsx';
import { inMinutes } from '../use-statements.ts';
import classes from './detail.module.css';
import { Figures } from './figures.tsx';
import { Plan } from './plan.tsx';

const refreshEvery = 60_000;

/** One kind of statement: its text, its figures, how they went, and the server's plan for it. */
export function Detail({ digestId, range }: { digestId: number; range: MetricsRange }) {
  const pane = useFocusReturn<HTMLElement>();
  const detail = useQuery(
    calls.metrics.statements.get.queryOptions({
      input: { digestId, range: { ...inMinutes(range), points: 300 } },
      placeholderData: keepPreviousData,
      refetchInterval: refreshEvery,
    }),
  );
  return (
    <section ref={pane} className={classes.detail} aria-label={`Statement ${digestId}`}>
      <PaneHeader what="statement">
        <span className={classes.number}>
          Statement {digestId}
          {detail.data !== undefined &&
            detail.data.statement.schema !== '' &&
            `, in ${detail.data.statement.schema}`}
        </span>
      </PaneHeader>
      <div className={classes.scroll} tabIndex={-1}>
        <Body detail={detail} range={range} digestId={digestId} />
      </div>
    </section>
  );
}

interface BodyProps {
  detail: ReturnType<typeof useQuery<StatementDetail, unknown>>;
  range: MetricsRange;
  digestId: number;
}

function Body({ detail, range, digestId }: BodyProps) {
  const { data, error, isPaused } = detail;
  if (data === undefined) {
    if (isPaused) return <WaitingPanel what="the statement" />;
    if (error !== null) {
      return <FailurePanel error={error} what="statement" onRetry={() => void detail.refetch()} />;
    }
    return <RowSkeletons label="Loading the statement" />;
  }
  const { statement, chart } = data;
  const failed = error === null ? undefined : failureOf(error).message;
  return (
    <>
      {statement.text === '' ? (
        <p className={classes.quiet}>The server had forgotten its text before it could be read.</p>
      ) : (
        <SqlText text={statement.text} label="Copy the statement" />
      )}
      <Figures statement={statement} />
      <ChartGroup range={range}>
        <div className={classes.charts}>
          {chart.series.map(({ name, label }) => (
            <TimeChart key={name} title={label} data={only(chart, name)} failed={failed} height={110} />
          ))}
        </div>
      </ChartGroup>
      {chart.notes.map((note) => (
        <p key={note} className={classes.quiet}>
          {note}
        </p>
      ))}
      <Plan digestId={digestId} />
    </>
  );
}

/** A chart of one of the series; what is to be said of all of them stands once below. */
function only(chart: ChartData, name: string): ChartData {
  return { ...chart, notes: [], series: chart.series.filter((it) => it.name === name) };
}
