import { sql } from 'kysely';
import type { KillRequest } from '../../../../contract/metrics/locks/tree.ts';
import { isKnownRequest } from '../../../database/errors.ts';
import { Refused } from '../../../errors.ts';
import type { SignedIn } from '../../../session/open.ts';

/**
 * Ends a session, or the statement that it runs, once for a request id: false where it was done before. The server
 * records it in the same call, and refuses in a sentence what must not be ended.
 */
export async function killSession(
  { database }: SignedIn,
  { requestId, thread, mark, whole, reason }: KillRequest,
): Promise<{ done: boolean }> {
  if (database.threads.includes(Number(thread))) {
    throw new Refused('CONFLICT', 'This is a connection of your own console. Nothing was done.');
  }
  const done = await database
    .writeAtOnce(async (db) => {
      const { rows } = await sql<readonly { done: number }[]>`
        CALL caretaker_audit.server_kill(${requestId}, ${BigInt(thread)}, ${mark}, ${whole}, ${reason})`.execute(
        db,
      );
      return Number(rows[0]?.[0]?.done) === 1;
    })
    .catch((error: unknown) => {
      // Two of the same request at once: the other does it.
      if (isKnownRequest(error)) return false;
      throw error;
    });
  await database.writeAtOnce((db) =>
    db.insertInto('caretaker.change_feed').values({ topic: 'record', subject_id: thread }).execute(),
  );
  return { done };
}
