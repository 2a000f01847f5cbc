import { z } from 'zod';
import type { TicketChange } from '../../../../contract/tickets/queue.ts';
import type { Utc } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Trx } from '../../../database/database.ts';
import { columnOf, utcOf } from '../../../database/time.ts';
import type { TicketColumns, TicketSet } from '../../work.ts';

/** Columns that a change sets. `solved_at` and `ask_at` go with the status: an undo puts them back. */
const partColumns = [
  'status',
  'priority',
  'team_id',
  'assignee',
  'snoozed_until',
  'subject',
  'solved_at',
  'ask_at',
] as const;
type PartColumn = (typeof partColumns)[number];

/**
 * What is said of a ticket, by part: a column as it comes over the wire, or by `tag:` and its name whether it has a tag.
 */
export const Parts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type Parts = z.infer<typeof Parts>;

/** What a change sets. A ticket that is opened or solved sleeps no longer. */
export function wantedBy(change: TicketChange): Parts {
  const { status, priority, teamId, assignee, snoozedUntil, subject, addTags = [], removeTags = [] } = change;
  const wakes = status === 'open' || status === 'solved';
  return {
    ...(status === undefined ? {} : { status }),
    ...(priority === undefined ? {} : { priority }),
    ...(teamId === undefined ? {} : { team_id: teamId }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(wakes ? { snoozed_until: null } : {}),
    ...(snoozedUntil === undefined ? {} : { snoozed_until: wholeColumn(snoozedUntil) }),
    ...(subject === undefined ? {} : { subject }),
    ...Object.fromEntries(removeTags.map((tag) => [tagPart(tag), false])),
    ...Object.fromEntries(addTags.map((tag) => [tagPart(tag), true])),
  };
}

/** With all six digits of the second, as it comes back. */
function wholeColumn(moment: Utc | null): string | null {
  return moment === null ? null : columnOf(utcOf(columnOf(moment)));
}

export const tagPart = (tag: string) => `tag:${tag}`;

/** The name of a tag; null of what is no tag. */
export function tagOf(part: string): string | null {
  return part.startsWith('tag:') ? part.slice('tag:'.length) : null;
}

/** How these parts of a ticket are now. */
export async function partsOf(trx: Trx, row: TicketColumns, names: readonly string[]): Promise<Parts> {
  const tags = names.flatMap((name) => tagOf(name) ?? []);
  const had = tags.length === 0 ? [] : await tagsAmong(trx, row.id, tags);
  return Object.fromEntries(
    names.map((name) => {
      const tag = tagOf(name);
      return [name, tag === null ? row[name as PartColumn] : had.includes(tag)];
    }),
  );
}

/** The columns among them. */
export function columnsOf(parts: Parts): TicketSet {
  return Object.fromEntries(partColumns.flatMap((name) => (name in parts ? [[name, parts[name]]] : [])));
}

/** Gives the ticket the tags that are true, and takes those that are false. */
export async function applyTags(trx: Trx, ticketId: string, parts: Parts): Promise<void> {
  const tags = (wanted: boolean) =>
    Object.entries(parts).flatMap(([name, has]) => (has === wanted ? (tagOf(name) ?? []) : []));
  const [added, removed] = [tags(true), tags(false)];
  if (removed.length > 0) {
    await trx
      .deleteFrom('caretaker.ticket_tag')
      .where('ticket_id', '=', idValue(ticketId))
      .where('tag', 'in', removed)
      .execute();
  }
  if (added.length > 0) {
    await trx
      .insertInto('caretaker.ticket_tag_name')
      .ignore()
      .values(added.toSorted().map((tag) => ({ tag })))
      .execute();
    await trx
      .insertInto('caretaker.ticket_tag')
      .ignore()
      .values(added.toSorted().map((tag) => ({ ticket_id: idValue(ticketId), tag })))
      .execute();
  }
}

async function tagsAmong(trx: Trx, ticketId: string, tags: readonly string[]): Promise<string[]> {
  const rows = await trx
    .selectFrom('caretaker.ticket_tag')
    .select('tag')
    .where('ticket_id', '=', idValue(ticketId))
    .where('tag', 'in', tags)
    .execute();
  return rows.map((row) => row.tag);
}
