import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MessageId, TicketId } from '../../src/contract/tickets/values.ts';
import type { EntryId } from '../../src/contract/values.ts';
import { Refused } from '../../src/core/errors.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { type Merging, merging } from '../support/merging.ts';
import { agentNamed, type Ticketing, ticketing } from '../support/ticketing.ts';

describe('Whatever tickets are merged and split', () => {
  let town: Community;
  let mara: SignedIn & AsyncDisposable;
  let at: Ticketing;
  let by: Merging;
  beforeAll(async () => {
    town = await testCommunity({ directory: false });
    mara = await agentNamed(town, 'mara');
    at = ticketing(town);
    by = merging(at, mara);
  });
  afterAll(async () => {
    await mara?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });
  beforeEach(() => at.clear());

  const minutes = fc.integer({ min: 0, max: 60 * 24 * 20 });
  /** How a ticket stands before: in any status, with any clocks. */
  const standing = fc.record({
    status: fc.constantFrom('new', 'open', 'waiting', 'hold', 'solved', 'closed'),
    answered: fc.boolean(),
    openedAgo: minutes,
    askedAgo: fc.option(minutes),
    snoozed: fc.boolean(),
    used: fc.integer({ min: 0, max: 200_000 }),
    priority: fc.integer({ min: 1, max: 4 }),
    member: fc.constantFrom(1, null),
    tags: fc.subarray(['login', 'billing', 'app']),
    followers: fc.subarray(['mara', 'tom']),
    messages: fc.integer({ min: 1, max: 3 }),
  });
  type Standing = typeof standing extends fc.Arbitrary<infer It> ? It : never;

  const ago = (count: number) => `UTC_TIMESTAMP(6) - INTERVAL ${count} MINUTE`;

  async function prepare(it: Standing): Promise<TicketId> {
    const id = await at.open({}, { member: it.member });
    for (let count = 1; count < it.messages; count += 1) await by.says(id, { member: it.member });
    const isTodo = it.status === 'new' || it.status === 'open';
    const isDone = it.status === 'solved' || it.status === 'closed';
    await at.rows(
      `UPDATE caretaker.ticket SET status = ?, priority = ?, opened_at = ${ago(it.openedAgo)},
         first_at = ${it.answered ? ago(it.openedAgo - 1) : 'NULL'},
         asked_at = ${it.askedAgo === null ? 'NULL' : ago(it.askedAgo)},
         snoozed_until = ${it.snoozed && !isDone ? ago(-60) : 'NULL'},
         solved_at = ${isDone ? ago(5) : 'NULL'}, ask_at = ${it.status === 'solved' ? ago(-55) : 'NULL'},
         first_used = ?, next_used = ?, solve_used = ?, clock_since = ${isTodo ? ago(30) : 'NULL'},
         first_due_at = NULL, due_at = ${isTodo ? ago(-90) : "'9999-01-01'"} WHERE id = ?`,
      [it.status, it.priority, it.used, Math.floor(it.used / 2), it.used + 7, id],
    );
    await at.tag(id, ...it.tags);
    for (const user of it.followers)
      await at.rows('INSERT INTO caretaker.ticket_follower (user, ticket_id) VALUES (?, ?)', [user, id]);
    await by.index(id);
    return id;
  }

  test('a merge that is taken back leaves all of both tickets as they were', async () => {
    await fc.assert(
      fc.asyncProperty(
        standing,
        fc.array(standing, { minLength: 1, maxLength: 3 }),
        async (first, others) => {
          const into = await prepare(first);
          const from: TicketId[] = [];
          for (const it of others) from.push(await prepare(it));
          const before = await by.all(into, ...from);
          const mergeIds = await by.merge(into, ...from);
          expect(await by.ids(into)).toHaveLength(before.messages.length);
          for (const mergeId of mergeIds.toReversed()) await by.undo(mergeId);
          expect(await by.all(into, ...from)).toEqual(before);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('one that waits for an answer makes the whole wait, as long as whoever has waited longest', async () => {
    await fc.assert(
      fc.asyncProperty(standing, standing, async (first, second) => {
        const into = await prepare(first);
        const from = await prepare(second);
        const both = [await at.row(into), await at.row(from)];
        await by.merge(into, from);
        const union = await at.row(into);
        const waits = both.some((it) => it.status === 'new' || it.status === 'open');
        expect(union.status === 'new' || union.status === 'open').toBe(waits);
        for (const it of both) {
          expect(union.solve_used).toBeGreaterThanOrEqual(it.solve_used);
          if (it.asked_at !== null) expect(union.asked_at <= it.asked_at).toBe(true);
          if (it.first_at !== null) expect(union.first_at <= it.first_at).toBe(true);
          if (it.status === 'new' && it.snoozed_until === null) expect(union.place).toBe('todo');
        }
      }),
      { numRuns: 30 },
    );
  });

  test('a split that is taken back leaves the ticket as it was', async () => {
    const some = fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(standing, some, async (it, chosen) => {
        const ticket = await prepare({ ...it, messages: 4 });
        const before = await by.all(ticket);
        const ids = await by.ids(ticket);
        const made = await by.split(
          ticket,
          chosen.flatMap((nr) => ids[nr] ?? []),
        );
        expect(await by.ids(made.ticketId)).toHaveLength(chosen.length);
        await by.undo(made.mergeId);
        expect(await by.all(ticket)).toEqual(before);
      }),
      { numRuns: 30 },
    );
  });

  const step = fc.oneof(
    fc.record({ kind: fc.constant('merge' as const), into: fc.nat(9), from: fc.nat(9) }),
    fc.record({ kind: fc.constant('split' as const), ticket: fc.nat(9), messages: fc.array(fc.nat(5)) }),
    fc.record({ kind: fc.constant('undo' as const), merge: fc.nat(9) }),
    fc.record({ kind: fc.constant('says' as const), ticket: fc.nat(9) }),
  );
  type Step = typeof step extends fc.Arbitrary<infer It> ? It : never;

  test('no message is lost or doubled, in whichever order that happens, and all of it can be taken back', async () => {
    const reached = { done: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(standing, { minLength: 2, maxLength: 4 }),
        fc.array(step, { minLength: 3, maxLength: 12 }),
        async (ground, steps) => {
          const tickets: TicketId[] = [];
          for (const it of ground) tickets.push(await prepare({ ...it, member: 1 }));
          const before = await by.all(...tickets);
          const messages = new Set<string>(before.messages.map((it) => it.id));
          const merges: EntryId[] = [];
          const take = async (it: Step) => {
            const one = <T>(of: readonly T[], nr: number) => of[nr % of.length] as T;
            if (it.kind === 'merge') {
              merges.push(...(await by.merge(one(tickets, it.into), one(tickets, it.from))));
            } else if (it.kind === 'split') {
              const ticket = one(tickets, it.ticket);
              const ids = await by.ids(ticket);
              const chosen = new Set<MessageId>(it.messages.flatMap((nr) => ids[nr] ?? []));
              const made = await by.split(ticket, [...chosen]);
              tickets.push(made.ticketId);
              merges.push(made.mergeId);
            } else if (it.kind === 'undo') {
              await by.undo(merges[it.merge]);
            } else {
              const ticket = one(tickets, it.ticket);
              const { merged_into } = await at.row(ticket);
              if (merged_into === null) messages.add(await by.says(ticket));
            }
          };
          for (const it of steps) {
            await take(it).then(
              () => (reached.done += 1),
              (error: unknown) => {
                if (!(error instanceof Refused)) throw error;
                reached.refused += 1;
              },
            );
            await checkAll(tickets, messages);
          }
          const stands = async (id: EntryId) =>
            (await at.rows('SELECT undone_at FROM caretaker.ticket_merge WHERE id = ?', [id]))[0]
              ?.undone_at === null;
          for (const id of merges.toReversed()) if (await stands(id)) await by.undo(id);
          await checkAll(tickets, messages);
          const after = await by.all(...(before.tickets.map((it) => it.id) as TicketId[]));
          const newest = before.messages.reduce(
            (most, { id }) => (BigInt(id) > most ? BigInt(id) : most),
            0n,
          );
          const old = (rows: typeof before.messages) => rows.filter((it) => BigInt(it.id) <= newest);
          expect(old(after.messages)).toEqual(before.messages);
          if (!steps.some(({ kind }) => kind === 'says')) expect(after).toEqual(before);
        },
      ),
      { numRuns: 40 },
    );
    expect(reached.done).toBeGreaterThan(60);
    expect(reached.refused).toBeGreaterThan(20);
  });

  /** Every message is in one ticket, and in none that lies in another; each ticket counts its own and knows its last. */
  async function checkAll(tickets: readonly TicketId[], messages: ReadonlySet<string>): Promise<void> {
    const rows = await at.rows('SELECT * FROM caretaker.ticket_message WHERE ticket_id IN (?) ORDER BY id', [
      tickets,
    ]);
    expect(new Set(rows.map((it) => String(it.id)))).toEqual(messages);
    expect(rows).toHaveLength(messages.size);
    const of = Map.groupBy(rows, (it) => String(it.ticket_id));
    for (const id of tickets) {
      const ticket = await at.row(id);
      const own = of.get(id) ?? [];
      expect(ticket.messages).toBe(own.length);
      if (ticket.merged_into !== null) expect(own).toEqual([]);
      else expect(ticket.last_message_id).toBe(own.at(-1)?.id);
    }
  }
});
