import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SignedIn } from '../../src/core/session/open.ts';
import { readAllRequests, readRequests } from '../../src/core/tickets/intake/job.ts';
import { type Community, overTheWire, testCommunity } from '../support/community.ts';
import { type Requesting, requesting } from '../support/requesting.ts';

describe('What members ask through the site', () => {
  let town: Community;
  let it: Requesting;
  let support: SignedIn;
  beforeAll(async () => {
    town = await testCommunity({ members: 600, directory: false });
    it = requesting(town);
    support = await town.signIn('support');
    await it.beginNow();
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  const read = () => readAllRequests(support);
  const wordsOf = async (ticketId: string) =>
    (await it.rows('SELECT word FROM caretaker.ticket_word WHERE ticket_id = ?', [ticketId])).map((row) =>
      String(row.word),
    );
  /** A ticket of a request that is answered; gives it with the id that an answer names. */
  async function answered(columns: Readonly<Record<string, unknown>> = {}, by: number | null = 5) {
    const request = await it.request({ by });
    await read();
    const ticket = await it.ticketOf(request);
    return { id: String(ticket.id), replied: await it.answered(ticket.id, columns) };
  }
  async function write(inReplyTo: string, body: string, o: Parameters<Requesting['request']>[0] = {}) {
    const request = await it.request({ inReplyTo, body, subject: '', ...o });
    await read();
    return request;
  }

  test('opens a ticket with what they say, whose first answer is owed since they asked', async () => {
    const request = await it.request({ by: 7, subject: 'Büro\nof  lost things', minutesAgo: 3 });
    await read();
    const ticket = await it.ticketOf(request);
    expect(ticket).toMatchObject({
      channel: 'site',
      subject: 'Büro of lost things',
      member_id: '7',
      name: 'Anna Bell',
      email: 'anna@mail.example',
      status: 'new',
      place: 'todo',
      priority: 2,
      assignee: null,
      excerpt: 'Since this morning I cannot see them any more.',
      messages: 1,
      awaits_us: 1,
      version: 1,
    });
    expect(Date.now() - Date.parse(`${ticket.opened_at}Z`)).toBeGreaterThan(170_000);
    expect(ticket.asked_at).toBe(ticket.opened_at);
    expect(ticket.due_at < '2100').toBe(true);
    expect(await it.messagesOf(ticket.id)).toMatchObject([
      {
        id: ticket.last_message_id,
        kind: 'in',
        author: null,
        member_id: '7',
        at: ticket.opened_at,
        thanks: 0,
        body: 'Since this morning I cannot see them any more.',
      },
    ]);
    expect(await it.eventsOf(ticket.id)).toEqual([{ kind: 'opened', detail: { channel: 'site' } }]);
    const [member] = await it.rows<{ nickname: string }>(
      'SELECT nickname FROM caretaker_site.member WHERE id = 7',
    );
    const words = await wordsOf(ticket.id);
    expect(words).toEqual(expect.arrayContaining(['buro', 'lost', 'anna', 'bell', 'morning']));
    expect(words.length).toBeGreaterThan(10);
    expect(member?.nickname).toBeTruthy();
  });

  test('is kept with name and address of who is not signed in', async () => {
    const request = await it.request({ by: null, name: '', email: 'someone@mail.example', subject: '' });
    await read();
    expect(await it.ticketOf(request)).toMatchObject({
      member_id: null,
      name: 'Someone',
      email: 'someone@mail.example',
      subject: 'Since this morning I cannot see them any more.',
    });
  });

  test.each(['waiting', 'hold', 'solved'])(
    'opens a ticket again that is %s, with the clock of the next answer',
    async (status) => {
      const { id, replied } = await answered({
        status,
        ...(status === 'solved' ? { solved_at: now(-60) } : {}),
      });
      await write(replied, 'It is still not there.');
      expect(await it.row(id)).toMatchObject({
        status: 'open',
        place: 'todo',
        excerpt: 'It is still not there.',
        messages: 3,
        awaits_us: 1,
        solved_at: null,
        ask_at: null,
      });
      const { asked_at, next_due_at, last_at, last_message_id, version } = await it.row(id);
      expect(asked_at).toBe(last_at);
      expect(next_due_at > asked_at).toBe(true);
      expect((await it.messagesOf(id)).at(-1)).toMatchObject({ id: last_message_id, kind: 'in' });
      expect(version).toBe(3);
      expect((await it.eventsOf(id)).at(-1)).toEqual({
        kind: 'answered',
        detail: { message: last_message_id, was: status, woke: false },
      });
      expect(await wordsOf(id)).toContain('still');
    },
  );

  test('leaves a new ticket new, and one that is asked twice waiting since the first time', async () => {
    const request = await it.request({ minutesAgo: 60 });
    await read();
    const { id, asked_at } = await it.ticketOf(request);
    const replied = await it.answered(id, { status: 'new', first_at: null, asked_at });
    await write(replied, 'One more thing: it is the app on my phone.');
    await write(replied, 'And the other phone.');
    expect(await it.row(id)).toMatchObject({ status: 'new', messages: 4, asked_at });
  });

  test('lets the clock of the next answer run since they wrote, also where nobody read it then', async () => {
    const { id, replied } = await answered({ last_at: now(-7200), clock_since: null });
    await write(replied, 'I have been waiting.', { minutesAgo: 60 });
    const { asked_at, clock_since } = await it.row(id);
    // Clocks go by milliseconds.
    expect(clock_since.slice(0, 23)).toBe(asked_at.slice(0, 23));
    expect(Date.now() - Date.parse(`${asked_at}Z`)).toBeGreaterThan(3_500_000);
  });

  test('wakes a ticket that sleeps', async () => {
    const { id, replied } = await answered({ status: 'waiting', snoozed_until: now(86_400) });
    expect(await it.row(id)).toMatchObject({ place: 'snoozed' });
    await write(replied, 'Here I am again.');
    expect(await it.row(id)).toMatchObject({ place: 'todo', snoozed_until: null });
    expect((await it.eventsOf(id)).at(-1)).toMatchObject({ kind: 'answered', detail: { woke: true } });
  });

  test('after a ticket was closed opens a new one that names it', async () => {
    const { id, replied } = await answered({ status: 'closed', solved_at: now(-900_000) });
    const before = await it.row(id);
    const fresh = await it.ticketOf(await write(replied, 'Now it is gone again.'));
    expect(fresh.id).not.toBe(id);
    expect(fresh).toMatchObject({ status: 'new', subject: before.subject, messages: 1 });
    expect(await it.eventsOf(fresh.id)).toEqual([
      { kind: 'opened', detail: { channel: 'site', former: id } },
    ]);
    expect(await it.row(id)).toEqual(before);
  });

  test.each(['waiting', 'solved', 'closed', 'hold'])(
    'and is a bare “thanks” stays with a ticket that is %s, and asks nothing',
    async (status) => {
      const solved = status === 'solved' || status === 'closed';
      const { id, replied } = await answered({ status, ...(solved ? { solved_at: now(-60) } : {}) });
      await scheduled(id);
      const before = await it.row(id);
      const request = await write(replied, 'Thank you very much!');
      expect((await it.ticketOf(request)).id).toBe(id);
      const { version, last_at, last_message_id, messages, excerpt, warned, ...rest } = await it.row(id);
      expect({ messages, excerpt }).toEqual({ messages: 3, excerpt: 'Thank you very much!' });
      expect(before).toMatchObject(rest);
      expect((await it.messagesOf(id)).at(-1)).toMatchObject({ thanks: 1, withdrawn: 0 });
      expect(await statesOf(id)).toEqual(['waiting']);
    },
  );

  test('finds the ticket into which theirs was merged or split by now', async () => {
    const [one, other] = [await answered(), await answered()];
    await it.rows('UPDATE caretaker.ticket_message SET ticket_id = ? WHERE ticket_id = ?', [
      other.id,
      one.id,
    ]);
    await it.rows('UPDATE caretaker.ticket SET merged_into = ? WHERE id = ?', [other.id, one.id]);
    const merged = await write(one.replied, 'I mean the first one.');
    expect((await it.ticketOf(merged)).id).toBe(other.id);

    // The message stayed, its ticket lies in another.
    const [third, fourth] = [await answered(), await answered()];
    await it.rows('UPDATE caretaker.ticket SET merged_into = ? WHERE id = ?', [fourth.id, third.id]);
    const followed = await write(third.replied, 'And this one?');
    expect((await it.ticketOf(followed)).id).toBe(fourth.id);
  });

  test('opens a ticket of its own where it answers nothing that is known', async () => {
    const { id, replied } = await answered();
    const before = await it.row(id);
    for (const inReplyTo of [randomUUID(), 'odd', "'; DROP TABLE x; --"]) {
      const request = await write(inReplyTo, 'Thanks', { subject: 'Re: Hello' });
      expect(await it.ticketOf(request)).toMatchObject({ messages: 1, status: 'new' });
    }
    // The number of someone else's message.
    const request = await write(replied, 'What did you write to her?', { by: 9 });
    expect(await it.ticketOf(request)).toMatchObject({ member_id: '9', messages: 1 });
    // Notes are not sent, so nobody answers them.
    const note = randomUUID();
    await it.rows(
      "INSERT INTO caretaker.ticket_message SET ticket_id = ?, kind = 'note', request_id = ?, body = 'x'",
      [id, note],
    );
    expect(await it.ticketOf(await write(note, 'I answer a note'))).toMatchObject({ messages: 1 });
    expect(await it.row(id)).toEqual(before);
  });

  async function scheduled(ticketId: string, body = 'We look again on Monday.'): Promise<string> {
    const requestId = randomUUID();
    await it.rows(
      `INSERT INTO caretaker.ticket_scheduled SET request_id = ?, ticket_id = ?, body = ?, attachments = '[]',
         actions = '{}', send_at = UTC_TIMESTAMP(6) + INTERVAL 3 DAY`,
      [requestId, ticketId, body],
    );
    return requestId;
  }
  const statesOf = async (ticketId: string) =>
    (
      await it.rows('SELECT state FROM caretaker.ticket_scheduled WHERE ticket_id = ? ORDER BY id', [
        ticketId,
      ])
    ).map((row) => String(row.state));

  test('stops replies that were to go later: their text is a draft again, above what was begun', async () => {
    const { id, replied } = await answered();
    await scheduled(id);
    const [owner] = await it.rows<{ owner: string }>(
      'SELECT owner FROM caretaker.ticket_scheduled WHERE ticket_id = ?',
      [id],
    );
    await it.rows(
      `INSERT INTO caretaker.ticket_draft SET ticket_id = ?, owner = ?, kind = 'reply', body = 'By the way', attachments = '[]', sequence = 4`,
      [id, owner?.owner],
    );
    await write(replied, 'It works again by now, but only sometimes.');
    expect(await statesOf(id)).toEqual(['cancelled']);
    const [draft] = await it.rows('SELECT * FROM caretaker.ticket_draft WHERE ticket_id = ?', [id]);
    expect(draft).toMatchObject({ body: 'We look again on Monday.\n\nBy the way', owner: owner?.owner });
    expect(draft?.sequence).toBeGreaterThan(4);
    expect(await it.eventsOf(id)).toContainEqual({
      kind: 'not-sent',
      detail: { owner: owner?.owner, why: 'The member wrote before it was to go.' },
    });
  });

  test('rates a ticket, which stays solved; what is said with it asks nothing', async () => {
    const { id, replied } = await answered({ status: 'solved', solved_at: now(-60), ask_at: now(3600) });
    await write(replied, '', { rating: 4 });
    expect(await it.row(id)).toMatchObject({ status: 'solved', rating: 4, ask_at: null, messages: 2 });
    expect((await it.messagesOf(id)).at(-1)).toMatchObject({ body: '', thanks: 1, withdrawn: 1 });
    expect((await it.eventsOf(id)).at(-1)).toEqual({ kind: 'rated', detail: { rating: 4 } });
    await write(replied, 'It took three days!', { rating: 2 });
    expect(await it.row(id)).toMatchObject({
      status: 'solved',
      rating: 2,
      messages: 3,
      excerpt: 'It took three days!',
    });
    expect((await it.messagesOf(id)).at(-1)).toMatchObject({ thanks: 1, withdrawn: 0 });
    const facts = await it.rows(
      "SELECT rating FROM caretaker.ticket_fact WHERE ticket_id = ? AND kind = 'rated' ORDER BY id",
      [id],
    );
    expect(facts).toEqual([{ rating: 4 }, { rating: 2 }]);
  });

  test.each([
    ['a rating that there is not', { rating: 9, body: 'Nine!' }],
    ['a rating of nothing that is known', { rating: 3, body: '', subject: '', inReplyTo: randomUUID() }],
  ])('goes on after %s', async (_, odd) => {
    const [request, next] = [await it.request(odd), await it.request()];
    await read();
    expect(await it.ticketOf(request)).toMatchObject({ status: 'new', rating: null });
    await it.ticketOf(next);
  });

  test('goes on after whatever a site lets through', async () => {
    await it.rows(
      `ALTER TABLE community_demo.contact_requests MODIFY body MEDIUMTEXT NULL, MODIFY name TEXT NULL,
         MODIFY email TEXT NULL, MODIFY subject TEXT NULL, MODIFY user_id BIGINT NULL,
         MODIFY in_reply_to TEXT NULL, MODIFY rating INT NULL, MODIFY created_at DATETIME(6) NULL`,
    );
    await it.rows("SET SESSION sql_mode = 'ALLOW_INVALID_DATES'");
    const { id: ticketId, replied } = await answered();
    const odd: Record<string, unknown>[] = [
      { name: null, email: null, subject: null, body: null, user_id: null },
      { name: '  \u0000\u0007 ', subject: '\u202e\u0001\n', body: '\u0000\u001b[31m' },
      { name: '🦄'.repeat(5000), subject: 'é'.repeat(60_000), email: `${'x'.repeat(5000)}@mail.example` },
      { body: `${'long '.repeat(20_000)}` },
      { body: '𝕏'.repeat(100_000) },
      { user_id: -5 },
      { user_id: 0 },
      { user_id: '9223372036854775807' },
      { created_at: null },
      { created_at: '0000-00-00 00:00:00' },
      { created_at: '2026-02-30 10:00:00' },
      { created_at: '9999-12-31 23:59:59.999999' },
      { created_at: '1969-01-01 00:00:00' },
      { rating: -3 },
      { rating: 100_000, in_reply_to: replied },
      { in_reply_to: '\u{1f984}' },
      { in_reply_to: 'x'.repeat(5000) },
      { in_reply_to: replied, body: null },
      { in_reply_to: replied, body: 'again '.repeat(20_000), created_at: '2031-02-31' },
    ];
    const requests: string[] = [];
    for (const columns of odd) {
      const [done] = await town.sql.query('INSERT INTO community_demo.contact_requests SET ?', [
        {
          user_id: 5,
          name: 'A',
          email: 'a@mail.example',
          subject: 'Odd',
          body: 'Odd',
          created_at: now(0),
          ...columns,
        },
      ]);
      requests.push(String((done as { insertId: number }).insertId));
    }
    const last = await it.request();
    await read();
    for (const request of requests) {
      const ticket = await it.ticketOf(request);
      expect(ticket.name).not.toBe('');
      expect(ticket.subject).not.toBe('');
      expect([...ticket.subject].length).toBeLessThanOrEqual(200);
    }
    await it.ticketOf(last);
    const [long] = await it.rows(
      'SELECT CHAR_LENGTH(body) AS n FROM caretaker.ticket_message WHERE site_request_id = ?',
      [requests[4]],
    );
    expect(Number(long?.n)).toBe(20_000);
    expect((await it.row(ticketId)).messages).toBeGreaterThan(3);
    const [future] = await it.rows(
      'SELECT COUNT(*) AS n FROM caretaker.ticket WHERE opened_at > UTC_TIMESTAMP(6)',
    );
    expect(future?.n).toBe('0');
  });

  test('are none of the business of moderators, whose account the database refuses', async () => {
    expect(readRequests.roles).not.toContain('moderator');
    await expect(readAllRequests(await town.signIn('moderator'))).rejects.toThrow(/denied/);
    await overTheWire(town, 'moderator', async (line) => {
      await expect(line.query('SELECT 1 FROM caretaker_site.support_request')).rejects.toThrow(/denied/);
    });
  });

  /** A column of so many seconds from now. */
  function now(seconds: number): string {
    return new Date(Date.now() + seconds * 1000).toISOString().replace('T', ' ').replace('Z', '000');
  }
});
