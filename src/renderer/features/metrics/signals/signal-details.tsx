import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Signal, SignalPlace } from '../../../../contract/metrics/signals.ts';
import { CopyButton } from '../../../components/text/copy-button.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { parseRange } from '../range/range-address.ts';
import { placeNames, stateWords } from './signal-words.ts';
import classes from './signals.module.css';

/** All that is known of a signal: how it was judged, by what, and how to have it where it is unknown. */
export function SignalDetails({ signal }: { signal: Signal }) {
  const { number, name, state, text, reason, limits, source, howToTurnOn, since, place } = signal;
  return (
    <div className={classes.details}>
      <p className={classes.detailsHead}>
        <strong>{name}</strong>
        <span>signal {number} of 26</span>
      </p>
      <p>
        <strong data-state={state}>{stateWords[state]}</strong>: {text}
        {since !== null && (
          <>
            {' '}
            since <Moment at={since} shape="absolute" />
          </>
        )}
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
      <PlaceLink place={place} series={signal.series} />
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

const paths = {
  database: '/metrics/database',
  statements: '/metrics/statements',
  locks: '/metrics/locks',
  headroom: '/metrics/headroom',
} as const satisfies Record<SignalPlace, string>;

function PlaceLink({ place }: { place: SignalPlace; series: Signal['series'] }) {
  return (
    <Link to={paths[place]} search={(before: Record<string, unknown>) => parseRange(before)}>
      More of it in {placeNames[place]}
    </Link>
  );
}
