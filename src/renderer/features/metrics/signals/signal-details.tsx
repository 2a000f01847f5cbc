import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Signal, SignalPlace } from '../../../../contract/metrics/signals.ts';
import { CopyButton } from '../../../components/text/copy-button.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { wallCharts } from '../database/wall-charts.ts';
import { parseRange } from '../range/range-address.ts';
import { placeNames, stateWords } from './signal-words.ts';
import classes from './signals.module.css';

interface SignalDetailsProps {
  signal: Signal;
  /** Something else on the page is shown instead. */
  onLeave: () => void;
}

/** All that is known of a signal: how it was judged, by what, and how to have it where it is unknown. */
export function SignalDetails({ signal, onLeave }: SignalDetailsProps) {
  const { number, name, state, text, reason, limits, source, howToTurnOn, since, place, series } = signal;
  return (
    <div className={classes.details}>
      <p className={classes.detailsHead}>
        <strong>{name}</strong>
        <span>signal {number} of 26</span>
      </p>
      <p>
        <strong data-state={state}>{stateWords[state]}</strong>
        {since !== null && (
          <>
            {' '}
            since <Moment at={since} shape="absolute" />
          </>
        )}
        : {text}
      </p>
      <dl>
        <Fact name="Why">{reason}</Fact>
        <Fact name="What experts watch">{limits}</Fact>
        <Fact name="Source">{source}</Fact>
        {howToTurnOn !== null && (
          <Fact name="How to have it">
            {howToTurnOn.words}
            {howToTurnOn.code !== null && (
              <span className={classes.code}>
                <code>{howToTurnOn.code}</code>
                <CopyButton text={howToTurnOn.code} label="Copy it" />
              </span>
            )}
          </Fact>
        )}
      </dl>
      <p className={classes.ways}>
        <ChartButton series={series} onLeave={onLeave} />
        {place !== 'database' && <PlaceLink place={place} />}
      </p>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** The chart of the wall that shows what the signal is judged by. */
function ChartButton({ series, onLeave }: { series: Signal['series']; onLeave: () => void }) {
  const chart = series
    .map((name) => wallCharts.find((it) => it.series.includes(name)))
    .find((it) => it !== undefined);
  if (chart === undefined) return null;
  const show = () => {
    onLeave();
    // Once the card has its focus back.
    setTimeout(() => showChart(chart.title), 100);
  };
  return (
    <button type="button" className={classes.way} onClick={show}>
      Show the chart “{chart.title}”
    </button>
  );
}

function showChart(title: string): void {
  const figure = document.querySelector(`figure[aria-label="${CSS.escape(title)}"]`);
  figure?.scrollIntoView({ block: 'center' });
  const plot = figure?.querySelector('[role="slider"]');
  if (plot instanceof HTMLElement) plot.focus({ preventScroll: true });
}

const paths = {
  statements: '/metrics/statements',
  locks: '/metrics/locks',
  headroom: '/metrics/headroom',
} as const satisfies Record<Exclude<SignalPlace, 'database'>, string>;

function PlaceLink({ place }: { place: Exclude<SignalPlace, 'database'> }) {
  return (
    <Link
      to={paths[place]}
      search={(before: Record<string, unknown>) => parseRange(before)}
      className={classes.way}
    >
      More of it in {placeNames[place]}
    </Link>
  );
}
