import { sql } from 'kysely';
import type {
  DeadlockKind,
  DeadlockKinds,
  Fingerprint,
} from '../../../../contract/metrics/locks/deadlocks.ts';
import { idValue } from '../../../database/cursor.ts';
import { failureOf } from '../../../database/errors.ts';
import { now } from '../../../database/time.ts';
import type { SignedIn } from '../../../session/open.ts';
import { countDeadlocks, notCounted } from './counter.ts';
import { rowOf } from './rows.ts';

const days = 30;
const mostKinds = 50;
/** Days of kinds that are added up: the limit of a session would cut them off, and the sums with them. */
const mostDays = 100_000;

interface DayOfKind {
  readonly fingerprint: string;
  readonly days_ago: number;
  readonly count: string;
  readonly missed: string;
  readonly last_id: string;
}

/** What deadlocks of the last 30 days have in common, read from the index on the moment alone. */
export async function deadlockKinds(
  { database }: SignedIn,
  signal: AbortSignal | undefined,
): Promise<DeadlockKinds> {
  const asOf = now();
  const [counted, found] = await Promise.all([
    countDeadlocks(database, signal).then(
      (count) => ({ count: count.counted, unknown: count.counted === null ? notCounted : null }),
      (error: unknown) => {
        if (failureOf(error) !== 'denied') throw error;
        return { count: null, unknown: notAllowed };
      },
    ),
    database.readPrimary(signal, async (db, run) => {
      const { rows } = await sql<DayOfKind>`
        SELECT fingerprint, DATEDIFF(UTC_DATE(), at) AS days_ago, COUNT(*) AS count,
          COALESCE(SUM(missed), 0) AS missed, MAX(id) AS last_id
        FROM caretaker.deadlock FORCE INDEX (deadlock_at)
        WHERE at >= UTC_DATE() - INTERVAL ${sql.lit(days - 1)} DAY
        GROUP BY fingerprint, DATEDIFF(UTC_DATE(), at)
        LIMIT ${sql.lit(mostDays)}`.execute(db, run);
      const kinds = kindsOf(rows);
      const ids = kinds.map((it) => idValue(it.lastId));
      const last =
        ids.length === 0
          ? []
          : await db
              .selectFrom('caretaker.deadlock')
              .select(['id', 'at', 'fingerprint', 'detail'])
              .where('id', 'in', ids)
              .execute(run);
      return { rows, kinds, last: new Map(last.map((it) => [it.id, rowOf(it)])) };
    }),
  ]);
  return {
    kinds: found.kinds.flatMap(({ lastId, ...kind }): DeadlockKind[] => {
      const last = found.last.get(lastId);
      return last === undefined ? [] : [{ ...kind, last }];
    }),
    caught: sum(found.rows.map((it) => Number(it.count))),
    missed: sum(found.rows.map((it) => Number(it.missed))),
    counted: counted.count === null ? null : Number(counted.count),
    unknown: counted.unknown,
    asOf,
  };
}

const notAllowed =
  'Your account may not ask the server for its counters. Run npm run connect-site again: it gives a CTO and an administrator the right to.';

type Kind = Omit<DeadlockKind, 'last'> & { lastId: string };

function kindsOf(rows: readonly DayOfKind[]): Kind[] {
  const kinds = new Map<string, Kind>();
  for (const row of rows) {
    const kind = kinds.get(row.fingerprint) ?? {
      fingerprint: row.fingerprint as Fingerprint,
      week: 0,
      month: 0,
      days: Array.from({ length: days }, () => 0),
      lastId: row.last_id,
    };
    const count = Number(row.count);
    const ago = Math.max(0, Number(row.days_ago));
    kind.days[days - 1 - ago] = (kind.days[days - 1 - ago] ?? 0) + count;
    kind.month += count;
    if (ago < 7) kind.week += count;
    if (BigInt(row.last_id) > BigInt(kind.lastId)) kind.lastId = row.last_id;
    kinds.set(row.fingerprint, kind);
  }
  const newest = (a: Kind, b: Kind) => (BigInt(a.lastId) < BigInt(b.lastId) ? 1 : -1);
  return [...kinds.values()].sort((a, b) => b.month - a.month || newest(a, b)).slice(0, mostKinds);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, it) => total + it, 0);
}
