import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MessageId, TicketId } from '../../src/contract/tickets/values.ts';
import type { MemberId } from '../../src/contract/values.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { saveDraft } from '../../src/core/tickets/conversation/drafts/save.ts';
import { earlierMessages, getTicket, ofMember } from '../../src/core/tickets/conversation/get.ts';
import { setMember } from '../../src/core/tickets/conversation/notes/member.ts';
import { note } from '../../src/core/tickets/conversation/notes/note.ts';
import { openByHand } from '../../src/core/tickets/conversation/notes/open.ts';
import { reply } from '../../src/core/tickets/conversation/reply/reply.ts';
import { unsend } from '../../src/core/tickets/conversation/reply/unsend.ts';
import { merge } from '../../src/core/tickets/merging/merge.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { costOf } from '../support/statements.ts';
import { agentNamed, clientFor, type Ticketing, ticketing } from '../support/ticketing.ts';

describe('A ticket on the screen', () => {
  let town: Community;
  let mara: SignedIn & AsyncDisposable;
  let tom: SignedIn & AsyncDisposable;
  let at: Ticketing;
  beforeAll(async () => {
    town = await testCommunity();
    mara = await agentNamed(town, 'mara');
    tom = await agentNamed(town, 'tom');
    at = ticketing(town);
  });
  afterAll(async () => {
    for (const it of [mara, tom]) await it?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });

  const get = (ticketId: TicketId, who: SignedIn = mara) => getTicket(who, ticketId, undefined);
  const write = (ticketId: TicketId, body: string, mentions: string[] = []) =>
    note(mara, { requestId: randomUUID(), ticketId, body, mentions, attachments: [] });

  test('shows what was said, who said it, and all that is around it', async () => {
    const [member] = await at.rows('SELECT nickname FROM community_demo.users WHERE id = 3');
    const other = await at.open({}, { member: 3, subject: 'Another' });
    const ticketId = await at.open({ next_due_at: '2026-01-01 00:00:00' }, { member: 3 });
    await write(ticketId, 'Ask Tom about **this**', ['tom']);
    const asked = { requestId: randomUUID(), ticketId, body: 'Hello', attachments: [], change: {} };
    const seen = (await at.row(ticketId)).last_message_id as MessageId;
    const sent = await reply(mara, { ...asked, seen, change: { addTags: ['login'] } });
    const shown = await get(ticketId, tom);
    expect(shown).toMatchObject({
      row: { id: ticketId, from: member?.nickname, tags: ['login'], messages: 3, followed: true },
      member: { id: '3', nickname: member?.nickname },
      email: null,
      reachable: true,
      whyNot: null,
      otherTickets: [{ id: other }],
      more: false,
      cases: [],
      merged: [],
      followers: [
        { user: 'mara', name: 'Mara' },
        { user: 'tom', name: 'Tom' },
      ],
    });
    expect(shown.messages).toMatchObject([
      { kind: 'in', author: null, from: member?.nickname, delivery: null },
      {
        kind: 'note',
        author: { user: 'mara' },
        from: null,
        mentions: ['tom'],
        body: 'Ask Tom about **this**',
      },
      { kind: 'out', id: sent.messageId, delivery: 'waiting', sendAt: sent.sendAt },
    ]);
    expect(shown.events.map((it) => it.kind)).toEqual(['tags', 'replied']);
  });

  test('says why nobody can be reached, and who they are once somebody knows', async () => {
    const ticketId = await at.open({ email: 'robin@mail.example' }, { member: null });
    expect(await get(ticketId)).toMatchObject({
      member: null,
      email: 'robin@mail.example',
      reachable: false,
      whyNot: expect.stringContaining('robin@mail.example'),
      row: { from: 'Robin Field', memberId: null },
    });
    const asked = { requestId: randomUUID(), ticketId, memberId: '4' as MemberId };
    await expect(setMember(mara, { ...asked, memberId: '999999' as MemberId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await setMember(mara, asked);
    await setMember(mara, asked);
    expect(await get(ticketId)).toMatchObject({ member: { id: '4' }, email: null, reachable: true });
    await expect(setMember(tom, { ...asked, requestId: randomUUID() })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'This ticket is of member 4 already. Nothing was changed.',
    });
    expect(await at.record(ticketId)).toMatchObject([
      { action: 'ticket.member_set', detail: { member: '4' } },
    ]);
  });

  test('a member who is gone leaves their ticket readable', async () => {
    const ticketId = await at.open({}, { member: 5 });
    await at.rows('UPDATE caretaker.ticket SET member_id = 99999999 WHERE id = ?', [ticketId]);
    expect(await get(ticketId)).toMatchObject({ member: null, row: { from: 'Robin Field' } });
  });

  test('shows 200 messages at first, and those before them when asked', async () => {
    const ticketId = await at.open();
    await at.rows(
      `INSERT INTO caretaker.ticket_message (ticket_id, kind, body)
       SELECT ?, 'note', CONCAT('Note ', id) FROM community_demo.users WHERE id <= 450`,
      [ticketId],
    );
    const bodies: string[] = [];
    const first = await get(ticketId);
    expect(first.messages).toHaveLength(200);
    let page: Pick<typeof first, 'messages' | 'more'> = first;
    for (;;) {
      bodies.unshift(...page.messages.map((it) => it.body));
      if (!page.more) break;
      const before = page.messages[0]?.id as MessageId;
      page = await earlierMessages(mara, { ticketId, before }, undefined);
    }
    expect(bodies).toHaveLength(451);
    expect(bodies.slice(1)).toEqual(Array.from({ length: 450 }, (_, i) => `Note ${i + 1}`));
  });

  test('shows what was merged into it, where each message was written, and the drafts of both', async () => {
    const [into, from] = [await at.open(), await at.open({}, { body: 'Said elsewhere' })];
    await saveDraft(mara, {
      ticketId: from,
      kind: 'reply',
      owner: 'mara',
      body: 'Begun',
      attachments: [],
      shared: false,
      sequence: 1,
    });
    const [mergeId] = await merge(mara, { requestId: randomUUID(), ticketId: into, from: [from] });
    expect(await get(into)).toMatchObject({
      merged: [{ id: from, subject: 'I cannot sign in', mergeId }],
      messages: [{ origin: null }, { origin: from, body: 'Said elsewhere' }],
      drafts: [{ origin: from, body: 'Begun' }],
    });
    expect(await get(from)).toMatchObject({ row: { mergedInto: into }, messages: [] });
  });

  test('there is none of a number that there is not', async () => {
    await expect(get('999999' as TicketId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(
      earlierMessages(mara, { ticketId: '999999' as TicketId, before: '9' as MessageId }, undefined),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('what no console would have written hides nothing of it', async () => {
    const ticketId = await at.open();
    await at.rows("INSERT INTO caretaker.ticket_event (ticket_id, kind, detail) VALUES (?, 'odd', '[1')", [
      ticketId,
    ]);
    await at.rows(
      "INSERT INTO caretaker.ticket_draft (ticket_id, owner, kind, shared, body, attachments, sequence) VALUES (?, 'tom', 'odd', 1, 'x', '{\"a\":1}', 1)",
      [ticketId],
    );
    await at.rows(
      "INSERT INTO caretaker.ticket_scheduled (request_id, ticket_id, body, attachments, actions, send_at) VALUES (UUID(), ?, 'x', 'no list', 'odd', '2030-01-01')",
      [ticketId],
    );
    await using support = await clientFor(town, 'support');
    const shown = await support.client.tickets.get({ ticketId });
    expect(shown.events).toMatchObject([{ kind: 'odd', detail: {} }]);
    expect(shown.drafts).toMatchObject([{ body: 'x', attachments: [] }]);
    expect(shown.scheduled).toMatchObject([{ body: 'x', attachments: [] }]);
  });

  test('takes few statements, each by an index, however much there is', async () => {
    const ticketId = await at.open({}, { member: 6 });
    for (let count = 0; count < 12; count += 1) await at.open({}, { member: 6 });
    await at.rows(
      `INSERT INTO caretaker.ticket (channel, subject, member_id, name, excerpt, opened_at, last_at)
       SELECT 'site', 'Many', a.id, 'x', 'x', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6)
       FROM community_demo.users AS a JOIN community_demo.users AS b ON b.id <= 6 WHERE a.id > 50`,
    );
    const others = "FROM caretaker.ticket WHERE subject = 'Many'";
    await at.rows("INSERT IGNORE INTO caretaker.ticket_tag_name VALUES ('many')");
    await at.rows(`INSERT INTO caretaker.ticket_tag (ticket_id, tag) SELECT id, 'many' ${others}`);
    await at.rows(`INSERT INTO caretaker.ticket_follower (user, ticket_id) SELECT 'mara', id ${others}`);
    await at.rows(
      `INSERT INTO caretaker.ticket_message (ticket_id, kind, body) SELECT id, 'note', 'x' ${others}`,
    );
    await at.rows(
      `INSERT INTO caretaker.ticket_event (ticket_id, kind, detail) SELECT id, 'x', '{}' ${others}`,
    );
    await at.rows(
      `INSERT INTO caretaker.ticket_draft (ticket_id, owner, kind, body, attachments, sequence)
       SELECT id, 'tom', 'reply', 'x', '[]', 1 ${others}`,
    );
    for (const table of [
      'ticket',
      'ticket_tag',
      'ticket_follower',
      'ticket_message',
      'ticket_event',
      'ticket_draft',
    ])
      await at.rows(`ANALYZE TABLE caretaker.${table}`);
    await get(ticketId);
    const costs = await costOf(town, () => get(ticketId));
    // A table of few rows is read whole by any server.
    for (const cost of costs.filter((it) => it.scans > 0))
      expect(cost.rowsExamined / cost.calls, cost.text).toBeLessThan(60);
    expect(costs.reduce((sum, cost) => sum + cost.calls, 0)).toBeLessThan(40);
    expect(costs.reduce((sum, cost) => sum + cost.rowsExamined, 0)).toBeLessThan(400);
  });

  test('one that is opened by hand writes to the member, and owes no first answer', async () => {
    const asked = {
      requestId: randomUUID(),
      memberId: '7' as MemberId,
      subject: 'Your photos',
      body: 'Hello {nickname}',
      note: 'They called us.',
      priority: 3,
      teamId: null,
      tags: ['photos'],
    };
    const { ticketId } = await openByHand(mara, asked);
    expect(await openByHand(mara, asked)).toEqual({ ticketId });
    const [member] = await at.rows('SELECT nickname FROM community_demo.users WHERE id = 7');
    const shown = await get(ticketId);
    expect(shown).toMatchObject({
      row: {
        channel: 'staff',
        status: 'waiting',
        priority: 3,
        tags: ['photos'],
        messages: 2,
        followed: true,
      },
      deadlines: [],
      messages: [
        { kind: 'note', body: 'They called us.' },
        { kind: 'out', body: `Hello ${member?.nickname}`, delivery: 'waiting' },
      ],
    });
    expect(await at.row(ticketId)).toMatchObject({ assignee: 'mara', awaits_us: 0 });
    const facts = await at.rows('SELECT kind FROM caretaker.ticket_fact WHERE ticket_id = ?', [ticketId]);
    expect(facts).toEqual([{ kind: 'opened' }]);
    expect((await ofMember(tom, '7' as MemberId, undefined)).rows).toMatchObject([{ id: ticketId }]);

    await unsend(mara, { requestId: randomUUID(), messageId: shown.messages[1]?.id as MessageId });
    expect(await get(ticketId)).toMatchObject({
      row: { status: 'new', messages: 1 },
      messages: [{ kind: 'note' }],
      drafts: [{ body: `Hello ${member?.nickname}` }],
    });
    expect((await at.row(ticketId)).first_at).not.toBeNull();
  });

  test('one by hand with a note alone is work to do, which the member is not told of', async () => {
    const asked = { memberId: '8' as MemberId, subject: 'To look at', body: null, note: 'Odd', tags: [] };
    const by = { ...asked, requestId: randomUUID(), priority: 2, teamId: null };
    const { ticketId } = await openByHand(mara, by);
    expect(await get(ticketId)).toMatchObject({
      row: { status: 'new', assignee: { user: 'mara' }, excerpt: 'Odd' },
      deadlines: [{ kind: 'solve' }],
      messages: [{ kind: 'note', body: 'Odd' }],
    });
    await expect(
      openByHand(mara, { ...by, requestId: randomUUID(), memberId: '999999' as MemberId }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a note mentions only those who can read it, and changes nothing that an answer rests on', async () => {
    const ticketId = await at.open();
    const before = await at.row(ticketId);
    await expect(write(ticketId, '@moderator look', ['moderator', 'tom'])).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(/^moderator would not see it/),
    });
    await write(ticketId, 'Look', ['tom', 'tom']);
    const { messages, version, ...after } = await at.row(ticketId);
    expect(after).toEqual({
      ...after,
      ...Object.fromEntries(
        Object.entries(before).filter(([name]) => !['messages', 'version'].includes(name)),
      ),
    });
    expect([Number(messages), Number(version)]).toEqual([2, Number(before.version) + 1]);
    const followed = await at.rows('SELECT user FROM caretaker.ticket_follower WHERE ticket_id = ?', [
      ticketId,
    ]);
    expect(followed).toEqual([{ user: 'tom' }]);
    const record = await at.record(ticketId);
    expect(record).toMatchObject([{ action: 'ticket.noted', detail: {} }]);
    expect(JSON.stringify(record)).not.toContain('Look');
  });
});
