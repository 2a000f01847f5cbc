import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LawReport, Scaling } from '../../../../../contract/metrics/headroom/law.ts';
import { AgeBadge } from '../../../../components/age-badge.tsx';
import { StatePanel } from '../../../../components/panels/state-panel.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { calls } from '../../../../transport/client.ts';
import { RangeBar } from '../../range/range-bar.tsx';
import { useMetricsRange } from '../../range/use-metrics-range.ts';
import { Answered } from '../answered.tsx';
import shared from '../headroom.module.css';
import classes from './law.module.css';
import { LawChart } from './law-chart.tsx';
import { LawHeadline } from './law-headline.tsx';
import { Parameters } from './parameters.tsx';
import { asItIs } from './scaling.ts';
import { WhatIf } from './what-if.tsx';

/** The law of how throughput grows with concurrency, where the server is on it, and what would change it. */
export function LawPart() {
  const range = useMetricsRange('30d');
  const law = useQuery(
    calls.metrics.headroom.law.queryOptions({
      input: { range: range.input },
      placeholderData: keepPreviousData,
      staleTime: 60_000,
    }),
  );
  const refresh = () => void law.refetch();
  useCommand('view.refresh', refresh);
  return (
    <>
      <div className={shared.tools}>
        <RangeBar range={range} />
        <div className={shared.end}>
          <AgeBadge asOf={law.data?.asOf ?? undefined} refreshing={law.isFetching} onRefresh={refresh} />
        </div>
      </div>
      <section
        className={shared.body}
        aria-label="The law of throughput"
        aria-busy={law.isPlaceholderData}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too
        tabIndex={0}
      >
        <Answered answer={law} what="the law">
          {(report) => <Report report={report} />}
        </Answered>
      </section>
    </>
  );
}

function Report({ report }: { report: LawReport }) {
  const [trial, setTrial] = useState(asItIs);
  const law = report.law.kind === 'law' ? report.law : null;
  const scaling: Scaling | null =
    law === null ? null : { alpha: law.alpha.value, beta: law.beta.value, gamma: law.gamma.value };
  return (
    <>
      {report.law.kind === 'refused' && (
        <StatePanel kind="empty" title="No law can be told from this range">
          {report.steps === 0 ? 'Nothing was sampled in it.' : report.law.because} A longer range, or one with
          busier times, may have more.
        </StatePanel>
      )}
      {law !== null && <LawHeadline report={report} law={law} />}
      {report.bins.length > 0 && (
        <div className={classes.columns}>
          <LawChart report={report} law={law} scaling={scaling} trial={trial} />
          {law !== null && scaling !== null && (
            <WhatIf report={report} law={law} scaling={scaling} trial={trial} onChange={setTrial} />
          )}
        </div>
      )}
      {law !== null && <Parameters law={law} />}
      {report.bins.length > 0 && (
        <ul className={shared.notes}>
          {report.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
}
