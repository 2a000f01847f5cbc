import fc from 'fast-check';
import type { RowDataPacket } from 'mysql2/promise';
import { TicketFilter, type TicketView, ticketViews } from '../../src/contract/tickets/queue.ts';
import type { Ticketing } from './ticketing.ts';

/** A ticket as the model of the desk knows it. */
interface Plain {
  readonly id: bigint;
  readonly row: RowDataPacket;
  readonly tags: readonly string[];
  readonly followers: readonly string[];
  /** How long ago it was opened. */
  readonly hours: number;
  readonly isLate: boolean;
}

const people = ['mara', 'noor'];
const statuses = ['new', 'open', 'open', 'open', 'waiting', 'hold', 'solved', 'solved', 'closed'];
const tags = ['login', 'billing', 'rare'];
const far = "'9999-01-01'";

/** Fills the desk with tickets of every sort, the same each time, by a generator of its own. */
export async function fillDesk(desk: Ticketing, count: number): Promise<void> {
  let state = 20261129;
  const below = (most: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  const pick = <T>(from: readonly T[]) => from[below(from.length)] as T;
  const ago = (minutes: number) => `UTC_TIMESTAMP(6) - INTERVAL ${minutes} MINUTE`;
  const rows = Array.from({ length: count }, (_, index) => {
    const status = pick(statuses);
    const isOver = status === 'solved' || status === 'closed';
    const runs = status === 'new' || status === 'open';
    return {
      id: index + 1,
      channel: `'${pick(['site', 'site', 'staff'])}'`,
      subject: "'I cannot sign in'",
      member_id: below(5) === 0 ? 'NULL' : 1 + below(12),
      name: "'Robin'",
      status: `'${status}'`,
      snoozed_until: !isOver && below(5) === 0 ? ago(-60 * (1 + below(9))) : 'NULL',
      merged_into: index > 0 && below(15) === 0 ? 1 : 'NULL',
      priority: 1 + below(4),
      team_id: pick(['NULL', '1', '2']),
      assignee: below(2) === 0 ? 'NULL' : `'${pick(people)}'`,
      excerpt: "'It does not work'",
      opened_at: ago(60 * below(72) + 30),
      last_at: ago(below(50)),
      solved_at: isOver ? ago(below(50)) : 'NULL',
      due_at: runs && below(4) > 0 ? ago(60 * (below(40) - 25) + 30) : far,
    };
  });
  const [first] = rows;
  await desk.rows(
    `INSERT INTO caretaker.ticket (${Object.keys(first ?? {})})
     VALUES ${rows.map((row) => `(${Object.values(row)})`)}`,
  );
  const some = (of: (index: number) => string | null) =>
    rows.flatMap((_, index) => of(index + 1) ?? []).join();
  await desk.rows(
    `INSERT INTO caretaker.ticket_tag (ticket_id, tag)
     VALUES ${some((id) => (below(2) === 0 ? `(${id}, '${tags[below(20) === 0 ? 2 : below(2)]}')` : null))}`,
  );
  await desk.rows(
    `INSERT INTO caretaker.ticket_follower (ticket_id, user)
     VALUES ${some((id) => (below(4) === 0 ? `(${id}, '${pick(people)}')` : null))}`,
  );
}

export async function readTickets(desk: Ticketing): Promise<Plain[]> {
  const by = (rows: RowDataPacket[]) => Map.groupBy(rows, (it) => String(it.ticket_id));
  const tagged = by(await desk.rows('SELECT * FROM caretaker.ticket_tag'));
  const followed = by(await desk.rows('SELECT * FROM caretaker.ticket_follower'));
  const rows = await desk.rows(
    `SELECT *, TIMESTAMPDIFF(HOUR, opened_at, UTC_TIMESTAMP(6)) AS hours, due_at < UTC_TIMESTAMP(6) AS is_late
     FROM caretaker.ticket`,
  );
  return rows.map((row) => ({
    id: BigInt(row.id),
    row,
    tags: (tagged.get(String(row.id)) ?? []).map((it) => String(it.tag)),
    followers: (followed.get(String(row.id)) ?? []).map((it) => String(it.user)),
    hours: Number(row.hours),
    isLate: Number(row.is_late) === 1,
  }));
}

/** The ids that a view shows, in order. */
export function expectedTickets(
  tickets: readonly Plain[],
  view: TicketView,
  filter: TicketFilter,
  me: string,
): string[] {
  const left = tickets.filter((it) => it.row.merged_into === null && isWanted(it, filter));
  const is = ({ row }: Plain, ...wanted: string[]) =>
    wanted.includes(
      row.snoozed_until === null || ['solved', 'closed'].includes(row.status) ? row.status : 'snoozed',
    );
  const isTodo = (it: Plain) => is(it, 'new', 'open');
  const mine = left.filter((it) => it.row.assignee === me);
  const free = left.filter((it) => it.row.assignee === null && isTodo(it)).toSorted(soonest('due_at'));
  const shown: Record<TicketView, () => Plain[]> = {
    next: () => [...mine.filter(isTodo).toSorted(soonest('due_at')), ...free],
    mine: () => mine.filter((it) => !is(it, 'solved', 'closed')).toSorted(soonest('due_at')),
    unassigned: () => free,
    waiting: () => left.filter((it) => is(it, 'waiting')).toSorted(latest('last_at')),
    overdue: () => left.filter((it) => isTodo(it) && it.isLate).toSorted(soonest('due_at')),
    snoozed: () => left.filter((it) => is(it, 'snoozed')).toSorted(soonest('snoozed_until')),
    hold: () => left.filter((it) => is(it, 'hold')).toSorted(latest('last_at')),
    followed: () => left.filter((it) => it.followers.includes(me)).toSorted(latest('last_at')),
    solved: () => left.filter((it) => is(it, 'solved', 'closed')).toSorted(latest('solved_at')),
    all: () => left.toSorted(latest('last_at')),
  };
  return shown[view]().map((it) => String(it.id));
}

function isWanted({ row, tags, hours }: Plain, filter: TicketFilter): boolean {
  return (
    (filter.teamId === null || row.team_id === filter.teamId) &&
    (filter.assignee === null || row.assignee === filter.assignee) &&
    (filter.priority === null || row.priority === filter.priority) &&
    (filter.tag === null || tags.includes(filter.tag)) &&
    (filter.channel === null || row.channel === filter.channel) &&
    (filter.memberId === null || row.member_id === filter.memberId) &&
    (filter.olderThanHours === null || hours >= filter.olderThanHours) &&
    (filter.youngerThanHours === null || hours < filter.youngerThanHours)
  );
}

const soonest = (column: string) => (a: Plain, b: Plain) =>
  a.row[column] === b.row[column] ? Number(a.id - b.id) : a.row[column] < b.row[column] ? -1 : 1;
const latest = (column: string) => (a: Plain, b: Plain) => soonest(column)(b, a);

export const ticketView = fc.constantFrom(...ticketViews);

const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { freq: 1 });
export const ticketFilter: fc.Arbitrary<TicketFilter> = fc
  .record({
    teamId: maybe(fc.constantFrom('1', '2', '9')),
    assignee: maybe(fc.constantFrom(...people, 'sam')),
    priority: maybe(fc.integer({ min: 1, max: 4 })),
    tag: maybe(fc.constantFrom(...tags)),
    channel: maybe(fc.constantFrom('site', 'staff')),
    memberId: maybe(fc.constantFrom('1', '5', '999')),
    olderThanHours: maybe(fc.integer({ min: 0, max: 72 })),
    youngerThanHours: maybe(fc.integer({ min: 1, max: 72 })),
  })
  .chain((filter) =>
    // All at once would leave nothing.
    fc
      .subarray(Object.keys(filter), { maxLength: 2 })
      .map((kept) =>
        TicketFilter.parse(
          Object.fromEntries(Object.entries(filter).filter(([name]) => kept.includes(name))),
        ),
      ),
  );
