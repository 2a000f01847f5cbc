import { type RawBuilder, sql } from 'kysely';
import type { MemberQuery } from '../../../contract/members/search.ts';
import type { Database } from '../../database/database.ts';
import { cutPart } from '../keys/name.ts';
import { type Bounds, type Reading, bounds as usual } from './bounds.ts';
import { conditions, idsOf, sizesOf, smallestSource, sourcesOf, textConditions } from './candidates.ts';
import { type Stretch, textStretches } from './stretch.ts';
import { type Understood, understand } from './understand.ts';

export interface Count {
  readonly count: number;
  /** Whether there are more than counted, or may be. */
  readonly more: boolean;
}

/** How many members a query finds, up to `countCap`; of what is too much to look at, as many as were met. */
export async function countMembers(
  database: Database,
  { text, filter }: Omit<MemberQuery, 'sort'>,
  signal: AbortSignal | undefined,
  bounds: Bounds = usual,
): Promise<Count> {
  const understood = understand(text);
  const narrowing = conditions(filter);
  const sources = sourcesOf(understood, filter);
  return database.read(signal, async (db, run) => {
    const reading = { db, run, bounds };
    const smallest = sources.size > 1 ? await smallestSource(reading, sources) : null;
    const [first] = sources.values();
    const stretches = (smallest && sources.get(smallest)) ?? first ?? textStretches(understood);
    if (narrowing.length === 0 && !isCut(understood)) return countAll(reading, stretches);
    return countThose(reading, stretches, [...textConditions(understood), ...narrowing]);
  });
}

/** Whether the index holds less of what was typed than has to match. */
function isCut(understood: Understood): boolean {
  return understood.kind === 'nickname' && cutPart(understood.name) !== understood.name;
}

/** By the index alone; and by its first stretch alone, where that is enough. */
async function countAll(reading: Reading, stretches: readonly Stretch[]): Promise<Count> {
  const { counted } = reading.bounds;
  const [first] = stretches;
  if (first?.again === null) {
    const [size = 0] = await sizesOf(reading, [[first]], counted);
    if (stretches.length === 1 || size > counted) {
      return { count: Math.min(size, counted), more: size > counted };
    }
  }
  return countDistinct(reading, stretches, sql`c.member_id`, sql``);
}

function countThose(
  reading: Reading,
  stretches: readonly Stretch[],
  those: readonly RawBuilder<unknown>[],
): Promise<Count> {
  const isOne = sql.join([sql`d.member_id = c.member_id`, ...those], sql` AND `);
  const join = sql`LEFT JOIN caretaker.member_directory d ON ${isOne}`;
  return countDistinct(reading, stretches, sql`d.member_id`, join);
}

/** A member stands in the stretches as often as the index has it, and counts once. */
async function countDistinct(
  { db, run, bounds }: Reading,
  stretches: readonly Stretch[],
  member: RawBuilder<unknown>,
  join: RawBuilder<unknown>,
): Promise<Count> {
  if (stretches.length === 0) return { count: 0, more: false };
  const ids = stretches.map((it) => sql`(${idsOf(it, bounds.countedRows)})`);
  const { rows } = await sql<{ members: string; looked_at: string }>`
    SELECT COUNT(DISTINCT ${member}) AS members, COUNT(*) AS looked_at
    FROM (${sql.join(ids, sql` UNION ALL `)}) c ${join}`.execute(db, run);
  const members = Number(rows[0]?.members);
  const isCutOff = Number(rows[0]?.looked_at) >= bounds.countedRows;
  return { count: Math.min(members, bounds.counted), more: members > bounds.counted || isCutOff };
}
