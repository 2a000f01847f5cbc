import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import {
  type Deadlock,
  DeadlockId,
  type DeadlockPage,
  type Fingerprint,
} from '../../../../contract/metrics/locks/deadlocks.ts';
import { type Cursor, Utc } from '../../../../contract/values.ts';
import { idValue, packCursor, unpackCursor } from '../../../database/cursor.ts';
import { columnOf, now, realUtc } from '../../../database/time.ts';
import { Refused } from '../../../errors.ts';
import type { SignedIn } from '../../../session/open.ts';
import { type KeptDeadlock, readDetail, rowOf } from './rows.ts';

const PageEnd = z.tuple([Utc, DeadlockId]);
/** Of one fingerprint no more than this are counted. */
const mostCounted = 1000;

/** One page, newest first, by the index on the moment or on fingerprint and moment. */
export async function listDeadlocks(
  { database }: SignedIn,
  input: { fingerprint: Fingerprint | null; cursor: Cursor | null; limit: number },
  signal: AbortSignal | undefined,
): Promise<DeadlockPage> {
  const end = unpackCursor(input.cursor, PageEnd);
  const asOf = now();
  const { rows: kept } = await database.readPrimary(signal, (db, run) =>
    sql<KeptDeadlock>`
      SELECT id, at, fingerprint, detail FROM ${tableOf(input.fingerprint)}
      WHERE ${sql.join([ofKind(input.fingerprint), before(end)], sql` AND `)}
      ORDER BY at DESC, id DESC LIMIT ${input.limit + 1}`.execute(db, run),
  );
  const shown = kept.slice(0, input.limit).map(rowOf);
  const last = shown.at(-1);
  const next = kept.length > input.limit && last ? packCursor([last.at, last.id]) : null;
  return { rows: shown, next, asOf };
}

/** Of a young table a server would rather read every row than go by the index. */
function tableOf(fingerprint: Fingerprint | null): RawBuilder<unknown> {
  return fingerprint === null
    ? sql`caretaker.deadlock FORCE INDEX (deadlock_at)`
    : sql`caretaker.deadlock FORCE INDEX (deadlock_fingerprint)`;
}

function ofKind(fingerprint: Fingerprint | null): RawBuilder<unknown> {
  return fingerprint === null ? sql`TRUE` : sql`fingerprint = ${fingerprint}`;
}

function before(end: z.infer<typeof PageEnd> | null): RawBuilder<unknown> {
  if (end === null) return sql`TRUE`;
  const at = columnOf(end[0]);
  return sql`at <= ${at} AND (at < ${at} OR id < ${idValue(end[1])})`;
}

export async function getDeadlock(
  { database }: SignedIn,
  id: DeadlockId,
  signal: AbortSignal | undefined,
): Promise<Deadlock> {
  return database.readPrimary(signal, async (db, run) => {
    const { rows } = await sql<KeptDeadlock & { missed: string | null }>`
      SELECT id, at, fingerprint, missed, detail FROM caretaker.deadlock WHERE id = ${idValue(id)}`.execute(
      db,
      run,
    );
    const [row] = rows;
    if (row === undefined) {
      throw new Refused('NOT_FOUND', `There is no deadlock ${id}: they are kept for 400 days.`);
    }
    const counted = await sql<{ count: string; since: string }>`
      SELECT COUNT(*) AS count, MIN(at) AS since FROM (
        SELECT at FROM caretaker.deadlock FORCE INDEX (deadlock_fingerprint) WHERE fingerprint = ${row.fingerprint}
        ORDER BY at DESC LIMIT ${sql.lit(mostCounted + 1)}
      ) AS same`.execute(db, run);
    const count = Number(counted.rows[0]?.count ?? 1);
    return {
      id,
      at: realUtc(row.at),
      fingerprint: row.fingerprint as Fingerprint,
      deadlock: readDetail(row.detail),
      missed: row.missed === null ? null : Number(row.missed),
      same: {
        count: Math.min(count, mostCounted),
        capped: count > mostCounted,
        since: realUtc(counted.rows[0]?.since ?? row.at),
      },
    };
  });
}
