import { sql } from 'kysely';
import type { Note } from '../../../contract/members/notes.ts';
import type { RecordAction } from '../../../contract/record.ts';
import type { EntryId, MemberId, Utc } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Trx } from '../../database/database.ts';
import { columnOf, utcOf, utcOrNull } from '../../database/time.ts';
import { Refused } from '../../errors.ts';
import { addEntry } from '../../record/entry.ts';
import type { SignedIn } from '../../session/open.ts';
import { siteMember } from '../page/member.ts';

const most = 200;

/** What the staff noted about a member: pinned first, then newest. Older than the newest 200 are in the time line. */
export async function listNotes(
  { database }: SignedIn,
  memberId: MemberId,
  signal: AbortSignal | undefined,
): Promise<{ notes: Note[] }> {
  // The primary: what was just written must be there. By the index on (member_id, pinned, at, id).
  const rows = await database.readPrimary(signal, (db, run) =>
    db
      .selectFrom('caretaker_audit.member_note')
      .select(['id', 'author', 'at', 'edited_at', 'pinned', 'body'])
      .where('member_id', '=', idValue(memberId))
      .where('removed_at', 'is', null)
      .orderBy('pinned', 'desc')
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(most)
      .execute(run),
  );
  const notes = rows.map((row) => ({
    id: row.id as EntryId,
    author: row.author,
    at: utcOf(row.at),
    editedAt: utcOrNull(row.edited_at),
    pinned: row.pinned === 1,
    body: row.body,
  }));
  return { notes };
}

/** Writes a note; one that the same request has written already is not written again. */
export async function addNote(
  { database }: SignedIn,
  { requestId, memberId, body }: { requestId: string; memberId: MemberId; body: string },
): Promise<{ id: EntryId }> {
  const [member, before] = await database.readPrimary(undefined, async (db, run) => [
    await siteMember(db, run, memberId),
    await db
      .selectFrom('caretaker_audit.member_note')
      .select(['id', 'member_id', 'body'])
      .where('request_id', '=', requestId)
      .executeTakeFirst(run),
  ]);
  if (before?.member_id === memberId && before.body === body) return { id: before.id as EntryId };
  if (!member) {
    throw new Refused(
      'NOT_FOUND',
      `The community has no member with the id ${memberId}, or no longer. Nothing was written; what you typed is kept.`,
    );
  }
  const id = await database.write(true, async (trx) => {
    await addEntry(trx, {
      requestId,
      action: 'member.note_added',
      subjectKind: 'member',
      subjectId: memberId,
    });
    const { insertId } = await trx
      .insertInto('caretaker_audit.member_note')
      .values({ member_id: idValue(memberId), body, request_id: requestId })
      .executeTakeFirstOrThrow();
    await tell(trx, memberId);
    return String(insertId);
  });
  return { id: id as EntryId };
}

/** Changes what one's own note says. `editedAt` is when it was edited last, as the person saw it. */
export async function editNote(
  signedIn: SignedIn,
  { requestId, id, editedAt, body }: { requestId: string; id: EntryId; editedAt: Utc | null; body: string },
): Promise<void> {
  const note = await findNote(signedIn, id);
  requireAuthor(signedIn, note, 'change');
  if (note.removed_at === null && note.body === body) return;
  const seen = editedAt === null ? null : columnOf(editedAt);
  await change(signedIn, note, { requestId, action: 'member.note_edited', detail: { note: id } }, (trx) =>
    trx
      .updateTable('caretaker_audit.member_note')
      .set({ body })
      .where('id', '=', idValue(id))
      .where(sql<boolean>`edited_at <=> ${seen}`)
      .where('removed_at', 'is', null)
      .executeTakeFirstOrThrow(),
  );
}

/** Sets a note on top of the others, anyone's, or takes it from there. */
export async function pinNote(
  signedIn: SignedIn,
  { requestId, id, pinned }: { requestId: string; id: EntryId; pinned: boolean },
): Promise<void> {
  const note = await findNote(signedIn, id);
  if (note.removed_at === null && (note.pinned === 1) === pinned) return;
  const detail = { note: id, author: note.author, pinned };
  await change(signedIn, note, { requestId, action: 'member.note_pinned', detail }, (trx) =>
    trx
      .updateTable('caretaker_audit.member_note')
      .set({ pinned: pinned ? 1 : 0 })
      .where('id', '=', idValue(id))
      .where('removed_at', 'is', null)
      .executeTakeFirstOrThrow(),
  );
}

/** Removes one's own note or brings it back. It is kept: the table forgets nothing. */
export async function removeNote(
  signedIn: SignedIn,
  { requestId, id, removed }: { requestId: string; id: EntryId; removed: boolean },
): Promise<void> {
  const note = await findNote(signedIn, id);
  requireAuthor(signedIn, note, removed ? 'remove' : 'bring back');
  if ((note.removed_at !== null) === removed) return;
  await change(
    signedIn,
    note,
    { requestId, action: 'member.note_removed', detail: { note: id, removed } },
    (trx) =>
      trx
        .updateTable('caretaker_audit.member_note')
        // Any moment does: the server writes its own.
        .set({ removed_at: removed ? sql<string>`UTC_TIMESTAMP(6)` : null })
        .where('id', '=', idValue(id))
        .executeTakeFirstOrThrow(),
  );
}

interface FoundNote {
  readonly member_id: string;
  readonly author: string;
  readonly body: string;
  readonly pinned: number;
  readonly removed_at: string | null;
}

async function findNote({ database }: SignedIn, id: EntryId): Promise<FoundNote> {
  const note = await database.readPrimary(undefined, (db, run) =>
    db
      .selectFrom('caretaker_audit.member_note')
      .select(['member_id', 'author', 'body', 'pinned', 'removed_at'])
      .where('id', '=', idValue(id))
      .executeTakeFirst(run),
  );
  if (note) return note;
  throw new Refused('NOT_FOUND', 'There is no such note. Nothing was changed.');
}

/** Says it in words; that it holds is the server's doing, by a trigger. */
function requireAuthor({ person }: SignedIn, note: FoundNote, what: string): void {
  if (note.author === person.user) return;
  throw new Refused(
    'FORBIDDEN',
    `${note.author} wrote this note, and only who wrote a note may ${what} it. Nothing was changed; write a note of your own instead.`,
  );
}

/** The change of a note with its entry of the record, or a CONFLICT where the note is no longer as it was seen. */
async function change(
  signedIn: SignedIn,
  note: FoundNote,
  entry: {
    requestId: string;
    action: RecordAction;
    detail: Readonly<Record<string, string | boolean>>;
  },
  work: (trx: Trx) => Promise<{ numUpdatedRows: bigint }>,
): Promise<void> {
  await signedIn.database.write(true, async (trx) => {
    await addEntry(trx, { ...entry, subjectKind: 'member', subjectId: note.member_id });
    const { numUpdatedRows } = await work(trx);
    if (numUpdatedRows === 0n) throw changedMeanwhile(note);
    await tell(trx, note.member_id);
  });
}

function changedMeanwhile(note: FoundNote): Refused {
  const what = note.removed_at === null ? 'changed' : 'removed';
  return new Refused(
    'CONFLICT',
    `${note.author} ${what} this note meanwhile. Nothing was changed now, and what you typed is kept. Look at the note as it is, then try again.`,
  );
}

async function tell(trx: Trx, memberId: string): Promise<void> {
  await trx.insertInto('caretaker.change_feed').values({ topic: 'member', subject_id: memberId }).execute();
}
