import { sql } from 'kysely';
import type { Growth } from '../../../../contract/metrics/headroom/growth.ts';
import type { Db, Run } from '../../../database/database.ts';

/** Over how many days growth is reckoned. */
export const stretches = { week: 7, month: 30, quarter: 90 } as const;
export type StretchName = keyof typeof stretches;
export const stretchNames = Object.keys(stretches) as StretchName[];

export interface MeasuredDays {
  readonly latest: string;
  /** The first measured day of each stretch that ends with the latest; null where it covers less than half of it. */
  readonly since: Growth['since'];
}

const dayMs = 86_400_000;

/** By the ends of the index on days; null before the first measurement. */
export async function measuredDays(db: Db, run: Run): Promise<MeasuredDays | null> {
  const { rows } = await sql<{ day: string | null }>`
    SELECT CAST(MAX(day) AS CHAR) AS day FROM caretaker.table_size`.execute(db, run);
  const latest = rows[0]?.day ?? null;
  if (latest === null) return null;
  const since = { week: null, month: null, quarter: null } as {
    -readonly [Name in StretchName]: string | null;
  };
  for (const name of stretchNames) {
    const first = await firstDay(db, run, latest, stretches[name]);
    since[name] = first !== null && daysBetween(first, latest) * 2 >= stretches[name] ? first : null;
  }
  return { latest, since };
}

async function firstDay(db: Db, run: Run, latest: string, days: number): Promise<string | null> {
  const { rows } = await sql<{ day: string | null }>`
    SELECT CAST(MIN(day) AS CHAR) AS day FROM caretaker.table_size
    WHERE day >= ${latest} - INTERVAL ${sql.lit(days)} DAY AND day < ${latest}`.execute(db, run);
  return rows[0]?.day ?? null;
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}
