import { sql } from 'kysely';
import type { LawReport } from '../../../contract/metrics/headroom/law.ts';
import type { ChartRange } from '../../../contract/metrics/values.ts';
import { realUtcOrNull } from '../../database/time.ts';
import type { SignedIn } from '../../session/open.ts';
import { fitLaw } from './law.ts';
import { coldFor, type LoadPoints, loadNow, loadPoints, mostBins } from './load-points.ts';

/** The law of how throughput grows with concurrency, fitted to what was sampled over a range. */
export function lawReport(
  { database }: SignedIn,
  range: ChartRange,
  signal: AbortSignal | undefined,
): Promise<LawReport> {
  return database.read(signal, async (db, run) => {
    const { rows } = await sql<{ now: string; sampled_at: string | null }>`
      SELECT UNIX_TIMESTAMP() AS now, sampled_at FROM caretaker.metric_sampler WHERE id = 1`.execute(db, run);
    const now = Number(rows[0]?.now ?? 0);
    const points = await loadPoints(db, run, range, now);
    return {
      concurrency: points.concurrency,
      bins: [...points.bins],
      law: fitLaw(points.bins),
      now: await loadNow(db, run, points.concurrency, now),
      busiest: points.busiest,
      step: points.step,
      steps: points.steps,
      leftOut: points.leftOut,
      notes: notesOn(points),
      asOf: realUtcOrNull(rows[0]?.sampled_at ?? null),
    };
  });
}

function notesOn({ concurrency, leftOut, step, bins }: LoadPoints): string[] {
  const length = step === 3600 ? 'hours' : step === 60 ? 'minutes' : `steps of ${step} seconds`;
  const notes = [
    `Each point is the mean of the ${length} of about the same concurrency, in at most ${mostBins} bins of one width; each point counts the same, so that quiet times do not outweigh the busy ones.`,
  ];
  if (leftOut > 0) {
    notes.push(
      `${leftOut} of the ${length} ${leftOut === 1 ? 'was' : 'were'} left out: within ${coldFor / 60} minutes of a restart, or with less than half of their readings.`,
    );
  }
  if (concurrency === 'running' && bins.length > 0) {
    notes.push(
      'Concurrency is the number of sessions found at work at the moment of each sample, because the server does not count how long statements take: performance_schema is off. Set performance_schema=ON and restart it for the mean between samples.',
    );
  }
  return notes;
}
