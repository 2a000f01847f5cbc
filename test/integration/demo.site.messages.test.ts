import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memberReaders } from '../../src/contract/roles.ts';
import { type DemoSite, testSite } from '../support/demo-site.ts';

describe('The messages of the demo community', () => {
  let site: DemoSite;
  beforeAll(async () => {
    site = await testSite();
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  const call = (procedure: string, ...values: unknown[]) => site.call('moderator', procedure, ...values);
  const noticesOf = (id: unknown) =>
    site.rows('SELECT request_id, body, actor FROM community_demo.notices WHERE user_id = ? ORDER BY id', [
      id,
    ]);

  test.each(memberReaders)('%s tells a member something, once for a request', async (role) => {
    const id = await site.someone();
    const before = await site.member(id);
    const request = randomUUID();
    for (let i = 0; i < 3; i++) await site.call(role, 'notify_member', request, id, 'Do read the rules. 🙂');
    await site.call(role, 'notify_member', randomUUID(), id, 'Do read the rules. 🙂');
    expect(await noticesOf(id)).toEqual([
      { request_id: request, body: 'Do read the rules. 🙂', actor: expect.stringMatching(`^${role}@`) },
      { request_id: expect.not.stringContaining(request), body: expect.anything(), actor: expect.anything() },
    ]);
    expect(await site.member(id)).toEqual(before);
  });

  test('of two consoles that send the same request at once, one sends it', async () => {
    const id = await site.someone();
    const request = randomUUID();
    const send = (role: 'moderator' | 'support' | 'admin') =>
      site.call(role, 'notify_member', request, id, 'Only once');
    await Promise.all([send('moderator'), send('support'), send('admin')]);
    expect(await noticesOf(id)).toHaveLength(1);
  });

  test('a request that was used for other words meanwhile, unseen by an earlier snapshot, is not taken for sent', async () => {
    const id = await site.someone();
    const request = randomUUID();
    const [late, first] = [await site.as('support'), await site.as('moderator')];
    await late
      .query("SET SESSION transaction_isolation = 'REPEATABLE-READ'")
      .catch(() => late.query("SET SESSION tx_isolation = 'REPEATABLE-READ'"));
    await late.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
    await first.query('CALL caretaker_site.notify_member(?, ?, ?)', [request, id, 'other words']);
    await expect(
      late.query('CALL caretaker_site.notify_member(?, ?, ?)', [request, id, 'the words']),
    ).rejects.toMatchObject({
      sqlState: '45000',
      sqlMessage: 'This request was just used elsewhere. Nothing was sent; try again.',
    });
    await late.query('ROLLBACK');
    expect(await noticesOf(id)).toMatchObject([{ body: 'other words' }]);
  });

  test('what was sent before a member left is not refused when it is asked for again', async () => {
    const id = await site.someone();
    const request = randomUUID();
    await call('notify_member', request, id, 'Farewell');
    await site.rows("UPDATE community_demo.users SET status = 'deleted' WHERE id = ?", [id]);
    await expect(call('notify_member', request, id, 'Farewell')).resolves.toBeDefined();
    await expect(call('notify_member', randomUUID(), id, 'And again')).rejects.toMatchObject({
      sqlState: '45000',
      sqlMessage: `There is no member ${id} to be told, or no longer. Nothing was sent.`,
    });
    expect(await noticesOf(id)).toHaveLength(1);
  });

  test('what cannot be sent is refused in plain words', async () => {
    const [one, other] = [await site.someone(), await site.someone()];
    const used = randomUUID();
    await call('notify_member', used, one, 'first');
    const refused: [unknown[], string][] = [
      [[used, other, 'first'], 'This request was already used for another message. Nothing was sent.'],
      // Other words, or the same in other letters, are not what was to be sent.
      [[used, one, 'other words'], 'This request was already used for another message. Nothing was sent.'],
      [[used, one, 'First '], 'This request was already used for another message. Nothing was sent.'],
      [[randomUUID(), other, '  '], 'A message cannot be empty. Nothing was sent.'],
      [[randomUUID(), other, null], 'A message cannot be empty. Nothing was sent.'],
      [[null, other, 'x'], 'A message needs the id of its request. Nothing was sent.'],
      [['', other, 'x'], 'A message needs the id of its request. Nothing was sent.'],
      [
        [randomUUID(), 999_999_999, 'x'],
        'There is no member 999999999 to be told, or no longer. Nothing was sent.',
      ],
    ];
    for (const [values, message] of refused)
      await expect(call('notify_member', ...values), message).rejects.toMatchObject({
        sqlState: '45000',
        sqlMessage: message,
      });
    expect(await noticesOf(other)).toEqual([]);
    expect(await noticesOf(one)).toMatchObject([{ body: 'first' }]);
    // Refused rather than cut.
    await expect(call('notify_member', randomUUID(), other, 'x'.repeat(4001))).rejects.toThrow(/too long/i);
  });

  test('a report opens the conversation it names, and no other', async () => {
    const [report] = await site.rows(
      "SELECT id, subject_id FROM caretaker_site.report WHERE subject_kind = 'conversation' ORDER BY id LIMIT 1",
    );
    const [messages] = await call('report_conversation', report?.id);
    const expected = await site.rows(
      `SELECT id, conversation_id, user_id AS author_id, body FROM community_demo.messages
     WHERE conversation_id = ? ORDER BY id`,
      [report?.subject_id],
    );
    expect(expected.length).toBeGreaterThan(0);
    const seen = messages?.map(({ id, conversation_id, author_id, body }) =>
      [id, conversation_id, author_id, body].map(String),
    );
    expect(seen).toEqual(expected.map((row) => Object.values(row).map(String)));

    const [another] = await site.rows(
      "SELECT id FROM caretaker_site.report WHERE subject_kind <> 'conversation' ORDER BY id LIMIT 1",
    );
    await expect(call('report_conversation', another?.id)).rejects.toThrow('does not name a conversation');
    await expect(call('report_conversation', 999_999_999)).rejects.toThrow('does not name a conversation');
    await expect(
      (await site.as('moderator')).query('SELECT body FROM community_demo.messages LIMIT 1'),
    ).rejects.toThrow(/denied/);
  });
});
