import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MessageId, TicketId } from '../../src/contract/tickets/values.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { saveDraft } from '../../src/core/tickets/conversation/drafts/save.ts';
import { getTicket } from '../../src/core/tickets/conversation/get.ts';
import { note } from '../../src/core/tickets/conversation/notes/note.ts';
import { reply } from '../../src/core/tickets/conversation/reply/reply.ts';
import { unsend } from '../../src/core/tickets/conversation/reply/unsend.ts';
import { merge } from '../../src/core/tickets/merging/merge.ts';
import { split } from '../../src/core/tickets/merging/split.ts';
import { changeTicket } from '../../src/core/tickets/queue/change/change.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { type Merging, merging } from '../support/merging.ts';
import { agentNamed, type Ticketing, ticketing } from '../support/ticketing.ts';

let town: Community;
let mara: SignedIn & AsyncDisposable;
let at: Ticketing;
let by: Merging;
beforeAll(async () => {
  town = await testCommunity({ directory: false });
  mara = await agentNamed(town, 'mara');
  at = ticketing(town);
  by = merging(at, mara);
});
afterAll(async () => {
  await mara?.[Symbol.asyncDispose]();
  await town?.[Symbol.asyncDispose]();
});

const answer = async (ticketId: TicketId, body = 'We look into it.') => {
  const { last_message_id: seen } = await at.row(ticketId);
  const it = {
    requestId: randomUUID(),
    ticketId,
    seen: seen as MessageId,
    body,
    attachments: [],
    change: {},
  };
  const { messageId } = await reply(mara, it);
  // As if the moment in which it can be taken back were over.
  await at.rows('UPDATE caretaker.outbox SET due_at = UTC_TIMESTAMP(6) WHERE ticket_message_id = ?', [
    messageId,
  ]);
  return messageId;
};
const change = async (ticketId: TicketId, wanted: Parameters<typeof changeTicket>[1]['change']) =>
  changeTicket(mara, {
    requestId: randomUUID(),
    ticketId,
    seenVersion: (await at.row(ticketId)).version,
    change: wanted,
  });

describe('Merging tickets', () => {
  test('puts all that was said into one, with tags and followers, and says so in both', async () => {
    const [into, one, two] = [
      await at.open(),
      await at.open(),
      await at.open({}, { body: 'And another thing' }),
    ];
    await at.tag(into, 'login');
    await at.tag(one, 'billing', 'login');
    await at.rows("INSERT INTO caretaker.ticket_follower (user, ticket_id) VALUES ('tom', ?)", [two]);
    const said = [...(await by.ids(into)), ...(await by.ids(one)), ...(await by.ids(two))];
    const mergeIds = await by.merge(into, one, two);
    expect(mergeIds).toHaveLength(2);
    expect(await by.ids(into)).toEqual(said);
    expect(await at.row(into)).toMatchObject({
      status: 'new',
      messages: 3,
      last_message_id: said[2],
      excerpt: 'And another thing',
      merged_into: null,
    });
    expect(await at.tags(into)).toEqual(['billing', 'login']);
    expect((await by.all(into)).followers).toMatchObject([{ user: 'tom' }]);
    for (const id of [one, two]) {
      expect(await at.row(id)).toMatchObject({ merged_into: into, place: 'merged', messages: 0 });
      expect((await at.events(id)).at(-1)).toMatchObject({ kind: 'merged', actor: 'mara', detail: { into } });
    }
    expect((await at.events(into)).map(({ kind, detail }) => ({ kind, detail }))).toEqual([
      { kind: 'took-in', detail: { from: one, messages: 1 } },
      { kind: 'took-in', detail: { from: two, messages: 1 } },
    ]);
    expect(await at.record(into)).toMatchObject([
      { action: 'ticket.merged', actor: 'mara', detail: { from: `${one}, ${two}` } },
    ]);
    const shown = await getTicket(mara, into, undefined);
    expect(shown.merged.map(({ id, mergeId }) => ({ id, mergeId }))).toEqual([
      { id: one, mergeId: mergeIds[0] },
      { id: two, mergeId: mergeIds[1] },
    ]);
    expect(shown.messages.map((it) => it.origin)).toEqual([null, one, two]);
    expect((await by.all(into)).words.map((it) => it.word)).toContain('another');
    expect((await by.all(two)).words.map((it) => it.word)).not.toContain('another');
  });

  test('has one that waited for the member wait for an answer again, since whoever asked first', async () => {
    const into = await at.open();
    await answer(into);
    expect(await at.row(into)).toMatchObject({ status: 'waiting', due_at: '9999-01-01 00:00:00.000000' });
    const early = '2026-11-02 09:00:00.000000';
    const from = await at.open();
    await at.rows('UPDATE caretaker.ticket SET opened_at = ?, asked_at = ?, clock_since = ? WHERE id = ?', [
      early,
      early,
      early,
      from,
    ]);
    await by.merge(into, from);
    const row = await at.row(into);
    expect(row).toMatchObject({ status: 'open', place: 'todo', asked_at: early, awaits_us: 1 });
    expect(Number(row.next_used)).toBeGreaterThan(24 * 3600);
    expect(row.next_due_at < row.last_at).toBe(true);
    expect(await at.rows('SELECT kind FROM caretaker.ticket_fact WHERE ticket_id = ?', [into])).toEqual([
      { kind: 'first' },
    ]);
  });

  test('keeps what is being written, and shows it where the ticket lies', async () => {
    const [into, from] = [await at.open(), await at.open()];
    const draft = { kind: 'reply' as const, owner: 'mara', body: 'Half a sent', shared: false, sequence: 1 };
    await saveDraft(mara, { ...draft, ticketId: from, attachments: [] });
    await by.merge(into, from);
    expect((await getTicket(mara, into, undefined)).drafts).toMatchObject([
      { body: 'Half a sent', origin: from },
    ]);
  });

  test('is refused across members, but for one who wrote without an account', async () => {
    const [one, other] = [await at.open(), await at.open({}, { member: 2 })];
    const before = await by.all(one, other);
    await expect(by.merge(one, other)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: `Tickets ${other} and ${one} are of different members, and an answer reaches only one of them. Nothing was changed.`,
    });
    expect(await by.all(one, other)).toEqual(before);
    const stranger = await at.open({}, { member: null });
    const [mergeId] = await by.merge(stranger, one);
    expect(await at.row(stranger)).toMatchObject({ member_id: '1' });
    await by.undo(mergeId);
    expect(await at.row(stranger)).toMatchObject({ member_id: null });
  });

  test('is refused with itself, with what lies elsewhere, and while an answer can be taken back', async () => {
    const [into, from, third] = [await at.open(), await at.open(), await at.open()];
    await expect(by.merge(into, into)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await by.merge(into, from);
    const lies = `Ticket ${from} was merged into ticket ${into} before. Nothing was changed; merge with that one.`;
    await expect(by.merge(third, from)).rejects.toMatchObject({ code: 'CONFLICT', message: lies });
    await expect(by.merge(from, third)).rejects.toMatchObject({ code: 'CONFLICT', message: lies });
    await expect(by.merge(third, '999999' as TicketId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const messageId = await answer(third);
    await at.rows(
      'UPDATE caretaker.outbox SET due_at = UTC_TIMESTAMP(6) + INTERVAL 15 SECOND WHERE ticket_message_id = ?',
      [messageId],
    );
    await expect(by.merge(into, third)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: `An answer in ticket ${third} can still be taken back. Nothing was changed; merge or split once it has gone.`,
    });
  });

  test('asked twice with one request is done once', async () => {
    const [into, from] = [await at.open(), await at.open()];
    const it = { requestId: randomUUID(), ticketId: into, from: [from] };
    expect(await merge(mara, it)).toEqual(await merge(mara, it));
    expect(await by.ids(into)).toHaveLength(2);
  });
});

describe('Taking a merge back', () => {
  test('leaves the messages that came since where they are, and says so', async () => {
    const [into, from] = [await at.open(), await at.open()];
    await by.index(into, from);
    const before = await by.all(from);
    const own = await by.ids(into);
    const [mergeId] = await by.merge(into, from);
    const since = await by.says(into, { body: 'Are you there?' });
    expect(await by.undo(mergeId)).toEqual({ ticketId: into, stayed: 1 });
    expect(await by.all(from)).toEqual(before);
    expect(await by.ids(into)).toEqual([...own, since]);
    expect(await at.row(into)).toMatchObject({
      status: 'new',
      messages: 2,
      last_message_id: since,
      excerpt: 'Are you there?',
    });
    expect((await at.events(into)).at(-1)).toMatchObject({
      kind: 'merge-undone',
      detail: { from, into, stayed: 1 },
    });
    expect((await at.record(into)).at(-1)).toMatchObject({ action: 'ticket.merge_undone' });
  });

  test('leaves an answered ticket waiting for the member where only the other one asked', async () => {
    const into = await at.open();
    await answer(into);
    const from = await at.open();
    const [mergeId] = await by.merge(into, from);
    expect(await at.row(into)).toMatchObject({ status: 'open' });
    await answer(into, 'Both are done.');
    expect(await by.undo(mergeId)).toMatchObject({ stayed: 1 });
    expect(await at.row(into)).toMatchObject({ status: 'waiting', asked_at: null, messages: 3 });
    expect(await at.row(from)).toMatchObject({ status: 'new', messages: 1, merged_into: null });
  });

  test('keeps what was changed that a merge has no part in, and notes', async () => {
    const [into, from] = [await at.open(), await at.open()];
    const [mergeId] = await by.merge(into, from);
    await change(into, { priority: 4, assignee: 'mara', subject: 'Sign-in' });
    await note(mara, { requestId: randomUUID(), ticketId: into, body: 'Odd', mentions: [], attachments: [] });
    await by.undo(mergeId);
    expect(await at.row(into)).toMatchObject({
      priority: 4,
      assignee: 'mara',
      subject: 'Sign-in',
      messages: 2,
      status: 'new',
    });
  });

  test('is refused where its status was changed since, and says how it is', async () => {
    const [into, from] = [await at.open(), await at.open()];
    const [mergeId] = await by.merge(into, from);
    await change(into, { status: 'solved' });
    const before = await by.all(into, from);
    await expect(by.undo(mergeId)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: `Ticket ${into} is solved since. Nothing was changed; put that back first, or split the messages.`,
    });
    expect(await by.all(into, from)).toEqual(before);
  });

  test('leaves a question open whose answer was taken back meanwhile, as it never reached the site', async () => {
    const [into, from] = [await at.open(), await at.open()];
    const messageId = await answer(from);
    await at.rows(
      'UPDATE caretaker.outbox SET tries = 3, due_at = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR WHERE ticket_message_id = ?',
      [messageId],
    );
    const [mergeId] = await by.merge(into, from);
    await unsend(mara, { requestId: randomUUID(), messageId });
    await by.undo(mergeId);
    expect(await at.row(from)).toMatchObject({ status: 'new', place: 'todo', messages: 1, first_at: null });
    expect(await at.row(into)).toMatchObject({ status: 'new', messages: 1 });
  });

  test('goes step by step, the last one first', async () => {
    const [one, two, three] = [await at.open(), await at.open(), await at.open()];
    await by.index(one, two, three);
    const before = await by.all(one, two, three);
    const [first] = await by.merge(two, one);
    const [second] = await by.merge(three, two);
    expect(await by.ids(three)).toHaveLength(3);
    await expect(by.undo(first)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: `Ticket ${two} was merged into ticket ${three} since. Nothing was changed; take that back first.`,
    });
    await by.undo(second);
    await by.undo(first);
    expect(await by.all(one, two, three)).toEqual(before);
    await expect(by.undo(first)).rejects.toMatchObject({ message: 'This merge was taken back already.' });
  });
});

describe('Splitting a ticket', () => {
  test('puts messages into a new one of the same member, which waits as they do', async () => {
    const ticket = await at.open();
    await answer(ticket);
    const other = await by.says(ticket, { body: 'My picture is gone too' });
    const [asked, answered] = await by.ids(ticket);
    const made = await by.split(ticket, [other], 'A lost picture');
    expect(await by.ids(ticket)).toEqual([asked, answered]);
    expect(await by.ids(made.ticketId)).toEqual([other]);
    expect(await at.row(ticket)).toMatchObject({
      status: 'waiting',
      asked_at: null,
      messages: 2,
      last_message_id: answered,
      excerpt: 'We look into it.',
      due_at: '9999-01-01 00:00:00.000000',
    });
    const row = await at.row(made.ticketId);
    expect(row).toMatchObject({
      status: 'new',
      subject: 'A lost picture',
      member_id: '1',
      messages: 1,
      last_message_id: other,
      excerpt: 'My picture is gone too',
      assignee: 'mara',
      first_at: null,
    });
    expect(row.first_due_at).not.toBeNull();
    expect((await at.events(ticket)).at(-1)).toMatchObject({
      kind: 'split',
      detail: { into: made.ticketId, messages: 1 },
    });
    expect(await at.record(ticket)).toContainEqual(
      expect.objectContaining({ action: 'ticket.split', detail: { subject: 'A lost picture', messages: 1 } }),
    );
    expect((await getTicket(mara, made.ticketId, undefined)).messages).toMatchObject([{ origin: ticket }]);
  });

  test('is refused where one side would be empty, or a message has moved on', async () => {
    const ticket = await at.open();
    await note(mara, {
      requestId: randomUUID(),
      ticketId: ticket,
      body: 'Hm',
      mentions: [],
      attachments: [],
    });
    const [asked, noted] = (await by.ids(ticket)) as [MessageId, MessageId];
    await expect(by.split(ticket, [noted])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(by.split(ticket, [asked])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    const elsewhere = await by.ids(await at.open());
    await expect(by.split(ticket, elsewhere)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'Some of these messages are not in this ticket any more. Nothing was changed; choose again.',
    });
  });

  test('taken back leaves the ticket as it was, and the new one lies in it', async () => {
    const ticket = await at.open();
    const other = await by.says(ticket);
    await by.index(ticket);
    const before = await by.all(ticket);
    const made = await by.split(ticket, [other]);
    expect(await by.undo(made.mergeId)).toEqual({ ticketId: ticket, stayed: 0 });
    expect(await by.all(ticket)).toEqual(before);
    expect(await at.row(made.ticketId)).toMatchObject({ merged_into: ticket, messages: 0 });
  });

  test('taken back leaves what was said in the new ticket since there', async () => {
    const ticket = await at.open();
    const other = await by.says(ticket);
    await by.index(ticket);
    const before = await by.all(ticket);
    const made = await by.split(ticket, [other]);
    const answered = await answer(made.ticketId);
    expect(await by.undo(made.mergeId)).toEqual({ ticketId: ticket, stayed: 1 });
    expect(await by.all(ticket)).toEqual(before);
    expect(await by.ids(made.ticketId)).toEqual([answered]);
    expect(await at.row(made.ticketId)).toMatchObject({ merged_into: null, messages: 1, status: 'waiting' });
  });

  test('asked twice with one request is done once', async () => {
    const ticket = await at.open();
    const other = await by.says(ticket);
    const it = { requestId: randomUUID(), ticketId: ticket, messages: [other], subject: 'Once' };
    expect(await split(mara, it)).toEqual(await split(mara, it));
  });
});
