import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { TicketFilter, TicketView } from '../../../../contract/tickets/queue.ts';
import type { TicketId } from '../../../../contract/tickets/values.ts';
import { EntryId } from '../../../../contract/values.ts';
import type { Db, Run } from '../../../database/database.ts';
import type { TicketColumns } from '../../work.ts';
import { groupsOf, type Order } from './views.ts';
import { and, type Walk, walkOf, without } from './walk.ts';

/** Where a page ended: in which group of the view, at which moment of its order, at which ticket. */
export const Place = z.tuple([
  z.int().min(0).max(1),
  z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{6}$/),
  EntryId,
]);
export type Place = z.infer<typeof Place>;

interface Page {
  readonly view: TicketView;
  readonly filter: TicketFilter;
  readonly user: string;
  readonly from: Place | null;
  readonly limit: number;
}

export interface Found {
  readonly row: TicketColumns;
  readonly place: Place;
}

/** The column of each order, and whether the latest comes first. */
const orders = {
  due: { column: 'due_at', isLatestFirst: false },
  latest: { column: 'last_at', isLatestFirst: true },
  solved: { column: 'solved_at', isLatestFirst: true },
  wakes: { column: 'snoozed_until', isLatestFirst: false },
} as const satisfies Record<Order, object>;

/** A page of a view in its order, from behind a place on. */
export async function findTickets(db: Db, run: Run, page: Page): Promise<Found[]> {
  const groups = groupsOf(page.view, page.user);
  const found: Found[] = [];
  for (let group = page.from?.[0] ?? 0; group < groups.length; group += 1) {
    const limit = page.limit - found.length;
    if (limit === 0) break;
    const from = group === page.from?.[0] ? page.from : null;
    const parts = groups[group] ?? [];
    const read = await Promise.all(
      parts.map(async (part) => {
        const walk = await walkOf(db, run, part, page.filter);
        const { rows } = await sql<TicketColumns>`
          SELECT t.* FROM ${walk.from} WHERE ${and([...walk.where, ...behind(walk, from)])}
          ORDER BY ${orderOf(walk)} LIMIT ${limit}`.execute(db, run);
        return rows.map((row) => ({ row, place: placeOf(group, part.order, row) }));
      }),
    );
    const [order] = parts.map((part) => part.order);
    if (order === undefined) continue;
    found.push(...(read.length === 1 ? read.flat() : read.flat().toSorted(inOrder(order)).slice(0, limit)));
  }
  return found;
}

/** The first of a walk. */
export async function firstIds(
  db: Db,
  walk: Walk,
  passed: readonly TicketId[],
  limit: number,
): Promise<TicketId[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT t.id FROM ${walk.from} WHERE ${and([...walk.where, ...without(passed)])}
    ORDER BY ${orderOf(walk)} LIMIT ${limit}`.execute(db);
  return rows.map((row) => row.id as TicketId);
}

export function orderOf({ order }: Walk): RawBuilder<unknown> {
  const { column, isLatestFirst } = orders[order];
  const at = sql.ref(`t.${column}`);
  return isLatestFirst ? sql`${at} DESC, t.id DESC` : sql`${at}, t.id`;
}

function behind({ order }: Walk, place: Place | null): RawBuilder<unknown>[] {
  if (place === null) return [];
  const [, at, id] = place;
  const { column, isLatestFirst } = orders[order];
  const ref = sql.ref(`t.${column}`);
  return isLatestFirst
    ? [sql`${ref} <= ${at}`, sql`(${ref} < ${at} OR t.id < ${BigInt(id)})`]
    : [sql`${ref} >= ${at}`, sql`(${ref} > ${at} OR t.id > ${BigInt(id)})`];
}

function placeOf(group: number, order: Order, row: TicketColumns): Place {
  return [group, row[orders[order].column] ?? '', row.id as EntryId];
}

function inOrder(order: Order): (a: Found, b: Found) => number {
  const way = orders[order].isLatestFirst ? -1 : 1;
  return ({ place: [, a, one] }, { place: [, b, other] }) =>
    way * (a === b ? (BigInt(one) < BigInt(other) ? -1 : 1) : a < b ? -1 : 1);
}
