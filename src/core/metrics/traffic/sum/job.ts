import { sql } from 'kysely';
import { metricsReaders } from '../../../../contract/metrics/values.ts';
import type { Database, Trx } from '../../../database/database.ts';
import { Overtaken } from '../../../intake/mark.ts';
import type { Job } from '../../../jobs/job.ts';
import { firstHour, lastOver, latestHour, readHours, type TrafficHour } from '../site/hours.ts';
import { daySeconds, dayText, floorTo, hourSeconds, momentText } from '../site/moments.ts';
import { daysOf, type TrafficDay } from './days.ts';
import { lockTrafficMark, readTrafficMark, type TrafficMark } from './mark.ts';

/** A site may correct its last hours: these days are summed up anew each time. */
const correctedDays = 3;
const yearsBack = 5;
const pageDays = 7;
/** A week of more than a hundred services is read day by day. */
const rowsMost = 20_000;
const insertedAtOnce = 500;
const mostTurns = 2n ** 62n;

/** Sums the site's traffic up by day, five years back at first. */
export const sumTraffic: Job = {
  name: 'sum-traffic',
  everySeconds: 180,
  roles: metricsReaders,
  run: ({ database }, signal) => sumAllTraffic(database, signal),
};

/** Sums up all that is new, and the last days anew. Stopped half way, what was summed up is kept and gone on with. */
export async function sumAllTraffic(database: Database, signal: AbortSignal): Promise<void> {
  try {
    const latest = await database.readPrimary(signal, latestHour);
    if (latest.unknown !== null) throw new Error(latest.unknown);
    let mark = await database.readPrimary(signal, readTrafficMark);
    let from = latest.at === null ? null : await beginning(database, signal, mark, latest.at);
    const end = (latest.at ?? 0) + hourSeconds;
    while (from !== null && from < end && !signal.aborted) {
      const page = await readPage(database, signal, from, end);
      mark = await keep(database, mark, page, from);
      from = page.to;
    }
    if (!signal.aborted) await noteFresh(database, mark);
  } catch (error) {
    // Another console holds the job by now: it sums on.
    if (!(error instanceof Overtaken)) throw error;
  }
}

/** Where to begin: some days before where it ended, or at the first hour there is. */
async function beginning(
  database: Database,
  signal: AbortSignal,
  mark: TrafficMark,
  latest: number,
): Promise<number | null> {
  const oldest = floorTo(daySeconds, lastOver() - yearsBack * 366 * daySeconds);
  const corrected =
    floorTo(daySeconds, Math.min(mark.summedUntil, latest)) - (correctedDays - 1) * daySeconds;
  if (corrected > oldest) return corrected;
  const first = await database.readPrimary(signal, (db, run) => firstHour(db, run, oldest));
  return first === null ? null : floorTo(daySeconds, first);
}

interface Page {
  readonly hours: readonly TrafficHour[];
  /** Whole days but for the last hours of all. */
  readonly to: number;
}

async function readPage(database: Database, signal: AbortSignal, from: number, end: number): Promise<Page> {
  for (const days of [pageDays, 1]) {
    const to = Math.min(from + days * daySeconds, end);
    const { rows, unknown } = await database.readPrimary(signal, (db, run) =>
      readHours(db, run, { from, to, most: rowsMost }),
    );
    if (unknown !== null) throw new Error(unknown);
    if (rows.length < rowsMost) return { hours: rows, to };
  }
  throw new Error(
    `The site’s traffic_hour has ${rowsMost} rows and more on ${dayText(from)}: too many to sum up.`,
  );
}

async function keep(database: Database, mark: TrafficMark, page: Page, from: number): Promise<TrafficMark> {
  const days = daysOf(page.hours);
  // May be repeated after a lost line: a first try that was committed has taken its turn.
  return database.write(true, async (trx) => {
    const { turn } = await lockTrafficMark(trx);
    if (turn !== mark.turn) throw new Overtaken('another console went on with it');
    await trx
      .deleteFrom('caretaker.traffic_day')
      .where('day', '>=', dayText(from))
      .where('day', '<=', dayText(page.to - 1))
      .execute();
    await addDays(trx, days);
    const next = String((BigInt(turn) % mostTurns) + 1n);
    await trx
      .updateTable('caretaker.traffic_mark')
      .set({ turn: next, summed_until: momentText(page.to) })
      .where('id', '=', 1)
      .execute();
    return { ...mark, turn: next, summedUntil: page.to };
  });
}

async function addDays(trx: Trx, days: readonly TrafficDay[]): Promise<void> {
  for (let start = 0; start < days.length; start += insertedAtOnce) {
    const rows = days.slice(start, start + insertedAtOnce);
    await trx
      .insertInto('caretaker.traffic_day')
      .values(
        rows.map((row) => ({
          ...row,
          requests: String(row.requests),
          pageviews: String(row.pageviews),
          errors: String(row.errors),
        })),
      )
      .execute();
  }
}

async function noteFresh(database: Database, { turn }: TrafficMark): Promise<void> {
  await database.writeAtOnce((db) =>
    sql`UPDATE caretaker.traffic_mark SET fresh_at = UTC_TIMESTAMP(6) WHERE id = 1 AND turn = ${turn}`.execute(
      db,
    ),
  );
}
