import { sql } from 'kysely';
import type { Db, Run, Trx } from '../../../database/database.ts';
import { secondsOf } from '../site/moments.ts';

/** How far the site's traffic was summed up; `turn` changes with each time that it moves. */
export interface TrafficMark {
  readonly turn: string;
  /** In seconds since 1970; before all traffic at first. */
  readonly summedUntil: number;
  /** When it was last summed up to its end. */
  readonly freshAt: string | null;
}

const columns = ['turn', 'summed_until', 'fresh_at'] as const;

export async function readTrafficMark(db: Db, run?: Run): Promise<TrafficMark> {
  const row = await db
    .selectFrom('caretaker.traffic_mark')
    .select(columns)
    .where('id', '=', sql.lit(1))
    .executeTakeFirst(run);
  return markOf(row);
}

/** Until the transaction ends. */
export async function lockTrafficMark(trx: Trx): Promise<TrafficMark> {
  const row = await trx
    .selectFrom('caretaker.traffic_mark')
    .select(columns)
    .where('id', '=', sql.lit(1))
    .forUpdate()
    .executeTakeFirst();
  return markOf(row);
}

function markOf(
  row: { turn: string; summed_until: string; fresh_at: string | null } | undefined,
): TrafficMark {
  if (!row) throw new Error('traffic_mark lacks its row');
  return { turn: row.turn, summedUntil: secondsOf(row.summed_until), freshAt: row.fresh_at };
}
