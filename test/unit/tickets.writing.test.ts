import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Draft, TicketEvent, TicketMessage } from '../../src/contract/tickets/conversation.ts';
import { openTicketPlaceholders } from '../../src/contract/tickets/templates.ts';
import type { MessageId, TicketId } from '../../src/contract/tickets/values.ts';
import type { Utc } from '../../src/contract/values.ts';
import {
  mentionAt,
  mentionedIn,
  suggestions,
} from '../../src/renderer/features/tickets/ticket/composer/field/mentions.ts';
import {
  filled,
  nextSpan,
  spansOf,
} from '../../src/renderer/features/tickets/ticket/composer/field/placeholders.ts';
import { adopted } from '../../src/renderer/features/tickets/ticket/composer/pen/adopted.ts';
import { blank, type Written } from '../../src/renderer/features/tickets/ticket/composer/pen/written.ts';
import { entriesOf, joined, newestOf } from '../../src/renderer/features/tickets/ticket/thread/entries.ts';
import { eventWords } from '../../src/renderer/features/tickets/ticket/thread/event-words.ts';
import { sizeWords } from '../../src/renderer/features/tickets/ticket/thread/size-words.ts';
import { deadlineWords } from '../../src/renderer/features/tickets/ticket/ticket-words.ts';

const row = { from: 'Robin', id: '7' as TicketId, subject: 'A refund' };

describe('a template', () => {
  it('comes with what is known filled in, and names what is to be filled', () => {
    const text = filled('Dear {nickname}, {amount} for ticket { ticket }. {me}', row);
    expect(text).toBe('Dear Robin, {amount} for ticket 7. {me}');
    expect(openTicketPlaceholders(text)).toEqual(['amount']);
  });

  it('does not take braces in a name for something to fill', () => {
    expect(filled('Dear {nickname}', { ...row, from: '{amount}' })).toBe('Dear {nickname}');
  });

  it('is gone through by Tab, round and round', () => {
    const body = '{a} and {b} and {nickname}';
    const spans = spansOf(body, ['a', 'b']);
    expect(spans.map(({ start, end }) => body.slice(start, end))).toEqual(['{a}', '{b}']);
    expect(nextSpan(spans, { start: 0, end: 0 })).toEqual(spans[1]);
    expect(nextSpan(spans, spans[0] ?? { start: 0, end: 0 })).toEqual(spans[1]);
    expect(nextSpan(spans, spans[1] ?? { start: 0, end: 0 })).toEqual(spans[0]);
    expect(nextSpan([], { start: 0, end: 0 })).toBeNull();
  });
});

describe('a mention', () => {
  const people = [
    { user: 'mara', name: 'Mara Lindqvist' },
    { user: 'tom', name: 'Tom' },
    { user: 'tomas', name: 'Tomas Berg' },
  ];

  it('is completed after an @ that begins a word', () => {
    expect(mentionAt('ask @ma', 7)).toEqual({ start: 4, typed: 'ma' });
    expect(mentionAt('@', 1)).toEqual({ start: 0, typed: '' });
    expect(mentionAt('robin@ma', 8)).toBeNull();
    expect(mentionAt('ask @mara please', 16)).toBeNull();
    expect(suggestions(people, 'lind').map(({ user }) => user)).toEqual(['mara']);
    expect(suggestions(people, 'to').map(({ user }) => user)).toEqual(['tom', 'tomas']);
  });

  it('names whom it names and nobody whose name goes on', () => {
    expect(mentionedIn('@Mara Lindqvist and @tom: look', people)).toEqual(['mara', 'tom']);
    expect(mentionedIn('@Tomas Berg', people)).toEqual(['tomas']);
    expect(mentionedIn('mara', people)).toEqual([]);
  });
});

describe('what the database has of a draft', () => {
  const at = (second: number) => `2026-11-23T12:00:${String(second).padStart(2, '0')}.000000Z` as Utc;
  const draft = (body: string, second: number): Draft => ({
    kind: 'reply',
    owner: { user: 'mara', name: 'Mara' },
    shared: false,
    body,
    attachments: [],
    sequence: second,
    savedAt: at(second),
    origin: null,
  });
  const newest = '9' as MessageId;

  it('is taken up where nothing is typed here, with what the writer has before them', () => {
    expect(adopted(blank, draft('kept', 5), at(6), newest)).toMatchObject({
      body: 'kept',
      seen: newest,
      sequence: 5,
      savedAt: at(5),
    });
  });

  it('never hides what was typed here and is not saved, or waits to be sent', () => {
    const anything = fc.record({
      body: fc.string(),
      edits: fc.integer({ min: 1, max: 9 }),
      savedAt: fc.constantFrom(null, at(1), at(30)),
    });
    fc.assert(
      fc.property(anything, fc.option(fc.integer({ min: 0, max: 59 })), (typed, second) => {
        const now: Written = { ...blank, ...typed, saved: typed.edits - 1 };
        expect(adopted(now, second === null ? undefined : draft('x', second), at(59), newest)).toBe(now);
      }),
    );
  });

  it('is not taken up again once it was sent or is older than what stands here', () => {
    const sent: Written = { ...blank, savedAt: at(10) };
    expect(adopted(sent, draft('old', 10), at(11), newest)).toBe(sent);
    expect(adopted(sent, draft('given back', 12), at(13), newest).body).toBe('given back');
  });

  it('goes here too where a colleague took it over, and not where the answer is only late', () => {
    const mine: Written = { ...blank, body: 'mine', savedAt: at(10) };
    expect(adopted(mine, undefined, at(12), newest)).toBe(mine);
    expect(adopted(mine, undefined, at(20), newest)).toMatchObject({ body: '', savedAt: null });
  });
});

describe('a conversation', () => {
  const message = (id: string, second: number, part: Partial<TicketMessage> = {}): TicketMessage => ({
    id: id as MessageId,
    at: `2026-11-23T12:00:${second}.000000Z` as Utc,
    kind: 'in',
    author: null,
    from: 'Robin',
    body: id,
    attachments: [],
    delivery: null,
    problem: null,
    sendAt: null,
    origin: null,
    mentions: [],
    thanks: false,
    ...part,
  });
  const event = (
    id: string,
    second: number,
    kind: string,
    detail: TicketEvent['detail'] = {},
  ): TicketEvent => ({
    id: id as TicketEvent['id'],
    at: `2026-11-23T12:00:${second}.000000Z` as Utc,
    actor: 'mara',
    kind,
    detail,
  });

  it('folds what happened between two messages, and leaves out what a message says by itself', () => {
    const entries = entriesOf(
      [message('1', 10), message('2', 20)],
      [
        event('1', 11, 'taken'),
        event('2', 12, 'status'),
        event('3', 20, 'replied'),
        event('4', 30, 'closed'),
      ],
    );
    expect(
      entries.map((it) => ('message' in it ? it.message.id : it.events.map(({ kind }) => kind))),
    ).toEqual(['1', ['taken', 'status'], '2', ['closed']]);
  });

  it('has each message once, however often it came, and knows the newest to or from the member', () => {
    const earlier = [message('9', 10), message('10', 11)];
    const now = [message('10', 11, { body: 'newer' }), message('11', 12, { kind: 'note' })];
    expect(joined(earlier, now).map(({ body }) => body)).toEqual(['9', 'newer', '11']);
    expect(newestOf(now)).toBe('10');
    expect(newestOf([message('9', 1), message('12', 2, { kind: 'out', delivery: 'cancelled' })])).toBe('9');
    expect(newestOf([])).toBeNull();
  });

  it('says what happened, with whom and to which ticket', () => {
    const words = (kind: string, detail: TicketEvent['detail'] = {}, actor: string | null = 'mara') =>
      eventWords({ ...event('1', 1, kind, detail), actor }, (account) => account, 'utc');
    expect(words('assigned', { from: null, to: 'Tom' }).deed).toBe('assigned it to Tom');
    expect(words('assigned', { from: 'Tom', to: null }).deed).toBe('gave it back to the queue');
    expect(words('tags', { added: 'refund', removed: 'login' }).deed).toBe('added refund and removed login');
    expect(words('merged', { into: '12' })).toEqual({ deed: 'merged it into', ticket: '12' });
    expect(words('took-in', { from: '3', messages: 1 }).deed).toBe('merged 1 message into it, from');
    expect(words('woken', {}, null).deed).toBe('Awake again: its moment has come');
    expect(words('of tomorrow', {}, null).deed).toBe('Something happened: of tomorrow');
  });
});

describe('in a few words', () => {
  it('says what is left of a deadline, in business hours', () => {
    const due = (left: number) => deadlineWords({ kind: 'first', at: '2026-11-23T12:00:00Z' as Utc, left });
    expect(due(200)).toEqual({ words: 'First answer in 3 h 20 min', tone: 'calm' });
    expect(due(60).tone).toBe('soon');
    expect(due(-5)).toEqual({ words: 'First answer 5 min late', tone: 'late' });
  });

  it('says how large a file is', () => {
    expect([812, 34_200, 999_600, 3_940_000].map(sizeWords)).toEqual(['812 B', '34 kB', '1.0 MB', '3.9 MB']);
  });
});
