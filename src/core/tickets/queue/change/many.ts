import type { TicketChange, TicketRunProgress } from '../../../../contract/tickets/queue.ts';
import type { TicketId } from '../../../../contract/tickets/values.ts';
import { Refused } from '../../../errors.ts';
import { derivedId } from '../../../members/actions/request-id.ts';
import { goThrough, type Item } from '../../../runs/go-through.ts';
import type { SignedIn } from '../../../session/open.ts';
import { changeOnce } from './change.ts';
import { changedBy, undoOnce } from './undo.ts';

/** Changes at the same time, of the eight connections of the console's pool. */
const atOnce = 4;

/**
 * Changes each ticket in a transaction of its own. Called again with the same `runId` it goes on where it was: the
 * request of each is made from the run and the ticket.
 */
export async function* changeMany(
  signedIn: SignedIn,
  { runId, ticketIds, change }: { runId: string; ticketIds: readonly TicketId[]; change: TicketChange },
  signal: AbortSignal | undefined,
): AsyncGenerator<TicketRunProgress> {
  const items = [...new Set(ticketIds)].map((ticketId) => ({
    id: ticketId,
    work: () =>
      changeOnce(signedIn, {
        requestId: derivedId(runId, ticketId),
        ticketId,
        change,
        seenVersion: null,
        undoId: runId,
      }),
  }));
  yield* progressOf(signedIn, items, signal);
}

/** Takes back what the run did. Called again with the same request it goes on where it was. */
export async function* undoMany(
  signedIn: SignedIn,
  { requestId, runId }: { requestId: string; runId: string },
  signal: AbortSignal | undefined,
): AsyncGenerator<TicketRunProgress> {
  const ticketIds = await signedIn.database.readPrimary(signal, (db, run) => changedBy(db, run, runId));
  if (ticketIds.length === 0) {
    throw new Refused('NOT_FOUND', 'This run changed nothing, so there is nothing to take back.');
  }
  const items = ticketIds.map((ticketId) => ({
    id: ticketId,
    work: () => undoOnce(signedIn, { requestId: derivedId(requestId, ticketId), undoId: runId, ticketId }),
  }));
  yield* progressOf(signedIn, items, signal);
}

async function* progressOf(
  { database }: SignedIn,
  items: readonly Item<TicketId>[],
  signal: AbortSignal | undefined,
): AsyncGenerator<TicketRunProgress> {
  const show = async () => {};
  for await (const { results, ...progress } of goThrough(database, items, { signal, show, atOnce })) {
    yield { ...progress, outcomes: results.map(({ id, ...result }) => ({ ticketId: id, ...result })) };
  }
}
