import type { DatabaseSeries } from '../../../contract/metrics/series.ts';
import { type SignalState, signalStates } from '../../../contract/metrics/signals.ts';
import type { SignalDefinition } from './judgement.ts';
import type { Readings, Recent } from './readings.ts';

/** One step of the past: what the series were in it. */
export interface PastStep {
  readonly at: number;
  readonly recent: ReadonlyMap<DatabaseSeries, Recent>;
}

/**
 * Since when a signal is in its state or a worse one, in seconds since 1970: the same judgement of each step of the past,
 * from now backwards. It ends at a step that was better, and at one that nothing was sampled in: what happened in a gap
 * is not known. Null where the last step itself was better, so that it has just begun.
 */
export function sinceOf(
  signal: SignalDefinition,
  state: SignalState,
  r: Readings,
  past: readonly PastStep[],
  step: number,
): number | null {
  let since: number | null = null;
  for (const { at, recent } of past.toReversed()) {
    const isGap = since !== null && since - at > step;
    if (isGap || !isAtLeast(signal.judge(atStep(r, at, recent)).state, state)) break;
    since = at;
  }
  return since;
}

/** The readings as if it were then. What changes by settings alone is taken to have been as it is. */
function atStep(r: Readings, at: number, recent: PastStep['recent']): Readings {
  const last = Math.max(at, ...[...recent.values()].map((it) => it.at));
  return { ...r, now: last, sampledAt: last, startedAt: 0, recent };
}

function isAtLeast(state: SignalState, wanted: SignalState): boolean {
  return state !== 'unknown' && signalStates.indexOf(state) <= signalStates.indexOf(wanted);
}
