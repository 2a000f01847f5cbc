import { sql } from 'kysely';
import type { Db, Run } from '../../../database/database.ts';
import { numberOrNull } from './hours.ts';
import { daySeconds, dayText, floorTo, nowSeconds, secondsOf } from './moments.ts';
import { type Told, told } from './view.ts';

/** What the site tells of one day that is over. */
export interface GrowthDay {
  /** Beginning, in seconds since 1970. */
  readonly at: number;
  readonly signUps: number | null;
  readonly deleted: number | null;
  readonly active: number | null;
  readonly messages: number | null;
}

/** 27 years: more than any site has. */
const daysMost = 10_000;

/** Every day since the first: a row each, and members are what all of them add up to. */
export function readGrowth(db: Db, run: Run, from = 0): Promise<Told<GrowthDay>> {
  return told('growth_day', async () => {
    const today = floorTo(daySeconds, nowSeconds());
    const { rows } = await sql<Record<'day' | 'sign_ups' | 'active' | 'deleted' | 'messages', string | null>>`
      SELECT day, sign_ups, active, deleted, messages FROM caretaker_site.growth_day
      WHERE day >= ${dayText(from)} AND day < ${dayText(today)}
      ORDER BY day LIMIT ${sql.lit(daysMost)}`.execute(db, run);
    return rows
      .map((row) => ({
        at: secondsOf(row.day),
        signUps: numberOrNull(row.sign_ups),
        deleted: numberOrNull(row.deleted),
        active: numberOrNull(row.active),
        messages: numberOrNull(row.messages),
      }))
      .filter((day) => !Number.isNaN(day.at));
  });
}
