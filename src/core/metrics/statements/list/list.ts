import { sql } from 'kysely';
import type {
  StatementList,
  StatementQuery,
  StatementRow,
} from '../../../../contract/metrics/statements/values.ts';
import type { Db, Run } from '../../../database/database.ts';
import { realUtc } from '../../../database/time.ts';
import type { SignedIn } from '../../../session/open.ts';
import { sourceOf } from '../source.ts';
import { type Costs, costsOf, difference, noCosts, type RangeCosts, reachOf, sum } from './costs.ts';
import { changeOf, figuresOf, sorted } from './figures.ts';

export const week = 7 * 86_400;
/** A list shows a line of each text. */
const lineLength = 300;

/** The costliest kinds of statements of a range. Throws as any read of the database does. */
export async function listStatements(
  { database }: SignedIn,
  query: StatementQuery,
  signal: AbortSignal | undefined,
): Promise<StatementList> {
  const [list, source] = await Promise.all([
    database.read(signal, (db, run) => costliestOf(db, run, query)),
    // Statements are counted on the primary, whatever a replica is set to.
    database.readPrimary(signal, sourceOf),
  ]);
  return { ...list, source };
}

async function costliestOf(db: Db, run: Run, query: StatementQuery): Promise<Omit<StatementList, 'source'>> {
  const { now, before, end } = await weeksOf(db, run, query.range);
  const kinds = await kindsOf(db, run, [...now.kinds.keys()]);
  const matches = await matching(db, run, query, kinds);
  const found = kinds.filter((it) => matches(it)).map((kind) => rowOf(kind, now, before, end));
  const shown = sorted(found, query.sort).slice(0, query.limit);
  const ids = shown.map((it) => it.id);
  const texts = await textsOf(db, run, ids);
  const told = kinds.map((it) => now.kinds.get(it.id) ?? noCosts).reduce(sum, noCosts);
  return {
    rows: shown.map((row) => ({ ...row, text: texts.get(row.id) ?? '' })),
    found: found.length,
    all: figuresOf(now.all, now.all.total_ms, now.seconds),
    others: figuresOf(difference(now.all, told), now.all.total_ms, now.seconds),
    covered: now.covered,
    seconds: now.seconds,
  };
}

interface Weeks {
  readonly now: RangeCosts;
  /** The same a week before. */
  readonly before: RangeCosts;
  /** When that ended. */
  readonly end: number;
}

async function weeksOf(db: Db, run: Run, { from, to }: { from: number; to: number }): Promise<Weeks> {
  const reach = await reachOf(db, run);
  // Of a range that goes on, as much of the week before as has passed of it.
  const end = Math.min(to, reach.now) - week;
  const [now, before] = await Promise.all([
    costsOf(db, run, reach, { from, to }),
    from - week < end ? costsOf(db, run, reach, { from: from - week, to: end }) : null,
  ]);
  return { now, before: before ?? { ...now, kinds: new Map(), all: noCosts, seconds: 0 }, end };
}

export interface Kind {
  readonly id: number;
  readonly schema_name: string;
  readonly first_seen: string;
  readonly last_seen: string;
}

async function kindsOf(db: Db, run: Run, ids: readonly number[]): Promise<Kind[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('caretaker.statement_digest')
    .select(['id', 'schema_name', 'first_seen', 'last_seen'])
    .where('id', 'in', ids)
    .execute(run);
}

/** Whether a kind is among what is searched for. Texts are looked through only of those that the range has. */
async function matching(
  db: Db,
  run: Run,
  { search, newSince }: StatementQuery,
  kinds: readonly Kind[],
): Promise<(kind: Kind) => boolean> {
  const isNew = (kind: Kind) => newSince === null || Date.parse(realUtc(kind.first_seen)) >= newSince * 1000;
  const ids = kinds.filter(isNew).map((it) => it.id);
  if (search === '' || ids.length === 0) return isNew;
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const rows = await db
    .selectFrom('caretaker.statement_digest')
    .select('id')
    .where('id', 'in', ids)
    .where(sql<boolean>`(text LIKE ${pattern} OR schema_name COLLATE utf8mb4_general_ci LIKE ${pattern})`)
    .execute(run);
  const found = new Set(rows.map((row) => row.id));
  return (kind) => found.has(kind.id);
}

async function textsOf(db: Db, run: Run, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: number; text: string }>`
    SELECT id, LEFT(text, ${sql.lit(lineLength)}) AS text FROM caretaker.statement_digest
    WHERE id IN (${sql.join(ids)})`.execute(db, run);
  return new Map(rows.map((row) => [row.id, row.text]));
}

function rowOf(kind: Kind, now: RangeCosts, before: RangeCosts, end: number): StatementRow {
  return rowFrom(kind, {
    now: { costs: now.kinds.get(kind.id) ?? noCosts, allMs: now.all.total_ms, seconds: now.seconds },
    before: { costs: before.kinds.get(kind.id) ?? noCosts, seconds: before.seconds },
    end,
  });
}

interface OwnWeeks {
  readonly now: { readonly costs: Costs; readonly allMs: number; readonly seconds: number };
  readonly before: { readonly costs: Costs; readonly seconds: number };
  /** When the range of the week before ended. */
  readonly end: number;
}

/** A row without its text. */
export function rowFrom(kind: Kind, { now, before, end }: OwnWeeks): StatementRow {
  const firstSeen = realUtc(kind.first_seen);
  return {
    ...figuresOf(now.costs, now.allMs, now.seconds),
    id: kind.id,
    schema: kind.schema_name,
    text: '',
    change: changeOf(
      { ms: now.costs.total_ms, seconds: now.seconds },
      { ms: before.costs.total_ms, seconds: before.seconds },
      Date.parse(firstSeen) >= end * 1000,
    ),
    firstSeen,
    lastSeen: realUtc(kind.last_seen),
  };
}
