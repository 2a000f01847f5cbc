import type { ReactNode } from 'react';
import type { FittedLaw, LawReport } from '../../../../../contract/metrics/headroom/law.ts';
import { valueText } from '../../../../components/charts/unit-text.ts';
import { Moment } from '../../../../components/text/moment.tsx';
import { shareText } from '../headroom-words.ts';
import classes from './law.module.css';

/** Where the server is: against the peak or, without one, against what throughput comes near to. */
export function LawHeadline({ report: { busiest, now, step }, law }: { report: LawReport; law: FittedLaw }) {
  const most = law.peak?.x ?? law.limit;
  const of = law.peak === null ? 'the limit' : 'the peak';
  const share = (x: number) => (most === null ? '–' : shareText(x / most));
  return (
    <dl className={classes.headline}>
      <Tile name="You are at" value={now === null ? 'unknown' : `${share(now.x)} of ${of}`}>
        {now === null
          ? 'nothing was sampled in the last ten minutes'
          : `${valueText(now.x, 'per-second')} with ${n(now.n)} sessions at work, over ten minutes`}
      </Tile>
      <Tile name="At the busiest" value={busiest === null ? 'unknown' : `${share(busiest.x)} of ${of}`}>
        {busiest !== null && (
          <>
            {valueText(busiest.x, 'per-second')} with {n(busiest.n)} at work, in the {stepName(step)} of{' '}
            <Moment at={new Date(busiest.at * 1000).toISOString()} shape="stamp" />
          </>
        )}
      </Tile>
      <Tile name="Peak" value={law.peak === null ? 'none seen' : valueText(law.peak.x, 'per-second')}>
        {law.peak === null ? law.whyNoPeak : `at ${n(law.peak.n)} sessions; beyond it, more do less`}
      </Tile>
      <Tile name="Limit without β" value={law.limit === null ? 'none' : valueText(law.limit, 'per-second')}>
        {law.limit === null
          ? 'nothing queues: throughput grows with each session'
          : 'γ/α: what it would come near to if sessions cost each other nothing'}
      </Tile>
    </dl>
  );
}

const n = (value: number) => String(Number(value.toPrecision(3)));

function stepName(step: number): string {
  return step === 3600 ? 'hour' : step === 60 ? 'minute' : `${step} seconds`;
}

function Tile({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  return (
    <div className={classes.tile}>
      <dt>{name}</dt>
      <dd>
        <span className={classes.value}>{value}</span>
        <span className={classes.note}>{children}</span>
      </dd>
    </div>
  );
}
