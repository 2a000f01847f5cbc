import type { LockNode, LockTree } from '../../../../../contract/metrics/locks/tree.ts';
import { StatePanel } from '../../../../components/panels/state-panel.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import { visibleString } from '../../../../components/text/visible-text.ts';
import { failureOf } from '../../../../transport/failure.ts';
import { accountText, countText, secondsText, sessionsText, waitText } from '../lock-words.ts';
import classes from '../locks.module.css';
import { Doing } from './doing.tsx';
import { useRowInSight } from './row-in-sight.ts';

interface TreeTableProps {
  tree: LockTree;
  /** The last look failed, and what is shown is from one before. */
  failed: unknown;
  activeThread: string | null;
  onOpen: (thread: string) => void;
}

/** Who waits for whom: those who wait stand below who keeps them waiting, a step further in. */
export function TreeTable({ tree, failed, activeThread, onOpen }: TreeTableProps) {
  const { nodes, unknown, capped, asOf } = tree;
  return (
    <section aria-label="Who waits for whom" className={classes.block}>
      {failed !== null && (
        <p className={classes.warning} role="alert">
          {failureOf(failed).message} What is shown is from <Moment at={asOf} shape="time" />.
        </p>
      )}
      {unknown !== null ? (
        <StatePanel kind="error" title="Unknown: who waits for whom">
          {unknown}
        </StatePanel>
      ) : nodes.length === 0 ? (
        <StatePanel kind="empty" title="Nothing waits for a row lock">
          As of <Moment at={asOf} shape="time" />. Waits for whole tables, as of ALTER TABLE, are not seen
          here.
        </StatePanel>
      ) : (
        <table className={classes.table} aria-label="Sessions that wait, and who keeps them waiting">
          <thead>
            <tr>
              <th scope="col">Session</th>
              <th scope="col">Does</th>
              <th scope="col" className={`${classes.number} ${classes.less}`}>
                Keeps waiting
              </th>
              <th scope="col" className={classes.number}>
                Waits
              </th>
              <th scope="col" className={`${classes.number} ${classes.extra}`}>
                Transaction
              </th>
              <th scope="col" className={`${classes.number} ${classes.extra}`}>
                Rows changed
              </th>
              <th scope="col">Waits for, and runs</th>
            </tr>
          </thead>
          <tbody>
            {nodes.map((node, index) => (
              <Row
                // biome-ignore lint/suspicious/noArrayIndexKey: a session may stand below several
                key={`${node.session.thread} ${index}`}
                node={node}
                isActive={node.session.thread === activeThread && !node.again}
                onOpen={onOpen}
              />
            ))}
          </tbody>
        </table>
      )}
      {capped && (
        <p className={classes.quiet}>More sessions wait than the 500 pairs that are read at a time.</p>
      )}
    </section>
  );
}

function Row({
  node,
  isActive,
  onOpen,
}: {
  node: LockNode;
  isActive: boolean;
  onOpen: (it: string) => void;
}) {
  const { session, depth, wait, blocks, again } = node;
  const row = useRowInSight(isActive);
  return (
    <tr
      ref={row}
      className={classes.row}
      data-active={isActive || undefined}
      onClick={() => onOpen(session.thread)}
    >
      <th scope="row" style={{ paddingInlineStart: `${8 + Math.min(depth, 12) * 18}px` }}>
        {depth > 0 && (
          <span aria-hidden className={classes.elbow}>
            └
          </span>
        )}
        {depth > 0 && <span className="unseen">Level {depth + 1}: </span>}
        <button type="button" className={classes.choose} aria-current={isActive ? 'true' : undefined}>
          {session.thread}
        </button>{' '}
        <span className={classes.account}>{accountText(session)}</span>
      </th>
      <td>
        <Doing session={session} />
      </td>
      <td className={`${classes.number} ${classes.less}`}>{blocks === 0 ? '' : sessionsText(blocks)}</td>
      <td className={classes.number}>{wait === null ? '' : secondsText(wait.seconds)}</td>
      <td className={`${classes.number} ${classes.extra}`}>{secondsText(session.seconds)}</td>
      <td className={`${classes.number} ${classes.extra}`}>{countText(session.rowsChanged)}</td>
      <td className={classes.what}>
        {wait !== null && (
          <span className={classes.lock}>
            {waitText(wait)}
            {!wait.certain && ' (held by one of those that only read, MariaDB does not say which)'}
          </span>
        )}
        {again ? (
          <span className={classes.quiet}>stands further up as well</span>
        ) : (
          session.statement !== null && (
            <code className={classes.statement}>{visibleString(session.statement)}</code>
          )
        )}
      </td>
    </tr>
  );
}
