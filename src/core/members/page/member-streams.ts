import { sql } from 'kysely';
import type { HistorySource } from '../../../contract/members/page.ts';
import type { MemberId } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Schema } from '../../database/schema.ts';
import { utcOf, utcOrNull } from '../../database/time.ts';
import { beginningOf, older, type Stream, shortened } from './stream.ts';

/** What a member did, and what members reported; each by an index on (member, at, id). Content: see `contentStream`. */
export const memberStreams: Record<
  Extract<HistorySource, 'login' | 'activity' | 'report-by' | 'report-against'>,
  Stream
> = {
  async login(db, run, { id, before, limit, addressesShown }) {
    const { rows } = await sql<Schema['caretaker_site.member_login']>`
      SELECT id, member_id, at, ip, device, device_id, user_agent FROM caretaker_site.member_login
      WHERE member_id = ${idValue(id)} AND ${older(before, 'login', 'at')}
      ORDER BY at DESC, id DESC LIMIT ${limit}`.execute(db, run);
    return rows.map((row) => ({
      place: [utcOf(row.at), 'login', row.id],
      entry: {
        source: 'login',
        id: row.id,
        at: utcOf(row.at),
        ip: addressesShown ? row.ip : null,
        device: row.device,
        deviceId: row.device_id,
        userAgent: row.user_agent,
      },
    }));
  },

  async activity(db, run, { id, before, limit }) {
    const { rows } = await sql<Schema['caretaker_site.activity']>`
      SELECT id, at, actor_id, verb, object_kind, object_id FROM caretaker_site.activity
      WHERE actor_id = ${idValue(id)} AND ${older(before, 'activity', 'at')}
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
      SELECT id, at, reporter_id, subject_kind, subject_id, subject_author_id, reason,
             ${beginningOf('note')} AS note
      FROM caretaker_site.report
      WHERE ${sql.ref(column)} = ${idValue(id)} AND ${older(before, source, 'at')}
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
        note: shortened(row.note),
      },
    }));
  };
}

/** What a member wrote of one kind. The text of media is here, the media itself is only said to be there. */
export function contentStream(kind: string): Stream {
  const rank = `content:${kind}`;
  return async (db, run, { id, before, limit }) => {
    const { rows } = await sql<Schema['caretaker_site.content']>`
      SELECT kind, id, context_kind, context_id, title, ${beginningOf('body')} AS body, media_url, created_at,
             edited_at, visible
      FROM ${sql.table(`caretaker_site.content_${kind}`)}
      WHERE author_id = ${idValue(id)} AND ${older(before, rank, 'created_at')}
      ORDER BY created_at DESC, id DESC LIMIT ${limit}`.execute(db, run);
    return rows.map((row) => ({
      place: [utcOf(row.created_at), rank, row.id],
      entry: {
        source: 'content',
        id: row.id,
        at: utcOf(row.created_at),
        kind: row.kind,
        title: row.title,
        body: shortened(row.body),
        contextKind: kindOf(row.context_kind),
        contextId: row.context_id,
        hasMedia: row.media_url !== null,
        visible: Number(row.visible) === 1,
        editedAt: utcOrNull(row.edited_at),
      },
    }));
  };
}

/** A context's kind as the contract spells kinds. A site may give the name of a class, `Status`, as its index has it. */
export function kindOf(contextKind: string | null): string | null {
  return contextKind === null ? null : contextKind.toLowerCase();
}
