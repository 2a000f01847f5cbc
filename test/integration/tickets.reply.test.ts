import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TicketChange } from '../../src/contract/tickets/queue.ts';
import type { MessageId, TicketId } from '../../src/contract/tickets/values.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { saveDraft } from '../../src/core/tickets/conversation/drafts/save.ts';
import { getTicket } from '../../src/core/tickets/conversation/get.ts';
import { type Reply, reply } from '../../src/core/tickets/conversation/reply/reply.ts';
import { type BreakingLine, breakingLine } from '../support/broken-line.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { agentNamed, type Ticketing, ticketing } from '../support/ticketing.ts';

describe('An answer to a member', () => {
  let town: Community;
  let line: BreakingLine;
  let mara: SignedIn & AsyncDisposable;
  let tom: SignedIn & AsyncDisposable;
  let shaky: SignedIn & AsyncDisposable;
  let at: Ticketing;
  beforeAll(async () => {
    town = await testCommunity();
    line = await breakingLine(town.root.port);
    mara = await agentNamed(town, 'mara');
    tom = await agentNamed(town, 'tom');
    shaky = await agentNamed(town, 'sam', { port: line.port });
    at = ticketing(town);
  });
  afterAll(async () => {
    for (const it of [shaky, mara, tom]) await it?.[Symbol.asyncDispose]();
    await line?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });

  const asked = async (ticketId: TicketId, o: Partial<Reply> = {}): Promise<Reply> => ({
    requestId: randomUUID(),
    ticketId,
    seen: (await at.row(ticketId)).last_message_id as MessageId,
    body: 'We have sent you a new link.',
    attachments: [],
    change: {},
    ...o,
  });
  const send = async (who: SignedIn, ticketId: TicketId, o: Partial<Reply> = {}) =>
    reply(who, await asked(ticketId, o));
  const outbox = (ticketId: TicketId) =>
    at.rows(
      'SELECT o.*, TIMESTAMPDIFF(MICROSECOND, o.created_at, o.due_at) / 1000000 AS s FROM caretaker.outbox o JOIN caretaker.ticket_message m ON m.id = o.ticket_message_id WHERE m.ticket_id = ?',
      [ticketId],
    );
  /** How often anything of an answer stands anywhere. */
  const traces = async (ticketId: TicketId) => ({
    entries: (await at.record(ticketId)).length,
    messages: (await at.messages(ticketId)).length - 1,
    outbox: (await outbox(ticketId)).length,
    events: (await at.events(ticketId)).length,
    followers: (await at.rows('SELECT * FROM caretaker.ticket_follower WHERE ticket_id = ?', [ticketId]))
      .length,
    facts: (await at.rows('SELECT * FROM caretaker.ticket_fact WHERE ticket_id = ?', [ticketId])).length,
    words: (await at.rows('SELECT * FROM caretaker.ticket_word WHERE ticket_id = ?', [ticketId])).length,
    tags: (await at.tags(ticketId)).length,
  });
  const nothing = {
    entries: 0,
    messages: 0,
    outbox: 0,
    events: 0,
    followers: 0,
    facts: 0,
    words: 0,
    tags: 0,
  };

  test('goes to the site in 15 seconds, and the ticket waits for the member with whoever wrote', async () => {
    const ticketId = await at.open();
    const { messageId, sendAt } = await send(mara, ticketId, { body: 'Hello Robin ☂, try again.' });
    const row = await at.row(ticketId);
    expect(row).toMatchObject({
      status: 'waiting',
      place: 'waiting',
      assignee: 'mara',
      awaits_us: 0,
      asked_at: null,
      messages: 2,
      last_message_id: messageId,
      excerpt: 'Hello Robin ☂, try again.',
      clock_since: null,
    });
    expect(row.first_at).not.toBeNull();
    const [sent] = await outbox(ticketId);
    expect(sent).toMatchObject({ body: 'Hello Robin ☂, try again.', state: 'waiting', member_id: '1' });
    expect(Number(sent?.s)).toBeCloseTo(15, 0);
    expect(Date.parse(sendAt)).toBe(Date.parse(`${String(sent?.due_at).replace(' ', 'T')}Z`));
    expect(await at.messages(ticketId)).toMatchObject([
      { kind: 'in' },
      { kind: 'out', author: 'mara', request_id: sent?.request_id },
    ]);
    expect(await at.events(ticketId)).toMatchObject([
      { kind: 'replied', actor: expect.stringMatching(/^mara/) },
    ]);
    expect(await at.record(ticketId)).toMatchObject([{ action: 'ticket.replied' }]);
    const facts = await at.rows('SELECT kind FROM caretaker.ticket_fact WHERE ticket_id = ?', [ticketId]);
    expect(facts).toEqual([{ kind: 'first' }]);
    const { messages } = await getTicket(tom, ticketId, undefined);
    expect(messages.at(-1)).toMatchObject({
      author: { user: 'mara', name: 'Mara' },
      delivery: 'waiting',
      sendAt,
    });
  });

  test.each([
    ['nothing is said of it', {}, 'open', 'waiting'],
    ['it is to stay open', { status: 'open' }, 'new', 'open'],
    ['it is solved with it', { status: 'solved' }, 'open', 'solved'],
    ['it waits for somebody else', {}, 'hold', 'hold'],
  ] as const)('where %s, the status follows', async (_, change: TicketChange, before, after) => {
    const ticketId = await at.open({ status: before });
    await send(mara, ticketId, { change });
    expect((await at.row(ticketId)).status).toBe(after);
  });

  test('changes the ticket in the same breath, and leaves it with whom it is given to', async () => {
    const ticketId = await at.open({ assignee: 'tom' });
    await send(mara, ticketId, { change: { priority: 4, addTags: ['login', 'iphone'] } });
    expect(await at.row(ticketId)).toMatchObject({ priority: 4, assignee: 'tom', status: 'waiting' });
    expect(await at.tags(ticketId)).toEqual(['iphone', 'login']);
    const given = await at.open();
    await send(mara, given, { change: { assignee: null } });
    expect((await at.row(given)).assignee).toBeNull();
  });

  test('has the names filled in, and does not go while something is left to fill', async () => {
    await at.rows("UPDATE caretaker.staff SET pseudonym = 'Mia' WHERE user = 'mara'");
    const ticketId = await at.open({}, { subject: 'Lost {password}' });
    const body = 'Hello {nickname}, about “{subject}” (#{ticket}): {amount} is on its way. {me}, {team}';
    await expect(send(mara, ticketId, { body })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: 'Fill in “{amount}”. Nothing was sent; what you typed is kept.',
    });
    expect(await traces(ticketId)).toEqual(nothing);
    await send(mara, ticketId, { body: body.replace('{amount}', '5 €') });
    const [member] = await at.rows('SELECT nickname FROM community_demo.users WHERE id = 1');
    expect((await outbox(ticketId))[0]?.body).toBe(
      `Hello ${member?.nickname}, about “Lost {password}” (#${ticketId}): 5 € is on its way. Mia, Support`,
    );
  });

  test('is refused where the filled text is longer than the site takes', async () => {
    const ticketId = await at.open({}, { subject: 'x'.repeat(200) });
    await expect(send(mara, ticketId, { body: `${'y'.repeat(3900)} {subject}` })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(/has 4,101 characters; 4,000 is the most/),
    });
  });

  test('stops where a colleague or the member wrote meanwhile, says who, and nothing of it stands', async () => {
    const ticketId = await at.open();
    const mine = await asked(ticketId, { body: 'Mine' });
    await send(tom, ticketId);
    await expect(reply(mara, mine)).rejects.toMatchObject({
      code: 'CONFLICT',
      message:
        'Tom answered this ticket less than a minute ago. Read that first. Nothing was sent; what you typed is kept.',
    });
    const request = await at.memberSays();
    await at.rows(
      `INSERT INTO caretaker.ticket_message (ticket_id, kind, site_request_id, body, at) VALUES (?, 'in', ?, '', UTC_TIMESTAMP(6))`,
      [ticketId, request],
    );
    const newest = (await at.messages(ticketId)).at(-1)?.id;
    const seen = (await at.row(ticketId)).last_message_id;
    await at.rows('UPDATE caretaker.ticket SET last_message_id = ? WHERE id = ?', [newest, ticketId]);
    await expect(send(mara, ticketId, { seen })).rejects.toMatchObject({
      message: expect.stringMatching(/^Robin Field wrote again less than a minute ago\./),
    });
    expect(await outbox(ticketId)).toHaveLength(1);
    await send(mara, ticketId, { seen: newest });
    expect(await outbox(ticketId)).toHaveLength(2);
  });

  test('of two who answer at once one does, and the other is told of it', async () => {
    for (let round = 0; round < 8; round += 1) {
      const ticketId = await at.open();
      const [a, b] = [await asked(ticketId), await asked(ticketId)];
      const results = await Promise.allSettled([reply(mara, a), reply(tom, b)]);
      expect(results.map((it) => it.status).toSorted()).toEqual(['fulfilled', 'rejected']);
      const refused = results.find((it) => it.status === 'rejected') as PromiseRejectedResult;
      expect(refused.reason).toMatchObject({
        code: 'CONFLICT',
        message: expect.stringMatching(/^(Mara|Tom) answered/),
      });
      expect(await outbox(ticketId)).toHaveLength(1);
    }
  });

  test('does not go into a ticket that lies in another, nor to someone without an account', async () => {
    const into = await at.open();
    const merged = await at.open({ merged_into: into });
    await expect(send(mara, merged)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: `This ticket was merged into ${into}: answer there. Nothing was sent; what you typed is kept.`,
    });
    const stranger = await at.open({ email: 'robin@mail.example' }, { member: null });
    await expect(send(mara, stranger)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/without being signed in/),
    });
    expect(await traces(stranger)).toEqual(nothing);
    const nowhere = { ...(await asked(into)), ticketId: '999999' as TicketId };
    await expect(reply(mara, nowhere)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('takes its draft with it, also where it was begun on a ticket that lies in this one', async () => {
    const ticketId = await at.open();
    const from = await at.open({ merged_into: ticketId });
    const draft = { kind: 'reply', owner: 'mara', attachments: [], shared: false, sequence: 5 } as const;
    await saveDraft(mara, { ...draft, ticketId, body: 'Other words, begun before' });
    await saveDraft(mara, { ...draft, ticketId: from, body: 'We have sent you a new link. ' });
    expect((await getTicket(mara, ticketId, undefined)).drafts).toHaveLength(2);
    await send(mara, ticketId);
    expect((await getTicket(mara, ticketId, undefined)).drafts).toEqual([]);
  });

  test.each([
    ['the message cannot be written', 'ticket_message', 'INSERT'],
    ['the ticket cannot be saved', 'ticket', 'UPDATE'],
    ['its tags cannot be set', 'ticket_tag', 'INSERT'],
    ['the site cannot be told', 'outbox', 'INSERT'],
    ['it cannot be counted', 'ticket_fact', 'INSERT'],
    ['nobody can follow it', 'ticket_follower', 'INSERT'],
    ['its words cannot be found', 'ticket_word', 'INSERT'],
    ['its history cannot be written', 'ticket_event', 'INSERT'],
    ['the draft cannot be taken away', 'ticket_draft', 'UPDATE'],
  ])('where %s, nothing of it stands, and tried again it goes', async (_, table, what) => {
    const ticketId = await at.open();
    const before = await at.row(ticketId);
    const mine = await asked(ticketId, { change: { addTags: ['login'] } });
    const draft = { kind: 'reply', owner: 'mara', attachments: [], shared: false, sequence: 1 } as const;
    await saveDraft(mara, { ...draft, ticketId, body: mine.body });
    const fine = await traces(ticketId);
    await at.rows(
      `CREATE TRIGGER caretaker.refuses BEFORE ${what} ON caretaker.${table} FOR EACH ROW
       SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'The database says no.'`,
    );
    try {
      await expect(reply(mara, mine)).rejects.toThrow('The database says no.');
    } finally {
      await at.rows('DROP TRIGGER caretaker.refuses');
    }
    expect(await traces(ticketId)).toEqual(fine);
    expect(await at.row(ticketId)).toEqual(before);
    expect((await getTicket(mara, ticketId, undefined)).drafts).toMatchObject([{ body: mine.body }]);
    await reply(mara, mine);
    expect(await traces(ticketId)).toMatchObject({ entries: 1, messages: 1, outbox: 1, tags: 1 });
  });

  test.each(['before-commit', 'after-commit'] as const)(
    'where the line breaks %s, it goes once',
    async (when) => {
      const ticketId = await at.open();
      const mine = await asked(ticketId, { change: { addTags: ['login'] } });
      const before = line.broken;
      line.breakAt(when);
      const sent = await reply(shaky, mine);
      expect(line.broken).toBe(before + 1);
      const once = { entries: 1, messages: 1, outbox: 1, facts: 1, tags: 1, followers: 1 };
      expect(await traces(ticketId)).toMatchObject(once);
      expect(await reply(shaky, mine)).toEqual(sent);
      expect(await traces(ticketId)).toMatchObject(once);
      await expect(reply(tom, mine)).rejects.toMatchObject({ code: 'CONFLICT' });
    },
  );
});
