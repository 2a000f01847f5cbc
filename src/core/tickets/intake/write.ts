import { sql } from 'kysely';
import type { Trx } from '../../database/database.ts';
import { failureOf, isDriverError } from '../../database/errors.ts';
import { Refused } from '../../errors.ts';
import type { Incoming } from '../channels/channel.ts';
import { takeAnswer, takeRating, takeThanks } from './answer.ts';
import { lockAnswered } from './answered.ts';
import { openFor } from './open.ts';
import { isThanks } from './thanks.ts';

/**
 * Puts a request into the ticket that it answers, or opens one for it. Where no desk can change that ticket any more, it
 * opens one too: none keeps those after it from being read.
 */
export async function writeRequest(trx: Trx, request: Incoming): Promise<void> {
  if (request.answers === null) return openFor(trx, request, null);
  await sql`SAVEPOINT answer`.execute(trx);
  try {
    await putIntoAnswered(trx, request);
  } catch (error) {
    if (!concernsTicket(error)) throw error;
    await sql`ROLLBACK TO SAVEPOINT answer`.execute(trx);
    await openFor(trx, request, null);
  }
}

async function putIntoAnswered(trx: Trx, request: Incoming): Promise<void> {
  const at = await lockAnswered(trx, request);
  if (at === null) return openFor(trx, request, null);
  const { rating } = request;
  if (rating !== null) return takeRating(trx, at, { ...request, rating });
  if (isThanks(request.body)) return takeThanks(trx, at, request);
  if (at.row.status === 'closed') return openFor(trx, request, at.row);
  return takeAnswer(trx, at, request);
}

function concernsTicket(error: unknown): boolean {
  return (
    error instanceof Refused || (isDriverError(error) && ['refused', 'other'].includes(failureOf(error)))
  );
}
