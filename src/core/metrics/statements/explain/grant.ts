import { sql } from 'kysely';
import type { Database } from '../../../database/database.ts';

/**
 * What a database administrator would grant so that the person may have the plan: of the table that the server names, or of
 * the schema as a whole where it names none.
 */
export async function grantFor(database: Database, refusal: string, schema: string): Promise<string | null> {
  const { rows } = await database.readPrimary(undefined, (db, run) =>
    sql<{ account: string }>`SELECT CURRENT_USER() AS account`.execute(db, run),
  );
  const account = accountOf(rows[0]?.account ?? '');
  const table = tableIn(refusal, schema);
  if (table === null) return null;
  return `GRANT SELECT, SHOW VIEW ON ${table} TO ${account};`;
}

/** `SELECT command denied to user 'ada'@'%' for table `shop`.`orders``, which MySQL writes as 'orders'. */
export function tableIn(refusal: string, schema: string): string | null {
  const named = /for table (?:`([^`]+)`\.)?[`']([^`']+)[`']/.exec(refusal);
  const home = named?.[1] ?? schema;
  if (home === '') return null;
  return named ? `${quoted(home)}.${quoted(named[2] ?? '')}` : `${quoted(home)}.*`;
}

/** `ada@%` as a statement names it. */
export function accountOf(account: string): string {
  const at = account.lastIndexOf('@');
  const text = (it: string) => `'${it.replaceAll("'", "''")}'`;
  return `${text(account.slice(0, at))}@${text(account.slice(at + 1))}`;
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
