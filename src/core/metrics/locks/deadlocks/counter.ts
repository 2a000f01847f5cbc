import { sql } from 'kysely';
import type { Database } from '../../../database/database.ts';
import { called } from '../../called.ts';
import { serverStatus } from '../../sampler/variables.ts';

export interface DeadlockCount {
  /** Since the server started; null where it does not count them. */
  readonly counted: bigint | null;
  /** How long the server is up, in seconds. */
  readonly upSeconds: number;
}

/** How to turn on what MySQL may have been told not to count. */
export const notCounted =
  'The server does not count deadlocks, so those that were not caught are unknown. An administrator of the database turns it on with: SET GLOBAL innodb_monitor_enable = lock_deadlocks';

/** How many deadlocks the server has met, which costs it little to say. */
export async function countDeadlocks(
  database: Database,
  signal: AbortSignal | undefined,
): Promise<DeadlockCount> {
  const status = await database.readPrimary(signal, (db, run) =>
    serverStatus(db, run, ['Uptime', 'Innodb_deadlocks']),
  );
  const upSeconds = Number(status.get('Uptime') ?? 0);
  const ofMariaDb = status.get('Innodb_deadlocks');
  if (ofMariaDb !== undefined) return { counted: BigInt(ofMariaDb), upSeconds };
  const counters = await called(
    database,
    sql<readonly { name: string; value: string; counted: number }[]>`CALL caretaker_audit.server_counters()`,
  );
  const counter = counters.find((it) => it.name === 'lock_deadlocks');
  const isCounted = counter !== undefined && Number(counter.counted) === 1;
  return { counted: isCounted ? BigInt(counter.value) : null, upSeconds };
}
