import type { CalendarEntry } from '../../../../contract/metrics/headroom/calendar.ts';
import type { Db, Run } from '../../../database/database.ts';
import { forecastCrossing, type Sample } from '../forecast.ts';
import { type Hour, hoursOf } from './hours.ts';

/** When the redo log is too small for the writes: the checkpoint's age comes to where writes stall. */
export async function redoEntry(
  db: Db,
  run: Run,
  now: number,
  unknown: string | undefined,
): Promise<CalendarEntry> {
  const ages = await hoursOf(db, run, 'checkpoint_age', now);
  const limits = await hoursOf(db, run, 'checkpoint_limit', now);
  const entry = {
    kind: 'redo',
    name: 'Redo log',
    detail: 'oldest change not yet written, of where writes stall; a week ago or less',
    unit: 'bytes',
  } as const;
  const limit = limits.at(-1)?.high ?? null;
  if (limit === null || limit <= 0 || ages.length === 0) {
    const forecast = {
      kind: 'unknown',
      because: unknown ?? 'The age of the checkpoint has not been sampled for an hour yet.',
      turnOn:
        unknown === undefined
          ? 'A console on which a CTO or an administrator is signed in samples it.'
          : 'See the view Database for what is missing.',
    } as const;
    return { ...entry, used: null, limit: null, reached: false, forecast };
  }
  const recent = ages.filter(({ at }) => at >= now - 7 * 86_400);
  const used = recent.length === 0 ? null : Math.max(...recent.map(({ high }) => high));
  return {
    ...entry,
    used,
    limit,
    reached: used !== null && used >= limit,
    forecast: forecastCrossing(sharesOf(ages, limits), 1, now),
  };
}

/** Each hour's oldest change as a share of the limit at the time: the log may have been made larger since. */
export function sharesOf(ages: readonly Hour[], limits: readonly Hour[]): Sample[] {
  const limitAt = new Map(limits.map(({ at, high }) => [at, high]));
  return ages.flatMap(({ at, high }) => {
    const limit = limitAt.get(at) ?? 0;
    return limit > 0 ? [{ at, value: high / limit }] : [];
  });
}
