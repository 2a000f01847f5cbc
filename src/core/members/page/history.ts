import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { type HistoryEntry, type HistorySource, historySources } from '../../../contract/members/page.ts';
import { type Cursor, type MemberId, Utc } from '../../../contract/values.ts';
import { packCursor, unpackCursor } from '../../database/cursor.ts';
import type { Database, Db, Run } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';
import { columnOf, now, utcOf, utcOrNull } from '../../database/time.ts';

/** Where a page ended: the moment, the source's rank and the row. Entries of one moment keep a fixed order. */
const HistoryCursor = z.tuple([Utc, z.string().max(60), z.string().regex(/^\d{1,20}$/)]);
type Place = z.infer<typeof HistoryCursor>;

interface Placed {
  readonly place: Place;
  readonly entry: HistoryEntry;
}

/**
 * One page of what a member did and what happened to them, newest first: each source gives its newest `limit`
 * entries before the cursor by an index on (member, at, id), and the pages are merged. A union in SQL would read
 * a member's whole history first.
 */
export async function memberHistory(
  database: Database,
  contentKinds: readonly string[],
  input: { id: MemberId; sources: readonly HistorySource[]; cursor: Cursor | null; limit: number },
  signal: AbortSignal | undefined,
): Promise<{ entries: HistoryEntry[]; next: Cursor | null; asOf: Utc }> {
  const before = unpackCursor(input.cursor, HistoryCursor);
  const chosen = input.sources.length > 0 ? input.sources : historySources;
  const asOf = now();
  const asked = chosen.flatMap((source) =>
    source === 'content' ? contentKinds.map((kind) => content(kind)) : [streams[source]],
  );
  const pages = await Promise.all(
    asked.map((stream) =>
      database.read(signal, (db, run) => stream(db, run, { id: input.id, before, limit: input.limit + 1 })),
    ),
  );
  const merged = pages.flat().sort((a, b) => comparePlaces(b.place, a.place));
  const shown = merged.slice(0, input.limit);
  const last = shown.at(-1);
  return {
    entries: shown.map((it) => it.entry),
    next: merged.length > input.limit && last ? packCursor(last.place) : null,
    asOf,
  };
}

/** Ascending by moment, then source, then id as a number. */
function comparePlaces(a: Place, b: Place): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  if (a[1] !== b[1]) return a[1] < b[1] ? -1 : 1;
  const difference = BigInt(a[2]) - BigInt(b[2]);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

interface Ask {
  readonly id: MemberId;
  readonly before: Place | null;
  readonly limit: number;
}
type Stream = (db: Db, run: Run, ask: Ask) => Promise<Placed[]>;

/** Rows of one source that stand after the cursor, given the source's rank among those of the same moment. */
function older(before: Place | null, rank: string, at: string): RawBuilder<boolean> {
  if (before === null) return sql<boolean>`TRUE`;
  const [moment, lastRank, lastId] = before;
  const column = sql.ref(at);
  const text = columnOf(moment);
  if (rank < lastRank) return sql<boolean>`${column} <= ${text}`;
  if (rank > lastRank) return sql<boolean>`${column} < ${text}`;
  return sql<boolean>`${column} <= ${text} AND (${column} < ${text} OR id < ${BigInt(lastId)})`;
}

const streams: Record<Exclude<HistorySource, 'content'>, Stream> = {
  async login(db, run, { id, before, limit }) {
    const { rows } = await sql<Schema['caretaker_site.member_login']>`
      SELECT id, member_id, at, ip, device, user_agent FROM caretaker_site.member_login
      WHERE member_id = ${BigInt(id)} AND ${older(before, 'login', 'at')}
      ORDER BY at DESC, id DESC LIMIT ${limit}`.execute(db, run);
    return rows.map((row) => ({
      place: [utcOf(row.at), 'login', row.id],
      entry: {
        source: 'login',
        id: row.id,
        at: utcOf(row.at),
        ip: row.ip,
        device: row.device,
        userAgent: row.user_agent,
      },
    }));
  },

  async activity(db, run, { id, before, limit }) {
    const { rows } = await sql<Schema['caretaker_site.activity']>`
      SELECT id, at, actor_id, verb, object_kind, object_id FROM caretaker_site.activity
      WHERE actor_id = ${BigInt(id)} AND ${older(before, 'activity', 'at')}
      ORDER BY at DESC, id DESC LIMIT ${limit}`.execute(db, run);
    return rows.map((row) => ({
      place: [utcOf(row.at), 'activity', row.id],
      entry: {
        source: 'activity',
        id: row.id,
        at: utcOf(row.at),
        verb: row.verb,
        objectKind: row.object_kind,
        objectId: row.object_id,
      },
    }));
  },

  'report-by': reports('report-by', 'reporter_id'),
  'report-against': reports('report-against', 'subject_author_id'),
};

function reports(
  source: 'report-by' | 'report-against',
  column: 'reporter_id' | 'subject_author_id',
): Stream {
  return async (db, run, { id, before, limit }) => {
    const { rows } = await sql<Schema['caretaker_site.report']>`
      SELECT id, at, reporter_id, subject_kind, subject_id, subject_author_id, reason, note
      FROM caretaker_site.report
      WHERE ${sql.ref(column)} = ${BigInt(id)} AND ${older(before, source, 'at')}
      ORDER BY at DESC, id DESC LIMIT ${limit}`.execute(db, run);
    return rows.map((row) => ({
      place: [utcOf(row.at), source, row.id],
      entry: {
        source,
        id: row.id,
        at: utcOf(row.at),
        otherId: (source === 'report-by' ? row.subject_author_id : row.reporter_id) as MemberId | null,
        subjectKind: row.subject_kind,
        subjectId: row.subject_id,
        reason: row.reason,
        note: row.note,
      },
    }));
  };
}

function content(kind: string): Stream {
  const rank = `content:${kind}`;
  return async (db, run, { id, before, limit }) => {
    const { rows } = await sql<Schema['caretaker_site.content']>`
      SELECT kind, id, author_id, title, body, created_at, edited_at, visible
      FROM ${sql.table(`caretaker_site.content_${kind}`)}
      WHERE author_id = ${BigInt(id)} AND ${older(before, rank, 'created_at')}
      ORDER BY created_at DESC, id DESC LIMIT ${limit}`.execute(db, run);
    return rows.map((row) => ({
      place: [utcOf(row.created_at), rank, row.id],
      entry: {
        source: 'content',
        id: row.id,
        at: utcOf(row.created_at),
        kind: row.kind,
        title: row.title,
        body: row.body,
        visible: Number(row.visible) === 1,
        editedAt: utcOrNull(row.edited_at),
      },
    }));
  };
}
