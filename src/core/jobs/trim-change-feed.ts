import { sql } from 'kysely';
import { roles } from '../../contract/roles.ts';
import type { Job } from './job.ts';

const batch = 1000;

/** Removes what every console has long read from the change feed, a bounded batch at a time. */
export const trimChangeFeed: Job = {
  name: 'trim-change-feed',
  everySeconds: 300,
  roles,
  async run({ database }, signal) {
    const old = await database.readPrimary(signal, (db, run) =>
      sql<{ id: string }>`
        SELECT id FROM caretaker.change_feed
        WHERE at < UTC_TIMESTAMP(6) - INTERVAL 1 HOUR ORDER BY at DESC LIMIT 1`.execute(db, run),
    );
    const last = old.rows[0]?.id;
    if (last === undefined) return;
    let removed = BigInt(batch);
    while (removed === BigInt(batch) && !signal.aborted) {
      // By the primary key: for a delete of nearly every row a server would rather scan than use the index on `at`.
      removed = await database.write(true, async (trx) => {
        const result = await sql`
          DELETE FROM caretaker.change_feed WHERE id <= ${BigInt(last)} ORDER BY id LIMIT ${sql.lit(batch)}`.execute(
          trx,
        );
        return result.numAffectedRows ?? 0n;
      });
    }
  },
};
