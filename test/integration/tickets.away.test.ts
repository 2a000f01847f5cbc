import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Utc } from '../../src/contract/values.ts';
import { createLog } from '../../src/core/log.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { setAway } from '../../src/core/tickets/queue/away/away.ts';
import { readDesk } from '../../src/core/tickets/queue/away/desk.ts';
import { returnTickets } from '../../src/core/tickets/queue/away/return-tickets.ts';
import { inMinutes } from '../support/acting.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { agentNamed, type Ticketing, ticketing } from '../support/ticketing.ts';

describe('Who is away', () => {
  let town: Community;
  let desk: Ticketing;
  let mara: SignedIn;
  let noor: SignedIn;
  let admin: SignedIn;
  const stack = new AsyncDisposableStack();
  beforeAll(async () => {
    town = stack.use(await testCommunity({ directory: false }));
    desk = ticketing(town);
    mara = stack.use(await agentNamed(town, 'mara'));
    noor = stack.use(await agentNamed(town, 'noor'));
    admin = await town.signIn('admin');
    await desk.rows("INSERT INTO caretaker.team (id, name) VALUES (1, 'Billing')");
    await desk.rows("INSERT INTO caretaker.team_person (team_id, user) VALUES (1, 'mara'), (1, 'moderator')");
  });
  afterAll(() => stack.disposeAsync());
  beforeEach(() => desk.clear());

  const away = (who: SignedIn, user: string, until: Utc | null, requestId = randomUUID()) =>
    setAway(who, { requestId, user, until });
  const run = () =>
    returnTickets.run(
      { database: admin.database, site: admin.site, log: createLog({ level: 'silent' }) },
      new AbortController().signal,
    );
  const assignees = async () =>
    (await desk.rows('SELECT assignee FROM caretaker.ticket ORDER BY id')).map((row) => row.assignee);
  const isSeen = (user: string, hoursAgo: number) =>
    desk.rows(
      `INSERT INTO caretaker.support_person (user, seen_at) VALUES (?, UTC_TIMESTAMP(6) - INTERVAL ? HOUR)
       ON DUPLICATE KEY UPDATE seen_at = VALUES(seen_at)`,
      [user, hoursAgo],
    );

  test('is said by oneself or an administrator, and stands at the desk', async () => {
    const until = inMinutes(60);
    await away(mara, 'mara', until);
    await expect(away(mara, 'noor', until)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await away(admin, 'noor', until);
    await expect(away(mara, 'mara', inMinutes(-5))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(away(admin, 'moderator', until)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await away(noor, 'noor', null);
    await desk.rows("INSERT IGNORE INTO caretaker.ticket_tag_name VALUES ('login')");

    const { people, teams, tags } = await readDesk(mara, undefined);
    expect(people.map((it) => [it.user, it.name, it.awayUntil?.slice(0, 23) ?? null])).toEqual([
      ['mara', 'Mara', until.slice(0, 23)],
      ['noor', 'Noor', null],
      ['admin', 'The admin', null],
      ['support', 'The support', null],
    ]);
    expect(teams).toEqual([{ id: '1', name: 'Billing', users: ['mara'] }]);
    expect(tags).toContain('login');
    const entries = await desk.rows(
      "SELECT actor, subject_id FROM caretaker_audit.entry WHERE action = 'staff.away' ORDER BY id",
    );
    expect(entries).toEqual([
      { actor: 'mara', subject_id: 'mara' },
      { actor: 'admin', subject_id: 'noor' },
      { actor: 'noor', subject_id: 'noor' },
    ]);
  });

  test('gives back to the queue what waits for an answer, and no more', async () => {
    const waiting = await desk.open({ assignee: 'mara' });
    await desk.open({ assignee: 'mara', status: 'waiting' });
    await desk.open({ assignee: 'mara', status: 'open', awaits_us: 0 });
    await desk.open({ assignee: 'noor' });
    expect(await away(mara, 'mara', inMinutes(60))).toEqual({ returned: 1 });
    expect(await assignees()).toEqual([null, 'mara', 'mara', 'noor']);
    expect(await desk.events(waiting)).toEqual([
      { kind: 'returned', actor: 'mara', byJob: 0, detail: { from: 'Mara', reason: 'away' } },
    ]);
    expect(await desk.row(waiting)).toMatchObject({ version: 2, status: 'new' });

    // What comes in while they are away is given back by the job; when they are back, it is not.
    await desk.rows("UPDATE caretaker.ticket SET status = 'open', awaits_us = 1 WHERE id = ?", [
      Number(waiting) + 1,
    ]);
    await run();
    expect(await assignees()).toEqual([null, null, 'mara', 'noor']);
    await away(mara, 'mara', null);
    await desk.rows("UPDATE caretaker.ticket SET assignee = 'mara' WHERE id = ?", [waiting]);
    await run();
    expect(await assignees()).toEqual(['mara', null, 'mara', 'noor']);
  });

  test('works here no more: all that waits for them goes back', async () => {
    const ticket = await desk.open({ assignee: 'moderator' });
    await run();
    expect(await desk.events(ticket)).toEqual([
      { kind: 'returned', actor: 'admin', byJob: 1, detail: { from: 'The moderator', reason: 'gone' } },
    ]);
  });

  test('is not said to be, but was not at the desk for long: what comes near its deadline goes back', async () => {
    const near = { assignee: 'mara', warn_at: '2026-01-01 00:00:00' };
    await isSeen('mara', 24 * 7);
    await desk.open(near);
    await desk.open({ assignee: 'mara', warn_at: '2030-01-01 00:00:00' });
    await desk.open({ ...near, assignee: 'noor' });
    await isSeen('noor', 0);
    await run();
    expect(await assignees()).toEqual([null, 'mara', 'noor']);
    await isSeen('mara', 0);
    await desk.rows("UPDATE caretaker.ticket SET assignee = 'mara'");
    await run();
    expect(await assignees()).toEqual(['mara', 'mara', 'mara']);
  });
});
