import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { FigureRange } from '../../../../contract/tickets/figures.ts';
import { RowSkeletons } from '../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../components/panels/failure-panel.tsx';
import { StatePanel } from '../../../components/panels/state-panel.tsx';
import { useCommand } from '../../../keys/commands.ts';
import { calls } from '../../../transport/client.ts';
import { useSignedIn, workspacesOf } from '../../session/session-state.ts';
import { Breakdowns } from './breakdowns.tsx';
import { Charts } from './charts.tsx';
import classes from './figures.module.css';
import { type FiguresAddress, rangeOf } from './figures-address.ts';
import { FiguresHead } from './figures-head.tsx';
import { Headline } from './headline.tsx';
import { StepsTable } from './steps-table.tsx';

const route = getRouteApi('/tickets/figures');

/** How much support was asked, how soon it answered, and how that was found. */
export function FiguresView() {
  const { person } = useSignedIn();
  if (!workspacesOf(person.role).includes('tickets')) {
    return (
      <>
        <h1 className="unseen">Figures of support</h1>
        <StatePanel kind="forbidden" title="Your role does not work through tickets">
          Support and administrators do. An administrator can change your role.
        </StatePanel>
      </>
    );
  }
  return <TicketFigures />;
}

function TicketFigures() {
  const address = route.useSearch();
  const navigate = route.useNavigate();
  // The day that it is when the view opens: a range that moves by itself at midnight would surprise.
  const [now] = useState(Date.now);
  const range = rangeOf(address, now);
  const figures = useQuery(
    calls.tickets.figures.get.queryOptions({ input: range, placeholderData: keepPreviousData }),
  );
  const change = (part: FiguresAddress) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const refresh = () => void figures.refetch();
  useCommand('view.refresh', refresh);
  useCommand('view.back', () => void navigate({ to: '/tickets' }));
  return (
    <div className={classes.view}>
      <FiguresHead
        address={address}
        range={range}
        asOf={figures.data?.asOf ?? undefined}
        refreshing={figures.isFetching}
        onChange={change}
        onRefresh={refresh}
      />
      <Body figures={figures} range={range} as={address.as} />
    </div>
  );
}

interface BodyProps {
  figures: ReturnType<typeof useQuery<Parameters<typeof Headline>[0]['figures'], unknown>>;
  range: FigureRange;
  as: FiguresAddress['as'];
}

function Body({ figures, range, as }: BodyProps) {
  const { data, error, isPaused, refetch } = figures;
  if (data === undefined) {
    if (isPaused) return <WaitingPanel what="figures" />;
    if (error !== null) return <FailurePanel error={error} what="figures" onRetry={() => void refetch()} />;
    return <RowSkeletons label="Loading figures" />;
  }
  return (
    <section
      className={classes.body}
      aria-label={`Figures from ${range.from} to ${range.to}`}
      aria-busy={figures.isPlaceholderData}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too
      tabIndex={0}
    >
      {data.asOf === null && (
        <p className={classes.none}>
          Nothing has been counted yet. A console on which support or an administrator is signed in counts
          every minute.
        </p>
      )}
      <Headline figures={data} />
      {as === 'table' ? <StepsTable figures={data} /> : <Charts figures={data} />}
      <Breakdowns figures={data} />
    </section>
  );
}
