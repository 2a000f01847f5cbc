import { sql } from 'kysely';
import type { Db, Run } from './database.ts';

/** The moment by the server's clock, as a column has it. */
export async function serverMoment(db: Db, run?: Run): Promise<string> {
  const { rows } = await sql<{ moment: string }>`SELECT UTC_TIMESTAMP(6) AS moment`.execute(db, run);
  return rows[0]?.moment ?? '';
}
