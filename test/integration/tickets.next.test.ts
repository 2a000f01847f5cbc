import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TicketFilter } from '../../src/contract/tickets/queue.ts';
import type { TicketId } from '../../src/contract/tickets/values.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { changeTicket } from '../../src/core/tickets/queue/change/change.ts';
import { takeNext } from '../../src/core/tickets/queue/next.ts';
import { type BreakingLine, breakingLine } from '../support/broken-line.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { agentNamed, type Ticketing, ticketing, ticketsOf } from '../support/ticketing.ts';

const agents = 30;

describe('“Next”', () => {
  let town: Community;
  let desk: Ticketing;
  let line: BreakingLine;
  let people: SignedIn[];
  let mara: SignedIn;
  let noor: SignedIn;
  let shaky: SignedIn;
  const stack = new AsyncDisposableStack();
  beforeAll(async () => {
    town = stack.use(await testCommunity({ directory: false }));
    desk = ticketing(town);
    line = stack.use(await breakingLine(town.root.port));
    people = [];
    for (let i = 0; i < 6; i += 1) people.push(stack.use(await agentNamed(town, `agent${i}`)));
    mara = stack.use(await agentNamed(town, 'mara'));
    noor = stack.use(await agentNamed(town, 'noor'));
    shaky = stack.use(await agentNamed(town, 'sam', { port: line.port }));
  });
  afterAll(() => stack.disposeAsync());
  beforeEach(() => desk.clear());

  const next = async (
    who: SignedIn,
    o: { filter?: Partial<TicketFilter>; passed?: TicketId[]; requestId?: string } = {},
  ) => {
    const { requestId = randomUUID(), passed = [], filter = {} } = o;
    return (await takeNext(who, { requestId, passed, filter: ticketsOf(filter) })).ticketId;
  };
  const inMinutes = (minutes: number) => {
    const at = new Date(Date.now() + minutes * 60_000).toISOString().replace('T', ' ').replace('Z', '');
    return { due_at: at, first_due_at: at };
  };
  const assignees = async () =>
    (await desk.rows('SELECT assignee FROM caretaker.ticket ORDER BY id')).map((row) => row.assignee);

  test('gives one’s own first, then what is nobody’s, the nearest deadline first', async () => {
    const later = await desk.open(inMinutes(120));
    const soon = await desk.open(inMinutes(60));
    await desk.open({ ...inMinutes(5), assignee: 'noor' });
    await desk.open({ ...inMinutes(5), status: 'waiting' });
    const own = await desk.open({ ...inMinutes(600), assignee: 'mara' });

    expect(await next(mara)).toBe(own);
    expect(await next(mara, { passed: [own] })).toBe(soon);
    expect(await next(mara, { passed: [own, soon] })).toBe(later);
    expect(await next(mara, { passed: [own, soon, later] })).toBeNull();
    expect(await assignees()).toEqual(['mara', 'mara', 'noor', null, 'mara']);
    expect(await desk.row(own)).toMatchObject({ version: 1 });
    expect(await desk.row(soon)).toMatchObject({ version: 2 });
    expect((await desk.events(soon)).map((it) => [it.kind, it.actor])).toEqual([['taken', 'mara']]);
    expect(await desk.told('ticket', soon)).toBeGreaterThan(0);
    const seen = await desk.rows(
      'SELECT user FROM caretaker.support_person WHERE seen_at > UTC_TIMESTAMP(6) - INTERVAL 1 MINUTE',
    );
    expect(seen).toEqual([{ user: 'mara' }]);
  });

  test('gives what the filter leaves, also where no index has that in its order', async () => {
    await desk.open(inMinutes(5));
    const tagged = await desk.open({ ...inMinutes(60), priority: 4 });
    const both = await desk.open({ ...inMinutes(30), priority: 4 });
    await desk.tag(tagged, 'login');
    await desk.tag(both, 'login');
    expect(await next(mara, { filter: { tag: 'login', priority: 4 } })).toBe(both);
    expect(await next(noor, { filter: { tag: 'login' } })).toBe(tagged);
    expect(await next(noor, { filter: { tag: 'none' } })).toBeNull();
  });

  test('asked again with one request, gives the same; what was taken away since it does not', async () => {
    const [first] = [await desk.open(inMinutes(5)), await desk.open(inMinutes(9))];
    const requestId = randomUUID();
    expect(await next(mara, { requestId })).toBe(first);
    await desk.open({ ...inMinutes(1), assignee: 'mara' });
    expect(await next(mara, { requestId })).toBe(first);
    const { version: seenVersion } = await desk.row(first as TicketId);
    const change = { assignee: 'noor' };
    await changeTicket(noor, { requestId: randomUUID(), ticketId: first as TicketId, seenVersion, change });
    await expect(next(mara, { requestId })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test(`never gives two people the same, ${agents} at once`, async () => {
    const count = 90;
    for (let i = 0; i < count; i += 1) await desk.open(inMinutes(i));
    const own = new Map<string, TicketId[]>();
    const work = async (who: SignedIn) => {
      const mine: TicketId[] = [];
      for (;;) {
        const ticketId = await next(who, { passed: mine });
        if (ticketId === null) return mine;
        mine.push(ticketId);
      }
    };
    await Promise.all(people.map(async (who) => own.set(who.person.user, await work(who))));
    const given = [...own.values()].flat();
    expect(given).toHaveLength(count);
    expect(new Set(given).size).toBe(count);
    for (const [user, ids] of own) {
      for (const id of ids) expect(await desk.row(id)).toMatchObject({ assignee: user });
    }

    await desk.clear();
    for (let i = 0; i < 20; i += 1) await desk.open(inMinutes(i));
    const asked = Array.from({ length: agents }, (_, i) => people[i % people.length] as SignedIn);
    const at = await Promise.all(
      asked.map(async (who) => [who.person.user, await next(who, { passed: [] })] as const),
    );
    // One person who asks in several windows at once may be given the same in each.
    const holders = Map.groupBy(at, ([, id]) => id);
    for (const [id, by] of holders) {
      if (id !== null) expect(new Set(by.map(([user]) => user)).size).toBe(1);
    }
  }, 120_000);

  test.each(['before-commit', 'after-commit'] as const)(
    'takes one where the line breaks %s',
    async (when) => {
      const [first] = [await desk.open(inMinutes(5)), await desk.open(inMinutes(9))];
      const before = line.broken;
      line.breakAt(when);
      expect(await next(shaky)).toBe(first);
      expect(line.broken).toBe(before + 1);
      expect(await assignees()).toEqual(['sam', null]);
      expect(await desk.events(first as TicketId)).toHaveLength(1);
    },
  );

  test('loses nothing to connections that are killed', async () => {
    const count = 40;
    for (let i = 0; i < count; i += 1) await desk.open(inMinutes(i));
    let isOver = false;
    const killing = (async () => {
      while (!isOver) {
        const threads = await desk.rows<{ id: number }>(
          "SELECT ID AS id FROM information_schema.PROCESSLIST WHERE USER LIKE 'agent%' ORDER BY RAND() LIMIT 1",
        );
        for (const { id } of threads) await desk.rows(`KILL ${id}`).catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
    })();
    const taken: (readonly [string, TicketId])[] = [];
    const work = async (who: SignedIn) => {
      const passed: TicketId[] = [];
      for (;;) {
        const requestId = randomUUID();
        let ticketId: TicketId | null | undefined;
        while (ticketId === undefined) {
          ticketId = await next(who, { requestId, passed }).catch((error: unknown) => {
            if ((error as { code?: string }).code === 'CONFLICT') throw error;
            return undefined;
          });
        }
        if (ticketId === null) return;
        passed.push(ticketId);
        taken.push([who.person.user, ticketId]);
      }
    };
    await Promise.all(people.map(work));
    isOver = true;
    await killing;
    expect(new Set(taken.map(([, id]) => id)).size).toBe(count);
    for (const [user, id] of taken) {
      expect(await desk.row(id)).toMatchObject({ assignee: user });
      expect((await desk.events(id)).map((it) => it.kind)).toEqual(['taken']);
    }
  }, 120_000);
});
