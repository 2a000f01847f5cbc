import { z } from 'zod';
import type { FoundMember, MemberQuery, SearchKind } from '../../../contract/members/search.ts';
import { type Cursor, MemberId, type Utc } from '../../../contract/values.ts';
import { packCursor, unpackCursor } from '../../database/cursor.ts';
import type { Database } from '../../database/database.ts';
import { now } from '../../database/time.ts';
import { type Bounds, type Reading, bounds as usual } from './bounds.ts';
import { conditions, smallestSource, sourcesOf, textConditions } from './candidates.ts';
import { foundMember } from './found.ts';
import { gather } from './gather.ts';
import { orderOf, type Place, wrongMarker } from './order.ts';
import { filterParts, sortStretch, textStretches } from './stretch.ts';
import { type Understood, understand } from './understand.ts';
import { type Walked, walk } from './walk.ts';

/**
 * How a search is carried out: along the text's own index or that of the sort, or by gathering all of a source. A page
 * marker keeps it, since the pages of two ways do not fit together.
 */
const Way = z.enum(['along text', 'along sort', 'text', ...filterParts]);
type Way = z.infer<typeof Way>;

/** The way, and the place: rank, key and id, the last two null at the beginning of a rank. */
const SearchCursor = z.tuple([
  Way,
  z.int().min(0).max(1),
  z.string().max(600).nullable(),
  MemberId.nullable(),
]);

export interface SearchPage {
  readonly kind: SearchKind;
  readonly rows: FoundMember[];
  readonly next: Cursor | null;
  readonly sortedAsAsked: boolean;
  readonly lookedAt: number;
  readonly asOf: Utc;
}

export interface SearchInput extends MemberQuery {
  readonly cursor: Cursor | null;
  readonly limit: number;
}

/** One page of the members that a query finds, by the console's own directory. */
export async function searchMembers(
  database: Database,
  input: SearchInput,
  signal: AbortSignal | undefined,
  bounds: Bounds = usual,
): Promise<SearchPage> {
  const asOf = now();
  const understood = understand(input.text);
  const marker = unpackCursor(input.cursor, SearchCursor);
  return database.read(signal, async (db, run) => {
    const reading = { db, run, bounds };
    const way = marker?.[0] ?? (await wayOf(reading, understood, input));
    const from = marker && placeOf(marker);
    const { found, next, lookedAt } = await goOn(reading, { understood, input, way, from });
    return {
      kind: understood.kind,
      rows: found.map(({ row, key }) => foundMember(understood, row, key)),
      next: next && packPlace(way, next),
      sortedAsAsked: input.sort.by === 'match' || way !== 'along text',
      lookedAt,
      asOf,
    };
  });
}

/** Without filter and in the search's own order no look at how much there is: along the index, and there. */
async function wayOf(reading: Reading, understood: Understood, { filter, sort }: SearchInput): Promise<Way> {
  const isBare = conditions(filter).length === 0 && sort.by === 'match';
  const source = isBare ? null : await smallestSource(reading, sourcesOf(understood, filter));
  return source ?? (understood.kind === 'newest' ? 'along sort' : 'along text');
}

async function goOn(
  reading: Reading,
  o: { understood: Understood; input: SearchInput; way: Way; from: Place | null },
): Promise<Walked> {
  const { understood, way, from } = o;
  const { filter, sort, limit } = o.input;
  if (way === 'along text' || way === 'along sort') {
    const stretches = way === 'along text' ? textStretches(understood) : [sortStretch(sort, filter)];
    return walk(reading, { stretches, filter: conditions(filter), from, limit });
  }
  const stretches = sourcesOf(understood, filter).get(way);
  if (!stretches) throw wrongMarker();
  return gather(reading, {
    stretches,
    conditions: [...textConditions(understood), ...conditions(filter)],
    order: orderOf(understood, sort),
    from,
    limit,
  });
}

function placeOf([, rank, key, id]: z.infer<typeof SearchCursor>): Place {
  return { rank, row: key === null || id === null ? null : { key, id } };
}

function packPlace(way: Way, { rank, row }: Place): Cursor {
  return packCursor([way, rank, row?.key ?? null, row?.id ?? null]);
}
