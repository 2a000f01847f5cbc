import { type RawBuilder, sql } from 'kysely';
import type { TicketFilter } from '../../../../contract/tickets/queue.ts';
import { type TicketId, ticketPlaces } from '../../../../contract/tickets/values.ts';
import type { Db, Run } from '../../../database/database.ts';
import type { Order, Part } from './views.ts';

/** How the tickets of a part are read: by one index, whatever else is asked of them. */
export interface Walk {
  /** The tickets as `t`. */
  readonly from: RawBuilder<unknown>;
  readonly where: readonly RawBuilder<unknown>[];
  readonly order: Order;
  /** Whether the index has them in this order. Else all of them are read and sorted: then they are few. */
  readonly isOrdered: boolean;
}

/** Where an index finds no more than so many tickets, all are read, and the best of them sorted out. */
const few = 2000;

/**
 * The walk that comes soonest to what the filter leaves. Tickets of one member, or that someone follows, are few; so may
 * be those of a tag, team or age. What is not rare narrows the rows of an index that has the order. `any order`, as to
 * count them, needs none.
 */
export async function walkOf(
  db: Db,
  run: Run,
  part: Part,
  filter: TicketFilter,
  needs: 'in order' | 'any order' = 'in order',
): Promise<Walk> {
  const { order } = part;
  const where = [...ofPart(part), ...narrowings(filter)];
  if (part.follower !== undefined) {
    const from = sql`caretaker.ticket_follower f FORCE INDEX (PRIMARY)
      STRAIGHT_JOIN caretaker.ticket t FORCE INDEX (PRIMARY) ON t.id = f.ticket_id AND f.user = ${part.follower}`;
    return { from, where, order, isOrdered: false };
  }
  if (filter.memberId !== null) return { from: by('ticket_member'), where, order, isOrdered: false };

  const ordered = needs === 'in order' || part.place !== null ? orderedIndex(part, filter) : 'ticket_last';
  const narrow = narrowsOf(part, filter).filter((it) => it.index !== ordered || needs === 'any order');
  const isAlone = needs === 'any order' && narrow.length === 1;
  for (const it of narrow) {
    if ((isAlone && it.isDirect) || (await isFew(db, run, it)))
      return { from: it.from, where, order, isOrdered: false };
  }
  const direct = needs === 'any order' ? narrow.find((it) => it.isDirect) : undefined;
  if (direct) return { from: direct.from, where, order, isOrdered: false };
  return { from: by(ordered), where, order, isOrdered: true };
}

export const and = (conditions: readonly RawBuilder<unknown>[]) => sql.join(conditions, sql` AND `);

/** Tickets that the person passed over. */
export function without(passed: readonly TicketId[]): RawBuilder<unknown>[] {
  return passed.length === 0 ? [] : [sql`t.id NOT IN (${sql.join(passed.map(BigInt))})`];
}

const by = (index: string) => sql`caretaker.ticket t FORCE INDEX (${sql.ref(index)})`;

function ofPart({ place, assignee, where = [] }: Part): RawBuilder<unknown>[] {
  return [ofPlace(place), ...(assignee === undefined ? [] : [ofAssignee(assignee)]), ...where];
}

const shown = ticketPlaces.filter((place) => place !== 'merged');

function ofPlace(place: Part['place']): RawBuilder<unknown> {
  return place === null ? sql`t.place IN (${sql.join(shown)})` : sql`t.place = ${place}`;
}

const ofAssignee = (user: string | null) =>
  user === null ? sql`t.assignee IS NULL` : sql`t.assignee = ${user}`;

/** The index that has the part in its order, and begins with as much of the filter as one can. */
function orderedIndex({ place, assignee, order }: Part, filter: TicketFilter): string {
  if (order === 'solved') return 'ticket_solved';
  if (order === 'wakes') return 'ticket_snoozed';
  if (order === 'latest') return place === null ? 'ticket_latest' : 'ticket_last';
  if (assignee !== undefined || filter.assignee !== null) return 'ticket_free';
  if (filter.teamId !== null) return 'ticket_team';
  if (filter.priority !== null) return 'ticket_priority';
  return filter.channel === null ? 'ticket_place' : 'ticket_channel';
}

/** An index that begins with what the filter gives. */
interface Narrow {
  readonly index: string;
  readonly from: RawBuilder<unknown>;
  /** What it finds, to be counted. */
  readonly found: RawBuilder<unknown>;
  /** Whether it finds only what is of the part too. */
  readonly isDirect: boolean;
}

function narrowsOf(part: Part, filter: TicketFilter): Narrow[] {
  const { teamId, priority, channel, tag } = filter;
  const assignee = part.assignee === undefined ? filter.assignee : undefined;
  const direct = (index: string, condition: RawBuilder<unknown>): Narrow => ({
    index,
    from: by(index),
    found: sql`SELECT 1 FROM ${by(index)} WHERE ${and([ofPlace(part.place), condition])}`,
    isDirect: true,
  });
  const age = ofAge(filter);
  return [
    ...(tag === null ? [] : [ofTag(part, tag)]),
    ...(assignee == null
      ? []
      : [direct(part.place === null ? 'ticket_assignee' : 'ticket_free', ofAssignee(assignee))]),
    ...(teamId === null ? [] : [direct('ticket_team', sql`t.team_id = ${BigInt(teamId)}`)]),
    ...(age.length === 0 ? [] : [direct('ticket_opened', and(age))]),
    ...(priority === null ? [] : [direct('ticket_priority', sql`t.priority = ${priority}`)]),
    ...(channel === null ? [] : [direct('ticket_channel', sql`t.channel = ${channel}`)]),
  ];
}

/** Tags have tickets of every place: of those that are over it finds more than the index of a place would. */
function ofTag({ place }: Part, tag: string): Narrow {
  const index = 'ticket_tag_tag';
  return {
    index,
    from: sql`caretaker.ticket_tag g FORCE INDEX (ticket_tag_tag)
      STRAIGHT_JOIN caretaker.ticket t FORCE INDEX (PRIMARY) ON t.id = g.ticket_id AND g.tag = ${tag}`,
    found: sql`SELECT 1 FROM caretaker.ticket_tag g FORCE INDEX (ticket_tag_tag) WHERE g.tag = ${tag}`,
    isDirect: place === null || place === 'solved' || place === 'closed',
  };
}

/** Conditions on a ticket as `t`. */
export function narrowings(filter: TicketFilter): RawBuilder<unknown>[] {
  const { teamId, assignee, priority, tag, channel, memberId } = filter;
  return [
    ...(teamId === null ? [] : [sql`t.team_id = ${BigInt(teamId)}`]),
    ...(assignee === null ? [] : [ofAssignee(assignee)]),
    ...(priority === null ? [] : [sql`t.priority = ${priority}`]),
    ...(channel === null ? [] : [sql`t.channel = ${channel}`]),
    ...(memberId === null ? [] : [sql`t.member_id = ${BigInt(memberId)}`]),
    ...(tag === null ? [] : [tagged(tag)]),
    ...ofAge(filter),
  ];
}

const tagged = (tag: string) =>
  sql`EXISTS (SELECT 1 FROM caretaker.ticket_tag x WHERE x.ticket_id = t.id AND x.tag = ${tag})`;

type Age = Pick<TicketFilter, 'olderThanHours' | 'youngerThanHours'>;

function ofAge({ olderThanHours, youngerThanHours }: Age): RawBuilder<unknown>[] {
  const ago = (hours: number) => sql`UTC_TIMESTAMP(6) - INTERVAL ${hours} HOUR`;
  return [
    ...(olderThanHours === null ? [] : [sql`t.opened_at <= ${ago(olderThanHours)}`]),
    ...(youngerThanHours === null ? [] : [sql`t.opened_at > ${ago(youngerThanHours)}`]),
  ];
}

async function isFew(db: Db, run: Run, { found }: Narrow): Promise<boolean> {
  const counted = await sql<{ count: number }>`
    SELECT COUNT(*) AS count FROM (${found} LIMIT ${few + 1}) counted`.execute(db, run);
  return Number(counted.rows[0]?.count) <= few;
}
