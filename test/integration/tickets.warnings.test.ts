import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Client } from '../../src/contract/contract.ts';
import { BusinessHours, type Target } from '../../src/contract/tickets/rules.ts';
import type { TicketId } from '../../src/contract/tickets/values.ts';
import { createLog } from '../../src/core/log.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { reckonTickets } from '../../src/core/tickets/due/reckon.ts';
import { warnOfBreaches } from '../../src/core/tickets/due/warn.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { agentNamed, clientFor, type Ticketing, ticketing } from '../support/ticketing.ts';

describe('Warnings, and clocks under new rules', () => {
  let town: Community;
  let desk: Ticketing;
  let mara: SignedIn;
  let ada: Client;
  const stack = new AsyncDisposableStack();
  beforeAll(async () => {
    town = stack.use(await testCommunity({ members: 100, directory: false }));
    desk = ticketing(town);
    mara = stack.use(await agentNamed(town, 'mara'));
    ada = stack.use(await clientFor(town, 'admin')).client;
    await saveRules([{ teamId: null, priority: 2, first: 240, next: 120, solve: 600 }]);
  });
  afterAll(() => stack.disposeAsync());
  beforeEach(() => desk.clear());

  const saveRules = async (targets: Target[], warnMinutes = 30) => {
    const { version } = await ada.tickets.rules();
    const hours = BusinessHours.parse({
      zone: 'UTC',
      week: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]),
      holidays: [],
    });
    const rules = { hours, targets, warnMinutes };
    return (await ada.tickets.saveRules({ requestId: randomUUID(), seenVersion: version, rules })).version;
  };
  const run = (job: typeof warnOfBreaches) =>
    job.run(
      { database: mara.database, site: mara.site, log: createLog({ file: '/dev/null' }) },
      new AbortController().signal,
    );
  /** A ticket that came in so many minutes ago, reckoned as it is now. */
  const openedAgo = async (minutes: number, columns: Record<string, string | number | null> = {}) => {
    const id = await desk.open(columns);
    await desk.rows(
      `UPDATE caretaker.ticket SET rules_version = 0, opened_at = UTC_TIMESTAMP(6) - INTERVAL ? MINUTE,
         clock_since = IF(status IN ('new', 'open'), opened_at, NULL) WHERE id = ?`,
      [minutes, id],
    );
    return id;
  };
  const warned = async (id: TicketId) => (await desk.events(id)).map((it) => [it.kind, it.byJob]);

  test('a ticket whose deadline is near is marked once, by the job, and told of', async () => {
    const near = await openedAgo(215);
    const calm = await openedAgo(60);
    await run(reckonTickets);
    await run(warnOfBreaches);
    const { version } = await desk.row(near);
    await run(warnOfBreaches);
    expect(await desk.events(near)).toEqual([
      expect.objectContaining({
        kind: 'due-soon',
        byJob: 1,
        detail: { target: 'first', due: expect.stringMatching(/^\d{4}-.*Z$/) },
      }),
    ]);
    expect(await desk.row(near)).toMatchObject({ warned: 1, version });
    expect(await desk.told('ticket', near)).toBeGreaterThan(0);
    expect(await warned(calm)).toEqual([]);
  });

  test('one that nobody warned of in time is said to be overdue, snoozed or not; what stands still is not', async () => {
    const late = await openedAgo(300);
    const snoozed = await openedAgo(300, { snoozed_until: '2030-01-01 00:00:00' });
    const waiting = await openedAgo(300, { status: 'waiting', warn_at: null });
    await run(reckonTickets);
    await run(warnOfBreaches);
    expect(await warned(late)).toEqual([['overdue', 1]]);
    expect(await warned(snoozed)).toEqual([['overdue', 1]]);
    expect(await warned(waiting)).toEqual([]);
  });

  test('a deadline that moved is warned of anew, and one that stays is not, whatever else changes', async () => {
    const ticket = await openedAgo(215);
    await run(reckonTickets);
    await run(warnOfBreaches);
    const { due_at } = await desk.row(ticket);
    const change = (part: object, seenVersion: number) =>
      ada.tickets.change({ requestId: randomUUID(), ticketId: ticket, seenVersion, change: part });
    await change({ subject: 'Another subject' }, (await desk.row(ticket)).version);
    await run(warnOfBreaches);
    expect(await desk.row(ticket)).toMatchObject({ due_at, warned: 1 });

    await saveRules([{ teamId: null, priority: 2, first: 230, next: 120, solve: 600 }]);
    await run(reckonTickets);
    await run(warnOfBreaches);
    expect((await warned(ticket)).filter(([kind]) => kind !== 'subject')).toEqual([
      ['due-soon', 1],
      ['due-soon', 1],
    ]);
  });

  test('new targets move the deadlines of all whose clocks run, in more than one batch, and no others', async () => {
    const many = 230;
    await desk.rows(
      `INSERT INTO caretaker.ticket (channel, subject, name, excerpt, opened_at, last_at, clock_since, rules_version)
       SELECT 'staff', 'One of many', 'Robin', 'Hello', at, at, at, 1
       FROM (SELECT UTC_TIMESTAMP() - INTERVAL 10 MINUTE AS at) AS ago
       JOIN (SELECT 1 FROM community_demo.users ORDER BY id LIMIT 100) AS few
       JOIN (SELECT 1 FROM community_demo.users ORDER BY id LIMIT 3) AS more LIMIT ${many}`,
    );
    const solved = await openedAgo(300, { status: 'solved' });
    const version = await saveRules([{ teamId: null, priority: 2, first: 25, next: 10, solve: 90 }]);
    await run(reckonTickets);
    const [found] = await desk.rows(
      `SELECT COUNT(*) AS count FROM caretaker.ticket WHERE subject = 'One of many' AND rules_version = ?
         AND due_at = opened_at + INTERVAL 25 MINUTE AND solve_due_at = opened_at + INTERVAL 90 MINUTE
         AND first_used BETWEEN 600 AND 900`,
      [version],
    );
    expect(Number(found?.count)).toBe(many);
    expect(await desk.row(solved)).toMatchObject({ version: 1 });
  });
});
