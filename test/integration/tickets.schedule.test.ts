import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MessageId, TicketId } from '../../src/contract/tickets/values.ts';
import type { EntryId } from '../../src/contract/values.ts';
import { createLog } from '../../src/core/log.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { saveDraft } from '../../src/core/tickets/conversation/drafts/save.ts';
import { attach } from '../../src/core/tickets/conversation/files/attach.ts';
import { getTicket } from '../../src/core/tickets/conversation/get.ts';
import type { Reply } from '../../src/core/tickets/conversation/reply/reply.ts';
import { schedule, unschedule } from '../../src/core/tickets/conversation/scheduled/schedule.ts';
import { sendScheduledReplies } from '../../src/core/tickets/conversation/scheduled/send.ts';
import { inMinutes } from '../support/acting.ts';
import { type BreakingLine, breakingLine } from '../support/broken-line.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { agentNamed, type Ticketing, ticketing } from '../support/ticketing.ts';

const log = createLog({ level: 'silent' });

describe('A scheduled answer', () => {
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

  const later = async (ticketId: TicketId, o: Partial<Reply> = {}, who: SignedIn = mara, minutes = 60) =>
    schedule(who, {
      requestId: randomUUID(),
      ticketId,
      seen: (await at.row(ticketId)).last_message_id as MessageId,
      body: 'Hello {nickname}, good morning.',
      attachments: [],
      change: { status: 'solved', addTags: ['later'] },
      sendAt: inMinutes(minutes),
      ...o,
    });
  /** Its moment comes. */
  const comes = (id: EntryId) =>
    at.rows('UPDATE caretaker.ticket_scheduled SET send_at = UTC_TIMESTAMP(6) WHERE id = ?', [id]);
  const work = (who: SignedIn = tom) =>
    sendScheduledReplies.run({ ...who, log }, new AbortController().signal);
  const state = async (id: EntryId) =>
    (await at.rows('SELECT state FROM caretaker.ticket_scheduled WHERE id = ?', [id]))[0]?.state;
  const outOf = async (ticketId: TicketId) => (await at.messages(ticketId)).filter((it) => it.kind === 'out');
  const draftsOf = async (who: SignedIn, ticketId: TicketId) =>
    (await getTicket(who, ticketId, undefined)).drafts;

  test('changes nothing of the ticket until its moment, and then goes in its writer’s name', async () => {
    const ticketId = await at.open();
    const before = await at.row(ticketId);
    await saveDraft(mara, {
      ticketId,
      kind: 'reply',
      owner: 'mara',
      body: 'x',
      attachments: [],
      shared: false,
      sequence: 1,
    });
    const { scheduledId } = await later(ticketId);
    await work();
    expect(await at.row(ticketId)).toEqual(before);
    const [member] = await at.rows('SELECT nickname FROM community_demo.users WHERE id = 1');
    const body = `Hello ${member?.nickname}, good morning.`;
    expect(await getTicket(tom, ticketId, undefined)).toMatchObject({
      scheduled: [{ id: scheduledId, owner: { user: 'mara', name: 'Mara' }, body }],
    });
    expect(await draftsOf(mara, ticketId)).toEqual([]);

    await comes(scheduledId);
    await Promise.all([work(), work(mara)]);
    await work();
    expect(await at.row(ticketId)).toMatchObject({ status: 'solved', assignee: 'mara', awaits_us: 0 });
    expect(await at.tags(ticketId)).toEqual(['later']);
    expect(await outOf(ticketId)).toMatchObject([{ author: 'mara', body }]);
    expect(await state(scheduledId)).toBe('sent');
    const { scheduled, messages, events } = await getTicket(tom, ticketId, undefined);
    expect(scheduled).toEqual([]);
    expect(messages.at(-1)).toMatchObject({ author: { user: 'mara' }, delivery: 'waiting' });
    expect(events.at(-1)).toMatchObject({ kind: 'replied', actor: null, detail: { by: 'mara' } });
    expect(await at.record(ticketId)).toMatchObject([{ action: 'ticket.reply_scheduled' }]);
  });

  test('carries its files, and keeps them until then', async () => {
    const ticketId = await at.open();
    const data = new Blob(['steps']);
    const file = await attach(mara, { requestId: randomUUID(), ticketId, name: 'steps.txt', data });
    const { scheduledId } = await later(ticketId, { attachments: [file.id] });
    expect((await getTicket(mara, ticketId, undefined)).scheduled[0]?.attachments).toEqual([file]);
    await comes(scheduledId);
    await work();
    expect((await getTicket(mara, ticketId, undefined)).messages.at(-1)?.attachments).toEqual([file]);
  });

  test('that is stopped, by whomever, is its writer’s draft again, and never goes', async () => {
    const ticketId = await at.open();
    const { scheduledId } = await later(ticketId, { body: 'Good morning.' });
    const requestId = randomUUID();
    await unschedule(tom, { requestId, scheduledId });
    await unschedule(tom, { requestId, scheduledId });
    await expect(unschedule(mara, { requestId: randomUUID(), scheduledId })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'This answer was stopped before. Nothing was changed.',
    });
    await comes(scheduledId);
    await work();
    expect(await outOf(ticketId)).toEqual([]);
    expect(await draftsOf(mara, ticketId)).toMatchObject([{ body: 'Good morning.' }]);
    expect(await draftsOf(tom, ticketId)).toEqual([]);
  });

  test('that has gone cannot be stopped', async () => {
    const ticketId = await at.open();
    const { scheduledId } = await later(ticketId);
    await comes(scheduledId);
    await work();
    await expect(unschedule(mara, { requestId: randomUUID(), scheduledId })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'This answer has gone by now. Nothing was changed.',
    });
  });

  test('goes into the ticket that its own was merged into', async () => {
    const [from, into] = [await at.open(), await at.open()];
    const { scheduledId } = await later(from);
    await at.rows('UPDATE caretaker.ticket SET merged_into = ? WHERE id = ?', [into, from]);
    expect((await getTicket(mara, into, undefined)).scheduled).toHaveLength(1);
    await comes(scheduledId);
    await work();
    expect(await outOf(into)).toHaveLength(1);
    expect(await outOf(from)).toEqual([]);
  });

  test('that cannot go any more becomes a draft, and the ticket says why', async () => {
    const ticketId = await at.open();
    const { scheduledId } = await later(ticketId, { change: { assignee: 'tom' }, body: 'Yours' });
    const after = await later(await at.open());
    await at.rows("UPDATE caretaker.staff SET removed_at = UTC_TIMESTAMP(6) WHERE user = 'tom'");
    try {
      await comes(scheduledId);
      await comes(after.scheduledId);
      await work();
    } finally {
      await at.rows("UPDATE caretaker.staff SET removed_at = NULL WHERE user = 'tom'");
    }
    expect(await state(scheduledId)).toBe('cancelled');
    expect(await outOf(ticketId)).toEqual([]);
    expect(await draftsOf(mara, ticketId)).toMatchObject([{ body: 'Yours' }]);
    expect((await at.events(ticketId)).at(-1)).toMatchObject({
      kind: 'not-sent',
      byJob: 1,
      detail: { owner: 'mara', why: expect.stringContaining('tom') },
    });
    expect(await state(after.scheduledId)).toBe('sent');
  });

  test.each([
    ['past', -1, /is past\. Nothing was scheduled/],
    ['more than a year ahead', 367 * 24 * 60, /is more than a year ahead/],
  ])('is refused at a moment that is %s', async (_, minutes, words) => {
    const ticketId = await at.open();
    await expect(later(ticketId, {}, mara, minutes)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(words),
    });
    expect((await getTicket(mara, ticketId, undefined)).scheduled).toEqual([]);
  });

  test('is refused as an answer is: with something left to fill in, or a change that cannot be', async () => {
    const ticketId = await at.open();
    await expect(later(ticketId, { body: 'You get {amount}' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await expect(later(ticketId, { change: { assignee: 'nobody' } })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await expect(later(ticketId, { attachments: ['99999' as EntryId] })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await expect(later(ticketId, { seen: null })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test.each(['before-commit', 'after-commit'] as const)(
    'where the line breaks %s, it goes once',
    async (when) => {
      const ticketId = await at.open();
      const { scheduledId } = await later(ticketId);
      await comes(scheduledId);
      const before = line.broken;
      line.breakAt(when);
      await work(shaky);
      expect(line.broken).toBe(before + 1);
      expect(await outOf(ticketId)).toMatchObject([{ author: 'mara' }]);
      expect(await state(scheduledId)).toBe('sent');
    },
  );
});
