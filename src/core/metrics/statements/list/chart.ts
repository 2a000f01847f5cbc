import { sql } from 'kysely';
import type { ChartData, ChartRange, ChartSeries } from '../../../../contract/metrics/values.ts';
import type { Db, Run } from '../../../database/database.ts';
import { realUtcOrNull } from '../../../database/time.ts';
import { readableStep } from '../../readable-step.ts';
import { type Costs, costsFrom, noCosts } from './costs.ts';
import type { Reach } from './cover.ts';
import { figuresOf } from './figures.ts';

/** A minute or two without a reading are the clock's; more is a gap. In seconds. */
const leastGap = 150;

/**
 * The samples that a chart is made of: the finest that reach back far enough and are not much finer than it can show; and
 * the step of its points. In seconds.
 */
export function stepsFor(
  { from, to, points }: ChartRange,
  { minutesFrom, now }: Pick<Reach, 'minutesFrom' | 'now'>,
): { level: 60 | 3600 | 86_400; step: number } {
  const wanted = (Math.min(to, now) - from) / points;
  const level = from >= minutesFrom ? 60 : wanted >= 86_400 ? 86_400 : 3600;
  return { level, step: readableStep(Math.max(wanted, level), level) };
}

interface Step {
  readonly seconds: number;
  readonly allMs: number;
}

/** How a kind of statement went: a step in which it was not among the costliest counts as one without it. */
export async function chartOf(
  db: Db,
  run: Run,
  reach: Reach,
  id: number,
  range: ChartRange,
): Promise<ChartData> {
  const { level, step } = stepsFor(range, reach);
  const from = Math.floor(range.from / level) * level;
  const inRange = sql`step = ${sql.lit(level)} AND at >= ${from} AND at < ${range.to}`;
  const group = sql`at DIV ${sql.lit(step)}`;
  const [steps, own, mark] = await Promise.all([
    sql<{ first: number; seconds: number; all_ms: number }>`
      SELECT MIN(at) AS first, SUM(seconds) AS seconds, SUM(total_ms) AS all_ms
      FROM caretaker.statement_step WHERE ${inRange} GROUP BY ${group}`.execute(db, run),
    sql<Record<string, string | number>>`
      SELECT MIN(at) AS first, SUM(calls) AS calls, SUM(total_ms) AS total_ms, SUM(rows_examined) AS rows_examined,
        SUM(rows_sent) AS rows_sent, SUM(rows_affected) AS rows_affected
      FROM caretaker.statement_sample FORCE INDEX (statement_sample_digest)
      WHERE digest_id = ${id} AND ${inRange} GROUP BY ${group}`.execute(db, run),
    db.selectFrom('caretaker.statement_reading').select('read_at').executeTakeFirst(run),
  ]);
  const begin = (first: string | number | undefined) => Math.floor(Number(first) / step) * step;
  const costs = new Map(own.rows.map((row) => [begin(row.first), costsFrom(row)]));
  const read = new Map(
    steps.rows.map((row) => [begin(row.first), { seconds: Number(row.seconds), allMs: Number(row.all_ms) }]),
  );
  return {
    ...pointsOf(read, costs),
    step,
    gap: Math.max(leastGap, 2.5 * step),
    asOf: realUtcOrNull(mark?.read_at ?? null),
    notes: level === 60 ? [] : [`The present ${level === 3600 ? 'hour' : 'day'} is drawn once it is over.`],
  };
}

/** A point for each step that was read. Pure, for the laws of the tests. */
export function pointsOf(
  read: ReadonlyMap<number, Step>,
  costs: ReadonlyMap<number, Costs>,
): Pick<ChartData, 'at' | 'series'> {
  const at = [...read.keys()].sort((a, b) => a - b);
  const figures = at.map((moment) => {
    const { seconds, allMs } = read.get(moment) as Step;
    return figuresOf(costs.get(moment) ?? noCosts, allMs, seconds);
  });
  const line = (
    name: string,
    label: string,
    unit: ChartSeries['unit'],
    value: (it: (typeof figures)[number]) => number | null,
  ): ChartSeries => ({ name, label, unit, mean: figures.map(value) });
  return {
    at,
    series: [
      line('calls', 'Calls', 'per-second', (it) => it.callsPerSecond),
      // A mean of no calls is none.
      line('mean', 'Mean time', 'milliseconds', (it) => (it.calls === 0 ? null : it.meanMs)),
      line('share', 'Share of the time of all', 'ratio', (it) => it.share),
      line('examined', 'Rows examined per row given', 'count', (it) => it.examinedPerRow),
    ],
  };
}
