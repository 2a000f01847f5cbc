import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../src/core/log.ts';
import { openSession, type SignedIn } from '../../src/core/session/open.ts';
import { freshnessOf } from '../../src/core/tickets/intake/freshness.ts';
import { readAllRequests, readRequests } from '../../src/core/tickets/intake/job.ts';
import { type BreakingLine, breakingLine } from '../support/broken-line.ts';
import { type Community, rootConnection, testCommunity } from '../support/community.ts';
import { type Requesting, requesting } from '../support/requesting.ts';
import { costOf } from '../support/statements.ts';

const log = createLog({ level: 'silent' });

describe('A request of a member', () => {
  let town: Community;
  let line: BreakingLine;
  let it: Requesting;
  let support: SignedIn;
  let admin: SignedIn;
  let shaky: SignedIn;
  beforeAll(async () => {
    town = await testCommunity({ members: 600, directory: false });
    line = await breakingLine(town.root.port);
    it = requesting(town);
    support = await town.signIn('support');
    admin = await town.signIn('admin');
    const opening = await openSession({
      primary: { ...town.address('support'), port: line.port },
      replica: null,
    });
    if (opening.outcome !== 'opened') throw new Error(opening.outcome);
    shaky = opening.signedIn;
  });
  afterAll(async () => {
    await shaky?.database.close();
    await line?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });

  const read = () => readAllRequests(support);
  const jobOf = (who: SignedIn, signal: AbortSignal) =>
    readRequests.run({ database: who.database, site: who.site, log }, signal);
  const newest = async () =>
    Number((await it.rows('SELECT MAX(id) AS id FROM community_demo.contact_requests'))[0]?.id);

  async function other(): Promise<Connection & AsyncDisposable> {
    const connection = await rootConnection(town.root);
    return Object.assign(connection, { [Symbol.asyncDispose]: async () => connection.destroy() });
  }

  /** Every request after one lies in one ticket, once, and each ticket is the sum of its messages. */
  async function expectWhole(after: number): Promise<void> {
    const lost = await it.rows(
      `SELECT id FROM community_demo.contact_requests WHERE id > ?
         AND id NOT IN (SELECT site_request_id FROM caretaker.ticket_message WHERE kind = 'in')`,
      [after],
    );
    expect(lost).toEqual([]);
    const odd = await it.rows(
      `SELECT t.id, t.messages, t.last_message_id, COUNT(*) AS n, MAX(m.id) AS last,
         (SELECT COUNT(*) FROM caretaker.ticket_event e WHERE e.ticket_id = t.id AND e.kind = 'opened') AS opened,
         (SELECT COUNT(*) FROM caretaker.ticket_event e WHERE e.ticket_id = t.id AND e.kind = 'answered') AS answered
       FROM caretaker.ticket t LEFT JOIN caretaker.ticket_message m ON m.ticket_id = t.id GROUP BY t.id
       HAVING t.messages <> n OR t.last_message_id <> last OR opened <> 1
         OR answered <> (SELECT COUNT(*) - 1 FROM caretaker.ticket_message i WHERE i.ticket_id = t.id AND i.kind = 'in')`,
    );
    expect(odd).toEqual([]);
  }

  /** Some begin anew, others answer one of `answers`. */
  async function askMany(count: number, answers: readonly string[] = []): Promise<void> {
    for (let nr = 0; nr < count; nr += 1) {
      await it.request({
        by: answers.length > 0 && nr % 3 === 0 ? 5 : 1 + (nr % 90),
        inReplyTo: nr % 3 === 0 ? (answers[nr % answers.length] ?? null) : null,
        body: `Something is wrong, number ${nr}`,
      });
    }
  }

  /** Answers that members may answer. */
  async function threads(count: number): Promise<string[]> {
    const answers: string[] = [];
    for (let nr = 0; nr < count; nr += 1) {
      const request = await it.request();
      await read();
      answers.push(await it.answered((await it.ticketOf(request)).id));
    }
    return answers;
  }

  test('older than 14 days is not read by a first start, and every younger one is', async () => {
    await it.rows('DELETE FROM community_demo.contact_requests');
    const ids: string[] = [];
    for (const days of [40, 15, 13.9, 3, 0.1]) ids.push(await it.request({ minutesAgo: days * 1440 }));
    expect(await freshnessOf(support)).toEqual({ asOf: null, waiting: 0, waitingCapped: false });
    await read();
    const taken = await it.rows(
      'SELECT site_request_id AS id FROM caretaker.ticket_message ORDER BY site_request_id',
    );
    expect(taken.map((row) => row.id)).toEqual(ids.slice(2));
  });

  test('is told of as waiting until it is read, and then how fresh that is', async () => {
    await it.request();
    await it.request();
    expect(await freshnessOf(support)).toMatchObject({ waiting: 2, waitingCapped: false });
    await read();
    const { asOf, waiting } = await freshnessOf(support);
    expect(waiting).toBe(0);
    expect(Math.abs(Date.parse(asOf ?? '') - Date.now())).toBeLessThan(20_000);
  });

  test('is not missed when its transaction ends after those of later ones', async () => {
    const before = await newest();
    await using slow = await other();
    await slow.query('BEGIN');
    const late = await it.request({ subject: 'Late' }, slow);
    await askMany(50);
    await read();
    await slow.query('COMMIT');
    await read();
    expect(await it.ticketOf(late)).toMatchObject({ subject: 'Late' });
    await expectWhole(before);
  });

  test('is read once by two consoles at once, whatever they are stopped at', async () => {
    const answers = await threads(4);
    const before = await newest();
    let asking = true;
    const asked = (async () => {
      for (let wave = 0; wave < 6; wave += 1) {
        await askMany(30, answers);
        await sleep(20);
      }
      asking = false;
    })();
    const consoleOf = async (who: SignedIn) => {
      while (asking) {
        const stop = new AbortController();
        const timer = setTimeout(() => stop.abort(), Math.random() * 400);
        await jobOf(who, stop.signal).catch((error) => {
          if (!stop.signal.aborted) throw error;
        });
        clearTimeout(timer);
      }
    };
    await Promise.all([asked, consoleOf(support), consoleOf(admin)]);
    await Promise.all([readAllRequests(support), readAllRequests(admin)]);
    await expectWhole(before);
  });

  test.each(['before-commit', 'after-commit'] as const)(
    'is read once where the line breaks %s',
    async (when) => {
      const answers = await threads(2);
      const before = await newest();
      for (let nr = 0; nr < 3; nr += 1) {
        await askMany(30, answers);
        line.breakAt(when, nr % 2);
        await readAllRequests(shaky);
      }
      expect(line.broken).toBeGreaterThan(0);
      await expectWhole(before);
    },
  );

  test('is found once more by nobody, after a console that was stopped and begins anew', async () => {
    const before = await newest();
    await askMany(120);
    const stop = new AbortController();
    const running = jobOf(support, stop.signal).catch(() => {});
    await expect
      .poll(
        async () =>
          Number((await it.rows('SELECT MAX(site_request_id) AS id FROM caretaker.ticket_message'))[0]?.id),
        { timeout: 15_000 },
      )
      .toBeGreaterThan(before);
    stop.abort();
    await running;
    await jobOf(await town.signIn('support'), new AbortController().signal);
    await expectWhole(before);
  });

  test('costs each time what it costs, by an index, however many were read before', async () => {
    await askMany(30, await threads(2));
    for (const cost of await costOf(town, read)) {
      if (/ticket_rules/.test(cost.text)) continue; // few rows, read by their key from its end
      expect(cost, cost.text).toMatchObject({ scans: 0 });
      expect(cost.rowsExamined / cost.calls, cost.text).toBeLessThan(1200);
    }
    const idle = await costOf(town, read);
    expect(idle.reduce((sum, cost) => sum + cost.calls, 0)).toBeLessThan(15);
  });
});
