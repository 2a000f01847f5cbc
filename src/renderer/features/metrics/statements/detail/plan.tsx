import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Explained } from '../../../../../contract/metrics/statements/explained.ts';
import { Part } from '../../../../components/panels/part.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { keyTitle } from '../../../../keys/key-title.ts';
import { calls } from '../../../../transport/client.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import { CopiedText } from '../sql/sql-text.tsx';
import classes from './detail.module.css';
import { PlanTable } from './plan-table.tsx';

/** The server's plan, asked for when wanted: planning is work for the server too. */
export function Plan({ digestId }: { digestId: number }) {
  const [wanted, setWanted] = useState(false);
  const reachable = useReachable();
  const plan = useQuery(
    calls.metrics.statements.explain.queryOptions({
      input: { digestId },
      enabled: wanted,
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    }),
  );
  const ask = () => {
    setWanted(true);
    if (wanted) void plan.refetch();
  };
  useCommand('statements.plan', ask, reachable);
  const button = (
    <Button
      size="compact-xs"
      variant="default"
      disabled={!reachable || plan.isFetching}
      title={keyTitle('statements.plan')}
      onClick={ask}
    >
      {plan.data === undefined ? 'Ask the server' : 'Ask again'}
    </Button>
  );
  if (!wanted) {
    return (
      <section className={classes.plan} aria-label="Plan">
        <div className={classes.planHead}>
          <h3>Plan</h3>
          {button}
        </div>
        <p className={classes.quiet}>
          How the server would read the tables (EXPLAIN), asked with your own rights and placeholders for
          values.
        </p>
      </section>
    );
  }
  return (
    <div className={classes.plan}>
      <Part title="Plan" action={button} answer={plan}>
        {(it) => <Answer explained={it} />}
      </Part>
    </div>
  );
}

function Answer({ explained: it }: { explained: Explained }) {
  if (it.outcome === 'plan') {
    return (
      <>
        <p className={classes.quiet}>A plan for placeholder values: real values can have another.</p>
        <PlanTable steps={it.steps} />
        {it.steps.some((step) => /Impossible WHERE|no matching row/i.test(step.extra)) && (
          <p className={classes.quiet}>
            No row has the placeholder, so the server tells no further plan: put real values into the text
            below.
          </p>
        )}
        <details className={classes.more}>
          <summary>The plan in full, as JSON</summary>
          <CopiedText text={it.json} label="Copy the plan" />
        </details>
        <details className={classes.more}>
          <summary>What was asked, to run yourself</summary>
          <CopiedText text={it.explain} label="Copy the EXPLAIN" />
        </details>
      </>
    );
  }
  return (
    <>
      <p className={classes.refused} role="status">
        {it.message}
      </p>
      {it.explain !== null && (
        <>
          <h4>To run with an account that may</h4>
          <CopiedText text={it.explain} label="Copy the EXPLAIN" />
        </>
      )}
      {it.grant !== null && (
        <>
          <h4>What a database administrator would grant</h4>
          <CopiedText text={it.grant} label="Copy the GRANT" />
        </>
      )}
    </>
  );
}
