import { sql } from 'kysely';
import type { Job } from './runner.ts';

const batch = 1000;

/** Removes what every console has long read from the change feed, a bounded batch at a time. */
export const trimChangeFeed: Job = {
  name: 'trim-change-feed',
  everySeconds: 300,
  async run(database, signal) {
    let removed = BigInt(batch);
    while (removed === BigInt(batch) && !signal.aborted) {
      removed = await database.write(true, async (trx) => {
        const result = await sql`
          DELETE FROM caretaker.change_feed WHERE at < UTC_TIMESTAMP(6) - INTERVAL 1 HOUR
          ORDER BY at LIMIT ${sql.lit(batch)}`.execute(trx);
        return result.numAffectedRows ?? 0n;
      });
    }
  },
};
