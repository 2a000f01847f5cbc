import { type RawBuilder, sql } from 'kysely';
import type { Trx } from '../../../database/database.ts';
import { type Added, type Counters, sumOf } from './differences.ts';
import { addDigests, digestIds, type NewDigest, noteSeen } from './digests.ts';

/** What an interval cost. */
export interface Sample {
  /** The minute of its middle, in seconds since 1970. */
  readonly at: number;
  readonly seconds: number;
  /** When it ended, as the server writes moments. */
  readonly now: string;
  readonly top: readonly Added[];
  readonly others: Counters | null;
  readonly fresh: readonly NewDigest[];
}

const minute = 60;
const msOf = (picoseconds: bigint) => Number(picoseconds) / 1e9;

/** Two intervals may have their middle in one minute: they add up. */
export async function addSample(trx: Trx, sample: Sample): Promise<void> {
  const { at, top, others } = sample;
  await addDigests(trx, sample.fresh);
  const idOf = await digestIds(trx, top);
  const ids = top.map(idOf).filter((id) => id !== 0);
  await noteSeen(trx, ids, sample.now);
  const unnamed = [...top.filter((it) => idOf(it) === 0), ...(others === null ? [] : [others])];
  const rows = [
    ...top.filter((it) => idOf(it) !== 0).map((it) => rowOf(at, idOf(it), it)),
    ...(unnamed.length === 0 ? [] : [rowOf(at, 0, sumOf(unnamed))]),
  ];
  if (rows.length > 0) {
    await sql`
      INSERT INTO caretaker.statement_sample (step, at, digest_id, ${columnList})
      VALUES ${sql.join(rows)} ON DUPLICATE KEY UPDATE ${addedUp}`.execute(trx);
  }
  const all = sumOf([...top, ...unnamed.filter((it) => !top.includes(it as Added))]);
  await sql`
    INSERT INTO caretaker.statement_step (step, at, seconds, calls, total_ms)
    VALUES (${sql.lit(minute)}, ${at}, ${sample.seconds}, ${all.calls}, ${msOf(all.timer)})
    ON DUPLICATE KEY UPDATE seconds = seconds + VALUES(seconds), calls = calls + VALUES(calls),
      total_ms = total_ms + VALUES(total_ms)`.execute(trx);
}

/** The columns of a sample that add up, in the order of `rowOf`. */
export const costColumns = [
  'calls',
  'total_ms',
  'lock_ms',
  'errors',
  'rows_affected',
  'rows_sent',
  'rows_examined',
  'tmp_tables',
  'tmp_disk_tables',
  'no_index',
] as const;
const columnList = sql.join(costColumns.map((it) => sql.ref(it)));
const addedUp = sql.join(
  costColumns.map((it) => sql`${sql.ref(it)} = ${sql.ref(it)} + VALUES(${sql.ref(it)})`),
);

function rowOf(at: number, id: number, it: Counters): RawBuilder<unknown> {
  return sql`(${sql.lit(minute)}, ${at}, ${id}, ${it.calls}, ${msOf(it.timer)}, ${msOf(it.lockTimer)}, ${it.errors},
    ${it.rowsAffected}, ${it.rowsSent}, ${it.rowsExamined}, ${it.tmpTables}, ${it.tmpDiskTables}, ${it.noIndex})`;
}
