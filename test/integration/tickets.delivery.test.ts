import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MessageId, TicketId } from '../../src/contract/tickets/values.ts';
import { JobRunner } from '../../src/core/jobs/runner.ts';
import { createLog } from '../../src/core/log.ts';
import { deliverOutbox, deliverReplies } from '../../src/core/outbox/deliver.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { attach } from '../../src/core/tickets/conversation/files/attach.ts';
import { getTicket } from '../../src/core/tickets/conversation/get.ts';
import { reply } from '../../src/core/tickets/conversation/reply/reply.ts';
import { type Acting, acting } from '../support/acting.ts';
import { type BreakingLine, breakingLine } from '../support/broken-line.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { costOf } from '../support/statements.ts';
import { agentNamed, type Ticketing, ticketing } from '../support/ticketing.ts';

const log = createLog({ level: 'silent' });
const png = Buffer.from('89504e470d0a1a0a', 'hex');

describe('An answer on its way to the site', () => {
  let town: Community;
  let line: BreakingLine;
  let mara: SignedIn & AsyncDisposable;
  let shaky: SignedIn & AsyncDisposable;
  let moderator: SignedIn;
  let at: Ticketing;
  let acts: Acting;
  beforeAll(async () => {
    town = await testCommunity();
    line = await breakingLine(town.root.port);
    mara = await agentNamed(town, 'mara');
    shaky = await agentNamed(town, 'sam', { port: line.port });
    moderator = await town.signIn('moderator');
    at = ticketing(town);
    acts = acting(town);
    // The one to whom the other answers go.
    await acts.someone();
  });
  afterAll(async () => {
    for (const it of [shaky, mara]) await it?.[Symbol.asyncDispose]();
    await line?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });

  const file = (ticketId: TicketId, name: string, content: Buffer | string) =>
    attach(mara, { requestId: randomUUID(), ticketId, name, data: new Blob([content as BlobPart]) });
  const send = async (ticketId: TicketId, o: { body?: string; files?: (Buffer | string)[] } = {}) => {
    const files = [];
    for (const [index, content] of (o.files ?? []).entries())
      files.push(await file(ticketId, `file-${index}`, content));
    const { messageId } = await reply(mara, {
      requestId: randomUUID(),
      ticketId,
      seen: (await at.row(ticketId)).last_message_id as MessageId,
      body: o.body ?? 'Try again.',
      attachments: files.map(({ id }) => id),
      change: {},
    });
    return messageId;
  };
  const dueNow = (messageId: MessageId) =>
    at.rows('UPDATE caretaker.outbox SET due_at = UTC_TIMESTAMP(6) WHERE ticket_message_id = ?', [messageId]);
  const deliver = (who: SignedIn = mara, job = deliverReplies) =>
    job.run({ ...who, log }, new AbortController().signal);
  const filesOf = (ticketId: TicketId) =>
    at.rows(
      `SELECT f.position, f.name, f.type, f.content FROM community_demo.notice_files f
       JOIN community_demo.notices n ON n.id = f.notice_id JOIN caretaker.outbox o ON o.request_id = n.request_id
       JOIN caretaker.ticket_message m ON m.id = o.ticket_message_id WHERE m.ticket_id = ? ORDER BY f.position`,
      [ticketId],
    );
  const shown = async (ticketId: TicketId) => (await getTicket(mara, ticketId, undefined)).messages.at(-1);

  test('stands with the site after its waiting time, once, with its files in their order', async () => {
    const ticketId = await at.open();
    const picture = Buffer.concat([png, randomBytes(3_900_000)]);
    const messageId = await send(ticketId, { body: 'Tschüß ☂ "quoted" \\', files: [picture, 'Schritt 1'] });
    await deliver();
    expect(await at.notices(ticketId)).toEqual([]);
    await dueNow(messageId);
    await Promise.all([deliver(), deliver(shaky)]);
    expect(await at.notices(ticketId)).toMatchObject([{ body: 'Tschüß ☂ "quoted" \\', user_id: '1' }]);
    expect(await filesOf(ticketId)).toMatchObject([
      { position: 1, name: 'file-0.png', type: 'image/png', content: picture },
      { position: 2, name: 'file-1.txt', type: 'text/plain', content: Buffer.from('Schritt 1') },
    ]);
    expect(await shown(ticketId)).toMatchObject({ delivery: 'delivered', problem: null, sendAt: null });
  });

  test('is left by those who may not read its files, who deliver what is theirs', async () => {
    const ticketId = await at.open();
    const messageId = await send(ticketId, { files: ['a'] });
    await dueNow(messageId);
    const member = await acts.someone();
    await acts.act(moderator, member, { action: 'warn', message: 'Please stop.' });
    await at.rows('UPDATE caretaker.outbox SET due_at = UTC_TIMESTAMP(6) WHERE member_id = ?', [member]);
    const told = () => at.rows('SELECT body FROM community_demo.notices WHERE user_id = ?', [member]);
    await deliver();
    expect(await told()).toEqual([]);
    expect(await at.notices(ticketId)).toHaveLength(1);
    const other = await send(ticketId);
    await dueNow(other);
    await deliver(moderator, deliverOutbox);
    expect(await told()).toHaveLength(1);
    expect(await at.notices(ticketId)).toHaveLength(1);
    expect(deliverReplies.roles).toEqual(['support', 'admin']);
  });

  test('goes by itself while someone of support is signed in', async () => {
    const ticketId = await at.open();
    await dueNow(await send(ticketId));
    const runner = new JobRunner(mara, log, [deliverReplies]);
    runner.start();
    await expect.poll(() => at.notices(ticketId), { timeout: 15_000 }).toHaveLength(1);
    await runner.stop();
  });

  test('that the site stumbles over is tried again, later each time, visibly, and without half of its files', async () => {
    const ticketId = await at.open();
    const messageId = await send(ticketId, { files: ['first', 'second'] });
    await at.rows(
      `CREATE TRIGGER community_demo.stumble BEFORE INSERT ON community_demo.notice_files FOR EACH ROW
       BEGIN DECLARE x TINYINT; IF NEW.position = 2 THEN SET x = 1000; END IF; END`,
    );
    const pauses: number[] = [];
    for (let count = 1; count <= 3; count += 1) {
      await dueNow(messageId);
      const told = await at.told('ticket', ticketId);
      await deliver();
      expect(await at.told('ticket', ticketId)).toBeGreaterThan(told);
      const [row] = await at.rows(
        `SELECT tries, ROUND(TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), due_at) / 60) AS minutes
         FROM caretaker.outbox WHERE ticket_message_id = ?`,
        [messageId],
      );
      expect(Number(row?.tries)).toBe(count);
      pauses.push(Number(row?.minutes));
      expect(await at.notices(ticketId)).toEqual([]);
    }
    expect(pauses).toEqual([1, 2, 4]);
    expect(await shown(ticketId)).toMatchObject({
      delivery: 'failing',
      problem: expect.any(String),
      sendAt: expect.any(String),
    });
    await at.rows('DROP TRIGGER community_demo.stumble');
    await dueNow(messageId);
    await deliver();
    expect(await filesOf(ticketId)).toHaveLength(2);
    expect(await shown(ticketId)).toMatchObject({ delivery: 'delivered', problem: null });
  });

  test('that the site will not take says why, and is not tried again', async () => {
    const member = Number(await acts.someone());
    const ticketId = await at.open({}, { member });
    const messageId = await send(ticketId);
    await at.rows("UPDATE community_demo.users SET status = 'deleted' WHERE id = ?", [member]);
    await dueNow(messageId);
    await deliver();
    expect(await shown(ticketId)).toMatchObject({
      delivery: 'refused',
      problem: expect.stringMatching(/^There is no member .* Nothing was sent\.$/),
      sendAt: null,
    });
  });

  test.each(['before-commit', 'after-commit'] as const)(
    'over a line that breaks %s arrives once, with each file once',
    async (when) => {
      const ticketId = await at.open();
      await dueNow(await send(ticketId, { files: ['a', 'b'] }));
      const before = line.broken;
      line.breakAt(when);
      await deliver(shaky);
      expect(line.broken).toBe(before + 1);
      await deliver();
      expect(await at.notices(ticketId)).toHaveLength(1);
      expect(await filesOf(ticketId)).toHaveLength(2);
      expect((await shown(ticketId))?.delivery).toBe('delivered');
    },
  );

  test('is found by an index, however much has gone before and waits for others', async () => {
    // Of no decision: only what is looked for matters here.
    await at.rows('DROP TRIGGER caretaker.outbox_guard');
    await at.rows(
      `INSERT INTO caretaker.outbox (request_id, member_id, body, state, due_at)
       SELECT UUID(), 1, 'x', IF(a.id % 2, 'delivered', 'waiting'), UTC_TIMESTAMP(6) - INTERVAL 1 DAY
       FROM community_demo.users a LIMIT 400`,
    );
    const costs = await costOf(town, () => deliver());
    for (const cost of costs) expect(cost, cost.text).toMatchObject({ scans: 0 });
    expect(costs.reduce((sum, cost) => sum + cost.rowsExamined, 0)).toBeLessThan(20);
  });
});
