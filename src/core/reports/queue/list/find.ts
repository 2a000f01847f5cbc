import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { QueueFilter, QueueView } from '../../../../contract/reports/queue.ts';
import type { CaseId } from '../../../../contract/reports/values.ts';
import { EntryId } from '../../../../contract/values.ts';
import type { Database, Db, Run } from '../../../database/database.ts';
import { groupsOf, type PartName, partOf } from './views.ts';
import { and, type Walk, walkOf, without } from './walk.ts';

export interface Asked {
  readonly view: QueueView;
  readonly filter: QueueFilter;
  /** Left out of the view `next`. */
  readonly passed: readonly CaseId[];
}

/** Where a page ended: in which group of the view, at which score or moment of the decision, at which case. */
export type Place = readonly [group: number, at: number | string, id: EntryId];

/** The shape of a place in a view. */
export function placeIn(view: QueueView): z.ZodType<Place> {
  const moment = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{6}$/);
  return z.tuple([z.int().min(0).max(1), view === 'done' ? moment : z.int(), EntryId]);
}

interface Page extends Asked {
  readonly user: string;
  readonly from: Place | null;
  readonly limit: number;
}

/** What a place is made of. */
interface Placed {
  readonly id: string;
  readonly score: number;
  readonly decided_at: string | null;
}

export interface Found<Row> {
  readonly row: Row;
  readonly place: Place;
}

const columns = { all: sql`c.*`, place: sql`c.id, c.score, c.decided_at` };

/** A page of a view in its order, from behind a place on: all columns, or just those that a place is made of. */
export async function findCases<Row extends Placed>(
  db: Db,
  run: Run,
  page: Page,
  which: keyof typeof columns,
): Promise<Found<Row>[]> {
  const passed = page.view === 'next' ? without(page.passed) : [];
  const groups = groupsOf[page.view];
  const found: Found<Row>[] = [];
  for (let group = page.from?.[0] ?? 0; group < groups.length; group += 1) {
    const limit = page.limit - found.length;
    if (limit === 0) break;
    const from = group === page.from?.[0] ? page.from : null;
    const read = async (name: PartName) => {
      const walk = await walkOf(db, run, partOf(name, page.user), page.filter);
      const { rows } = await sql<Row>`
        SELECT ${columns[which]} FROM ${walk.from}
        WHERE ${and([...walk.where, ...passed, ...behind(walk, from)])}
        ORDER BY ${orderOf(walk)} LIMIT ${limit}`.execute(db, run);
      return rows;
    };
    const parts = await Promise.all((groups[group] ?? []).map(read));
    const rows = parts.length === 1 ? (parts[0] ?? []) : parts.flat().toSorted(bestFirst).slice(0, limit);
    found.push(...rows.map((row) => ({ row, place: placeOf(group, page.view, row) })));
  }
  return found;
}

const pageOfIds = 2000;

/** The ids of the first cases of a view, at most so many. */
export async function findCaseIds(
  database: Database,
  asked: Asked & { user: string; most: number },
  signal: AbortSignal | undefined,
): Promise<CaseId[]> {
  const ids: CaseId[] = [];
  let from: Place | null = null;
  for (;;) {
    const page: Page = { ...asked, from, limit: Math.min(pageOfIds, asked.most - ids.length) };
    if (page.limit === 0) return ids;
    const found = await database.readPrimary(signal, (db, run) => findCases<Placed>(db, run, page, 'place'));
    ids.push(...found.map(({ row }) => row.id as CaseId));
    from = found.at(-1)?.place ?? null;
    if (found.length < page.limit) return ids;
  }
}

/** The first of a walk. */
export async function firstIds(
  db: Db,
  walk: Walk,
  passed: readonly CaseId[],
  limit: number,
): Promise<CaseId[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM ${walk.from} WHERE ${and([...walk.where, ...without(passed)])}
    ORDER BY ${orderOf(walk)} LIMIT ${limit}`.execute(db);
  return rows.map((row) => row.id as CaseId);
}

export function orderOf({ by }: Walk): RawBuilder<unknown> {
  return by === 'score' ? sql`c.score DESC, c.id` : sql`c.decided_at DESC, c.id DESC`;
}

function behind({ by }: Walk, place: Place | null): RawBuilder<unknown>[] {
  if (place === null) return [];
  const [, at, id] = place;
  return by === 'score'
    ? [sql`c.score <= ${at}`, sql`(c.score < ${at} OR c.id > ${BigInt(id)})`]
    : [sql`c.decided_at <= ${at}`, sql`(c.decided_at < ${at} OR c.id < ${BigInt(id)})`];
}

function placeOf(group: number, view: QueueView, { id, score, decided_at }: Placed): Place {
  return [group, view === 'done' ? (decided_at ?? '') : score, id as EntryId];
}

function bestFirst(a: Placed, b: Placed): number {
  return b.score - a.score || (BigInt(a.id) < BigInt(b.id) ? -1 : 1);
}
