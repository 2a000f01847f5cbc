import type { RawBuilder } from 'kysely';
import type { Database } from '../database/database.ts';

/**
 * Rows of a procedure that reads the server. Not to be stopped: it runs in its owner's name, and nobody may stop what runs
 * in another's.
 */
export async function called<Row>(
  database: Database,
  call: RawBuilder<readonly Row[]>,
): Promise<readonly Row[]> {
  const { rows } = await database.readPrimary(undefined, (db) => call.execute(db));
  return rows[0] ?? [];
}
