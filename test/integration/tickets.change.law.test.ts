import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TicketChange } from '../../src/contract/tickets/queue.ts';
import type { TicketId } from '../../src/contract/tickets/values.ts';
import { Refused } from '../../src/core/errors.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { changeTicket } from '../../src/core/tickets/queue/change/change.ts';
import { undoChange } from '../../src/core/tickets/queue/change/undo.ts';
import { inMinutes } from '../support/acting.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { agentNamed, type Ticketing, ticketing } from '../support/ticketing.ts';

const tags = ['app', 'billing', 'login'];
const people = ['mara', 'noor', null];
const parts = ['status', 'priority', 'team_id', 'assignee', 'snoozed_until', 'subject'] as const;

const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined, freq: 2 });
const change: fc.Arbitrary<TicketChange> = fc
  .record({
    status: maybe(fc.constantFrom('open', 'waiting', 'hold', 'solved')),
    priority: maybe(fc.integer({ min: 1, max: 4 })),
    teamId: maybe(fc.constantFrom('1', '2', null)),
    assignee: maybe(fc.constantFrom(...people)),
    snoozedUntil: maybe(fc.constantFrom(inMinutes(600), inMinutes(6000), null)),
    subject: maybe(fc.constantFrom('I cannot sign in', 'It works', 'Something else')),
    addTags: maybe(fc.subarray(tags)),
    removeTags: maybe(fc.subarray(tags)),
  })
  .map((it) => TicketChange.parse(it));

const ticket = fc.record({
  status: fc.constantFrom('new', 'open', 'waiting', 'hold', 'solved', 'closed'),
  priority: fc.integer({ min: 1, max: 4 }),
  team_id: fc.constantFrom('1', '2', null),
  assignee: fc.constantFrom(...people),
  isSnoozed: fc.boolean(),
  tags: fc.subarray(tags),
});

describe('A change of a ticket that is taken back', () => {
  let town: Community;
  let desk: Ticketing;
  let mara: SignedIn;
  let noor: SignedIn;
  const stack = new AsyncDisposableStack();
  beforeAll(async () => {
    town = stack.use(await testCommunity({ directory: false }));
    desk = ticketing(town);
    mara = stack.use(await agentNamed(town, 'mara'));
    noor = stack.use(await agentNamed(town, 'noor'));
    await desk.rows("INSERT INTO caretaker.team (id, name) VALUES (1, 'Billing'), (2, 'Technical')");
  });
  afterAll(() => stack.disposeAsync());

  async function open({
    tags: had,
    isSnoozed,
    ...columns
  }: typeof ticket extends fc.Arbitrary<infer T> ? T : never) {
    const isDone = columns.status === 'solved' || columns.status === 'closed';
    const isRunning = columns.status === 'new' || columns.status === 'open';
    const id = await desk.open({
      ...columns,
      ...(isRunning ? {} : { clock_since: null, first_due_at: null, due_at: '9999-01-01 00:00:00' }),
      solved_at: isDone ? '2026-11-01 10:00:00' : null,
      snoozed_until: isSnoozed && !isDone ? '2030-01-01 10:00:00' : null,
    });
    await desk.tag(id, ...had);
    return id;
  }
  const seen = async (id: TicketId): Promise<Record<string, unknown>> => {
    const row = await desk.row(id);
    return {
      ...Object.fromEntries(parts.map((part) => [part, row[part]])),
      ...Object.fromEntries((await desk.tags(id)).map((tag) => [`tag:${tag}`, true])),
    };
  };
  /** What goes by itself with those. */
  const follows = async (id: TicketId) => {
    const { place, solved_at, ask_at, clock_since, due_at } = await desk.row(id);
    return { place, solved_at, ask_at, runs: clock_since !== null, isDue: due_at < '9999' };
  };
  /** Null where it cannot be. */
  async function changed(who: SignedIn, ticketId: TicketId, wanted: TicketChange): Promise<string | null> {
    const { version: seenVersion } = await desk.row(ticketId);
    try {
      const made = await changeTicket(who, {
        requestId: randomUUID(),
        ticketId,
        seenVersion,
        change: wanted,
      });
      return made.undoId;
    } catch (error) {
      if (error instanceof Refused) return null;
      throw error;
    }
  }

  test('leaves the ticket as it was before, whatever it set', async () => {
    await fc.assert(
      fc.asyncProperty(ticket, change, async (of, wanted) => {
        const id = await open(of);
        const before = [await seen(id), await follows(id)];
        const undoId = await changed(mara, id, wanted);
        if (undoId === null) return;
        await undoChange(noor, { requestId: randomUUID(), undoId });
        expect([await seen(id), await follows(id)]).toEqual(before);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  test('leaves what a colleague changed since as they set it, and all else as before', async () => {
    await fc.assert(
      fc.asyncProperty(ticket, change, change, async (of, first, second) => {
        const id = await open(of);
        const before = await seen(id);
        const undoId = await changed(mara, id, first);
        const between = await seen(id);
        await changed(noor, id, second);
        const after = await seen(id);
        if (undoId === null) return;
        const { kept } = await undoChange(mara, { requestId: randomUUID(), undoId });
        const names = new Set([...Object.keys({ ...before, ...between, ...after })]);
        const expected = Object.fromEntries(
          [...names].flatMap((name) => {
            const value = between[name] === after[name] ? before[name] : after[name];
            return value === undefined ? [] : [[name, value]];
          }),
        );
        expect(await seen(id)).toEqual(expected);
        const isKept = (name: string) =>
          before[name] !== between[name] && between[name] !== after[name] && after[name] !== before[name];
        // A sentence of each; where nothing could be put back they are one refusal.
        expect(kept.join(' ').split('Of ticket').length - 1).toBe([...names].filter(isKept).length);
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
