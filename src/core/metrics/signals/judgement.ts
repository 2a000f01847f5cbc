import type { DatabaseSeries } from '../../../contract/metrics/series.ts';
import type { SignalGroup, SignalPlace, SignalState, TurnOn } from '../../../contract/metrics/signals.ts';
import type { Unit } from '../../../contract/metrics/values.ts';
import { type Readings, type Recent, Unread } from './readings.ts';
import { agoWords } from './words.ts';

export interface Judgement {
  readonly state: SignalState;
  readonly value: number | null;
  readonly text: string;
  readonly reason: string;
  readonly unknownBecause: string | null;
  readonly howToTurnOn: TurnOn | null;
  /** Since when, in seconds since 1970, where the server itself tells. */
  readonly since?: number;
}

export interface SignalDefinition {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly group: SignalGroup;
  readonly unit: Unit | null;
  readonly place: SignalPlace;
  readonly series: readonly DatabaseSeries[];
  /** Judged by its series alone, so that it can be judged of the past too. */
  readonly bySeries: boolean;
  /** What experts watch: said whatever the state is. */
  readonly limits: string;
  source(r: Readings): string;
  judge(r: Readings): Judgement;
}

/** A sample older than this says nothing of now, in seconds. */
export const staleAfter = 180;

export function judged(
  state: Exclude<SignalState, 'unknown'>,
  o: { value: number | null; text: string; reason: string; since?: number | undefined },
): Judgement {
  const { since, ...rest } = o;
  return {
    state,
    ...rest,
    unknownBecause: null,
    howToTurnOn: null,
    ...(since === undefined ? {} : { since }),
  };
}

/** `o.value` and `o.text` where there is a number that only cannot be judged. */
export function unknown(
  because: string,
  howToTurnOn: TurnOn | null,
  o: { value?: number; text?: string } = {},
): Judgement {
  return {
    state: 'unknown',
    value: o.value ?? null,
    text: o.text ?? 'Not known',
    reason: because,
    unknownBecause: because,
    howToTurnOn,
  };
}

/** `watch` from the first limit on, `bad` from the second. */
export function gradeOf(value: number, watch: number, bad: number): 'good' | 'watch' | 'bad' {
  return value >= bad ? 'bad' : value >= watch ? 'watch' : 'good';
}

const sampling: TurnOn = {
  words:
    'Leave a console open on which a CTO or an admin is signed in, or run Caretaker with --jobs-only on a machine that is always on.',
  code: null,
};

/**
 * Judges by what was sampled of some series in the last five minutes. Without a sample of the last three minutes, and
 * without any of the series, the signal is unknown: what was good an hour ago may not be now.
 */
export function fromSamples<Name extends DatabaseSeries>(
  r: Readings,
  names: readonly Name[],
  judge: (of: Readonly<Record<Name, Recent>>) => Judgement,
  missing?: (name: Name) => { because: string; turnOn: TurnOn | null } | null,
): Judgement {
  const stale = staleness(r);
  if (stale !== null) return stale;
  const found = {} as Record<Name, Recent>;
  for (const name of names) {
    const stretch = r.recent.get(name);
    const isOld = stretch === undefined || r.now - stretch.at > staleAfter || stretch.at < r.startedAt;
    if (isOld) {
      const why = missing?.(name) ?? null;
      return unknown(r.unsampled[name] ?? why?.because ?? whyUnsampled(r), why?.turnOn ?? null);
    }
    found[name] = stretch;
  }
  return judge(found);
}

/** Why nothing that is sampled can be judged just now; null if it can. */
export function staleness(r: Readings): Judgement | null {
  if (r.sampledAt === null) {
    return unknown('Nothing has been sampled of this server yet.', sampling);
  }
  const age = r.now - r.sampledAt;
  if (age > staleAfter) {
    return unknown(
      `The last sample was taken ${agoWords(age)} ago: what it said may no longer be so.`,
      sampling,
    );
  }
  return null;
}

function whyUnsampled(r: Readings): string {
  const up = r.now - r.startedAt;
  if (up <= staleAfter) {
    return `The server started ${agoWords(up)} ago, and its counters began anew; two samples since are needed.`;
  }
  return `The last samples hold nothing of it: ${r.server.label} did not give it.`;
}

/** For what is judged against the same hour of last week alone. */
export function withoutLastWeek(o: { value: number; text: string }): Judgement {
  return unknown(
    'Nothing was sampled in this hour of last week, so there is nothing to hold it against.',
    { words: 'It is judged once sampling has gone on for a week.', code: null },
    o,
  );
}

export function isUnread<T>(it: T | Unread): it is Unread {
  return it instanceof Unread;
}
