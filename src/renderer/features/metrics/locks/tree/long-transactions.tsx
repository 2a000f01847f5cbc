import type { LockSession } from '../../../../../contract/metrics/locks/tree.ts';
import { visibleString } from '../../../../components/text/visible-text.ts';
import { accountText, countText, secondsText } from '../lock-words.ts';
import classes from '../locks.module.css';
import { Doing } from './doing.tsx';
import { useRowInSight } from './row-in-sight.ts';

interface LongTransactionsProps {
  sessions: readonly LockSession[];
  activeThread: string | null;
  onOpen: (thread: string) => void;
}

/** The oldest transactions that nobody waits for yet: they hold locks, and what they may still read cannot be purged. */
export function LongTransactions({ sessions, activeThread, onOpen }: LongTransactionsProps) {
  return (
    <section aria-label="Open for long" className={classes.block}>
      <h2>Open for long, with nobody waiting</h2>
      {sessions.length === 0 ? (
        <p className={classes.quiet}>No other transaction has been open for more than two seconds.</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Session</th>
              <th scope="col">Does</th>
              <th scope="col" className={classes.number}>
                Transaction
              </th>
              <th scope="col" className={`${classes.number} ${classes.extra}`}>
                Rows locked
              </th>
              <th scope="col" className={`${classes.number} ${classes.less}`}>
                Rows changed
              </th>
              <th scope="col">Runs</th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <Row
                key={`${session.thread} ${session.transaction}`}
                session={session}
                isActive={session.thread === activeThread}
                onOpen={onOpen}
              />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface RowProps {
  session: LockSession;
  isActive: boolean;
  onOpen: (thread: string) => void;
}

function Row({ session, isActive, onOpen }: RowProps) {
  const row = useRowInSight(isActive);
  return (
    <tr
      ref={row}
      className={classes.row}
      data-active={isActive || undefined}
      onClick={() => onOpen(session.thread)}
    >
      <th scope="row">
        <button type="button" className={classes.choose} aria-current={isActive ? 'true' : undefined}>
          {session.thread}
        </button>{' '}
        <span className={classes.account}>{accountText(session)}</span>
      </th>
      <td>
        <Doing session={session} />
      </td>
      <td className={classes.number}>{secondsText(session.seconds)}</td>
      <td className={`${classes.number} ${classes.extra}`}>{countText(session.rowsLocked)}</td>
      <td className={`${classes.number} ${classes.less}`}>{countText(session.rowsChanged)}</td>
      <td className={classes.what}>
        {session.statement !== null && (
          <code className={classes.statement}>{visibleString(session.statement)}</code>
        )}
      </td>
    </tr>
  );
}
