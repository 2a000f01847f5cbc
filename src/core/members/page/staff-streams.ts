import { sql } from 'kysely';
import { type MemberAction, memberActionNames, memberActions } from '../../../contract/members/actions.ts';
import type { HistorySource } from '../../../contract/members/page.ts';
import { idValue } from '../../database/cursor.ts';
import type { Schema } from '../../database/schema.ts';
import { utcOf, utcOrNull } from '../../database/time.ts';
import { accountOf, endOf } from './member.ts';
import { older, type Stream } from './stream.ts';

/** What staff did to a member or noted about them, and what the member was called before. */
export const staffStreams: Record<Extract<HistorySource, 'action' | 'rename' | 'note'>, Stream> = {
  /** All but renames, which have a stream of their own that knows both names. */
  async action(db, run, { id, before, limit }) {
    const { rows } = await sql<Schema['caretaker_site.member_action']>`
      SELECT id, at, subject_kind, subject_id, action, reason, until, actor FROM caretaker_site.member_action
      WHERE subject_kind = 'member' AND subject_id = ${idValue(id)} AND ${older(before, 'action', 'at')}
        AND action <> ${memberActions.rename.procedure}
      ORDER BY at DESC, id DESC LIMIT ${limit}`.execute(db, run);
    return rows.map((row) => ({
      place: [utcOf(row.at), 'action', row.id],
      entry: {
        source: 'action',
        id: row.id,
        at: utcOf(row.at),
        action: actionOf(row.action),
        reason: row.reason,
        until: endOf(row.until),
        actor: accountOf(row.actor),
      },
    }));
  },

  async rename(db, run, { id, before, limit }) {
    const { rows } = await sql<Schema['caretaker_site.member_rename']>`
      SELECT id, member_id, at, old_nickname, new_nickname, actor FROM caretaker_site.member_rename
      WHERE member_id = ${idValue(id)} AND ${older(before, 'rename', 'at')}
      ORDER BY at DESC, id DESC LIMIT ${limit}`.execute(db, run);
    return rows.map((row) => ({
      place: [utcOf(row.at), 'rename', row.id],
      entry: {
        source: 'rename',
        id: row.id,
        at: utcOf(row.at),
        before: row.old_nickname,
        after: row.new_nickname,
        actor: accountOf(row.actor),
      },
    }));
  },

  async note(db, run, { id, before, limit }) {
    const { rows } = await sql<NoteRow>`
      SELECT id, author, at, body, pinned, edited_at FROM caretaker_audit.member_note
      WHERE member_id = ${idValue(id)} AND removed_at IS NULL AND ${older(before, 'note', 'at')}
      ORDER BY at DESC, id DESC LIMIT ${limit}`.execute(db, run);
    return rows.map((row) => ({
      place: [utcOf(row.at), 'note', row.id],
      entry: {
        source: 'note',
        id: row.id,
        at: utcOf(row.at),
        author: row.author,
        body: row.body,
        pinned: Number(row.pinned) === 1,
        editedAt: utcOrNull(row.edited_at),
      },
    }));
  },
};

interface NoteRow {
  readonly id: string;
  readonly author: string;
  readonly at: string;
  readonly body: string;
  readonly pinned: number;
  readonly edited_at: string | null;
}

const byProcedure = new Map<string, MemberAction>(
  memberActionNames.map((name) => [memberActions[name].procedure, name]),
);

/** The name of an action by the site's procedure that did it; that of one the console does not know without `member_`. */
function actionOf(procedure: string): string {
  return byProcedure.get(procedure) ?? procedure.replace(/^member_/, '');
}
