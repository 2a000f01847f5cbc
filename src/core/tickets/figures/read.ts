import { type RawBuilder, sql } from 'kysely';
import type { FigureRange, Figures, Spread } from '../../../contract/tickets/figures.ts';
import { channels, type TeamId } from '../../../contract/tickets/values.ts';
import type { Db, Run } from '../../database/database.ts';
import { utcOrNull } from '../../database/time.ts';
import type { SignedIn } from '../../session/open.ts';
import { backlogOf } from './backlog.ts';
import { hourPart, quantileOf, scopeOf, tagPart, wordPart } from './parts.ts';
import { type Step, stepOf, stepsOf } from './steps.ts';
import { tallyMark } from './tally.ts';

const tagsMost = 30;
const wordsMost = 20;
const teamsMost = 200;
/** Fewer than this in a week are chance. */
const worthSaying = 3;

type Range = Pick<FigureRange, 'from' | 'to'>;

/** The figures of a range, from the tally alone but for the backlog: what it costs grows with the days. */
export function figuresOf(
  { database }: SignedIn,
  range: FigureRange,
  signal: AbortSignal | undefined,
): Promise<Figures> {
  return database.read(signal, async (db, run) => {
    const scope = scopeOf(range);
    const step = stepOf(range);
    const [counts, hours, tags, ratings, named, asked, backlog, mark] = await Promise.all([
      countsOf(db, run, scope, range, step),
      hoursOf(db, run, scope, range),
      tagsOf(db, run, scope, range),
      bucketsOf(db, run, 'rated', scope, range),
      partsOf(db, run, range),
      askedOf(db, run, range),
      backlogOf(db, run, range),
      tallyMark.read(db, run),
    ]);
    const byStep = Map.groupBy(counts, (row) => row.begin);
    return {
      step,
      days: stepsOf(range, step).map((day) => ({ day, ...totalFrom(byStep.get(day) ?? []) })),
      ...totalFrom(counts),
      ...named,
      tags,
      hours,
      ratings: [1, 2, 3, 4, 5].map((rating) => ratings.get(rating) ?? 0),
      asked,
      backlog,
      asOf: utcOrNull(mark.fresh_at),
    };
  });
}

interface Total {
  readonly opened: number;
  readonly solved: number;
  readonly first: Spread;
  readonly solution: Spread;
}

/** Counts by measure and bucket of a scope in a range. */
async function totalOf(db: Db, run: Run, scope: string, range: Range): Promise<Total> {
  const { rows } = await sql<CountRow>`
    SELECT measure, bucket, SUM(count) AS count FROM caretaker.ticket_tally
    WHERE measure IN (${sql.join(counted)}) AND part = ${scope} AND ${within(range)}
    GROUP BY measure, bucket`.execute(db, run);
  return totalFrom(rows);
}

const counted = ['opened', 'first', 'first-kept', 'solve', 'solve-kept'] as const;

interface CountRow {
  readonly measure: string;
  readonly bucket: number;
  readonly count: string | number;
}

function totalFrom(rows: readonly CountRow[]): Total {
  const of = (measure: string) => {
    const buckets = new Map<number, number>();
    for (const it of rows.filter((row) => row.measure === measure))
      buckets.set(it.bucket, (buckets.get(it.bucket) ?? 0) + Number(it.count));
    return buckets;
  };
  const sum = (measure: string) => [...of(measure).values()].reduce((all, count) => all + count, 0);
  const spread = (measure: string): Spread => {
    const kept = of(`${measure}-kept`);
    const judged = (kept.get(0) ?? 0) + (kept.get(1) ?? 0);
    return {
      count: sum(measure),
      median: quantileOf(of(measure), 0.5),
      p90: quantileOf(of(measure), 0.9),
      within: judged === 0 ? null : (kept.get(1) ?? 0) / judged,
    };
  };
  return { opened: sum('opened'), solved: sum('solve'), first: spread('first'), solution: spread('solve') };
}

interface StepRow extends CountRow {
  readonly begin: string;
}

/** Counts by step, measure and bucket: added up they are those of the whole range. */
async function countsOf(db: Db, run: Run, scope: string, range: Range, step: Step): Promise<StepRow[]> {
  const { rows } = await sql<StepRow>`
    SELECT ${beginOf[step]} AS begin, measure, bucket, SUM(count) AS count FROM caretaker.ticket_tally
    WHERE measure IN (${sql.join(counted)}) AND part = ${scope} AND ${within(range)}
    GROUP BY begin, measure, bucket`.execute(db, run);
  return rows;
}

/** The first day of the step that a day is of; weeks begin on Monday. */
const beginOf: Record<Step, RawBuilder<unknown>> = {
  day: sql`DATE_FORMAT(day, '%Y-%m-%d')`,
  week: sql`DATE_FORMAT(day - INTERVAL WEEKDAY(day) DAY, '%Y-%m-%d')`,
  month: sql`DATE_FORMAT(day, '%Y-%m-01')`,
};

async function hoursOf(db: Db, run: Run, scope: string, range: Range): Promise<number[]> {
  const parts = Array.from({ length: 24 }, (_, hour) => hourPart(scope, hour));
  const { rows } = await sql<{ part: string; count: string }>`
    SELECT part, SUM(count) AS count FROM caretaker.ticket_tally
    WHERE measure = 'hour' AND part IN (${sql.join(parts)}) AND ${within(range)}
    GROUP BY part`.execute(db, run);
  const byPart = new Map(rows.map((row) => [row.part, Number(row.count)]));
  return parts.map((part) => byPart.get(part) ?? 0);
}

async function tagsOf(db: Db, run: Run, scope: string, range: Range): Promise<Figures['tags']> {
  const start = tagPart(scope, '');
  const { rows } = await sql<{ part: string; count: string }>`
    SELECT part, SUM(count) AS count FROM caretaker.ticket_tally
    WHERE measure = 'tag' AND part >= ${start} AND part < ${`${scope}$`} AND ${within(range)}
    GROUP BY part ORDER BY SUM(count) DESC, part LIMIT ${sql.lit(tagsMost)}`.execute(db, run);
  return rows.map((row) => ({ name: row.part.slice(start.length), count: Number(row.count) }));
}

async function bucketsOf(
  db: Db,
  run: Run,
  measure: string,
  scope: string,
  range: Range,
): Promise<Map<number, number>> {
  const { rows } = await sql<{ bucket: number; count: string }>`
    SELECT bucket, SUM(count) AS count FROM caretaker.ticket_tally
    WHERE measure = ${measure} AND part = ${scope} AND ${within(range)} GROUP BY bucket`.execute(db, run);
  return new Map(rows.map((row) => [row.bucket, Number(row.count)]));
}

/** The same figures by channel, and by team of the chosen channel. Channels and teams are few. */
async function partsOf(db: Db, run: Run, range: FigureRange): Promise<Pick<Figures, 'channels' | 'teams'>> {
  const teams = await db
    .selectFrom('caretaker.team')
    .select(['id', 'name'])
    .orderBy('name')
    .limit(teamsMost)
    .execute(run);
  const rows = [...teams.map((it) => ({ ...it, key: it.id })), { id: null, name: 'No team', key: '0' }];
  const ofTeams = await Promise.all(
    rows.map(async ({ id, name, key }) => ({
      id: id as TeamId | null,
      name,
      ...(await totalOf(db, run, scopeOf({ teamId: key, channel: range.channel }), range)),
    })),
  );
  const ofChannels = await Promise.all(
    channels.map(async (channel) => ({
      name: channel,
      count: (await totalOf(db, run, scopeOf({ teamId: range.teamId, channel }), range)).opened,
    })),
  );
  return { channels: ofChannels, teams: ofTeams.filter((it) => it.opened + it.solved + it.first.count > 0) };
}

/** Words of the seven days that the range ends with against the seven before, by the index on measure and day. */
async function askedOf(db: Db, run: Run, { to }: Range): Promise<Figures['asked']> {
  const { rows } = await sql<{ part: string; recent: string; earlier: string }>`
    SELECT part, recent, earlier FROM (
      SELECT part, SUM(IF(day > ${to} - INTERVAL 7 DAY, count, 0)) AS recent,
             SUM(IF(day > ${to} - INTERVAL 7 DAY, 0, count)) AS earlier
      FROM caretaker.ticket_tally FORCE INDEX (ticket_tally_day)
      WHERE measure = 'word' AND day > ${to} - INTERVAL 14 DAY AND day <= ${to}
      GROUP BY part
    ) counted
    WHERE recent >= ${sql.lit(worthSaying)}
    ORDER BY recent - earlier DESC, recent DESC, part LIMIT ${sql.lit(wordsMost)}`.execute(db, run);
  return rows.map((row) => ({
    word: row.part.slice(wordPart('').length),
    now: Number(row.recent),
    before: Number(row.earlier),
  }));
}

function within({ from, to }: Range): RawBuilder<unknown> {
  return sql`day >= ${from} AND day <= ${to}`;
}
