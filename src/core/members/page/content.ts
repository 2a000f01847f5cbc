import { type RawBuilder, sql } from 'kysely';
import type { ContentItem } from '../../../contract/members/page.ts';
import type { MemberId } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Database, Db, Run } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';
import { utcOf, utcOrNull } from '../../database/time.ts';
import { Refused } from '../../errors.ts';
import type { SignedIn } from '../../session/open.ts';
import { kindOf } from './member-streams.ts';
import { beginningOf, longestInList, shortened } from './stream.ts';

export type ContentRow = Schema['caretaker_site.content'];

/** How many contexts are followed outwards: a comment on a comment on a writing is the deepest that sites have. */
export const mostWithin = 3;
/** How many neighbours are read on each side. */
const neighbours = 5;

export type Side = 'before' | 'after';

interface Content {
  readonly item: ContentItem;
  readonly within: ContentItem[];
  readonly before: ContentItem[];
  readonly after: ContentItem[];
}

/**
 * A piece of content as the community sees it: `within` is what it was written on, outermost first; `before` and `after`
 * are its neighbours there in the order they were written, or its author's own where it stands alone. NOT_FOUND for a
 * kind that the site has not, and for what is not there.
 */
export async function memberContent(
  { database, site }: Pick<SignedIn, 'database' | 'site'>,
  ref: { kind: string; id: string },
  signal: AbortSignal | undefined,
): Promise<Content> {
  if (!site.contentKinds.includes(ref.kind)) {
    throw new Refused('NOT_FOUND', `This community has no content of the kind “${ref.kind}”.`);
  }
  const row = await database.read(signal, (db, run) => readItem(db, run, ref.kind, ref.id));
  if (!row) throw new Refused('NOT_FOUND', `The community has no ${ref.kind} ${ref.id}, or no longer.`);
  const [within, before, after] = await Promise.all([
    readWithin(database, site.contentKinds, row, signal),
    database.read(signal, (db, run) => readNeighbours(db, run, ref.kind, row, 'before')),
    database.read(signal, (db, run) => readNeighbours(db, run, ref.kind, row, 'after')),
  ]);
  const authors = [row, ...within, ...before, ...after].map((it) => it.author_id);
  const nicknames = await database.read(signal, (db, run) => readNicknames(db, run, authors));
  const show = (it: ContentRow) => itemOf(it, nicknames);
  return { item: show(row), within: within.map(show), before: before.map(show), after: after.map(show) };
}

/** Characters of the piece itself, and of what it was written on: a book's chapter, and no more than a window can show. */
export const longest = 100_000;

export function contentColumns(longestBody: number): RawBuilder<unknown> {
  return sql`kind, id, author_id, context_kind, context_id, title, ${beginningOf('body', longestBody)} AS body,
    media_url, created_at, edited_at, visible`;
}

async function readItem(db: Db, run: Run, kind: string, id: string): Promise<ContentRow | undefined> {
  const { rows } = await sql<ContentRow>`
    SELECT ${contentColumns(longest)} FROM ${viewOf(kind)} WHERE id = ${idValue(id)} LIMIT 1`.execute(
    db,
    run,
  );
  return rows[0] && { ...rows[0], body: shortened(rows[0].body, longest) };
}

/** The contexts of a row, outermost first. One that is gone, or that is no content (a group), ends them. */
async function readWithin(
  database: Database,
  contentKinds: readonly string[],
  row: ContentRow,
  signal: AbortSignal | undefined,
): Promise<ContentRow[]> {
  const within: ContentRow[] = [];
  for (let inner = row; within.length < mostWithin; ) {
    const kind = kindOf(inner.context_kind);
    const id = inner.context_id;
    if (kind === null || id === null || !contentKinds.includes(kind)) break;
    const outer = await database.read(signal, (db, run) => readItem(db, run, kind, id));
    if (!outer) break;
    within.unshift(outer);
    inner = outer;
  }
  return within;
}

/** The rows next to one on one side, oldest first, by the index on its context or, without one, on its author. */
async function readNeighbours(
  db: Db,
  run: Run,
  kind: string,
  row: ContentRow,
  side: Side,
): Promise<ContentRow[]> {
  const { rows } = await sql<ContentRow>`
    SELECT ${contentColumns(longestInList)} FROM ${viewOf(kind)} WHERE ${besides(row, side)}`.execute(
    db,
    run,
  );
  const shown = rows.map((it) => ({ ...it, body: shortened(it.body) }));
  return side === 'before' ? shown.reverse() : shown;
}

/** What stands after WHERE to find the neighbours of a row on one side, the nearest first. */
export function besides(row: ContentRow, side: Side): RawBuilder<unknown> {
  const at = row.created_at;
  const beside =
    side === 'before'
      ? sql`created_at <= ${at} AND (created_at < ${at} OR id < ${idValue(row.id)}) ORDER BY created_at DESC, id DESC`
      : sql`created_at >= ${at} AND (created_at > ${at} OR id > ${idValue(row.id)}) ORDER BY created_at, id`;
  return sql`${placeOf(row)} AND ${beside} LIMIT ${sql.lit(neighbours)}`;
}

/** The context is compared as the site spells it: a function around the column would cost it its index. */
function placeOf(row: ContentRow): RawBuilder<boolean> {
  return row.context_kind === null || row.context_id === null
    ? sql`author_id = ${idValue(row.author_id)}`
    : sql`context_kind = ${row.context_kind} AND context_id = ${idValue(row.context_id)}`;
}

async function readNicknames(db: Db, run: Run, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('caretaker_site.member')
    .select(['id', 'nickname'])
    .where('id', 'in', [...new Set(ids)].map(idValue))
    .limit(ids.length)
    .execute(run);
  return new Map(rows.map((row) => [row.id, row.nickname]));
}

export function itemOf(row: ContentRow, nicknames: ReadonlyMap<string, string>): ContentItem {
  return {
    kind: row.kind,
    id: row.id,
    authorId: row.author_id as MemberId,
    authorNickname: nicknames.get(row.author_id) ?? null,
    title: row.title,
    body: row.body,
    mediaUrl: row.media_url,
    createdAt: utcOf(row.created_at),
    editedAt: utcOrNull(row.edited_at),
    visible: Number(row.visible) === 1,
  };
}

/** Only for a kind that the site named: its name becomes part of the statement. */
export function viewOf(kind: string): RawBuilder<unknown> {
  return sql.table(`caretaker_site.content_${kind}`);
}
