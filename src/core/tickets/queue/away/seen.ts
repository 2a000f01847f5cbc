import { sql } from 'kysely';
import type { SignedIn } from '../../../session/open.ts';

/** Notes that the person is at the desk, to the minute. */
export async function noteSeen({ database, person }: SignedIn): Promise<void> {
  await database.writeAtOnce((db) =>
    sql`
      INSERT INTO caretaker.support_person (user, seen_at) VALUES (${person.user}, UTC_TIMESTAMP(6))
      ON DUPLICATE KEY UPDATE
        seen_at = IF(seen_at < UTC_TIMESTAMP(6) - INTERVAL 1 MINUTE, UTC_TIMESTAMP(6), seen_at)`.execute(db),
  );
}
