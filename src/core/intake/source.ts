import { sql } from 'kysely';
import type { Db, Run } from '../database/database.ts';

/** A view of the site whose rows the console reads, each once. Their ids grow with time. */
export interface Source {
  readonly view: 'caretaker_site.report' | 'caretaker_site.support_request';
  /** A column that no index holds: named along, or a server may sort by another index than that of the ids. */
  readonly unindexed: string;
  /** Where it stands which rows were read: a unique key. */
  readonly taken: { readonly table: string; readonly column: string };
  /** How many are read and written at once. */
  readonly batch: number;
  /** With the first start begin the rows of so many days. */
  readonly firstDays: number;
}

const takenAtOnce = 1000;

/** Ids after one, the lowest first. */
export async function idsAfter(
  { view, unindexed }: Source,
  db: Db,
  run: Run,
  after: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id, ${sql.ref(unindexed)} FROM ${sql.table(view)}
    WHERE id > ${BigInt(after)} ORDER BY id LIMIT ${sql.lit(limit)}`.execute(db, run);
  return rows.map((row) => row.id);
}

/** Which of these, the lowest first, were read already. */
export async function takenOf(
  { taken: { table, column } }: Source,
  db: Db,
  run: Run,
  ids: readonly string[],
): Promise<Set<string>> {
  const taken = new Set<string>();
  const last = ids.at(-1);
  // A range of the key, in pieces: between these there may be rows that the site has removed.
  for (let from = ids[0]; from !== undefined && last !== undefined; ) {
    const { rows } = await sql<{ id: string }>`
      SELECT ${sql.ref(column)} AS id FROM ${sql.table(table)}
      WHERE ${sql.ref(column)} >= ${BigInt(from)} AND ${sql.ref(column)} <= ${BigInt(last)}
      ORDER BY ${sql.ref(column)} LIMIT ${sql.lit(takenAtOnce)}`.execute(db, run);
    for (const row of rows) taken.add(row.id);
    const end = rows.length < takenAtOnce ? undefined : rows.at(-1);
    from = end && String(BigInt(end.id) + 1n);
  }
  return new Set(ids.filter((id) => taken.has(id)));
}

/** The first, or the last, id that there is. */
export async function endOf(
  { view, unindexed }: Source,
  db: Db,
  run: Run,
  side: 'asc' | 'desc',
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    SELECT id, ${sql.ref(unindexed)} FROM ${sql.table(view)}
    ORDER BY id ${sql.raw(side)} LIMIT 1`.execute(db, run);
  return rows[0]?.id ?? null;
}

/** The first row from an id on. */
export async function firstFrom(
  { view, unindexed }: Source,
  db: Db,
  run: Run,
  id: bigint,
): Promise<{ readonly id: string; readonly at: string | null } | null> {
  const { rows } = await sql<{ id: string; at: string | null }>`
    SELECT id, at, ${sql.ref(unindexed)} FROM ${sql.table(view)}
    WHERE id >= ${id} ORDER BY id LIMIT 1`.execute(db, run);
  return rows[0] ?? null;
}
