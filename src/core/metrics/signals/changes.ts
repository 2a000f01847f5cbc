import type { SignalChange } from '../../../contract/metrics/signals.ts';
import type { Readings, Stretches } from './readings.ts';

/** What the main rates are over the last hour, and were in the same hour of the week before. */
export function changesOf(r: Readings): SignalChange[] {
  const rates = [
    { name: 'Statements', unit: 'per-second', of: (of: Stretches) => of.get('statements')?.mean },
    // By Little's law, wherever the server adds up how long statements take: of MariaDB, which has no histogram, too.
    { name: 'Latency, mean', unit: 'seconds', of: meanLatency },
    { name: 'Latency, 95 of 100', unit: 'seconds', of: (of: Stretches) => of.get('latency_p95')?.mean },
    { name: 'Concurrency', unit: 'count', of: (of: Stretches) => of.get('concurrency')?.mean },
  ] as const;
  return rates.flatMap(({ name, unit, of }) => {
    const now = of(r.hour) ?? null;
    const before = of(r.lastWeek) ?? null;
    const isHad = name !== 'Latency, 95 of 100' || r.server.flavour === 'mysql';
    if (!isHad) return [];
    return [{ name, unit, now, before, missing: missingOf(now, before) }];
  });
}

function missingOf(now: number | null, before: number | null): string | null {
  if (now === null) return 'Nothing was sampled of it in the last hour.';
  return before === null ? 'Nothing was sampled of it in this hour of last week.' : null;
}

function meanLatency(of: Stretches): number | undefined {
  const concurrency = of.get('concurrency')?.mean;
  const statements = of.get('statements')?.mean;
  if (concurrency === undefined || statements === undefined || statements <= 0) return undefined;
  return concurrency / statements;
}
