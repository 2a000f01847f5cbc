import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TicketChange } from '../../src/contract/tickets/queue.ts';
import type { MessageId, TicketId } from '../../src/contract/tickets/values.ts';
import { createLog } from '../../src/core/log.ts';
import { deliverReplies } from '../../src/core/outbox/deliver.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { saveDraft } from '../../src/core/tickets/conversation/drafts/save.ts';
import { attach } from '../../src/core/tickets/conversation/files/attach.ts';
import { getTicket } from '../../src/core/tickets/conversation/get.ts';
import { note } from '../../src/core/tickets/conversation/notes/note.ts';
import { reply } from '../../src/core/tickets/conversation/reply/reply.ts';
import { unsend } from '../../src/core/tickets/conversation/reply/unsend.ts';
import { type BreakingLine, breakingLine } from '../support/broken-line.ts';
import { type Community, rootConnection, testCommunity } from '../support/community.ts';
import { agentNamed, type Ticketing, ticketing } from '../support/ticketing.ts';

const log = createLog({ level: 'silent' });

describe('An answer that is taken back', () => {
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

  const send = async (
    who: SignedIn,
    ticketId: TicketId,
    body = 'Try this link.',
    change: TicketChange = {},
  ) => {
    const seen = (await at.row(ticketId)).last_message_id as MessageId;
    return reply(who, { requestId: randomUUID(), ticketId, seen, body, attachments: [], change });
  };
  const takeBack = (who: SignedIn, messageId: MessageId) =>
    unsend(who, { requestId: randomUUID(), messageId });
  const deliver = async (messageId: MessageId) => {
    await at.rows('UPDATE caretaker.outbox SET due_at = UTC_TIMESTAMP(6) WHERE ticket_message_id = ?', [
      messageId,
    ]);
    await deliverReplies.run({ ...tom, log }, new AbortController().signal);
  };
  /** The ticket, but for what says that it was changed. */
  const standing = async (ticketId: TicketId) => {
    const { version: _, changed: __, ...row } = await at.row(ticketId);
    const facts = await at.rows('SELECT kind FROM caretaker.ticket_fact WHERE ticket_id = ?', [ticketId]);
    const words = await at.rows('SELECT word FROM caretaker.ticket_word WHERE ticket_id = ? ORDER BY word', [
      ticketId,
    ]);
    return { row, tags: await at.tags(ticketId), facts, words };
  };
  const draftsOf = async (who: SignedIn, ticketId: TicketId) =>
    (await getTicket(who, ticketId, undefined)).drafts;

  test.each([
    ['alone', {}],
    ['that solved it', { status: 'solved' }],
    [
      'that changed much',
      { status: 'hold', priority: 4, assignee: 'tom', addTags: ['login'], removeTags: ['old'] },
    ],
  ] as const)(
    '%s leaves the ticket as it was, with its text as a draft, and is never sent',
    async (_, change) => {
      const ticketId = await at.open({ status: 'open', next_used: 120, first_used: 60 });
      await at.tag(ticketId, 'old');
      // Once, so that the words of the ticket are those that stand in it.
      await takeBack(mara, (await send(mara, ticketId)).messageId);
      const before = await standing(ticketId);
      const { messageId } = await send(mara, ticketId, 'A new **answer**', change as TicketChange);
      expect(await standing(ticketId)).not.toEqual(before);
      await takeBack(mara, messageId);
      expect(await standing(ticketId)).toEqual(before);
      const { messages, drafts } = await getTicket(mara, ticketId, undefined);
      expect(messages.map((it) => it.kind)).toEqual(['in']);
      expect(drafts[0]?.body).toMatch(/^A new \*\*answer\*\*/);
      await deliver(messageId);
      expect(await at.notices(ticketId)).toEqual([]);
      expect((await at.record(ticketId)).at(-1)).toMatchObject({ action: 'ticket.reply_unsent' });
      expect((await at.events(ticketId)).at(-1)).toMatchObject({ kind: 'unsent' });
    },
  );

  test('stands above what its writer has begun since, and its files with it', async () => {
    const ticketId = await at.open();
    const file = await attach(mara, {
      requestId: randomUUID(),
      ticketId,
      name: 'steps.txt',
      data: new Blob(['one']),
    });
    const seen = (await at.row(ticketId)).last_message_id as MessageId;
    const sent = {
      requestId: randomUUID(),
      ticketId,
      seen,
      body: 'First',
      attachments: [file.id],
      change: {},
    };
    const { messageId } = await reply(mara, sent);
    const begun = { ticketId, kind: 'reply', owner: 'mara', attachments: [], shared: false } as const;
    await saveDraft(mara, { ...begun, body: 'Second', sequence: 9 });
    await takeBack(mara, messageId);
    expect(await draftsOf(mara, ticketId)).toMatchObject([
      { body: 'First\n\nSecond', attachments: [{ id: file.id }], sequence: 10 },
    ]);
    await reply(mara, { ...sent, requestId: randomUUID() });
    expect((await getTicket(mara, ticketId, undefined)).messages.at(-1)?.attachments).toMatchObject([
      { name: 'steps.txt' },
    ]);
  });

  test('cannot be once the site has it, and says since when', async () => {
    const ticketId = await at.open();
    const { messageId } = await send(mara, ticketId);
    await deliver(messageId);
    const before = await standing(ticketId);
    await expect(takeBack(mara, messageId)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'The site took this answer less than a minute ago: it cannot be taken back any more.',
    });
    expect(await standing(ticketId)).toEqual(before);
    expect(await at.notices(ticketId)).toHaveLength(1);
  });

  test('while it is being handed over waits for how that ends', async () => {
    const ticketId = await at.open();
    const { messageId } = await send(mara, ticketId);
    const console = await rootConnection(town.root);
    try {
      await console.query('BEGIN');
      await console.query('SELECT id FROM caretaker.outbox WHERE ticket_message_id = ? FOR UPDATE', [
        messageId,
      ]);
      const taking = takeBack(mara, messageId);
      taking.catch(() => {});
      await console.query(
        "UPDATE caretaker.outbox SET state = 'delivered', done_at = UTC_TIMESTAMP(6) WHERE ticket_message_id = ?",
        [messageId],
      );
      await console.query('COMMIT');
      await expect(taking).rejects.toMatchObject({ code: 'CONFLICT' });
    } finally {
      console.destroy();
    }
  });

  test('is its writer’s alone to take back, once', async () => {
    const ticketId = await at.open();
    const { messageId } = await send(mara, ticketId);
    await expect(takeBack(tom, messageId)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: 'This answer is by Mara, who alone can take it back.',
    });
    const results = await Promise.allSettled([takeBack(mara, messageId), takeBack(mara, messageId)]);
    expect(results.map((it) => it.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await draftsOf(mara, ticketId)).toMatchObject([{ body: 'Try this link.' }]);
    await expect(takeBack(mara, '99999999' as MessageId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('leaves what a colleague changed since', async () => {
    const ticketId = await at.open({ status: 'open' });
    const { row } = await standing(ticketId);
    const { messageId } = await send(mara, ticketId, 'Done', { status: 'solved', priority: 3 });
    await note(tom, { requestId: randomUUID(), ticketId, body: 'Seen it', mentions: [], attachments: [] });
    await at.rows("UPDATE caretaker.ticket SET priority = 4, assignee = 'tom' WHERE id = ?", [ticketId]);
    await takeBack(mara, messageId);
    const now = await at.row(ticketId);
    expect(now).toMatchObject({
      status: 'open',
      priority: 4,
      assignee: 'tom',
      messages: 2,
      solved_at: null,
      ask_at: null,
      first_at: null,
      asked_at: row.asked_at,
      last_message_id: row.last_message_id,
      excerpt: row.excerpt,
    });
    expect(now.clock_since).not.toBeNull();
    expect((await standing(ticketId)).facts).toEqual([]);
  });

  test('before another answer leaves that one as it is, also where that is taken back as well', async () => {
    const ticketId = await at.open({ status: 'open' });
    const before = await at.row(ticketId);
    const first = await send(mara, ticketId, 'First');
    const second = await send(tom, ticketId, 'Second');
    await takeBack(mara, first.messageId);
    expect(await at.row(ticketId)).toMatchObject({
      status: 'open',
      excerpt: 'Second',
      last_message_id: second.messageId,
      messages: 2,
      asked_at: null,
      first_at: expect.any(String),
    });
    await takeBack(tom, second.messageId);
    expect(await at.row(ticketId)).toMatchObject({
      excerpt: before.excerpt,
      last_message_id: before.last_message_id,
      messages: 1,
      awaits_us: 1,
      first_at: null,
      asked_at: expect.any(String),
    });
  });

  test.each([
    ['the message cannot be stopped', 'outbox', 'UPDATE'],
    ['the ticket cannot be put back', 'ticket', 'UPDATE'],
    ['its facts cannot be forgotten', 'ticket_fact', 'DELETE'],
    ['the draft cannot be kept', 'ticket_draft', 'INSERT'],
    ['its history cannot be written', 'ticket_event', 'INSERT'],
  ])('where %s, it goes as if nothing had been asked', async (_, table, what) => {
    const ticketId = await at.open();
    const { messageId } = await send(mara, ticketId);
    const before = await standing(ticketId);
    await at.rows(
      `CREATE TRIGGER caretaker.refuses BEFORE ${what} ON caretaker.${table} FOR EACH ROW
       SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'The database says no.'`,
    );
    try {
      await expect(takeBack(mara, messageId)).rejects.toThrow('The database says no.');
    } finally {
      await at.rows('DROP TRIGGER caretaker.refuses');
    }
    expect(await standing(ticketId)).toEqual(before);
    await deliver(messageId);
    expect(await at.notices(ticketId)).toHaveLength(1);
  });

  test.each(['before-commit', 'after-commit'] as const)(
    'where the line breaks %s, it is once',
    async (when) => {
      const ticketId = await at.open();
      const { messageId } = await send(shaky, ticketId);
      const before = line.broken;
      line.breakAt(when);
      await takeBack(shaky, messageId);
      expect(line.broken).toBe(before + 1);
      expect(await draftsOf(shaky, ticketId)).toMatchObject([{ body: 'Try this link.' }]);
      expect(await at.row(ticketId)).toMatchObject({ status: 'new', messages: 1 });
      expect(await at.record(ticketId)).toHaveLength(2);
    },
  );
});
