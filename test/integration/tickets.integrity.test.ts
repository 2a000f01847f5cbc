import { randomUUID } from 'node:crypto';
import mysql, { type Connection, type ResultSetHeader } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TicketFilter, ticketViews } from '../../src/contract/tickets/queue.ts';
import type { TicketId } from '../../src/contract/tickets/values.ts';
import type { Job } from '../../src/core/jobs/job.ts';
import { createLog } from '../../src/core/log.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { sendScheduledReplies } from '../../src/core/tickets/conversation/scheduled/send.ts';
import { wakeTickets } from '../../src/core/tickets/due/wake.ts';
import { readAllRequests } from '../../src/core/tickets/intake/job.ts';
import { type Community, passwordOf, testCommunity } from '../support/community.ts';
import { type Requesting, requesting } from '../support/requesting.ts';
import { clientFor } from '../support/ticketing.ts';

const most32 = '4294967295';
const most64 = '18446744073709551615';

/** The desk is written by the jobs of all support accounts, so a client of their own can write what no job would. */
describe('A desk that a client of one’s own writes to', () => {
  let town: Community;
  let own: Connection;
  let desk: Awaited<ReturnType<typeof clientFor>>;
  let admin: SignedIn;
  let it: Requesting;
  beforeAll(async () => {
    town = await testCommunity({ members: 600, directory: false });
    it = requesting(town);
    await it.beginNow();
    const { host, port } = town.root;
    own = await mysql.createConnection({ host, port, user: 'support', password: passwordOf('support') });
    await own.query("SET SESSION sql_mode = 'ALLOW_INVALID_DATES'");
    desk = await clientFor(town, 'admin');
    admin = await town.signIn('admin');
  });
  afterAll(async () => {
    own?.destroy();
    await desk?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });

  const run = (job: Job) =>
    job.run(
      { database: admin.database, site: admin.site, log: createLog({ level: 'silent' }) },
      new AbortController().signal,
    );
  const refused = { errno: expect.toBeOneOf([1143, 1292, 1644]) };

  /** A ticket that was answered, and the id of the answer. */
  async function ticket(): Promise<{ id: TicketId; replied: string }> {
    const request = await it.request();
    await readAllRequests(admin);
    const { id } = await it.ticketOf(request);
    return { id, replied: await it.answered(id) };
  }

  /** Every view, the ticket itself, and the intake; the console's answers are checked against the contract. */
  async function allWorks({ id, replied }: { id: TicketId; replied: string }): Promise<void> {
    const filter = TicketFilter.parse({});
    for (const view of ticketViews) await desk.client.tickets.list({ view, filter, limit: 200 });
    await desk.client.tickets.counts({ filter });
    await desk.client.tickets.rows({ ticketIds: [id] });
    await desk.client.tickets.get({ ticketId: id });
    await run(wakeTickets);
    const requests = [
      await it.request({ inReplyTo: replied, body: 'Is it mended?' }),
      await it.request({ inReplyTo: replied, body: 'Thanks' }),
      await it.request({ inReplyTo: replied, rating: 4 }),
      await it.request(),
    ];
    await readAllRequests(admin);
    for (const request of requests) await it.ticketOf(request);
    for (const view of ticketViews) await desk.client.tickets.list({ view, filter, limit: 200 });
    await desk.client.tickets.get({ ticketId: id });
  }

  test.each([
    "last_at = '0000-00-00'",
    "due_at = '2026-02-30'",
    "first_due_at = '2026-02-30'",
    "next_due_at = '2026-02-30'",
    "solve_due_at = '2026-01-00'",
    "snoozed_until = '2030-02-30'",
    "clock_since = '0000-00-00'",
    "first_at = '2026-02-30'",
    "asked_at = '2026-02-30'",
    "solved_at = '2026-02-30', status = 'solved'",
    "warn_at = '2026-02-30'",
    "ask_at = '2026-02-30'",
    "opened_at = '2026-02-30'",
    "status = 'odd'",
    "channel = 'odd'",
    'priority = 0',
    'priority = 9',
    'rating = 0',
    'rating = 6',
    'version = 1999999999',
    `version = ${most32}`,
    'version = version + 2',
    'merged_into = id',
    `merged_into = ${most64}`,
    'merged_into = 0',
    `team_id = ${most64}`,
    'team_id = 0',
    `member_id = ${most64}`,
    `last_message_id = ${most64}`,
    `id = ${most64}`,
  ])('takes no ticket with %s, which would stop the others', async (columns) => {
    const made = await ticket();
    const before = await it.row(made.id);
    await expect(
      own.query(`UPDATE caretaker.ticket SET ${columns} WHERE id = ${made.id}`),
    ).rejects.toMatchObject(refused);
    expect(await it.row(made.id)).toEqual(before);
  });

  test.each([
    "assignee = ' '",
    'team_id = 99999',
    'member_id = 9223372036854775807',
    'last_message_id = 99999',
    'merged_into = 99999',
    "assignee = '\\t', claim_id = ''",
    `messages = ${most32}`,
    `first_used = ${most32}, next_used = ${most32}, solve_used = ${most32}, status = 'open'`,
    `rules_version = ${most32}`,
    "subject = '', name = '', excerpt = '', email = ''",
    "clock_since = '1970-01-01', status = 'open'",
    "due_at = '9999-12-31', warn_at = '9999-12-31'",
    "snoozed_until = '9999-12-31', status = 'open'",
    "asked_at = '9999-12-31'",
    "solved_at = '9999-12-31', status = 'solved'",
    'awaits_us = 99, warned = 99',
  ])('goes on for the others with a ticket that has %s', async (columns) => {
    const made = await ticket();
    await own.query(`UPDATE caretaker.ticket SET ${columns} WHERE id = ${made.id}`);
    await allWorks(made);
  });

  test('goes on with tickets that are said to lie in each other', async () => {
    const [one, other] = [await ticket(), await ticket()];
    const put = 'UPDATE caretaker.ticket SET merged_into = ? WHERE id = ?';
    await own.query(put, [one.id, other.id]);
    await own.query(put, [other.id, one.id]);
    await allWorks(one);
  });

  test.each([`turn = ${most64}`, `after_id = ${most64}`, "fresh_at = '2026-02-30'"])(
    'is read on with a mark that has %s',
    async (columns) => {
      const made = await ticket();
      await own.query(`UPDATE caretaker.ticket_intake SET ${columns}`);
      await desk.client.tickets.freshness();
      await allWorks(made);
    },
  );

  test('has no way to keep a request from being read: its number is taken by what the site has', async () => {
    const { id } = await ticket();
    const add =
      "INSERT INTO caretaker.ticket_message (ticket_id, kind, at, site_request_id, body, name, member_id) VALUES (?, 'in', ?, ?, ?, ?, ?)";
    const at = new Date().toISOString().slice(0, 19);
    const next = await it.request({ by: 6, name: 'Real', body: 'What I really wrote' });
    for (const values of [
      [id, at, String(BigInt(next) + 1n), 'Made up', 'X', 6],
      [id, at, null, 'Made up', 'X', 6],
      [String(BigInt(id) + 1000n), at, next, 'Made up', 'X', 6],
      [id, '2026-02-30', next, 'Made up', 'X', 6],
      [id, '9998-01-01', next, 'Made up', 'X', 6],
    ])
      await expect(own.query(add, values)).rejects.toMatchObject(refused);
    await own.query(add, [id, at, next, 'Made up', 'Made up', 99]);
    expect((await it.messagesOf(id)).at(-1)).toMatchObject({
      author: null,
      body: 'What I really wrote',
      name: 'Real',
      member_id: '6',
    });
    await readAllRequests(admin);
  });

  test('says of each message who wrote it and when, whatever is claimed', async () => {
    const { id } = await ticket();
    const [done] = await own.query<ResultSetHeader>(
      "INSERT INTO caretaker.ticket_message (ticket_id, kind, at, body) VALUES (?, 'out', '2020-01-01', 'x')",
      [id],
    );
    const written = (await it.messagesOf(id)).at(-1);
    expect(written).toMatchObject({ id: String(done.insertId), author: 'support' });
    expect(Date.now() - Date.parse(`${written?.at}Z`)).toBeLessThan(60_000);
    for (const statement of [
      `INSERT INTO caretaker.ticket_message (ticket_id, kind, author, body) VALUES (${id}, 'out', 'admin', 'x')`,
      `INSERT INTO caretaker.ticket_message (ticket_id, kind, body) VALUES (${id}, 'odd', 'x')`,
      `INSERT INTO caretaker.ticket_message (id, ticket_id, kind, body) VALUES (${most64}, ${id}, 'note', 'x')`,
      `UPDATE caretaker.ticket_message SET author = 'admin' WHERE ticket_id = ${id}`,
      `UPDATE caretaker.ticket_message SET body = 'not this' WHERE ticket_id = ${id}`,
      `UPDATE caretaker.ticket_message SET at = '2020-01-01' WHERE ticket_id = ${id}`,
      `UPDATE caretaker.ticket_message SET ticket_id = ${most64} WHERE ticket_id = ${id}`,
    ])
      await expect(own.query(statement), statement).rejects.toMatchObject({
        errno: expect.toBeOneOf([1143, 1644]),
      });
    await own.query(`SET insert_id = ${most64}`);
    await expect(
      own.query("INSERT INTO caretaker.ticket_message (ticket_id, kind, body) VALUES (?, 'note', 'x')", [id]),
    ).rejects.toMatchObject({ errno: 1644 });
    await own.query('SET insert_id = 0');
  });

  test('lets nobody take back what a member or a colleague said', async () => {
    const { id } = await ticket();
    for (const { id: messageId } of await it.messagesOf(id)) {
      await expect(
        own.query('UPDATE caretaker.ticket_message SET withdrawn = 1 WHERE id = ?', [messageId]),
      ).rejects.toMatchObject({ errno: 1644 });
    }
  });

  test('sends in a colleague’s name what that colleague scheduled, letter by letter, and nothing else', async () => {
    const { id } = await ticket();
    const [done] = await town.sql.query<ResultSetHeader>(
      `INSERT INTO caretaker.ticket_scheduled SET request_id = ?, ticket_id = ?, body = 'On Monday', attachments = '[]',
         actions = '{}', send_at = UTC_TIMESTAMP(6) + INTERVAL 1 DAY`,
      [randomUUID(), id],
    );
    const add =
      "INSERT INTO caretaker.ticket_message (ticket_id, kind, body, scheduled_id) VALUES (?, 'out', ?, ?)";
    for (const body of ['on Monday', 'On Monday ', 'Never'])
      await expect(own.query(add, [id, body, done.insertId])).rejects.toMatchObject({ errno: 1644 });
    await own.query(add, [id, 'On Monday', done.insertId]);
    const [scheduled] = await it.rows('SELECT owner FROM caretaker.ticket_scheduled WHERE id = ?', [
      done.insertId,
    ]);
    expect((await it.messagesOf(id)).at(-1)).toMatchObject({ author: scheduled?.owner });
    // Once.
    await expect(own.query(add, [id, 'On Monday', done.insertId])).rejects.toMatchObject({ errno: 1062 });
    await expect(
      own.query('UPDATE caretaker.ticket_scheduled SET body = ? WHERE id = ?', ['Never', done.insertId]),
    ).rejects.toMatchObject({ errno: 1143 });
  });

  test('tells a member only what was written to them, by who wrote it', async () => {
    const { id } = await ticket();
    const [theirs] = (await it.messagesOf(id)).filter((message) => message.kind === 'out');
    const [mine] = await own.query<ResultSetHeader>(
      "INSERT INTO caretaker.ticket_message (ticket_id, kind, body) VALUES (?, 'out', 'Mine')",
      [id],
    );
    const [note] = await own.query<ResultSetHeader>(
      "INSERT INTO caretaker.ticket_message (ticket_id, kind, body) VALUES (?, 'note', 'A note')",
      [id],
    );
    const tell =
      'INSERT INTO caretaker.outbox (request_id, member_id, ticket_message_id, body, due_at) VALUES (?, ?, ?, ?, UTC_TIMESTAMP(6))';
    for (const values of [
      [randomUUID(), 5, theirs?.id, 'Hello'],
      [randomUUID(), 6, mine.insertId, 'Mine'],
      [randomUUID(), 5, mine.insertId, 'Not mine'],
      [randomUUID(), 5, note.insertId, 'A note'],
    ])
      await expect(own.query(tell, values)).rejects.toMatchObject({ errno: 1644 });
    await own.query(tell, [randomUUID(), 5, mine.insertId, 'Mine']);
  });

  test('shows a ticket whatever stands in its history, drafts and scheduled replies, and sends the others', async () => {
    const made = await ticket();
    const add = 'INSERT INTO caretaker.ticket_event (ticket_id, kind, detail) VALUES (?, ?, ?)';
    for (const detail of ['{"a":1e999}', '{"message":{"toString":1}}', '[{}]', 'null', ''])
      for (const kind of ['opened', 'answered', 'status', '']) await own.query(add, [made.id, kind, detail]);
    await own.query(
      "INSERT INTO caretaker.ticket_draft (ticket_id, owner, kind, shared, body, attachments, sequence, saved_at) VALUES (?, ' ', 'reply', 1, 'x', '{', 1, '2026-02-30'), (?, 'mara', 'odd', 1, 'x', '[\"1\", 2, null, \"x\"]', 1, '9999-12-31')",
      [made.id, made.id],
    );
    await own.query("INSERT INTO caretaker.ticket_tag (ticket_id, tag) VALUES (?, ''), (?, 'A  B')", [
      made.id,
      made.id,
    ]);
    await own.query("INSERT INTO caretaker.ticket_follower (user, ticket_id) VALUES ('', ?), (' \\t', ?)", [
      made.id,
      made.id,
    ]);
    const schedule =
      'INSERT INTO caretaker.ticket_scheduled (request_id, ticket_id, body, attachments, actions, send_at) VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(6) - INTERVAL 1 MINUTE)';
    const other = await ticket();
    await own.query(schedule, [randomUUID(), other.id, 'x', '{', '{']);
    await own.query(schedule, [randomUUID(), other.id, 'x', '["9"]', '{"status":"odd"}']);
    await own.query(schedule, [randomUUID(), other.id, 'On its way', '[]', '{}']);
    await run(sendScheduledReplies);
    expect((await it.messagesOf(other.id)).map((message) => message.body)).toContain('On its way');
    await allWorks(made);
    await allWorks(other);
  });
});
