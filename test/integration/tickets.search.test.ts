import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TicketId, TicketStatus } from '../../src/contract/tickets/values.ts';
import type { Cursor } from '../../src/contract/values.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Bounds, bounds } from '../../src/core/tickets/search/bounds.ts';
import { findTickets } from '../../src/core/tickets/search/find.ts';
import { understand } from '../../src/core/tickets/search/typed.ts';
import { addWords, reindex, wordsOf } from '../../src/core/tickets/search/words.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { agentNamed, everyTicket, type Ticketing, ticketing, ticketsOf } from '../support/ticketing.ts';

/** So small that what takes a million tickets otherwise is met by these few. */
const narrow: Bounds = { rare: 5, words: 4, steps: [3, 8], tickets: 20, back: 30 };
const count = 300;

const words = [
  'refund',
  'refunds',
  'réfund',
  'Refugee',
  'login',
  'log',
  'password',
  'Straße',
  '日本語',
  'a',
  'ab',
  'abc',
];
/** Used the more seldom the later they stand in the list. */
const word = fc.integer({ min: 0, max: 60 }).map((it) => words[Math.floor(it ** 2 / 330)] ?? `w${it}`);
const text = fc.array(word, { minLength: 1, maxLength: 6 }).map((it) => it.join(' '));
const ticket = fc.record({
  subject: text,
  messages: fc.array(text, { minLength: 1, maxLength: 3 }),
  status: fc.constantFrom<TicketStatus>('new', 'open', 'solved'),
  member: fc.constantFrom(1, 2, 3),
});
const typed = fc
  .array(
    fc.tuple(word, fc.nat({ max: 4 })).map(([it, cut]) => [...it].slice(0, 1 + cut).join('')),
    { minLength: 1, maxLength: 3 },
  )
  .map((it) => it.join(' '));

describe('A search of tickets', () => {
  let town: Community;
  let desk: Ticketing;
  let sam: SignedIn;
  const stack = new AsyncDisposableStack();
  beforeAll(async () => {
    town = stack.use(await testCommunity({ members: 500 }));
    desk = ticketing(town);
    sam = stack.use(await agentNamed(town, 'sam'));
  });
  afterAll(() => stack.disposeAsync());

  async function clear(): Promise<void> {
    await desk.clear();
    await desk.rows('DELETE FROM caretaker.ticket_word');
  }

  /** All pages. */
  async function everyPage(
    o: Partial<Parameters<typeof findTickets>[1]> & { text: string },
    within = bounds,
  ) {
    const asked = { filter: everyTicket, status: null, limit: 7, ...o };
    const rows: Awaited<ReturnType<typeof findTickets>>['rows'] = [];
    let cursor: Cursor | null = null;
    let pages = 0;
    do {
      const page: Awaited<ReturnType<typeof findTickets>> = await findTickets(
        sam,
        { ...asked, cursor },
        undefined,
        within,
      );
      expect(page.rows.length).toBeLessThanOrEqual(asked.limit + 1);
      rows.push(...page.rows);
      cursor = page.next;
      pages += 1;
    } while (cursor !== null);
    return { ids: rows.map(({ id }) => id), rows, pages };
  }

  async function open(subject: string, body: string, columns: Record<string, string | number | null> = {}) {
    const id = await desk.open(columns, { subject, body });
    await sam.database.write(false, (trx) => reindex(trx, id));
    return id;
  }

  test('finds just the tickets in which all that was typed begins a word, the latest first', {
    timeout: 300_000,
  }, async () => {
    await clear();
    const made = fc.sample(ticket, { numRuns: count, seed: 7 });
    const tickets: { id: TicketId; status: TicketStatus; member: number; words: Set<string> }[] = [];
    for (const { subject, messages, status, member } of made) {
      const id = await desk.open(
        { status, member_id: member, name: 'x1' },
        { subject, body: messages[0] ?? '' },
      );
      for (const body of messages.slice(1))
        await desk.rows(
          "INSERT INTO caretaker.ticket_message (ticket_id, kind, body) VALUES (?, 'note', ?)",
          [id, body],
        );
      tickets.push({
        id,
        status,
        member,
        words: new Set([subject, 'x1', 'Robin Field', ...messages].flatMap(wordsOf)),
      });
    }
    for (const { id } of tickets) await sam.database.write(false, (trx) => reindex(trx, id));
    await desk.rows('ANALYZE TABLE caretaker.ticket_word');

    await fc.assert(
      fc.asyncProperty(
        typed,
        fc.constantFrom(bounds, narrow, narrow),
        fc.constantFrom<TicketStatus | null>(null, null, 'open'),
        fc.constantFrom(null, null, null, 2),
        async (asked, within, status, member) => {
          const filter = member === null ? everyTicket : ticketsOf({ memberId: String(member) as never });
          const { beginnings } = understand(asked);
          const expected = tickets
            .filter(
              (it) =>
                beginnings.every((begun) => [...it.words].some((own) => own.startsWith(begun))) &&
                (status === null || it.status === status) &&
                (member === null || it.member === member),
            )
            .map(({ id }) => id)
            .reverse();
          const found = await everyPage({ text: asked, filter, status, limit: 20 }, within);
          expect(found.ids).toEqual(expected);
        },
      ),
      { numRuns: 150, seed: 11 },
    );
  });

  test('shows where each of it stands', async () => {
    await clear();
    const id = await open('Where is my réfund?', 'I wait for the money since May.');
    await desk.rows(
      "INSERT INTO caretaker.ticket_message (ticket_id, kind, body) VALUES (?, 'note', 'Paid in May already')",
      [id],
    );
    await sam.database.write(false, (trx) => reindex(trx, id));
    const { rows } = await everyPage({ text: 'REFUND may' });
    expect(
      rows.map((row) =>
        row.found.map(({ where, text: shown, marks }) => [
          where,
          ...marks.map(({ start, end }) => shown.slice(start, end)),
        ]),
      ),
    ).toEqual([
      [
        ['subject', 'réfund'],
        ['note', 'May'],
      ],
    ]);
  });

  test('finds the ticket of a number first, whatever it is filtered by, and then those in which the number stands', async () => {
    await clear();
    const first = await open('The first', 'of all', { status: 'closed' });
    const second = await open(`Again about ${first}`, `see #${first}`);
    expect((await everyPage({ text: `#${first}` })).ids).toEqual([first, second]);
    expect((await everyPage({ text: first, status: 'new' })).ids).toEqual([first, second]);
    expect((await everyPage({ text: '#999999999' })).ids).toEqual([]);
    expect((await everyPage({ text: '!?' })).ids).toEqual([]);
  });

  test('finds what members wrote under another name by the one they have now', async () => {
    await clear();
    const [member] = await desk.rows<{ member_id: string; nickname: string }>(
      'SELECT member_id, nickname FROM caretaker.member_directory WHERE member_id = 20',
    );
    const id = await open('About my name', 'I had another', { member_id: 20, name: 'Former' });
    await open('Of someone else', 'nothing');
    const { rows } = await everyPage({ text: member?.nickname ?? '' });
    expect(rows.map((row) => row.id)).toEqual([id]);
    expect(rows[0]?.found).toMatchObject([{ where: 'name', text: member?.nickname }]);
    expect((await everyPage({ text: 'former' })).ids).toEqual([id]);
  });

  test('no longer finds what was taken back or moved away, and learns each word once', async () => {
    await clear();
    const id = await open('Hello', 'wonderful words');
    const other = await open('Other', 'plain');
    await desk.rows('UPDATE caretaker.ticket_message SET ticket_id = ? WHERE ticket_id = ?', [other, id]);
    for (const each of [id, other]) await sam.database.write(false, (trx) => reindex(trx, each));
    expect((await everyPage({ text: 'wonderful' })).ids).toEqual([other]);
    await sam.database.write(false, async (trx) => {
      await trx
        .insertInto('caretaker.ticket_message')
        .values({ ticket_id: id, kind: 'note', body: 'a marvellous note' })
        .execute();
      await addWords(trx, id, 'a marvellous note');
    });
    expect((await everyPage({ text: 'marvellous' })).ids).toEqual([id]);
    await sam.database.write(false, async (trx) => {
      await trx
        .updateTable('caretaker.ticket_message')
        .set({ withdrawn: 1 })
        .where('ticket_id', '=', id)
        .where('author', '=', 'sam')
        .execute();
      await reindex(trx, id);
    });
    expect((await everyPage({ text: 'marvellous' })).ids).toEqual([]);
    expect((await everyPage({ text: 'other' })).ids).toEqual([other]);
    // Two who use a new word at the same time wait for nobody for long.
    await Promise.all(
      [id, other].map((each) =>
        sam.database.write(false, (trx) => addWords(trx, each, 'brandnew zebra', 'apple brandnew')),
      ),
    );
    expect((await everyPage({ text: 'brandnew zeb' })).ids).toEqual([other, id]);
  });

  test('that nobody waits for any more is stopped in the database', async () => {
    await clear();
    await open('Something', 'to find');
    const lock = await town.sql.query('LOCK TABLES caretaker.ticket_word WRITE');
    expect(lock).toBeDefined();
    const left = new AbortController();
    const running = findTickets(
      sam,
      { text: 'something', filter: everyTicket, status: null, cursor: null, limit: 5 },
      left.signal,
    );
    const waiting = async () => {
      const [row] = await desk.rows<{ count: string }>(
        "SELECT COUNT(*) AS count FROM information_schema.processlist WHERE user = 'sam' AND info LIKE '%ticket_word%'",
      );
      return Number(row?.count);
    };
    await expect.poll(waiting).toBe(1);
    left.abort();
    await expect(running).rejects.toThrow();
    await expect.poll(waiting).toBe(0);
    await town.sql.query('UNLOCK TABLES');
  });
});
