import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TicketChange } from '../../src/contract/tickets/queue.ts';
import type { TicketId } from '../../src/contract/tickets/values.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { changeTicket } from '../../src/core/tickets/queue/change/change.ts';
import { undoChange } from '../../src/core/tickets/queue/change/undo.ts';
import { inMinutes } from '../support/acting.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { agentNamed, type Ticketing, ticketing } from '../support/ticketing.ts';

describe('Changing a ticket', () => {
  let town: Community;
  let desk: Ticketing;
  let mara: SignedIn;
  let noor: SignedIn;
  let team: string;
  const stack = new AsyncDisposableStack();
  beforeAll(async () => {
    town = stack.use(await testCommunity({ directory: false }));
    desk = ticketing(town);
    mara = stack.use(await agentNamed(town, 'mara'));
    noor = stack.use(await agentNamed(town, 'noor'));
    await desk.rows("INSERT INTO caretaker.team (name) VALUES ('Billing')");
    [{ id: team }] = (await desk.rows<{ id: string }>('SELECT id FROM caretaker.team')) as [{ id: string }];
  });
  afterAll(() => stack.disposeAsync());
  beforeEach(() => desk.clear());

  const change = async (
    who: SignedIn,
    ticketId: TicketId,
    wanted: TicketChange,
    o: { requestId?: string; seenVersion?: number } = {},
  ) => {
    const { version } = await desk.row(ticketId);
    return changeTicket(who, {
      requestId: randomUUID(),
      ticketId,
      change: TicketChange.parse(wanted),
      seenVersion: version,
      ...o,
    });
  };
  const undo = (who: SignedIn, undoId: string) => undoChange(who, { requestId: randomUUID(), undoId });

  test('sets all of it at once, tells the others, and stands in its history and on record', async () => {
    const ticket = await desk.open();
    const until = inMinutes(60);
    await change(mara, ticket, {
      status: 'hold',
      priority: 4,
      teamId: team as never,
      assignee: 'noor',
      snoozedUntil: until,
      subject: 'Sign-in broken',
      addTags: ['login', 'app'],
    });

    expect(await desk.row(ticket)).toMatchObject({
      status: 'hold',
      place: 'snoozed',
      priority: 4,
      team_id: team,
      assignee: 'noor',
      snoozed_until: expect.stringMatching(until.slice(11, 19)),
      subject: 'Sign-in broken',
      version: 2,
      due_at: '9999-01-01 00:00:00.000000',
      clock_since: null,
    });
    expect(await desk.tags(ticket)).toEqual(['app', 'login']);
    expect((await desk.events(ticket)).map(({ kind, detail }) => [kind, detail])).toEqual([
      ['status', { from: 'new', to: 'hold' }],
      ['priority', { from: 'Normal', to: 'Urgent' }],
      ['team', { from: null, to: 'Billing' }],
      ['assigned', { from: null, to: 'Noor' }],
      ['snoozed', { from: null, to: expect.stringMatching(/ UTC$/) }],
      ['subject', { from: 'I cannot sign in', to: 'Sign-in broken' }],
      ['tags', { added: 'login and app', removed: '' }],
    ]);
    expect(await desk.record(ticket)).toEqual([
      {
        action: 'ticket.changed',
        actor: 'mara',
        detail: expect.objectContaining({ status: 'hold', teamId: team, addTags: 'login, app' }),
      },
    ]);
    expect(await desk.told('ticket', ticket)).toBeGreaterThan(0);
  });

  test('is asked twice and done once; what is so already stands on no record', async () => {
    const ticket = await desk.open();
    const requestId = randomUUID();
    await change(mara, ticket, { priority: 3 }, { requestId });
    await change(mara, ticket, { priority: 3 }, { requestId });
    await change(mara, ticket, { priority: 3 });
    expect(await desk.row(ticket)).toMatchObject({ priority: 3, version: 2 });
    expect(await desk.record(ticket)).toHaveLength(1);
    await expect(change(mara, await desk.open(), { priority: 3 }, { requestId })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  test('is refused only where a colleague changed the same since, with what and who', async () => {
    const ticket = await desk.open();
    await change(noor, ticket, { priority: 4, assignee: 'noor', addTags: ['app'] });

    await expect(change(mara, ticket, { priority: 1 }, { seenVersion: 1 })).rejects.toMatchObject({
      code: 'CONFLICT',
      message:
        'Noor set the priority to “Urgent” since you looked. Nothing was changed; what you typed is kept.',
    });
    await change(mara, ticket, { status: 'waiting', addTags: ['login'] }, { seenVersion: 1 });
    // One's own earlier change, and what both wanted, stand in nobody's way.
    await change(mara, ticket, { status: 'open' }, { seenVersion: 1 });
    await change(mara, ticket, { priority: 4 }, { seenVersion: 1 });
    expect(await desk.row(ticket)).toMatchObject({ priority: 4, assignee: 'noor', status: 'open' });
    expect(await desk.tags(ticket)).toEqual(['app', 'login']);
    await change(mara, ticket, { priority: 1 });
    expect(await desk.row(ticket)).toMatchObject({ priority: 1 });
  });

  test('does not solve what its member wrote to again, unseen, whoever’s console read it', async () => {
    const ticket = await desk.open();
    await desk.rows(
      `UPDATE caretaker.ticket SET version = version + 1, last_message_id = last_message_id + 1000, awaits_us = 1
       WHERE id = ?`,
      [ticket],
    );
    await expect(change(mara, ticket, { status: 'solved' }, { seenVersion: 1 })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/^Robin Field wrote again since you looked\./),
    });
    await change(mara, ticket, { priority: 3 }, { seenVersion: 1 });
    await change(mara, ticket, { status: 'solved' });
  });

  test('refuses what cannot be, and says so', async () => {
    const ticket = await desk.open();
    const refused = async (wanted: TicketChange, path: string) =>
      expect(change(mara, ticket, wanted)).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        issues: [{ path: `change.${path}`, problem: expect.any(String) }],
      });
    await refused({ assignee: 'moderator' }, 'assignee');
    await refused({ assignee: 'nobody' }, 'assignee');
    await refused({ teamId: '999' as never }, 'teamId');
    await refused({ snoozedUntil: inMinutes(-1) }, 'snoozedUntil');
    await refused({ snoozedUntil: inMinutes(60 * 24 * 400) }, 'snoozedUntil');
    await refused({ status: 'solved', snoozedUntil: inMinutes(5) }, 'snoozedUntil');

    const other = await desk.open();
    await desk.rows('UPDATE caretaker.ticket SET merged_into = ? WHERE id = ?', [other, ticket]);
    await expect(change(mara, ticket, { priority: 1 })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(new RegExp(`^This ticket was merged into ${other}\\.`)),
    });
    await desk.rows("UPDATE caretaker.ticket SET status = 'closed', solved_at = last_at WHERE id = ?", [
      other,
    ]);
    await expect(change(mara, other, { status: 'solved' })).rejects.toMatchObject({ code: 'CONFLICT' });
    await change(mara, other, { addTags: ['old'] });
    await change(mara, other, { status: 'open' });
    expect(await desk.row(other)).toMatchObject({ status: 'open', solved_at: null });
  });

  test('is taken back with all that it set, and without a trace in the figures', async () => {
    const ticket = await desk.open({ status: 'open', priority: 3 });
    const before = await desk.row(ticket);
    const { undoId } = await change(mara, ticket, { status: 'solved', priority: 1, addTags: ['done'] });
    expect(await desk.row(ticket)).toMatchObject({ place: 'solved', ask_at: expect.any(String) });
    const facts = () => desk.rows('SELECT kind FROM caretaker.ticket_fact WHERE ticket_id = ?', [ticket]);
    expect(await facts()).toEqual([{ kind: 'solved' }]);

    expect(await undo(noor, undoId)).toEqual({ undone: 1, kept: [] });
    expect(await desk.row(ticket)).toMatchObject({
      status: 'open',
      priority: 3,
      solved_at: null,
      ask_at: null,
      asked_at: before.asked_at,
      version: 3,
    });
    expect(await desk.tags(ticket)).toEqual([]);
    expect(await facts()).toEqual([]);
    expect((await desk.record(ticket)).map((it) => it.action)).toEqual([
      'ticket.changed',
      'ticket.change_undone',
    ]);
    expect(await undo(noor, undoId)).toEqual({
      undone: 0,
      kept: [`Ticket ${ticket} was put back already.`],
    });
  });

  test('when it is taken back, leaves what was changed again later, and says so', async () => {
    const ticket = await desk.open();
    const { undoId } = await change(mara, ticket, { priority: 4, status: 'hold', addTags: ['a', 'b'] });
    await change(noor, ticket, { priority: 3, removeTags: ['b'], addTags: ['c'] });
    expect(await undo(mara, undoId)).toEqual({
      undone: 1,
      kept: [`Of ticket ${ticket}, the priority was changed again by Noor and stays as it is.`],
    });
    expect(await desk.row(ticket)).toMatchObject({ priority: 3, status: 'new' });
    expect(await desk.tags(ticket)).toEqual(['c']);

    const second = await change(mara, ticket, { priority: 1 });
    await change(noor, ticket, { priority: 2 });
    const { undone, kept } = await undo(mara, second.undoId);
    expect([undone, kept.length]).toEqual([0, 1]);
    expect(await desk.row(ticket)).toMatchObject({ priority: 2 });
  });

  test('puts a solved ticket back as it was solved, to be asked about once', async () => {
    const ticket = await desk.open();
    await change(mara, ticket, { status: 'solved' });
    const solved = await desk.row(ticket);
    const { undoId } = await change(mara, ticket, { status: 'open' });
    await undo(mara, undoId);
    expect(await desk.row(ticket)).toMatchObject({
      status: 'solved',
      solved_at: solved.solved_at,
      ask_at: solved.ask_at,
    });
  });
});
