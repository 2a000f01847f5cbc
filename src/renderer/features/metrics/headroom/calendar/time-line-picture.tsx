import type { CalendarEntry } from '../../../../../contract/metrics/headroom/calendar.ts';
import classes from './calendar.module.css';
import { endWords } from './calendar-words.ts';
import { barOf, timeLineOf } from './time-line.ts';

/** Rows of the picture at most: what runs out first. */
const most = 14;

/** What runs out, along one line of time. The same stands in the table, in words. */
export function TimeLinePicture({ entries, now }: { entries: readonly CalendarEntry[]; now: number }) {
  const dated = entries.filter((it) => it.reached || it.forecast.kind === 'range').slice(0, most);
  if (dated.length === 0) return null;
  const line = timeLineOf(dated, now);
  const beyond = dated.filter((it) => barOf(it, line) === null).length;
  return (
    <figure className={classes.picture} aria-label="What runs out, on a line of time">
      <ul className={classes.rows}>
        {dated.map((entry) => {
          const bar = barOf(entry, line);
          if (bar === null) return null;
          return (
            <li key={`${entry.kind} ${entry.name}`} title={`${entry.name}: ${endWords(entry, now)}`}>
              <span className={classes.label}>{entry.name}</span>
              <span className={classes.track}>
                {line.ticks.map(({ at }) => (
                  <span key={at} className={classes.rule} style={{ left: `${at}%` }} />
                ))}
                <span
                  className={classes.bar}
                  data-open={bar.isOpen || undefined}
                  data-reached={entry.reached || undefined}
                  style={{ left: `${bar.from}%`, width: `${bar.to - bar.from}%` }}
                />
              </span>
              <span className="unseen">{endWords(entry, now)}</span>
            </li>
          );
        })}
      </ul>
      <div className={classes.axis} aria-hidden>
        <span />
        <span className={classes.track}>
          <span className={classes.tick} style={{ left: 0 }}>
            now
          </span>
          {line.ticks
            .filter(({ at }) => at > 5 && at < 98)
            .map(({ at, label }) => (
              <span key={at} className={classes.tick} style={{ left: `${at}%` }}>
                {label}
              </span>
            ))}
        </span>
      </div>
      {beyond > 0 && (
        <p className={classes.quiet}>
          {beyond === 1 ? 'One more runs' : `${beyond} more run`} out after the end of this line.
        </p>
      )}
    </figure>
  );
}
