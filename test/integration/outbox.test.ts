import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MemberId } from '../../src/contract/values.ts';
import { JobRunner } from '../../src/core/jobs/runner.ts';
import { createLog } from '../../src/core/log.ts';
import { decisionsOf } from '../../src/core/members/actions/decisions.ts';
import { deliverOutbox } from '../../src/core/outbox/deliver.ts';
import { openSession, type SignedIn } from '../../src/core/session/open.ts';
import { type Acting, acting } from '../support/acting.ts';
import { type BreakingLine, breakingLine } from '../support/broken-line.ts';
import { type Community, testCommunity } from '../support/community.ts';

const log = createLog({ level: 'silent' });

describe('Messages to members', () => {
  let town: Community;
  let line: BreakingLine;
  let moderator: SignedIn;
  let support: SignedIn;
  let shaky: SignedIn;
  let at: Acting;
  beforeAll(async () => {
    town = await testCommunity();
    line = await breakingLine(town.root.port);
    moderator = await town.signIn('moderator');
    support = await town.signIn('support');
    const opening = await openSession({
      primary: { ...town.address('support'), port: line.port },
      replica: null,
    });
    if (opening.outcome !== 'opened') throw new Error(opening.outcome);
    shaky = opening.signedIn;
    at = acting(town);
  });
  afterAll(async () => {
    await shaky?.database.close();
    await line?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });

  const warn = (id: MemberId, message = 'Please stop advertising.') =>
    at.act(moderator, id, { action: 'warn', message });
  /** What the member was told, by the site's own table. */
  const told = (id: MemberId) =>
    at.rows<{ body: string; actor: string }>(
      'SELECT body, actor FROM community_demo.notices WHERE user_id = ?',
      [id],
    );
  const dueNow = (id: MemberId) =>
    town.sql.query('UPDATE caretaker.outbox SET due_at = UTC_TIMESTAMP(6) WHERE member_id = ?', [id]);
  const deliver = (who: SignedIn, signal = new AbortController().signal) =>
    deliverOutbox.run({ database: who.database, site: who.site, log }, signal);
  const row = async (id: MemberId) =>
    (
      await at.rows<{ state: string; tries: number; last_error: string | null; minutes: number }>(
        `SELECT state, tries, last_error, ROUND(TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), due_at) / 60) AS minutes
         FROM caretaker.outbox WHERE member_id = ?`,
        [id],
      )
    )[0];
  const delivery = async (id: MemberId) => (await decisionsOf(moderator, id, undefined))[0]?.delivery;

  test('a message waits for 15 seconds, and then any console of the staff hands it to the site', async () => {
    const id = await at.someone();
    await warn(id, 'Tschüß ☂ \\ "quoted"');
    await deliver(support);
    expect(await told(id)).toEqual([]);
    expect(await delivery(id)).toBe('waiting');
    const [waits] = await at.rows<{ s: string }>(
      'SELECT TIMESTAMPDIFF(MICROSECOND, created_at, due_at) / 1000000 AS s FROM caretaker.outbox WHERE member_id = ?',
      [id],
    );
    expect(Number(waits?.s)).toBeCloseTo(15, 1);

    await dueNow(id);
    await deliver(support);
    expect(await told(id)).toEqual([
      { body: 'Tschüß ☂ \\ "quoted"', actor: expect.stringMatching(/^support@/) },
    ]);
    expect(await delivery(id)).toBe('delivered');
    await deliver(moderator);
    expect(await told(id)).toHaveLength(1);
  });

  test('the console sends what is due by itself', async () => {
    const id = await at.someone();
    await warn(id);
    await dueNow(id);
    const runner = new JobRunner(support, log);
    runner.start();
    await expect.poll(() => told(id), { timeout: 15_000 }).toHaveLength(1);
    await runner.stop();
  });

  test('what is taken back in time is never sent', async () => {
    const id = await at.someone();
    const { decisionId } = await at.act(moderator, id, { action: 'ban', message: 'You are banned.' });
    await at.undo(moderator, decisionId);
    await dueNow(id);
    await deliver(support);
    expect(await told(id)).toEqual([]);
    expect(await delivery(id)).toBe('cancelled');
  });

  test.each(['before-commit', 'after-commit'] as const)(
    'a line that breaks %s loses no message and sends none twice',
    async (when) => {
      const id = await at.someone();
      await warn(id);
      await dueNow(id);
      const before = line.broken;
      line.breakAt(when);
      await deliver(shaky);
      expect(line.broken).toBe(before + 1);
      expect(await told(id)).toHaveLength(1);
      expect(await delivery(id)).toBe('delivered');
    },
  );

  test('a console that the site told of the message and that then died leaves it to the next, who sends nothing twice', async () => {
    const id = await at.someone();
    await warn(id);
    await dueNow(id);
    await deliver(support);
    // As if the note that it was delivered had been lost with the console.
    await town.sql.query("UPDATE caretaker.outbox SET state = 'waiting' WHERE member_id = ?", [id]);
    await deliver(moderator);
    expect(await told(id)).toHaveLength(1);
    expect(await delivery(id)).toBe('delivered');
  });

  test('two consoles at the same messages at once send each once', async () => {
    const ids = await at.several(30);
    for (const id of ids) await warn(id);
    for (const id of ids) await dueNow(id);
    await Promise.all([deliver(support), deliver(moderator), deliver(shaky)]);
    await deliver(support);
    for (const id of ids) expect(await told(id)).toHaveLength(1);
  });

  test('a message that another console is sending is not waited for', async () => {
    const [held, free] = await at.several(2);
    if (!held || !free) throw new Error('too few members');
    for (const id of [held, free]) {
      await warn(id);
      await dueNow(id);
    }
    await town.sql.query('BEGIN');
    const [message] = await at.rows<{ id: string }>('SELECT id FROM caretaker.outbox WHERE member_id = ?', [
      held,
    ]);
    await town.sql.query('SELECT id FROM caretaker.outbox WHERE id = ? FOR UPDATE', [message?.id]);
    await deliver(support);
    await town.sql.query('ROLLBACK');
    expect(await told(free)).toHaveLength(1);
    expect(await told(held)).toEqual([]);
    await deliver(support);
    expect(await told(held)).toHaveLength(1);
  });

  test('what fails is tried after 1, 2, 4 … and at most 60 minutes, is seen to fail, and holds up no other', async () => {
    const [failing, fine] = await at.several(2);
    if (!failing || !fine) throw new Error('too few members');
    await town.sql.query(
      `CREATE TRIGGER community_demo.stumble BEFORE INSERT ON community_demo.notices FOR EACH ROW
       IF NEW.user_id = ${failing} THEN SET NEW.body = NULL; END IF`,
    );
    await warn(failing);
    await warn(fine);
    await dueNow(fine);
    const pauses: number[] = [];
    for (let count = 0; count < 8; count += 1) {
      await dueNow(failing);
      await deliver(support);
      const state = await row(failing);
      expect(state).toMatchObject({ state: 'waiting', tries: count + 1, last_error: expect.any(String) });
      pauses.push(Number(state?.minutes));
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(await delivery(failing)).toBe('failing');
    expect(await told(fine)).toHaveLength(1);

    await town.sql.query('DROP TRIGGER community_demo.stumble');
    await dueNow(failing);
    await deliver(support);
    expect(await told(failing)).toHaveLength(1);
    expect(await row(failing)).toMatchObject({ state: 'delivered', last_error: null });
  });

  test('what the site will not take is not tried again, and says why', async () => {
    const id = await at.someone();
    await warn(id);
    await dueNow(id);
    await town.sql.query("UPDATE community_demo.users SET status = 'deleted' WHERE id = ?", [id]);
    await deliver(support);
    expect(await row(id)).toMatchObject({
      state: 'refused',
      last_error: expect.stringMatching(/^There is no .* Nothing was sent\.$/),
    });
    expect(await delivery(id)).toBe('refused');
  });

  test('a console that leaves stops between two messages', async () => {
    const ids = await at.several(3);
    for (const id of ids) {
      await warn(id);
      await dueNow(id);
    }
    await deliver(support, AbortSignal.abort()).catch(() => {});
    for (const id of ids) expect(await told(id)).toEqual([]);
    await deliver(support);
    for (const id of ids) expect(await told(id)).toHaveLength(1);
  });
});
