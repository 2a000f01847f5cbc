import { sql } from 'kysely';
import type { Database, Trx } from '../../../database/database.ts';
import type { Kind } from './differences.ts';

export interface NewDigest {
  readonly kind: Kind;
  readonly text: string;
}

/** As the tables name a kind that ran without a default schema. */
const schemaOf = (kind: Kind) => kind.schema ?? '';
const nameOf = (schema: string, digest: string) => JSON.stringify([schema, digest]);

/** Which of these are kept already. */
export async function knownDigests(
  database: Database,
  signal: AbortSignal,
  kinds: readonly Kind[],
): Promise<{ has(kind: Kind): boolean }> {
  const names = new Set((await idsOf(database, signal, kinds)).keys());
  return { has: (kind) => names.has(nameOf(schemaOf(kind), kind.digest ?? '')) };
}

async function idsOf(database: Database, signal: AbortSignal, kinds: readonly Kind[]) {
  if (kinds.length === 0) return new Map<string, number>();
  return database.readPrimary(signal, async (db, run) => byName(await selectIds(db, kinds).execute(run)));
}

/** The numbers of these kinds by the unique key on digest and schema. */
export async function digestIds(trx: Trx, kinds: readonly Kind[]): Promise<(kind: Kind) => number> {
  const ids = kinds.length === 0 ? new Map() : byName(await selectIds(trx, kinds).execute());
  return (kind) => ids.get(nameOf(schemaOf(kind), kind.digest ?? '')) ?? 0;
}

function selectIds(db: Pick<Trx, 'selectFrom'>, kinds: readonly Kind[]) {
  return db
    .selectFrom('caretaker.statement_digest')
    .select(['id', 'schema_name', 'digest'])
    .where(
      'digest',
      'in',
      kinds.map((kind) => kind.digest ?? ''),
    );
}

function byName(rows: readonly { id: number; schema_name: string; digest: string }[]) {
  return new Map(rows.map((row) => [nameOf(row.schema_name, row.digest), row.id]));
}

export async function addDigests(trx: Trx, fresh: readonly NewDigest[]): Promise<void> {
  if (fresh.length === 0) return;
  const rows = fresh.map(
    ({ kind, text }) =>
      sql`(${schemaOf(kind)}, ${kind.digest}, ${text}, ${kind.firstSeen}, ${kind.lastSeen})`,
  );
  await sql`
    INSERT INTO caretaker.statement_digest (schema_name, digest, text, first_seen, last_seen)
    VALUES ${sql.join(rows)}
    ON DUPLICATE KEY UPDATE first_seen = LEAST(first_seen, VALUES(first_seen))`.execute(trx);
}

/** They ran in the interval that ends at `now`. */
export async function noteSeen(trx: Trx, ids: readonly number[], now: string): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    UPDATE caretaker.statement_digest SET last_seen = GREATEST(last_seen, ${now})
    WHERE id IN (${sql.join(ids)})`.execute(trx);
}
