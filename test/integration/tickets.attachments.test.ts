import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../src/contract/contract.ts';
import { attachmentBytesMost } from '../../src/contract/tickets/conversation.ts';
import type { MessageId, TicketId } from '../../src/contract/tickets/values.ts';
import type { EntryId } from '../../src/contract/values.ts';
import { createLog } from '../../src/core/log.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { saveDraft } from '../../src/core/tickets/conversation/drafts/save.ts';
import { attach } from '../../src/core/tickets/conversation/files/attach.ts';
import { sweepLooseFiles } from '../../src/core/tickets/conversation/files/sweep.ts';
import { note } from '../../src/core/tickets/conversation/notes/note.ts';
import { reply } from '../../src/core/tickets/conversation/reply/reply.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { agentNamed, clientFor, type Ticketing, ticketing } from '../support/ticketing.ts';

const log = createLog({ level: 'silent' });
const png = Buffer.from('89504e470d0a1a0a', 'hex');

describe('Files that go with what is written', () => {
  let town: Community;
  let mara: SignedIn & AsyncDisposable;
  let support: { client: Client } & AsyncDisposable;
  let at: Ticketing;
  beforeAll(async () => {
    town = await testCommunity();
    mara = await agentNamed(town, 'mara');
    support = await clientFor(town, 'support');
    at = ticketing(town);
  });
  afterAll(async () => {
    await support?.[Symbol.asyncDispose]();
    await mara?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });

  const put = (ticketId: TicketId, name = 'a.txt', content: BlobPart = 'text', type = '') =>
    attach(mara, { requestId: randomUUID(), ticketId, name, data: new Blob([content], { type }) });
  const read = async (id: EntryId) => {
    const { data, ...rest } = await support.client.tickets.attachment({ id });
    return { ...rest, content: Buffer.from(await data.arrayBuffer()) };
  };
  const there = async (id: EntryId) =>
    (await at.rows('SELECT id FROM caretaker.ticket_attachment WHERE id = ?', [id])).length === 1;

  test('the largest that is taken comes through a call and back, byte by byte', async () => {
    const ticketId = await at.open();
    const content = Buffer.concat([png, randomBytes(attachmentBytesMost - png.byteLength)]);
    const request = { requestId: randomUUID(), ticketId, name: 'shot.exe', data: new Blob([content]) };
    const file = await support.client.tickets.attach(request);
    expect(file).toEqual({ id: file.id, name: 'shot.exe.png', type: 'image/png', bytes: content.byteLength });
    expect(await support.client.tickets.attach(request)).toEqual(file);
    const kept = await read(file.id);
    expect(kept).toMatchObject({ name: 'shot.exe.png', type: 'image/png' });
    expect(kept.content.equals(content)).toBe(true);
  });

  test.each([
    [
      'larger than is taken',
      Buffer.alloc(attachmentBytesMost + 1, 'a'),
      /is larger than 4 MB\. It was not kept/,
    ],
    ['empty', '', /is empty/],
    ['a program', Buffer.from('4d5a90000300', 'hex'), /none of the files that are taken/],
    ['an archive', Buffer.from('504b0304140000', 'hex'), /none of the files that are taken/],
    ['text with control characters', 'a\u0000b', /none of the files that are taken/],
    ['no UTF-8', Buffer.from('fffe4100', 'hex'), /none of the files that are taken/],
  ])('one that is %s is refused, whatever it is called', async (_, content, words) => {
    const ticketId = await at.open();
    await expect(put(ticketId, 'photo.png', content as BlobPart, 'image/png')).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(words),
    });
    const [count] = await at.rows(
      'SELECT COUNT(*) AS n FROM caretaker.ticket_attachment WHERE ticket_id = ?',
      [ticketId],
    );
    expect(Number(count?.n)).toBe(0);
  });

  test('a page is kept as text that no browser draws', async () => {
    const page = '<!doctype html><script>alert(1)</script>';
    const file = await put(await at.open(), '../../evil\u202egnp.html', page, 'text/html');
    expect(file).toMatchObject({ name: 'evilgnp.html.txt', type: 'text/plain' });
  });

  test('is refused for a ticket that there is not, and one id does for one file alone', async () => {
    await expect(put('999999' as TicketId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const [a, b] = [await at.open(), await at.open()];
    const request = { requestId: randomUUID(), name: 'a.txt', data: new Blob(['text']) };
    await attach(mara, { ...request, ticketId: a });
    await expect(attach(mara, { ...request, ticketId: b })).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(read('999999' as EntryId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('goes with one message, of its own ticket', async () => {
    const [mine, other] = [await at.open(), await at.open()];
    const file = await put(mine);
    const noted = { requestId: randomUUID(), body: 'Look', mentions: [], attachments: [file.id] };
    await expect(note(mara, { ...noted, ticketId: other })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/^A file that goes with this is no longer there/),
    });
    await note(mara, { ...noted, ticketId: mine });
    const seen = (await at.row(mine)).last_message_id as MessageId;
    await expect(
      reply(mara, {
        requestId: randomUUID(),
        ticketId: mine,
        seen,
        body: 'x',
        attachments: [file.id],
        change: {},
      }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await at.messages(mine)).toHaveLength(2);
  });

  test('is refused with an answer where the site takes none', async () => {
    const ticketId = await at.open();
    const file = await put(ticketId);
    const seen = (await at.row(ticketId)).last_message_id as MessageId;
    const without = { ...mara, site: { ...mara.site, procedures: ['notify_member'] } };
    const asked = { requestId: randomUUID(), ticketId, seen, body: 'x', attachments: [file.id], change: {} };
    await expect(reply(without, asked)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: 'The site takes no files with an answer. Nothing was sent; what you typed is kept.',
    });
  });

  test('that went with nothing for a week are removed; those that a draft or a scheduled answer names, or a message has, stay', async () => {
    const ticketId = await at.open();
    const from = await at.open({ merged_into: ticketId });
    const loose = await put(ticketId);
    const fresh = await put(ticketId);
    const [drafted, scheduled, sent, ofMerged] = [
      await put(ticketId),
      await put(ticketId),
      await put(ticketId),
      await put(from),
    ];
    const draft = { kind: 'reply', owner: 'mara', body: 'x', shared: false, sequence: 1 } as const;
    await saveDraft(mara, { ...draft, ticketId, attachments: [drafted.id, ofMerged.id] });
    const empty = await at.open();
    await saveDraft(mara, { ...draft, ticketId: empty, body: '', attachments: [] });
    await at.rows(
      `INSERT INTO caretaker.ticket_scheduled (request_id, ticket_id, body, attachments, actions, send_at)
       VALUES (UUID(), ?, 'x', ?, '{}', UTC_TIMESTAMP(6) + INTERVAL 1 DAY)`,
      [ticketId, JSON.stringify([scheduled.id])],
    );
    await note(mara, { requestId: randomUUID(), ticketId, body: 'x', mentions: [], attachments: [sent.id] });
    await at.rows('UPDATE caretaker.ticket_attachment SET at = at - INTERVAL 8 DAY WHERE id <> ?', [
      fresh.id,
    ]);
    await at.rows('UPDATE caretaker.ticket_draft SET saved_at = saved_at - INTERVAL 8 DAY');
    await sweepLooseFiles.run({ ...mara, log }, new AbortController().signal);
    expect(await there(loose.id)).toBe(false);
    for (const { id } of [fresh, drafted, scheduled, sent, ofMerged]) expect(await there(id)).toBe(true);
    const drafts = await at.rows('SELECT ticket_id FROM caretaker.ticket_draft WHERE ticket_id IN (?, ?)', [
      ticketId,
      empty,
    ]);
    expect(drafts).toEqual([{ ticket_id: ticketId }]);
  });
});
