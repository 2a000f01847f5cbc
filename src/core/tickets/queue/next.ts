import { setTimeout as sleep } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { TicketFilter } from '../../../contract/tickets/queue.ts';
import type { TicketId } from '../../../contract/tickets/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Db, Trx } from '../../database/database.ts';
import { failureOf } from '../../database/errors.ts';
import { Refused } from '../../errors.ts';
import type { SignedIn } from '../../session/open.ts';
import { addTicketEvents } from '../work.ts';
import { noteSeen } from './away/seen.ts';
import { firstIds, orderOf } from './list/find.ts';
import { freePart, ownPart, type Part } from './list/views.ts';
import { and, type Walk, walkOf, without } from './list/walk.ts';

interface Wish {
  /** Made once for what the person asked: the unique key that refuses a second ticket for it. */
  readonly requestId: string;
  readonly filter: TicketFilter;
  readonly passed: readonly TicketId[];
}

/** How often it is tried where others had all that was left locked at that moment. */
const attempts = 4;
/** Of what no index has in order, so many of the first are tried. */
const candidates = 20;

/**
 * Gives the person the best that waits for an answer: their own, else one of nobody's, which becomes theirs. Asked again
 * with one request, it gives the same.
 */
export async function takeNext(signedIn: SignedIn, wish: Wish): Promise<{ ticketId: TicketId | null }> {
  const { database, person } = signedIn;
  await noteSeen(signedIn);
  for (let attempt = 1; ; attempt += 1) {
    const ticketId = await takeOnce(signedIn, wish);
    if (ticketId !== null || attempt === attempts) return { ticketId };
    const isAnyLeft = await database.readPrimary(undefined, async (db) => {
      const walk = (part: Part) => walkOf(db, {}, part, wish.filter);
      const walks = [await walk(ownPart(person.user)), await walk(freePart)];
      const left = await Promise.all(walks.map((it) => firstIds(db, it, wish.passed, 1)));
      return left.flat().length > 0;
    });
    if (!isAnyLeft) return { ticketId };
    await sleep(Math.random() * 20 * attempt);
  }
}

async function takeOnce({ database, person }: SignedIn, wish: Wish): Promise<TicketId | null> {
  const { user } = person;
  try {
    const taken = await database.write(true, (trx) => takeBest(trx, user, wish));
    if (taken !== null) return taken;
  } catch (error) {
    if (!isKnownClaim(error)) throw error;
  }
  // The answer to an earlier try may have been lost, and not what it did.
  return database.readPrimary(undefined, (db) => takenBy(db, user, wish.requestId));
}

async function takeBest(
  trx: Trx,
  user: string,
  { requestId, filter, passed }: Wish,
): Promise<TicketId | null> {
  const own = await lockFirst(trx, ownPart(user), filter, passed);
  const id = own ?? (await lockFirst(trx, freePart, filter, passed));
  if (id === null) return null;
  // Whose it is bears on no clock.
  await trx
    .updateTable('caretaker.ticket')
    .set({
      claim_id: requestId,
      ...(own === null ? { assignee: user, version: sql<number>`version + 1` } : {}),
    })
    .where('id', '=', idValue(id))
    .execute();
  if (own === null) await addTicketEvents(trx, [{ ticketId: id, kind: 'taken' }]);
  return id;
}

/** Locks the first that no other console has locked, and passes by those. */
async function lockFirst(
  trx: Trx,
  part: Part,
  filter: TicketFilter,
  passed: readonly TicketId[],
): Promise<TicketId | null> {
  const walk = await walkOf(trx, {}, part, filter);
  const { from, where } = walk.isOrdered ? walk : await candidatesOf(trx, walk, passed);
  const conditions: RawBuilder<unknown>[] = [...where, ...without(passed)];
  const { rows } = await sql<{ id: string }>`
    SELECT t.id FROM ${from} WHERE ${and(conditions)}
    ORDER BY ${orderOf(walk)} LIMIT 1 FOR UPDATE SKIP LOCKED`.execute(trx);
  return (rows[0]?.id as TicketId | undefined) ?? null;
}

/** To put them in order, a statement would lock all that it reads: so the first are read before, without a lock. */
async function candidatesOf(
  trx: Trx,
  walk: Walk,
  passed: readonly TicketId[],
): Promise<Pick<Walk, 'from' | 'where'>> {
  const ids = await firstIds(trx, walk, passed, candidates);
  return {
    from: sql`caretaker.ticket t FORCE INDEX (PRIMARY)`,
    where: ids.length === 0 ? [sql`FALSE`] : [sql`t.id IN (${sql.join(ids.map(BigInt))})`, ...walk.where],
  };
}

/** By the unique key on claim_id. */
async function takenBy(db: Db, user: string, requestId: string): Promise<TicketId | null> {
  const row = await db
    .selectFrom('caretaker.ticket')
    .select(['id', 'assignee'])
    .where('claim_id', '=', requestId)
    .executeTakeFirst();
  if (row === undefined) return null;
  if (row.assignee === user) return row.id as TicketId;
  throw new Refused(
    'CONFLICT',
    'The ticket that this gave you is not yours any more. Nothing was changed; ask for the next.',
  );
}

function isKnownClaim(error: unknown): boolean {
  return failureOf(error) === 'duplicate' && error instanceof Error && /ticket_claim/.test(error.message);
}
