import type { DeadlockKind, Fingerprint } from '../../../../../contract/metrics/locks/deadlocks.ts';
import { Moment } from '../../../../components/text/moment.tsx';
import { visibleString } from '../../../../components/text/visible-text.ts';
import { countText } from '../lock-words.ts';
import classes from '../locks.module.css';

interface KindsTableProps {
  kinds: readonly DeadlockKind[];
  chosen: Fingerprint | undefined;
  onChoose: (fingerprint: Fingerprint) => void;
}

/** Deadlocks of the same statements on the same indexes, most frequent first. */
export function KindsTable({ kinds, chosen, onChoose }: KindsTableProps) {
  return (
    <section aria-label="Kinds of deadlocks" className={classes.block}>
      <h2>By statements and indexes</h2>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Tables and statements</th>
            <th scope="col" className={classes.number}>
              7 days
            </th>
            <th scope="col" className={classes.number}>
              30 days
            </th>
            <th scope="col" className={classes.less}>
              By day
            </th>
            <th scope="col">Last</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr
              key={kind.fingerprint}
              className={classes.row}
              data-active={kind.fingerprint === chosen || undefined}
              onClick={() => onChoose(kind.fingerprint)}
            >
              <th scope="row">
                <button type="button" className={classes.choose} aria-pressed={kind.fingerprint === chosen}>
                  {kind.last.tables.length === 0 ? 'Unknown tables' : kind.last.tables.join(', ')}
                </button>
                <Statements statements={kind.last.statements} />
              </th>
              <td className={classes.number}>{countText(kind.week)}</td>
              <td className={classes.number}>{countText(kind.month)}</td>
              <td className={classes.less}>
                <Days days={kind.days} />
              </td>
              <td>
                <span className={classes.line}>
                  <Moment at={kind.last.at} shape="relative" />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Each statement of a deadlock on a line, those that are alike once. */
export function Statements({ statements }: { statements: readonly (string | null)[] }) {
  const lines = [...new Set(statements)];
  return (
    <span className={classes.statements}>
      {lines.map((statement) => (
        <code key={statement ?? ''} className={classes.statement}>
          {statement === null ? 'a statement that the report did not show' : visibleString(statement)}
        </code>
      ))}
    </span>
  );
}

const height = 20;

/** A column for each of the last 30 days. */
function Days({ days }: { days: readonly number[] }) {
  const most = Math.max(1, ...days);
  const total = days.reduce((sum, it) => sum + it, 0);
  return (
    <svg
      className={classes.days}
      viewBox={`0 0 ${days.length * 4} ${height}`}
      role="img"
      aria-label={`${countText(total)} in 30 days, at most ${countText(Math.max(...days))} in a day`}
    >
      {days.map((count, day) => {
        const tall = count === 0 ? 1 : Math.max(3, (height * count) / most);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the day
            key={day}
            x={day * 4}
            y={height - tall}
            width={3}
            height={tall}
            data-none={count === 0 || undefined}
          />
        );
      })}
    </svg>
  );
}
