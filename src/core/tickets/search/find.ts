import { sql } from 'kysely';
import { z } from 'zod';
import type { TicketFilter, TicketRow } from '../../../contract/tickets/queue.ts';
import type { Highlight } from '../../../contract/tickets/search.ts';
import { TicketId, type TicketStatus } from '../../../contract/tickets/values.ts';
import type { Cursor, Utc } from '../../../contract/values.ts';
import { serverMoment } from '../../database/clock.ts';
import { packCursor, unpackCursor } from '../../database/cursor.ts';
import { utcOf } from '../../database/time.ts';
import type { SignedIn } from '../../session/open.ts';
import { narrowings } from '../queue/list/walk.ts';
import { showTickets } from '../rows.ts';
import type { TicketColumns } from '../work.ts';
import { type Bounds, type Reading, bounds as usual } from './bounds.ts';
import { highlightsOf } from './highlights.ts';
import { membersCalled } from './members.ts';
import { textsOf } from './texts.ts';
import { type Typed, understand } from './typed.ts';
import { endless, ticketsOf, walk } from './walk.ts';

interface Asked {
  readonly text: string;
  readonly filter: TicketFilter;
  readonly status: TicketStatus | null;
  readonly cursor: Cursor | null;
  readonly limit: number;
}

export interface FoundPage {
  readonly rows: (TicketRow & { found: Highlight[] })[];
  readonly next: Cursor | null;
  readonly asOf: Utc;
}

/** All before this ticket are still to come. */
const Place = z.tuple([TicketId]);

/** One page of the tickets that a text finds, with what of it stands where. */
export async function findTickets(
  { database, person }: SignedIn,
  asked: Asked,
  signal: AbortSignal | undefined,
  bounds: Bounds = usual,
): Promise<FoundPage> {
  const from = unpackCursor(asked.cursor, Place);
  const typed = understand(asked.text);
  return database.read(signal, async (db, run) => {
    const reading = { db, run, bounds };
    const [numbered, { rows, reached }, moment] = await Promise.all([
      from === null ? ticketOfNumber(reading, typed) : [],
      goOn(reading, typed, asked, from?.[0] ?? endless),
      serverMoment(db, run),
    ]);
    const all = [...numbered, ...rows];
    const shown = await showTickets(db, run, all, { moment, user: person.user });
    const texts = await textsOf(reading, all, shown);
    return {
      rows: shown.map((row, i) => ({ ...row, found: highlightsOf(texts[i] ?? [], typed.beginnings) })),
      next: reached === null ? null : packCursor([reached]),
      asOf: utcOf(moment),
    };
  });
}

/** Whatever it is filtered by: who types its number knows which one they want. */
async function ticketOfNumber(reading: Reading, { number }: Typed): Promise<TicketColumns[]> {
  return number === null ? [] : ticketsOf(reading, [number], [], 1);
}

async function goOn(reading: Reading, typed: Typed, { filter, status, limit }: Asked, before: string) {
  const conditions = [
    ...narrowings(filter),
    ...(status === null ? [] : [sql`t.status = ${status}`]),
    // It came first.
    ...(typed.number === null ? [] : [sql`t.id <> ${BigInt(typed.number)}`]),
  ];
  const members = await membersCalled(reading, typed);
  const { beginnings } = typed;
  // One more says whether there are more.
  const { rows, reached } = await walk(reading, {
    beginnings,
    members,
    ofMember: filter.memberId,
    filter: conditions,
    before,
    limit: limit + 1,
  });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), reached: last?.id ?? reached };
}
