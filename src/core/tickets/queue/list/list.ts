import type { TicketFilter, TicketRow, TicketView } from '../../../../contract/tickets/queue.ts';
import type { TicketId } from '../../../../contract/tickets/values.ts';
import type { Cursor, Utc } from '../../../../contract/values.ts';
import { serverMoment } from '../../../database/clock.ts';
import { idValue, packCursor, unpackCursor } from '../../../database/cursor.ts';
import { utcOf } from '../../../database/time.ts';
import type { SignedIn } from '../../../session/open.ts';
import { showTickets } from '../../rows.ts';
import { findTickets, Place } from './find.ts';

interface Asked {
  readonly view: TicketView;
  readonly filter: TicketFilter;
  readonly cursor: Cursor | null;
  readonly limit: number;
}

/** A page of a view. */
export async function listTickets(
  { database, person }: SignedIn,
  { view, filter, cursor, limit }: Asked,
  signal: AbortSignal | undefined,
): Promise<{ rows: TicketRow[]; next: Cursor | null; asOf: Utc }> {
  const from = unpackCursor(cursor, Place);
  const { user } = person;
  // The primary: what was just taken or answered must show.
  return database.readPrimary(signal, async (db, run) => {
    const [found, moment] = await Promise.all([
      findTickets(db, run, { view, filter, user, from, limit: limit + 1 }),
      serverMoment(db, run),
    ]);
    const last = found[limit - 1];
    const next = found.length > limit && last ? packCursor(last.place) : null;
    const rows = found.slice(0, limit).map(({ row }) => row);
    return { rows: await showTickets(db, run, rows, { moment, user }), next, asOf: utcOf(moment) };
  });
}

/** Tickets by their numbers, in no order. */
export async function ticketsById(
  { database, person }: SignedIn,
  { ticketIds }: { ticketIds: readonly TicketId[] },
  signal: AbortSignal | undefined,
): Promise<{ rows: TicketRow[]; asOf: Utc }> {
  return database.readPrimary(signal, async (db, run) => {
    const rows = await db
      .selectFrom('caretaker.ticket')
      .selectAll()
      .where('id', 'in', ticketIds.map(idValue))
      .execute(run);
    const moment = await serverMoment(db, run);
    const shown = await showTickets(db, run, rows, { moment, user: person.user });
    return { rows: shown, asOf: utcOf(moment) };
  });
}
