import { failureOf, isDriverError } from '../../../database/errors.ts';
import { daySeconds, hourSeconds, momentWords, nowSeconds } from './moments.ts';

type SiteView = 'traffic_hour' | 'growth_day' | 'deploy';

export interface Told<T> {
  readonly rows: T[];
  /** Why the site tells nothing: a sentence. */
  readonly unknown: string | null;
}

/** Reads a view of the site; one that is missing or broken since the sign-in is no failure, but unknown. */
export async function told<T>(view: SiteView, read: () => Promise<T[]>): Promise<Told<T>> {
  try {
    return { rows: await read(), unknown: null };
  } catch (error) {
    const why = reasonOf(view, error);
    if (why === null) throw error;
    return { rows: [], unknown: why };
  }
}

function reasonOf(view: SiteView, error: unknown): string | null {
  if (!isDriverError(error)) return null;
  const repair = 'Whoever looks after the site’s adapter can bring it back; see connect-site in the README.';
  if (error.errno === 1146) return `The site’s view ${view} is gone. ${repair}`;
  if (error.errno === 1356)
    return `The site’s view ${view} stands on a table or column that is gone. ${repair}`;
  if (error.errno === 1054)
    return `The site’s view ${view} lacks the column ${/'([^']+)'/.exec(error.message)?.[1] ?? ''}. ${repair}`;
  if (failureOf(error) === 'denied')
    return `Your role may not read the site’s view ${view}, or it is gone. ${repair}`;
  return null;
}

/** An exporter may take its time; nothing for longer than this is worth a word. */
const hoursLate = 3;
const daysLate = 3;

/** Why the traffic of now is not known, though that of before is; null while it is. `end` of the last hour told of. */
export function whyNoHours(end: number | null, now = nowSeconds()): string | null {
  if (end === null) {
    return 'The site’s traffic_hour has no hour of the last five years: its exporter may never have run.';
  }
  if (now - end < hoursLate * hourSeconds) return null;
  return `The site’s traffic_hour has nothing since ${momentWords(end)}: its exporter may have stopped.`;
}

/** The same of growth by day. `end` of the last day told of. */
export function whyNoDays(end: number | null, now = nowSeconds()): string | null {
  if (end === null) return 'The site’s growth_day has no day: its exporter may never have run.';
  if (now - end < daysLate * daySeconds) return null;
  return `The site’s growth_day has nothing since ${momentWords(end).slice(0, 10)}: its exporter may have stopped.`;
}
