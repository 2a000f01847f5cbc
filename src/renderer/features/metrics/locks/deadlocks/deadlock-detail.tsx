import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type {
  Deadlock,
  DeadlockId,
  DeadlockTransaction,
} from '../../../../../contract/metrics/locks/deadlocks.ts';
import { FactList } from '../../../../components/fact-list.tsx';
import { RowSkeletons } from '../../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../../components/panels/failure-panel.tsx';
import { useFocusReturn } from '../../../../components/panels/focus.ts';
import { PaneHeader } from '../../../../components/panels/pane-header.tsx';
import { copyText } from '../../../../components/text/copy-text.ts';
import { Moment } from '../../../../components/text/moment.tsx';
import { visibleString } from '../../../../components/text/visible-text.ts';
import { calls } from '../../../../transport/client.ts';
import { accountText, countText, lockText, secondsText } from '../lock-words.ts';
import classes from '../locks.module.css';
import { CyclePicture } from './cycle-picture.tsx';
import { asCsv, asJson } from './deadlock-text.ts';

const route = getRouteApi('/metrics/locks');

/** One deadlock: who waited for whom, what each held, and who was rolled back. */
export function DeadlockDetail({ id }: { id: DeadlockId }) {
  const pane = useFocusReturn<HTMLElement>();
  const query = useQuery(
    calls.metrics.locks.deadlocks.get.queryOptions({ input: { id }, staleTime: 60_000 }),
  );
  return (
    <section ref={pane} className={classes.detail} aria-label={`Deadlock ${id}`}>
      <PaneHeader what="deadlock">
        <span className={classes.title}>Deadlock {id}</span>
      </PaneHeader>
      <div className={classes.scroll} tabIndex={-1}>
        {query.data !== undefined ? (
          <Body deadlock={query.data} />
        ) : query.isPaused ? (
          <WaitingPanel what="the deadlock" />
        ) : query.error !== null ? (
          <FailurePanel error={query.error} what="deadlock" onRetry={() => void query.refetch()} />
        ) : (
          <RowSkeletons label="Loading the deadlock" />
        )}
      </div>
    </section>
  );
}

function Body({ deadlock: { at, fingerprint, deadlock, missed, same, ...rest } }: { deadlock: Deadlock }) {
  const navigate = route.useNavigate();
  const { transactions, rolledBack, complete } = deadlock;
  const whole = { at, fingerprint, deadlock, missed, same, ...rest };
  return (
    <>
      <p className={classes.when}>
        <Moment at={at} shape="absolute" />, <Moment at={at} shape="relative" />
      </p>
      {!complete && (
        <p className={classes.warning}>
          The server’s report was cut, or is not as servers write it: what is missing here was not in it for
          certain.
        </p>
      )}
      <CyclePicture transactions={transactions} rolledBack={rolledBack} />
      <div className={classes.sides}>
        {transactions.map((it) => (
          <Transaction key={it.number} transaction={it} isLoser={it.number === rolledBack} />
        ))}
      </div>
      <p>
        The same statements and indexes: {countText(same.count)}
        {same.capped ? ' or more' : ''} {same.count === 1 ? 'time' : 'times'} since{' '}
        <Moment at={same.since} shape="date" />.{' '}
        <button
          type="button"
          className={classes.choose}
          onClick={() => void navigate({ search: (now) => ({ ...now, kind: fingerprint }) })}
        >
          Show them alone
        </button>
      </p>
      {missed !== null && missed > 0 && (
        <p className={classes.quiet}>
          {missed === 1 ? 'One more deadlock' : `${countText(missed)} more deadlocks`} came between this and
          the one before: the server had kept no text of {missed === 1 ? 'it' : 'them'} when it was asked.
        </p>
      )}
      <div className={classes.copies}>
        <Copy label="Copy as JSON" text={() => asJson(whole)} />
        <Copy label="Copy as CSV" text={() => asCsv(whole)} />
      </div>
    </>
  );
}

function Transaction({ transaction: it, isLoser }: { transaction: DeadlockTransaction; isLoser: boolean }) {
  return (
    <section aria-label={`Transaction ${it.number}`} className={classes.side}>
      <h3>
        Transaction {it.number}{' '}
        {isLoser && (
          <span className={classes.chip} data-doing="rolls-back">
            rolled back
          </span>
        )}
      </h3>
      <FactList>
        <div>
          <dt>Session</dt>
          <dd>
            {it.thread ?? 'unknown'}, {accountText(it)}
          </dd>
        </div>
        <div>
          <dt>Lasted</dt>
          <dd>{secondsText(it.seconds)}</dd>
        </div>
        <div>
          <dt>Rows</dt>
          <dd>
            {countText(it.rowLocks)} locked, {countText(it.changes)} changed
          </dd>
        </div>
        <div>
          <dt>Held</dt>
          <dd>
            {it.holds.length === 0 ? (
              'not told'
            ) : (
              <ul className={classes.locks}>
                {it.holds.map((lock) => (
                  <li key={lockText(lock)}>{lockText(lock)}</li>
                ))}
              </ul>
            )}
          </dd>
        </div>
        <div>
          <dt>Waited for</dt>
          <dd>{it.waitsFor === null ? 'not told' : lockText(it.waitsFor)}</dd>
        </div>
      </FactList>
      <code className={classes.statement}>
        {it.statement === null ? 'a statement that the report did not show' : visibleString(it.statement)}
      </code>
    </section>
  );
}

function Copy({ label, text }: { label: string; text: () => string }) {
  const [copied, setCopied] = useState(false);
  return (
    <Button
      size="xs"
      variant="default"
      onClick={async () => {
        if (!(await copyText(text()))) return;
        setCopied(true);
        setTimeout(() => setCopied(false), 1500);
      }}
    >
      {copied ? 'Copied' : label}
    </Button>
  );
}
