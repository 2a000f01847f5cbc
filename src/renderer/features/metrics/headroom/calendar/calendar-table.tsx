import type { CalendarEntry } from '../../../../../contract/metrics/headroom/calendar.ts';
import shared from '../headroom.module.css';
import classes from './calendar.module.css';
import { endWords, rateWords, usedWords } from './calendar-words.ts';

const kinds: Record<CalendarEntry['kind'], string> = {
  ids: 'Ids',
  disk: 'Disk',
  connections: 'Connections',
  redo: 'Redo',
};

interface CalendarTableProps {
  title: string;
  entries: readonly CalendarEntry[];
  now: number;
}

/** Entries in their order, with when they end and how sure that is. */
export function CalendarTable({ title, entries, now }: CalendarTableProps) {
  return (
    <table className={shared.table}>
      <caption className="unseen">{title}</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Used</th>
          <th scope="col">Runs out</th>
          <th scope="col" className={shared.number}>
            A week
          </th>
          <th scope="col">The same method, a quarter ago</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={`${entry.kind} ${entry.name}`}>
            <th scope="row" className={classes.what}>
              <span className={classes.kind}>{kinds[entry.kind]}</span> {entry.name}
              <span className={classes.detail}>{entry.detail}</span>
            </th>
            <td className={classes.used}>
              <Meter entry={entry} />
              {usedWords(entry)}
            </td>
            <td className={classes.end} data-reached={entry.reached || undefined}>
              {endWords(entry, now)}
            </td>
            <td className={shared.number}>{rateWords(entry)}</td>
            <td className={classes.test}>
              {'backTest' in entry.forecast ? entry.forecast.backTest.text : '–'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Meter({ entry: { used, limit } }: { entry: CalendarEntry }) {
  if (used === null || limit === null) return null;
  const share = Math.min(1, used / limit);
  return (
    <span className={classes.meter} aria-hidden>
      <span style={{ width: `${100 * share}%` }} data-high={share >= 0.75 || undefined} />
    </span>
  );
}
