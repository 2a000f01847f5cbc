import { sql } from 'kysely';
import type { Db, Run } from '../../database/database.ts';

/**
 * Global variables of the server as it gives them, those that it does not have left out. No right is needed for them.
 * Not SELECT @@…, which fails whole where a server lacks one.
 */
export async function serverVariables(
  db: Db,
  run: Run,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return namedValues(
    await sql<NamedValue>`
    SHOW GLOBAL VARIABLES WHERE Variable_name IN (${sql.join(names)})`.execute(db, run),
  );
}

/** As `serverVariables`, of the server's counters. */
export async function serverStatus(
  db: Db,
  run: Run,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return namedValues(
    await sql<NamedValue>`
    SHOW GLOBAL STATUS WHERE Variable_name IN (${sql.join(names)})`.execute(db, run),
  );
}

interface NamedValue {
  readonly Variable_name: string;
  readonly Value: string;
}

function namedValues({ rows }: { rows: readonly NamedValue[] }): ReadonlyMap<string, string> {
  return new Map(rows.map((row) => [row.Variable_name, row.Value]));
}
