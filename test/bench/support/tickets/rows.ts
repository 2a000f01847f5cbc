import { NULL, sqlTime, sqlTimeOrNull } from '../../../../scripts/demo/tables/table.ts';
import { Random } from '../../../../scripts/demo/world/random.ts';
import { wordsOf } from '../../../../src/core/tickets/search/words.ts';
import { textOf } from './vocabulary.ts';

/** What a table is filled with, for LOAD DATA: fields parted by tabs. */
export interface LaidTable {
  readonly name: string;
  readonly columns: readonly string[];
  rows(ticket: LaidTicket): Iterable<string>;
}

/** A ticket with all that was said in it. The same for its number in a desk of as many. */
export interface LaidTicket {
  readonly id: number;
  readonly subject: string;
  readonly name: string;
  readonly member: number;
  readonly status: string;
  readonly snoozedUntil: number | null;
  readonly assignee: string | null;
  readonly priority: number;
  readonly opened: number;
  readonly last: number;
  readonly due: number | null;
  readonly messages: readonly LaidMessage[];
}

interface LaidMessage {
  readonly id: number;
  readonly kind: 'in' | 'out' | 'note';
  readonly at: number;
  readonly body: string;
}

const SEED = 1;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Over so long a time they came in. */
const SPAN = 4 * 365 * DAY;
/** One to five messages: three of each ticket, on average. */
const MESSAGES_MOST = 5;

const COLLEAGUES = 12;

export function ticketOf(id: number, o: { tickets: number; members: number; until: number }): LaidTicket {
  const random = new Random(SEED).of(1, id);
  const age = (SPAN * (o.tickets - id)) / o.tickets;
  const opened = o.until - age - HOUR;
  const status = statusOf(random, (o.tickets - id) / o.tickets);
  const isOpen = status === 'new' || status === 'open';
  const messages = messagesOf(random, id, opened, status);
  return {
    id,
    subject: textOf(random, 3 + random.below(5)).replaceAll('.', ''),
    name: textOf(random, 2).replace(' ', '_'),
    member: 1 + random.below(o.members),
    status,
    snoozedUntil: isOpen && random.chance(0.05) ? o.until + (1 + random.below(72)) * HOUR : null,
    assignee: status === 'new' || random.chance(0.3) ? null : colleagueOf(random.below(COLLEAGUES)),
    priority: random.pick([1, 2, 2, 2, 2, 3, 3, 4]),
    opened,
    last: messages.at(-1)?.at ?? opened,
    due: isOpen ? o.until + (random.share() - 0.3) * 16 * HOUR : null,
    messages,
  };
}

/** The first is who is measured. */
function colleagueOf(number: number): string {
  return number === 0 ? 'sam' : `colleague${number}`;
}

/** Of a hundred tickets one is still open; the newest of course. */
function statusOf(random: Random, age: number): string {
  const luck = random.share();
  if (age < 0.02) {
    if (luck < 0.15) return 'new';
    if (luck < 0.35) return 'open';
    if (luck < 0.7) return 'waiting';
    if (luck < 0.75) return 'hold';
  }
  return age < 0.02 ? 'solved' : 'closed';
}

function messagesOf(random: Random, id: number, opened: number, status: string): LaidMessage[] {
  const count = status === 'new' ? 1 : 1 + random.below(MESSAGES_MOST);
  return Array.from({ length: count }, (_, index) => ({
    id: (id - 1) * MESSAGES_MOST + index + 1,
    kind: index % 2 === 0 ? 'in' : random.chance(0.2) ? 'note' : 'out',
    at: opened + index * 20 * MINUTE,
    // Of every sixth message a number that nobody else names, as of an order.
    body: `${textOf(random, 6 + random.below(30))}${random.chance(1 / 6) ? ` ${10_000_000 + random.below(89_999_999)}` : ''}`,
  }));
}

const tickets: LaidTable = {
  name: 'ticket',
  columns: [
    'id',
    'channel',
    'subject',
    'member_id',
    'name',
    'status',
    'snoozed_until',
    'priority',
    'assignee',
    'excerpt',
    'messages',
    'last_message_id',
    'awaits_us',
    'opened_at',
    'last_at',
    'solved_at',
    'first_due_at',
    'next_due_at',
    'due_at',
    'first_at',
    'clock_since',
    'asked_at',
  ],
  *rows(it) {
    const last = it.messages.at(-1);
    const answer = it.messages.find(({ kind }) => kind === 'out');
    const isDone = it.status === 'solved' || it.status === 'closed';
    const due = sqlTimeOrNull(it.due);
    yield [
      it.id,
      'site',
      it.subject,
      it.member,
      it.name,
      it.status,
      sqlTimeOrNull(it.snoozedUntil),
      it.priority,
      it.assignee ?? NULL,
      last?.body.slice(0, 160) ?? '',
      it.messages.length,
      it.messages.findLast(({ kind }) => kind !== 'note')?.id ?? NULL,
      Number(last?.kind === 'in'),
      sqlTime(it.opened),
      sqlTime(it.last),
      isDone ? sqlTime(it.last) : NULL,
      answer ? NULL : due,
      answer ? due : NULL,
      it.due === null ? '9999-01-01 00:00:00' : due,
      sqlTimeOrNull(answer?.at ?? null),
      it.due === null ? NULL : sqlTime(it.last),
      it.due === null ? NULL : sqlTime(it.last),
    ].join('\t');
  },
};

const messages: LaidTable = {
  name: 'ticket_message',
  columns: ['id', 'ticket_id', 'at', 'kind', 'author', 'member_id', 'name', 'body'],
  *rows(it) {
    for (const { id, kind, at, body } of it.messages) {
      const from = kind === 'in' ? [NULL, it.member, it.name] : ['colleague1', NULL, NULL];
      yield [id, it.id, sqlTime(at), kind, ...from, body].join('\t');
    }
  },
};

const words: LaidTable = {
  name: 'ticket_word',
  columns: ['ticket_id', 'word'],
  *rows(it) {
    const texts = [it.subject, it.name, ...it.messages.map(({ body }) => body)];
    for (const word of [...new Set(texts.flatMap(wordsOf))].sort()) yield `${it.id}\t${word}`;
  },
};

const events: LaidTable = {
  name: 'ticket_event',
  columns: ['ticket_id', 'at', 'actor', 'kind', 'detail'],
  *rows(it) {
    yield [it.id, sqlTime(it.opened), 'caretaker', 'opened', '{}'].join('\t');
    if (it.status !== 'new') yield [it.id, sqlTime(it.last), 'colleague1', 'changed', '{}'].join('\t');
  },
};

export const laidTables: readonly LaidTable[] = [tickets, messages, words, events];
