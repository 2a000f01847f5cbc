import { Button } from '@mantine/core';
import type { LockNode, LockSession } from '../../../../../contract/metrics/locks/tree.ts';
import { FactList } from '../../../../components/fact-list.tsx';
import { KeysHint } from '../../../../components/keys-hint.tsx';
import { useFocusReturn } from '../../../../components/panels/focus.ts';
import { PaneHeader } from '../../../../components/panels/pane-header.tsx';
import { visibleString } from '../../../../components/text/visible-text.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import { accountText, countText, secondsText, sessionsText, waitText } from '../lock-words.ts';
import classes from '../locks.module.css';
import { Doing } from './doing.tsx';

interface SessionDetailProps {
  thread: string;
  /** Absent once it has ended, or its transaction has. */
  session: LockSession | undefined;
  /** Where it waits, or others wait for it. */
  node: LockNode | undefined;
  isAdmin: boolean;
  onEnd: (session: LockSession) => void;
}

/** One session with its transaction, and for an administrator the way to end it. */
export function SessionDetail({ thread, session, node, isAdmin, onEnd }: SessionDetailProps) {
  const pane = useFocusReturn<HTMLElement>();
  return (
    <section ref={pane} className={classes.detail} aria-label={`Session ${thread}`}>
      <PaneHeader what="session">
        <span className={classes.title}>Session {thread}</span>
      </PaneHeader>
      <div className={classes.scroll} tabIndex={-1}>
        {session === undefined ? (
          <p className={classes.quiet}>
            This session waits for nothing any more and keeps nobody waiting: its transaction has ended, or is
            younger than two seconds.
          </p>
        ) : (
          <Facts session={session} node={node} isAdmin={isAdmin} onEnd={onEnd} />
        )}
      </div>
    </section>
  );
}

function Facts({
  session,
  node,
  isAdmin,
  onEnd,
}: Omit<SessionDetailProps, 'thread' | 'session'> & { session: LockSession }) {
  return (
    <>
      <FactList>
        <div>
          <dt>Does</dt>
          <dd>
            <Doing session={session} />
          </dd>
        </div>
        <div>
          <dt>Account</dt>
          <dd>{accountText(session)}</dd>
        </div>
        <div>
          <dt>Schema</dt>
          <dd>{session.db ?? 'none chosen'}</dd>
        </div>
        <div>
          <dt>Transaction</dt>
          <dd className="figures">
            {session.transaction}, open for {secondsText(session.seconds)}
          </dd>
        </div>
        <div>
          <dt>Rows</dt>
          <dd className="figures">
            {countText(session.rowsLocked)} locked, {countText(session.rowsChanged)} changed
          </dd>
        </div>
        {node !== undefined && (
          <div>
            <dt>Keeps waiting</dt>
            <dd className="figures">{node.blocks === 0 ? 'nobody' : sessionsText(node.blocks)}</dd>
          </div>
        )}
        {node?.wait != null && (
          <div>
            <dt>Waits for</dt>
            <dd>
              {waitText(node.wait)}, for {secondsText(node.wait.seconds)}
            </dd>
          </div>
        )}
      </FactList>
      <h3>Statement</h3>
      {session.statement === null ? (
        <p className={classes.quiet}>
          It runs none just now{session.doing === 'idle' ? ': its client holds the transaction open' : ''}.
        </p>
      ) : (
        <code className={classes.statement}>{visibleString(session.statement)}</code>
      )}
      <Ending session={session} isAdmin={isAdmin} onEnd={onEnd} />
    </>
  );
}

function Ending({
  session,
  isAdmin,
  onEnd,
}: Pick<SessionDetailProps, 'isAdmin' | 'onEnd'> & { session: LockSession }) {
  const reachable = useReachable();
  if (!isAdmin) {
    return (
      <p className={classes.quiet}>
        Only an administrator may end a session. It is put on record with a reason.
      </p>
    );
  }
  if (session.thread === '0') {
    return (
      <p className={classes.quiet}>
        No session belongs to this transaction, as after XA PREPARE: XA ROLLBACK ends it, on the server.
      </p>
    );
  }
  if (session.mark === null) {
    return (
      <p className={classes.quiet}>
        It is not among the 500 oldest transactions, so it cannot be ended from here.
      </p>
    );
  }
  return (
    <Button
      size="xs"
      color="red"
      className={classes.kill}
      disabled={!reachable}
      onClick={() => onEnd(session)}
      rightSection={<KeysHint command="locks.kill" />}
    >
      End this session…
    </Button>
  );
}
