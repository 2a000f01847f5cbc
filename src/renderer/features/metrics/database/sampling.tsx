import type { SamplerState } from '../../../../contract/metrics/samples.ts';
import { AgeBadge } from '../../../components/age-badge.tsx';
import { useNow } from '../../../preferences/clock.ts';
import { failureOf } from '../../../transport/failure.ts';
import classes from './database-view.module.css';

interface SamplingProps {
  state: SamplerState | undefined;
  error: unknown;
  refreshing: boolean;
  onRefresh: () => void;
}

/** A sample is taken every minute at least: after this it stands still, in milliseconds. */
const stoppedAfter = 3 * 60_000;

/** How sampling goes: how old its last reading is, how often it reads and what that costs the server. */
export function Sampling({ state, error, refreshing, onRefresh }: SamplingProps) {
  const now = useNow();
  if (error !== null) {
    return (
      <p className={classes.warning} role="alert">
        How sampling goes is not known: {failureOf(error).message}
      </p>
    );
  }
  if (state === undefined) return null;
  const { sampledAt, tookMs, everySeconds } = state;
  if (sampledAt === null) {
    return (
      <p className={classes.sampling}>
        Nothing has been sampled yet. A console on which a CTO or an administrator is signed in begins within
        a minute.
      </p>
    );
  }
  const stopped = now - Date.parse(sampledAt) > stoppedAfter;
  return (
    <div className={classes.sampling}>
      <AgeBadge asOf={sampledAt} refreshing={refreshing} onRefresh={onRefresh} oldAfter={stoppedAfter} />
      {stopped ? (
        <p className={classes.warning}>
          Sampling stands still. It goes on while a CTO or an administrator is signed in on any console.
        </p>
      ) : (
        <p>
          every {everySeconds} s while this is open
          {tookMs !== null && `, the last took ${Math.max(1, Math.round(tookMs))} ms`}
        </p>
      )}
    </div>
  );
}
