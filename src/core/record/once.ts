import type { Trx } from '../database/database.ts';
import { isKnownRequest } from '../database/errors.ts';
import { Refused } from '../errors.ts';
import type { SignedIn } from '../session/open.ts';
import { addEntry, type NewEntry } from './entry.ts';

/**
 * Does it in a transaction that begins with its entry of the record. Asked again with the same request, nothing more is
 * done: it stands on record.
 */
export async function doOnce(
  { database }: SignedIn,
  entry: NewEntry,
  work: (trx: Trx) => Promise<void>,
): Promise<void> {
  try {
    await database.write(true, async (trx) => {
      await addEntry(trx, entry);
      await work(trx);
    });
  } catch (error) {
    if (!isKnownRequest(error)) throw error;
    // One's own entries: what another person's request did is not this one.
    const before = await database.readPrimary(undefined, (db, run) =>
      db
        .selectFrom('caretaker_audit.own_entry')
        .select(['action', 'subject_id'])
        .where('request_id', '=', entry.requestId)
        .executeTakeFirst(run),
    );
    if (before?.action === entry.action && before.subject_id === entry.subjectId) return;
    throw new Refused(
      'CONFLICT',
      'This request was used for something else before. Nothing was changed; what you typed is kept.',
    );
  }
}
