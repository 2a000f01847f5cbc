import type { Connection, RowDataPacket } from 'mysql2/promise';
import { sqlTime } from '../tables/table.ts';
import { deploysUntil, trafficHours } from '../tables/traffic.ts';
import { DAY, HOUR, MONTH, weekRhythm } from '../world/calendar.ts';
import { HISTORY_MONTHS, MEMBER_GROWTH, makePlan, type Plan, type Wish } from '../world/plan.ts';
import { Random } from '../world/random.ts';

const INSERTED_AT_ONCE = 2000;

/**
 * Writes what the site counted since the community was made: its traffic of the hours that are over, its growth of the
 * days, its deploys. The same hour is the same whenever it is written. `now` in ms. Returns how many hours were missing.
 */
export async function countOn(connection: Connection, wish: Wish, now: number): Promise<number> {
  const plan = makePlan(wish);
  const hours = await addHours(connection, plan, now);
  await addDays(connection, plan, now);
  await addDeploys(connection, plan, now);
  return hours;
}

async function addHours(connection: Connection, plan: Plan, now: number): Promise<number> {
  const table = trafficHours({ plan });
  const first = Math.ceil(plan.start / HOUR);
  const last = await lastOf(connection, 'hour', 'traffic_hours');
  if (last === null) return 0;
  const lines: string[] = [];
  const from = Math.floor(last / HOUR) - first + 1;
  const over = Math.floor(now / HOUR) - first;
  for (let unit = from; unit < over; unit++) table.write(unit, lines);
  await insert(connection, `INSERT IGNORE INTO traffic_hours (${table.columns.join(', ')}) VALUES ?`, lines);
  return Math.max(0, over - from);
}

/** Each day is that of the week before as it was made, grown on, and a little different. */
async function addDays(connection: Connection, plan: Plan, now: number): Promise<void> {
  const last = await lastOf(connection, 'day', 'growth_days');
  if (last === null || Math.floor(now / DAY) - Math.floor(last / DAY) < 2) return;
  const usual = await usualDay(connection, plan);
  const perDay = MEMBER_GROWTH ** (DAY / (HISTORY_MONTHS * MONTH));
  const random = new Random(plan.seed);
  const lines: string[] = [];
  for (let day = Math.floor(last / DAY) + 1; day < Math.floor(now / DAY); day++) {
    random.of(340, day);
    const grown = weekRhythm(day * DAY) * perDay ** (day - plan.end / DAY);
    const value = (mean: number, noise: number) =>
      Math.floor(mean * grown * Math.exp(noise * random.normal()) + random.share());
    const active = value(usual.active, 0.02);
    const date = new Date(day * DAY).toISOString().slice(0, 10);
    lines.push(
      [date, value(usual.signUps, 0.1), active, value(usual.deleted, 0.2), value(usual.messages, 0.03)].join(
        '\t',
      ),
    );
  }
  await insert(
    connection,
    'INSERT IGNORE INTO growth_days (day, sign_ups, active, deleted, messages) VALUES ?',
    lines,
  );
}

/** The mean of the last four weeks that the community was made with, at its end. */
async function usualDay(connection: Connection, plan: Plan) {
  const end = new Date(Math.floor(plan.end / DAY) * DAY).toISOString().slice(0, 10);
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT AVG(sign_ups) AS signUps, AVG(active) AS active, AVG(deleted) AS deleted, AVG(messages) AS messages
     FROM growth_days WHERE day >= ? - INTERVAL 28 DAY AND day < ?`,
    [end, end],
  );
  const [row] = rows;
  return {
    signUps: Number(row?.signUps ?? 0),
    active: Number(row?.active ?? 0),
    deleted: Number(row?.deleted ?? 0),
    messages: Number(row?.messages ?? 0),
  };
}

async function addDeploys(connection: Connection, plan: Plan, now: number): Promise<void> {
  const lines = deploysUntil(plan, now)
    .filter((deploy) => deploy.at > plan.end)
    .map((deploy) => `${deploy.id}\t${deploy.label}\t${sqlTime(deploy.at)}`);
  await insert(connection, 'INSERT IGNORE INTO deploys (id, label, created_at) VALUES ?', lines);
}

/** In ms; null where the table is empty, as in a community that was made without it. */
async function lastOf(connection: Connection, column: string, table: string): Promise<number | null> {
  const [rows] = await connection.query<RowDataPacket[]>(`SELECT MAX(${column}) AS last FROM ${table}`);
  const last = rows[0]?.last;
  if (last === null || last === undefined) return null;
  const [day, time = '00:00:00'] = String(last).split(' ');
  return Date.parse(`${day}T${time.slice(0, 8)}Z`);
}

async function insert(connection: Connection, statement: string, lines: readonly string[]): Promise<void> {
  for (let start = 0; start < lines.length; start += INSERTED_AT_ONCE) {
    const rows = lines.slice(start, start + INSERTED_AT_ONCE).map((line) => line.split('\t'));
    await connection.query(statement, [rows]);
  }
}
