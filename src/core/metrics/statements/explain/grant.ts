import { sql } from 'kysely';
import type { Database } from '../../../database/database.ts';
import { quoted } from '../../../database/quoted.ts';
import { type Token, tokensOf } from './tokens.ts';

/**
 * What a database administrator would grant so that the person may have the plan: of the statement's tables, and no more.
 * Null where they cannot be told.
 */
export async function grantFor(database: Database, text: string, schema: string): Promise<string | null> {
  const { rows } = await database.readPrimary(undefined, (db, run) =>
    sql<{ account: string }>`SELECT CURRENT_USER() AS account`.execute(db, run),
  );
  const account = accountOf(rows[0]?.account ?? '');
  const tables = tablesIn(tokensOf(text) ?? [], schema);
  if (tables.length === 0) return null;
  return tables.map((table) => `GRANT SELECT, SHOW VIEW ON ${table} TO ${account};`).join('\n');
}

/** The tables after FROM, JOIN and commas between these, each once; what a WITH names is none. */
export function tablesIn(tokens: readonly Token[], schema: string): string[] {
  const made = new Set(
    tokens.filter((_, at) => /^(?:WITH|RECURSIVE)$/i.test(tokens[at - 1]?.text ?? '')).map((it) => it.text),
  );
  const tables = new Set<string>();
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'name' || !/^(?:FROM|JOIN|STRAIGHT_JOIN)$/i.test(tokens[at - 1]?.text ?? '')) continue;
    const further = tokens[at + 1]?.text === '.' ? tokens[at + 2] : undefined;
    if (further?.kind === 'name') tables.add(`${token.text}.${further.text}`);
    else if (schema !== '' && !made.has(token.text)) tables.add(`${quoted(schema)}.${token.text}`);
  }
  return [...tables];
}

/** `ada@%` as a statement names it. */
export function accountOf(account: string): string {
  const at = account.lastIndexOf('@');
  const text = (it: string) => `'${it.replaceAll("'", "''")}'`;
  return `${text(account.slice(0, at))}@${text(account.slice(at + 1))}`;
}
