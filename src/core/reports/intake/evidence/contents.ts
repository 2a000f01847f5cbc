import { sql } from 'kysely';
import type { ContentItem } from '../../../../contract/members/page.ts';
import { Utc } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Db, Run } from '../../../database/database.ts';
import { utcOf } from '../../../database/time.ts';
import { nicknamesOf } from '../../../members/nicknames.ts';
import {
  besides,
  type ContentRow,
  contentColumns,
  itemOf,
  longest,
  mostWithin,
  type Side,
  viewOf,
} from '../../../members/page/content.ts';
import { kindOf } from '../../../members/page/member-streams.ts';
import { longestInList, shortened } from '../../../members/page/stream.ts';
import type { Ground } from '../mark.ts';
import { forEach, inParts, together } from './at-once.ts';

/** A piece of content with what surrounds it; see `Evidence`. */
export interface FoundContent {
  readonly item: ContentItem;
  readonly within: ContentItem[];
  readonly before: ContentItem[];
  readonly after: ContentItem[];
}

interface Named {
  readonly kind: string;
  readonly id: string;
}

/** One text for what a kind and an id name. */
export function keyOf({ kind, id }: Named): string {
  return `${kind} ${id}`;
}

/**
 * Pieces of content, at most some hundreds, by `keyOf`, of kinds that the site names; those that are gone are left out.
 * They and what they were written on come from the primary, where nothing seems gone, or unedited, because a replica
 * lags; their neighbours are many, and come from a replica where there is one.
 */
export async function readContents(
  ground: Ground,
  subjects: readonly Named[],
): Promise<Map<string, FoundContent>> {
  const rows = await readRows(ground, subjects, longest);
  const found = [...rows.values()];
  const within = await readWithin(ground, found);
  const before = await readBeside(ground, found, 'before');
  const after = await readBeside(ground, found, 'after');
  const all = [rows, ...within, before, after].flatMap((map) => [...map.values()].flat());
  const nicknames = await readNicknames(ground, all);
  const show = (row: ContentRow) => itemOf(row, nicknames);
  return new Map(
    [...rows].map(([key, row]) => [
      key,
      {
        item: show(row),
        within: outwards(row, within).map(show),
        before: (before.get(key) ?? []).map(show),
        after: (after.get(key) ?? []).map(show),
      },
    ]),
  );
}

async function readRows(
  { database, signal }: Ground,
  subjects: readonly Named[],
  longestBody: number,
): Promise<Map<string, ContentRow>> {
  const byKind = Map.groupBy(subjects, (it) => it.kind);
  const found = await forEach([...byKind], ([kind, of]) =>
    database.readPrimary(signal, async (db, run) => {
      const ids = [...new Set(of.map((it) => it.id))].map(idValue);
      const { rows } = await sql<ContentRow>`
        SELECT ${contentColumns(longestBody)} FROM ${viewOf(kind)}
        WHERE id IN (${sql.join(ids)}) LIMIT ${sql.lit(ids.length)}`.execute(db, run);
      return rows.map((row): [string, ContentRow] => [
        keyOf({ kind, id: row.id }),
        sound({ ...row, kind, body: shortened(row.body, longestBody) }),
      ]);
    }),
  );
  return new Map(found.flat());
}

/** What the rows were written on, what that was written on, and so on: a map for each step outwards. */
async function readWithin(
  ground: Ground,
  rows: readonly ContentRow[],
): Promise<readonly ReadonlyMap<string, ContentRow>[]> {
  const steps: Map<string, ContentRow>[] = [];
  for (let inner = rows; steps.length < mostWithin; inner = [...(steps.at(-1)?.values() ?? [])]) {
    const contexts = inner.flatMap((row) => contextOf(row) ?? []);
    const known = contexts.filter((it) => ground.site.contentKinds.includes(it.kind));
    if (known.length === 0) break;
    steps.push(await readRows(ground, known, longestInList));
  }
  return steps;
}

/** The contexts of a row, outermost first. One that is gone, or that is no content (a group), ends them. */
function outwards(row: ContentRow, steps: readonly ReadonlyMap<string, ContentRow>[]): ContentRow[] {
  const within: ContentRow[] = [];
  for (const step of steps) {
    const context = contextOf(within[0] ?? row);
    const outer = context === null ? undefined : step.get(keyOf(context));
    if (!outer) break;
    within.unshift(outer);
  }
  return within;
}

function contextOf(row: ContentRow): Named | null {
  const kind = kindOf(row.context_kind);
  return kind === null || row.context_id === null ? null : { kind, id: row.context_id };
}

async function readBeside(
  { database, signal }: Ground,
  rows: readonly ContentRow[],
  side: Side,
): Promise<Map<string, ContentRow[]>> {
  const found = await forEach(inParts(rows), (some) =>
    database.read(signal, async (db, run) => {
      const parts = some.map(
        (row, nr) =>
          sql`SELECT ${sql.lit(nr)} AS nr, ${contentColumns(longestInList)} FROM ${viewOf(row.kind)} WHERE ${besides(row, side)}`,
      );
      const { rows: beside } = await sql<ContentRow & { nr: number }>`${together(parts)}`.execute(db, run);
      const of = Map.groupBy(beside, (it) => Number(it.nr));
      return some.map((row, nr): [string, ContentRow[]] => [
        keyOf(row),
        (of.get(nr) ?? []).map((it) => sound({ ...it, body: shortened(it.body) })).sort(oldestFirst),
      ]);
    }),
  );
  return new Map(found.flat());
}

async function readNicknames(
  { database, signal }: Ground,
  rows: readonly ContentRow[],
): Promise<Map<string, string>> {
  const ids = [...new Set(rows.map((row) => row.author_id))];
  return database.readPrimary(signal, (db, run) => nicknamesInBatches(db, run, ids));
}

/** More values than this in one IN, and MariaDB makes a table of them that it then scans. */
const mostInOne = 500;

export async function nicknamesInBatches(
  db: Db,
  run: Run,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  for (let start = 0; start < ids.length; start += mostInOne) {
    for (const [id, name] of await nicknamesOf(db, run, ids.slice(start, start + mostInOne)))
      known.set(id, name);
  }
  return known;
}

/** A row as the contract promises it: what a site left empty must not keep reports from being read. */
function sound(row: ContentRow): ContentRow {
  return {
    ...row,
    author_id: row.author_id ?? '0',
    created_at: momentOrNull(row.created_at) ?? '1970-01-01 00:00:00',
    edited_at: momentOrNull(row.edited_at),
  };
}

/** No server promises in which order it puts together what was asked for together. */
function oldestFirst(a: ContentRow, b: ContentRow): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? -1 : 1;
  return BigInt(a.id) < BigInt(b.id) ? -1 : 1;
}

function momentOrNull(column: string | null): string | null {
  return column !== null && Utc.safeParse(utcOf(column)).success ? column : null;
}
