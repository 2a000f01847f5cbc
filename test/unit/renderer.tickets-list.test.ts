import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TicketRow, type TicketView, ticketViews } from '../../src/contract/tickets/queue.ts';
import { ticketStatuses } from '../../src/contract/tickets/values.ts';
import { changeOf, nothing, unchanged } from '../../src/renderer/features/tickets/change/change-draft.ts';
import { filterWords } from '../../src/renderer/features/tickets/filters/filter-words.ts';
import { dueOf, isStillIn } from '../../src/renderer/features/tickets/list/row-words.ts';
import {
  addressOfView,
  filterNames,
  filterOf,
  parseTicketsAddress,
  savedAddress,
  shownIn,
} from '../../src/renderer/features/tickets/tickets-address.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();

/** A question of 6 hours ago that nobody has yet, due in 2 hours of business hours. */
function ticketRow(o: Partial<Record<keyof TicketRow, unknown>> = {}): TicketRow {
  return TicketRow.parse({
    id: '7',
    subject: 'I cannot sign in',
    status: 'new',
    priority: 2,
    channel: 'site',
    memberId: '4',
    from: 'mara',
    excerpt: 'It says',
    awaitsUs: true,
    team: null,
    assignee: null,
    tags: [],
    messages: 1,
    openedAt: at(-360),
    lastAt: at(-360),
    snoozedUntil: null,
    deadline: { kind: 'first', at: at(1200), left: 120 },
    mergedInto: null,
    rating: null,
    followed: false,
    others: [],
    version: 1,
    ...o,
  });
}

const whole = {
  queue: 'overdue',
  q: 'refund please',
  team: '3',
  assignee: 'mara',
  priority: '4',
  tag: 'refund',
  channel: 'site',
  member: '42',
  older: '24',
  younger: '72',
};

describe('the address of the tickets', () => {
  it('leaves out what makes no sense', () => {
    expect(
      parseTicketsAddress({
        queue: 'next',
        q: '  ',
        team: 'x',
        priority: '5',
        tag: 'no tag!',
        channel: 'fax',
        member: '-1',
        older: '0',
        younger: 'x',
        ticket: '0',
      }),
    ).toEqual({});
  });

  it('comes back from a saved view as it was, without what was open', () => {
    const address = parseTicketsAddress({ ...whole, ticket: '12' });
    const view = { id: '5', address: savedAddress(address) };
    const { ticket: _, ...kept } = address;
    expect(addressOfView(view as Parameters<typeof addressOfView>[0])).toEqual({ ...kept, view: '5' });
  });

  it('asks the contract for every filter', () => {
    const filter = filterOf(parseTicketsAddress(whole));
    expect(Object.values(filter)).not.toContain(null);
    expect(Object.keys(filter)).toHaveLength(filterNames.length);
    expect(Object.values(filterOf({})).every((part) => part === null)).toBe(true);
  });

  it('keeps the filters when another view is shown, and closes what was open', () => {
    const address = parseTicketsAddress({ ...whole, ticket: '12', view: '5' });
    expect(shownIn(address, 'next')).toEqual({
      team: '3',
      assignee: 'mara',
      priority: 4,
      tag: 'refund',
      channel: 'site',
      member: '42',
      older: 24,
      younger: 72,
    });
  });

  it('says its filters in a few words each', () => {
    const words = filterWords(parseTicketsAddress(whole), {
      team: 'Billing',
      assignee: 'Mara Lind',
      member: undefined,
    });
    expect(words.map((each) => each.words)).toEqual([
      'team: Billing',
      'with Mara Lind',
      'priority: urgent',
      'tag: refund',
      'by the contact form',
      'from 42',
      'opened more than 24 hours ago',
      'opened in the last 3 days',
    ]);
  });
});

describe('a ticket in the list', () => {
  it('says how long is left of business hours, warns before a breach, and says how late it is after', () => {
    const left = (minutes: number, deadlineAt = at(1200)) =>
      dueOf(ticketRow({ deadline: { kind: 'next', at: deadlineAt, left: minutes } }), now, 30);
    expect(left(120)).toMatchObject({ words: '2 h left', tone: 'fine' });
    expect(left(30)).toMatchObject({ words: '30 min left', tone: 'soon' });
    expect(left(-40, at(-40))).toMatchObject({ words: 'overdue 40 min', tone: 'late' });
    // It passed since the row was read.
    expect(left(5, at(-1))).toMatchObject({ words: 'overdue 1 min', tone: 'late' });
    expect(dueOf(ticketRow({ deadline: null }), now, 30)).toBeNull();
  });

  it('is in the views that its state belongs to', () => {
    const views = (row: TicketRow): TicketView[] =>
      ticketViews.filter((view) => isStillIn(view, row, 'mara', now));
    const mara = { user: 'mara', name: 'Mara' };
    const noor = { user: 'noor', name: 'Noor' };
    expect(views(ticketRow())).toEqual(['next', 'unassigned', 'all']);
    expect(views(ticketRow({ assignee: mara, status: 'open' }))).toEqual(['next', 'mine', 'all']);
    expect(views(ticketRow({ assignee: noor }))).toEqual(['all']);
    expect(views(ticketRow({ assignee: mara, snoozedUntil: at(60) }))).toEqual(['mine', 'snoozed', 'all']);
    expect(views(ticketRow({ status: 'solved', assignee: mara, deadline: null }))).toEqual(['solved', 'all']);
    expect(views(ticketRow({ mergedInto: '9', deadline: null }))).toEqual([]);
  });

  it('is never both to be answered and waiting, asleep, held or solved', () => {
    const rows = fc.record({
      status: fc.constantFrom(...ticketStatuses),
      snoozedUntil: fc.constantFrom(null, at(60)),
      assignee: fc.constantFrom(null, { user: 'mara', name: 'Mara' }, { user: 'noor', name: 'Noor' }),
    });
    fc.assert(
      fc.property(rows, (columns) => {
        const row = ticketRow({ ...columns, deadline: null });
        const places: TicketView[] = ['waiting', 'hold', 'snoozed', 'solved'];
        const here = places.filter((view) => isStillIn(view, row, 'mara', now));
        expect(here.length).toBeLessThanOrEqual(1);
        if (isStillIn('next', row, 'mara', now)) expect(here).toEqual([]);
      }),
    );
  });
});

describe('a change of tickets', () => {
  it('sets only what was chosen', () => {
    const draft = { ...unchanged, status: 'solved', assignee: nothing, addTags: ['refund'] } as const;
    expect(changeOf(draft, now, 'utc')).toEqual({
      ok: true,
      change: { status: 'solved', assignee: null, addTags: ['refund'] },
    });
    expect(changeOf({ ...unchanged, snooze: nothing }, now, 'utc')).toEqual({
      ok: true,
      change: { snoozedUntil: null },
    });
  });

  it('counts a tag that is still being typed, and refuses what is none', () => {
    const draft = { ...unchanged, addTags: ['refund'], addTyped: 'Outage, refund' };
    expect(changeOf(draft, now, 'utc')).toEqual({ ok: true, change: { addTags: ['refund', 'outage'] } });
    expect(changeOf({ ...unchanged, removeTyped: 'no--tag' }, now, 'utc')).toMatchObject({ ok: false });
  });

  it('is refused where nothing was chosen, or a moment that has passed', () => {
    expect(changeOf(unchanged, now, 'utc')).toMatchObject({ ok: false, where: null });
    const past = { ...unchanged, snooze: { kind: 'at', local: '2026-11-22T10:00' } } as const;
    expect(changeOf(past, now, 'utc')).toMatchObject({ ok: false, where: 'snooze' });
  });
});
