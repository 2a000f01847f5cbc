import type { Connection, RowDataPacket } from 'mysql2/promise';
import { databaseSeries } from '../../../../src/contract/metrics/series.ts';
import { levels } from '../../../../src/core/metrics/sampler/levels.ts';
import { rootConnection } from '../../../support/community.ts';
import { type Figure, figure } from '../figures.ts';
import type { Ground } from '../ground.ts';
import { holdJobs } from '../jobs.ts';

/** What samples and measures: what is laid stays as it is. */
const jobs = ['sample-server', 'sample-statements', 'catch-deadlocks', 'measure-tables', 'sum-traffic'];
const series = Object.values(databaseSeries).map(({ id }) => id);
const digests = 300;
const costliest = 100;
const day = 86_400;
/** How long the costs of statements are kept, by step, in seconds. */
const statementLevels = [
  { step: 60, keptFor: 2 * day },
  { step: 3600, keptFor: 400 * day },
  { step: day, keptFor: 400 * day },
];
const tables = ['metric_sample', 'statement_sample', 'statement_step', 'statement_digest'] as const;

/** Samples of the benchmark's own, as full as they ever get; gone once it is disposed. */
export interface LaidMetrics extends AsyncDisposable {
  /** What they take on the disk. */
  readonly figures: Figure[];
}

/** Lays every level of samples and of the costs of statements full up to now, on MariaDB, which counts by itself. */
export async function layMetrics(ground: Ground): Promise<LaidMetrics> {
  const { server } = await ground.demo();
  const root = { host: server.host, port: server.port, ...server.root };
  const [sql, lessor] = [await rootConnection(root), await rootConnection(root)];
  await sql.query('USE caretaker'); // where a sequence is counted from
  const ended = new AbortController();
  const holding = holdJobs(lessor, jobs, ended.signal);
  const empty = async () => {
    for (const table of tables) await sql.query(`TRUNCATE TABLE caretaker.${table}`);
  };
  await empty();
  ground.say('  laying samples');
  const now = Math.floor(Date.now() / 1000);
  for (const { step, keptFor } of levels) {
    for (const id of series) {
      ground.signal.throwIfAborted();
      await laySeries(sql, id, step, now - keptFor, now);
    }
  }
  ground.say('  laying costs of statements');
  await layDigests(sql);
  for (const { step, keptFor } of statementLevels) await layCosts(sql, step, now - keptFor, now);
  await setMarks(sql, now);
  return {
    figures: [
      figure('samples kept, all levels full', series.length * rowsASeries(), ''),
      figure('of a series and a year by the hour', 365 * 24, ''),
      ...(await sizes(sql)),
    ],
    async [Symbol.asyncDispose]() {
      await empty();
      ended.abort();
      await holding;
      sql.destroy();
      lessor.destroy();
    },
  };
}

function rowsASeries(): number {
  return levels.reduce((sum, { step, keptFor }) => sum + Math.floor(keptFor / step), 0);
}

/** A day's rhythm with noise, and an hour of nothing each week: a gap. */
async function laySeries(sql: Connection, id: number, step: number, from: number, to: number): Promise<void> {
  const first = Math.ceil(from / step) * step;
  const count = Math.floor((to - first) / step);
  await sql.query(
    `INSERT INTO caretaker.metric_sample (step, series, at, low, mean, high, readings)
     SELECT ?, ?, at, value * 0.8, value, value * 1.4, 6
     FROM (SELECT ? + seq * ? AS at, 100 + 60 * SIN((? + seq * ?) / ${day} * 2 * PI()) + 20 * RAND(?) AS value
       FROM seq_0_to_${count}) n
     WHERE at % ${7 * day} >= 3600`,
    [step, id, first, step, first, step, id],
  );
}

async function layDigests(sql: Connection): Promise<void> {
  await sql.query(
    `INSERT INTO caretaker.statement_digest (id, schema_name, digest, text, first_seen, last_seen)
     SELECT seq, 'community', MD5(seq), CONCAT('SELECT * FROM \`table_', seq, '\` WHERE \`id\` = ?'),
       UTC_TIMESTAMP(6) - INTERVAL 400 DAY, UTC_TIMESTAMP(6)
     FROM seq_1_to_${digests}`,
  );
}

/** Of each step the costliest kinds, not always the same, and all others. */
async function layCosts(sql: Connection, step: number, from: number, to: number): Promise<void> {
  const first = Math.ceil(from / step) * step;
  const count = Math.floor((to - first) / step);
  await sql.query(
    `INSERT INTO caretaker.statement_sample
     SELECT ?, ? + t.seq * ?, IF(d.seq = 0, 0, 1 + (d.seq * 3 + t.seq) % ${digests}), 100, 5000 / (1 + d.seq), 1, 0, 10, 100,
       1000, 1, 0, 0
     FROM seq_0_to_${count} t JOIN seq_0_to_${costliest - 1} d`,
    [step, first, step],
  );
  await sql.query(
    `INSERT INTO caretaker.statement_step (step, at, seconds, calls, total_ms)
     SELECT ?, ? + seq * ?, ?, 10000, 26000 FROM seq_0_to_${count}`,
    [step, first, step, step],
  );
}

/** As sampling would have left them: a chart reads a level up to where it has been summed up. */
async function setMarks(sql: Connection, now: number): Promise<void> {
  const until = (step: number) => Math.floor(now / step) * step;
  await sql.query(
    `UPDATE caretaker.metric_sampler
     SET sampled_at = UTC_TIMESTAMP(6), minutes_until = ?, hours_until = ?, half_days_until = ?`,
    [until(60), until(3600), until(43_200)],
  );
  await sql.query(
    'UPDATE caretaker.statement_reading SET read_at = UTC_TIMESTAMP(6), hours_until = ?, days_until = ?',
    [until(3600), until(day)],
  );
}

async function sizes(sql: Connection): Promise<Figure[]> {
  await sql.query(`ANALYZE TABLE ${tables.map((table) => `caretaker.${table}`).join(', ')}`);
  const [rows] = await sql.query<RowDataPacket[]>(
    `SELECT TABLE_NAME AS name, DATA_LENGTH + INDEX_LENGTH AS bytes FROM information_schema.TABLES
     WHERE TABLE_SCHEMA = 'caretaker' AND TABLE_NAME IN ('metric_sample', 'statement_sample')`,
  );
  return rows.map(({ name, bytes }) => figure(`${String(name)} on disk, full`, Number(bytes) / 1e6, 'MB'));
}
