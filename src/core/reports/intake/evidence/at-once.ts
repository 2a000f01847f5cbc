import { type RawBuilder, sql } from 'kysely';

/** How many statements of a batch run at the same time, of the eight that the console's pool has for everyone. */
const statementsAtOnce = 3;

/** Asks the database for each, a few at a time. The results stand in the order of the items. */
export async function forEach<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = [...items.entries()];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[0]] = await ask(next[1]);
  };
  await Promise.all(Array.from({ length: statementsAtOnce }, lane));
  return results;
}

/** More parts than this, and a statement becomes longer than what it saves. */
const partsAtOnce = 20;

/** Cuts questions into groups that one statement answers. */
export function inParts<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / partsAtOnce) }, (_, nr) =>
    items.slice(nr * partsAtOnce, (nr + 1) * partsAtOnce),
  );
}

/** One statement for several that each have a limit of their own, by an index of their own. */
export function together(parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql.join(
    parts.map((part) => sql`(${part})`),
    sql` UNION ALL `,
  );
}
