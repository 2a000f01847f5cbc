import { sql } from 'kysely';
import { type TicketFilter, type TicketView, ticketViews } from '../../../../contract/tickets/queue.ts';
import type { SignedIn } from '../../../session/open.ts';
import { groupsOf } from './views.ts';
import { and, walkOf } from './walk.ts';

/** As far as is counted. */
const most = 10_000;

export interface Count {
  readonly count: number;
  readonly capped: boolean;
}

/** How many tickets each view holds, in one statement: of each part a range of an index. */
export async function countTickets(
  { database, person }: SignedIn,
  filter: TicketFilter,
  signal: AbortSignal | undefined,
): Promise<{ counts: Record<TicketView, Count> }> {
  return database.readPrimary(signal, async (db, run) => {
    const counts = await Promise.all(
      ticketViews.map(async (view) => {
        const walks = await Promise.all(
          groupsOf(view, person.user)
            .flat()
            .map((part) => walkOf(db, run, part, filter, 'any order')),
        );
        const found = walks.map(
          ({ from, where }) => sql`SELECT 1 AS one FROM ${from} WHERE ${and(where)} LIMIT ${most + 1}`,
        );
        const [only] = found;
        const all = found.length === 1 ? only : sql`(${sql.join(found, sql`) UNION ALL (`)})`;
        return sql`(SELECT COUNT(*) FROM (${all}) counted) AS ${sql.ref(view)}`;
      }),
    );
    const { rows } = await sql<Record<TicketView, number>>`SELECT ${sql.join(counts)}`.execute(db, run);
    const [row] = rows;
    if (!row) throw new Error('The server counted nothing.');
    const countOf = (view: TicketView): Count => {
      const count = Number(row[view]);
      return { count: Math.min(count, most), capped: count > most };
    };
    return {
      counts: Object.fromEntries(ticketViews.map((view) => [view, countOf(view)])) as Record<
        TicketView,
        Count
      >,
    };
  });
}
