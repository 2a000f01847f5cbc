import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TicketFilter, type TicketView, ticketViews } from '../../src/contract/tickets/queue.ts';
import type { TicketId } from '../../src/contract/tickets/values.ts';
import type { Cursor } from '../../src/contract/values.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { followTicket } from '../../src/core/tickets/queue/follow.ts';
import { countTickets } from '../../src/core/tickets/queue/list/counts.ts';
import { listTickets, ticketsById } from '../../src/core/tickets/queue/list/list.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { costOf } from '../support/statements.ts';
import { expectedTickets, fillDesk, readTickets, ticketFilter, ticketView } from '../support/ticket-model.ts';
import { agentNamed, everyTicket, type Ticketing, ticketing, ticketsOf } from '../support/ticketing.ts';

const mostPages = 8;

/** The first pages of a view. */
async function pages(
  who: SignedIn,
  view: TicketView,
  filter: TicketFilter,
  limit: number,
): Promise<string[][]> {
  const found: string[][] = [];
  let cursor: Cursor | null = null;
  do {
    const page: Awaited<ReturnType<typeof listTickets>> = await listTickets(
      who,
      { view, filter, cursor, limit },
      undefined,
    );
    found.push(page.rows.map((row) => row.id));
    cursor = page.next;
  } while (cursor !== null && found.length < mostPages);
  return found;
}

describe('Lists of tickets', () => {
  let town: Community;
  let desk: Ticketing;
  let mara: SignedIn;
  let tickets: Awaited<ReturnType<typeof readTickets>>;
  const stack = new AsyncDisposableStack();
  beforeAll(async () => {
    town = stack.use(await testCommunity({ directory: false }));
    desk = ticketing(town);
    mara = stack.use(await agentNamed(town, 'mara'));
    stack.use(await agentNamed(town, 'noor'));
    await desk.rows("INSERT INTO caretaker.team (id, name) VALUES (1, 'Billing'), (2, 'Technical')");
    // So many that what is not rare is read in the order of an index, and not sorted out.
    await fillDesk(desk, 9000);
    tickets = await readTickets(desk);
  });
  afterAll(() => stack.disposeAsync());

  test('a view shows just its tickets, in their order, in pages of any size, whatever they are narrowed by', async () => {
    const size = fc.integer({ min: 1, max: 60 });
    await fc.assert(
      fc.asyncProperty(ticketView, ticketFilter, size, async (view, filter, limit) => {
        const found = await pages(mara, view, filter, limit);
        const expected = expectedTickets(tickets, view, filter, 'mara');
        expect(found.flat()).toEqual(expected.slice(0, mostPages * limit));
        expect(found.slice(0, -1).every((page) => page.length === limit)).toBe(true);
      }),
      { numRuns: 80 },
    );
  }, 300_000);

  test('the counts are those of the views', async () => {
    await fc.assert(
      fc.asyncProperty(ticketFilter, async (filter) => {
        const { counts } = await countTickets(mara, filter, undefined);
        for (const view of ticketViews) {
          const count = expectedTickets(tickets, view, filter, 'mara').length;
          expect({ view, ...counts[view] }).toEqual({ view, count, capped: false });
        }
      }),
      { numRuns: 20 },
    );
  }, 300_000);

  test('a page of the first is read without a look at the others', async () => {
    for (const view of ticketViews) {
      const costs = await costOf(town, () =>
        listTickets(mara, { view, filter: everyTicket, cursor: null, limit: 5 }, undefined),
      );
      // Those that someone follows are read and sorted: they are few.
      const most = view === 'followed' ? tickets.length : 100;
      for (const { text, rowsExamined, scans } of costs.filter((it) => it.text.includes('`ticket` `t`'))) {
        expect({ view, text, scans, isLittle: rowsExamined < most }).toMatchObject({
          scans: 0,
          isLittle: true,
        });
      }
    }
  });

  test('a row says all that is shown of a ticket', async () => {
    const ticket = await desk.open({
      priority: 3,
      team_id: 2,
      assignee: 'noor',
      due_at: '2030-01-07 12:00:00',
      first_due_at: '2030-01-07 12:00:00',
    });
    await desk.tag(ticket, 'login', 'app');
    await followTicket(mara, { ticketId: ticket, follow: true });
    const { rows } = await ticketsById(mara, { ticketIds: [ticket, '999999' as TicketId] }, undefined);
    const [nickname] = await desk.rows('SELECT nickname FROM caretaker_site.member WHERE id = 1');
    expect(rows).toEqual([
      expect.objectContaining({
        id: ticket,
        status: 'new',
        priority: 3,
        channel: 'site',
        memberId: '1',
        from: nickname?.nickname,
        excerpt: 'It says that my password is wrong.',
        awaitsUs: true,
        team: { id: '2', name: 'Technical' },
        assignee: { user: 'noor', name: 'Noor' },
        tags: ['app', 'login'],
        deadline: { kind: 'first', at: '2030-01-07T12:00:00.000000Z', left: expect.any(Number) },
        followed: true,
        others: [],
      }),
    ]);
    await followTicket(mara, { ticketId: ticket, follow: false });
    const again = await ticketsById(mara, { ticketIds: [ticket] }, undefined);
    expect(again.rows[0]).toMatchObject({ followed: false });
    await expect(followTicket(mara, { ticketId: '999999' as TicketId, follow: true })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('a page marker of nowhere is refused', async () => {
    const cursor = Buffer.from('["x"]').toString('base64url') as Cursor;
    await expect(
      listTickets(mara, { view: 'all', filter: ticketsOf({}), cursor, limit: 5 }, undefined),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});
