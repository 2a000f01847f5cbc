import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';

/**
 * Keeps the consoles of the run from these jobs until the signal. They take no lease that another holds, and believe none
 * that lasts for longer than a minute.
 */
export async function holdJobs(sql: Connection, jobs: readonly string[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const job of jobs) {
      await sql.query(
        `INSERT INTO caretaker.job_lease (job, holder, expires_at)
         VALUES (?, 'benchmark', UTC_TIMESTAMP(6) + INTERVAL 45 SECOND)
         ON DUPLICATE KEY UPDATE holder = VALUES(holder), expires_at = VALUES(expires_at)`,
        [job],
      );
    }
    await sleep(10_000, undefined, { signal }).catch(() => {});
  }
  await sql.query("UPDATE caretaker.job_lease SET expires_at = '2000-01-01' WHERE holder = 'benchmark'");
}
