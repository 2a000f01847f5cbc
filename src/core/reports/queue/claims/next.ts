import { setTimeout as sleep } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { QueueFilter } from '../../../../contract/reports/queue.ts';
import type { CaseId } from '../../../../contract/reports/values.ts';
import type { Utc } from '../../../../contract/values.ts';
import type { Db } from '../../../database/database.ts';
import { failureOf } from '../../../database/errors.ts';
import { utcOf } from '../../../database/time.ts';
import { Refused } from '../../../errors.ts';
import type { SignedIn } from '../../../session/open.ts';
import { firstIds, orderOf } from '../list/find.ts';
import { partOf } from '../list/views.ts';
import { and, type Walk, walkOf, without } from '../list/walk.ts';
import { claimEnd } from './lease.ts';

export interface Wish {
  /** Made once for what the person asked: the unique key that refuses a second case for it. */
  readonly claimId: string;
  readonly filter: QueueFilter;
  readonly passed: readonly CaseId[];
}

export interface Claimed {
  readonly caseId: CaseId | null;
  readonly until: Utc | null;
}

/** How often it is tried where others had all that was left locked at that moment. */
const attempts = 4;
/** Of what no index has in order, so many of the first are tried. */
const candidates = 20;

/** Claims the best case, in one statement. Asked again with one claim id, it gives the same case. */
export async function claimNext({ database, person }: SignedIn, wish: Wish): Promise<Claimed> {
  for (let attempt = 1; ; attempt += 1) {
    const claimed = await database.writeAtOnce((db) => takeBest(db, person.user, wish));
    if (claimed.caseId !== null || attempt === attempts) return claimed;
    const isAnyLeft = await database.readPrimary(undefined, async (db) => {
      const walks = await walksOf(db, person.user, wish.filter);
      const left = await Promise.all(walks.map((walk) => firstIds(db, walk, wish.passed, 1)));
      return left.flat().length > 0;
    });
    if (!isAnyLeft) return claimed;
    await sleep(Math.random() * 20 * attempt);
  }
}

async function takeBest(db: Db, user: string, { claimId, filter, passed }: Wish): Promise<Claimed> {
  const [handed, free] = await walksOf(db, user, filter);
  const best = free.isOrdered ? free : await candidatesOf(db, free, passed);
  try {
    // Each side locks the row it gives, and passes by those that another console has locked. What was handed over stays
    // the person's for as long as it was. The order is said, or a server that holds few cases would look through them,
    // and wait for each that is locked.
    await sql`
      UPDATE (
        (${bestOf(handed, 0, passed)}) UNION ALL (${bestOf(best, 1, passed)}) ORDER BY turn LIMIT 1
      ) best STRAIGHT_JOIN caretaker.report_case claimed FORCE INDEX (PRIMARY) ON claimed.id = best.id
      SET claimed.holder = ${user}, claimed.claim_id = ${claimId}, claimed.handed = 0,
          claimed.set_by = IF(best.turn = 0, claimed.set_by, NULL),
          claimed.claimed_until = GREATEST(claimed.claimed_until, ${claimEnd})`.execute(db);
  } catch (error) {
    // The answer to an earlier try was lost, and not what it did.
    if (!isKnownClaim(error)) throw error;
  }
  return claimOf(db, user, claimId);
}

async function walksOf(db: Db, user: string, filter: QueueFilter): Promise<readonly [Walk, Walk]> {
  return [
    await walkOf(db, {}, partOf('handed', user), filter),
    await walkOf(db, {}, partOf('free', user), filter),
  ];
}

function bestOf(walk: Walk, turn: number, passed: readonly CaseId[]): RawBuilder<unknown> {
  return sql`
    SELECT c.id, ${sql.lit(turn)} AS turn FROM ${walk.from} WHERE ${and([...walk.where, ...without(passed)])}
    ORDER BY ${orderOf(walk)} LIMIT 1 FOR UPDATE SKIP LOCKED`;
}

/** To put them in order, a statement would lock all that it reads: so the first are read before, without a lock. */
async function candidatesOf(db: Db, walk: Walk, passed: readonly CaseId[]): Promise<Walk> {
  const ids = await firstIds(db, walk, passed, candidates);
  return {
    ...walk,
    from: sql`caretaker.report_case c FORCE INDEX (PRIMARY)`,
    where: ids.length === 0 ? [sql`FALSE`] : [sql`c.id IN (${sql.join(ids.map(BigInt))})`, ...walk.where],
  };
}

/** By the unique key on claim_id. */
async function claimOf(db: Db, user: string, claimId: string): Promise<Claimed> {
  const row = await db
    .selectFrom('caretaker.report_case')
    .select(['id', 'holder', 'claimed_until'])
    .select(sql<number>`claimed_until > UTC_TIMESTAMP(6)`.as('in_force'))
    .where('claim_id', '=', claimId)
    .executeTakeFirst();
  if (!row) return { caseId: null, until: null };
  if (row.holder === user && Number(row.in_force) === 1) {
    return { caseId: row.id as CaseId, until: utcOf(row.claimed_until) };
  }
  throw new Refused(
    'CONFLICT',
    'This claim has run out since it was made. Nothing was changed; ask for the next case.',
  );
}

function isKnownClaim(error: unknown): boolean {
  return (
    failureOf(error) === 'duplicate' && error instanceof Error && /report_case_claim/.test(error.message)
  );
}
