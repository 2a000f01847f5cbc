import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { OwnSession } from '../../contract/account.ts';
import { utcOf } from '../database/time.ts';
import { Refused } from '../errors.ts';
import { addEntry } from '../record/entry.ts';
import type { SignedIn } from '../session/open.ts';

/** A console says each minute that it is there: one that has not for a day was killed, or is asleep for long. */
const shownHours = 24;

/** The consoles on which the person is signed in, this one first, then the one seen last. */
export async function listSessions(
  { id, database }: SignedIn,
  signal: AbortSignal | undefined,
): Promise<OwnSession[]> {
  const rows = await database.readPrimary(signal, (db, run) =>
    db
      .selectFrom('caretaker_audit.own_session')
      .select(['id', 'place', 'signed_in_at', 'last_seen_at'])
      .where('ended_at', 'is', null)
      .where('last_seen_at', '>', sql<string>`UTC_TIMESTAMP() - INTERVAL ${sql.lit(shownHours)} HOUR`)
      .orderBy('last_seen_at', 'desc')
      .limit(100)
      .execute(run),
  );
  const sessions = rows.map((row) => ({
    id: row.id,
    where: row.place,
    signedInAt: utcOf(row.signed_in_at),
    lastSeenAt: utcOf(row.last_seen_at),
    isThis: row.id === id,
  }));
  return [...sessions.filter((it) => it.isThis), ...sessions.filter((it) => !it.isThis)];
}

/** Marks a session of the person's own as ended: its console looks each second. */
export async function endSession({ id: here, database }: SignedIn, id: string): Promise<void> {
  if (id === here) {
    throw new Refused('CONFLICT', 'This is the session you are in. Sign out to end it; nothing was changed.');
  }
  const ended = await database.write(true, async (trx) => {
    const row = await trx
      .selectFrom('caretaker_audit.own_session')
      .select(['place', 'ended_at'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) return false;
    if (row.ended_at !== null) return true;
    await addEntry(trx, {
      requestId: randomUUID(),
      action: 'account.session_ended',
      subjectKind: 'connection',
      subjectId: row.place.slice(0, 190),
    });
    await trx
      .updateTable('caretaker_audit.own_session')
      .set({ ended_at: sql<string>`UTC_TIMESTAMP(6)` })
      .where('id', '=', id)
      .execute();
    return true;
  });
  if (!ended) throw new Refused('NOT_FOUND', 'This session has ended by itself. Nothing was changed.');
}
