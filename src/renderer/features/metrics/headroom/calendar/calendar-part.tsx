import { useQuery } from '@tanstack/react-query';
import {
  type Calendar,
  type CalendarEntry,
  soonestFirst,
} from '../../../../../contract/metrics/headroom/calendar.ts';
import { AgeBadge } from '../../../../components/age-badge.tsx';
import { CsvButton } from '../../../../components/notices/csv-button.tsx';
import { useFileExport } from '../../../../components/notices/file-export.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { calls, client } from '../../../../transport/client.ts';
import { failureOf } from '../../../../transport/failure.ts';
import { Answered } from '../answered.tsx';
import shared from '../headroom.module.css';
import classes from './calendar.module.css';
import { CalendarTable } from './calendar-table.tsx';
import { TimeLinePicture } from './time-line-picture.tsx';

/** When ids, disks, connections and redo run out: ranges of dates, with the error of how they were found. */
export function CalendarPart() {
  const options = { staleTime: 60_000 };
  const calendar = useQuery(calls.metrics.headroom.calendar.queryOptions(options));
  const disks = useQuery(calls.metrics.headroom.disks.queryOptions(options));
  const refresh = () => {
    void calendar.refetch();
    void disks.refetch();
  };
  useCommand('view.refresh', refresh);
  const file = useFileExport({
    id: 'calendar-export',
    what: 'the calendar',
    start: 'headroom.export',
    stop: 'headroom.stop-export',
    run: (signal) => client.metrics.headroom.exportCalendar(undefined, { signal }),
  });
  return (
    <>
      <div className={shared.tools}>
        <p className={shared.quiet}>
          By the weekly peaks of the last half year. A range of dates is where four of five courses end.
        </p>
        <div className={shared.end}>
          <CsvButton file={file} />
          <AgeBadge
            asOf={calendar.data && new Date(calendar.dataUpdatedAt).toISOString()}
            refreshing={calendar.isFetching || disks.isFetching}
            onRefresh={refresh}
          />
        </div>
      </div>
      <section
        className={shared.body}
        aria-label="Calendar of what runs out"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too
        tabIndex={0}
      >
        <Answered answer={calendar} what="the calendar">
          {(data) => <Entries calendar={data} disks={disks.data ?? []} />}
        </Answered>
        {calendar.data !== undefined && disks.data === undefined && (
          <p className={shared.quiet} role="status">
            {disks.error === null ? 'Disks are asked of Prometheus…' : failureOf(disks.error).message}
          </p>
        )}
      </section>
    </>
  );
}

function Entries({ calendar, disks }: { calendar: Calendar; disks: readonly CalendarEntry[] }) {
  const { now, others, unknownIds, asOf } = calendar;
  const entries = [...calendar.entries, ...disks].sort(soonestFirst);
  const dated = entries.filter((it) => it.reached || it.forecast.kind === 'range');
  const of = (kind: CalendarEntry['forecast']['kind']) =>
    entries.filter((it) => !it.reached && it.forecast.kind === kind);
  const [refused, unknown, never] = [of('refused'), of('unknown'), of('never')];
  return (
    <>
      <h2 className={shared.title}>Runs out</h2>
      {dated.length === 0 ? (
        <p className={shared.quiet}>
          Nothing is seen to run out.{refused.length > 0 && ' Most was not seen for long enough: see below.'}
        </p>
      ) : (
        <>
          <TimeLinePicture entries={dated} now={now} />
          <CalendarTable title="Runs out" entries={dated} now={now} />
        </>
      )}
      {unknown.length > 0 && (
        <>
          <h2 className={shared.title}>Unknown</h2>
          <CalendarTable title="Unknown" entries={unknown} now={now} />
        </>
      )}
      <Folded title="Not seen for long enough" entries={refused} now={now} />
      <Folded title="Does not run out" entries={never} now={now} />
      <ul className={shared.notes}>
        {asOf === null && (
          <li>
            Tables have not been measured yet. A console on which a CTO or an administrator is signed in does
            so once a day.
          </li>
        )}
        {others > 0 && <li>{others} more tables have ids that are further from their end than these.</li>}
        {unknownIds.map(({ name, because }) => (
          <li key={name}>
            {name}: {because}
          </li>
        ))}
      </ul>
    </>
  );
}

function Folded({ title, entries, now }: { title: string; entries: readonly CalendarEntry[]; now: number }) {
  if (entries.length === 0) return null;
  return (
    <details className={classes.folded}>
      <summary>
        {title} <span className={shared.quiet}>{entries.length}</span>
      </summary>
      <CalendarTable title={title} entries={entries} now={now} />
    </details>
  );
}
