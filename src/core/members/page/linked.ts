import type { LinkedMember, LinkReason, RingEdge } from '../../../contract/members/page.ts';
import type { MemberId, Utc } from '../../../contract/values.ts';
import type { Database } from '../../database/database.ts';
import { now } from '../../database/time.ts';
import type { SignedIn } from '../../session/open.ts';
import { reasonStrength, totalStrength } from './link-strength.ts';
import { countSharers, readSharers, type SharedBy, type Thing, thingKey, thingsOf } from './link-things.ts';
import { readSummaries } from './member.ts';

/** What more accounts than this have in common ties none of them together. */
const mostSharers = 200;
/** Accounts that are read as sharers of all things together, of the rarest thing first. */
const mostRead = 2000;
const mostLinked = 50;
/** The strongest, among whom it is looked at who is tied to whom. */
const mostInRing = 24;
/** Things that those have in common without the member, of which it is counted who else has them. */
const mostRingThings = 50;

/** Something that at most `mostSharers` accounts have in common, and which of them are known. */
interface Tie extends SharedBy {
  readonly thing: Thing;
  readonly holders: ReadonlyMap<MemberId, Utc | null>;
}

/**
 * Accounts that may be the same person's, by what the directory knows them to share: addresses, devices, the mailbox,
 * the look of the nickname. Bounded whatever they share: a few hundred rows are counted of each thing, and what hundreds
 * share leads to nobody. Neither an address nor an e-mail is in the answer.
 */
export async function linkedMembers(
  { database }: Pick<SignedIn, 'database'>,
  id: MemberId,
  signal: AbortSignal | undefined,
): Promise<{ linked: LinkedMember[]; edges: RingEdge[]; asOf: Utc }> {
  const asOf = now();
  const own = await thingsOf(database, [id], signal);
  const ties = await tiesBy(database, things(own), signal);
  const strongest = strongestOf(ties, id);
  const [summaries, further] = await Promise.all([
    readSummaries(database, [...strongest.keys()], signal),
    furtherTies(database, [...strongest.keys()].slice(0, mostInRing), own, signal),
  ]);
  const linked = [...strongest].flatMap(([memberId, reasons]) => {
    const member = summaries.get(memberId); // the site may have removed it since the directory was read
    return member ? [{ member, reasons, strength: totalStrength(reasons) }] : [];
  });
  const ring = new Set([id, ...linked.slice(0, mostInRing).map((it) => it.member.id)]);
  return { linked, edges: edgesOf([...ties, ...further], ring), asOf };
}

type Held = Awaited<ReturnType<typeof thingsOf>>;

function things(held: Held): Thing[] {
  return [...held.values()].map((it) => it.thing);
}

/** The ties that these things make. The rarest lead to their sharers first, as far as `mostRead` goes. */
async function tiesBy(
  database: Database,
  asked: readonly Thing[],
  signal: AbortSignal | undefined,
): Promise<Tie[]> {
  const shared = await sharedThings(database, asked, signal);
  let accounts = 0;
  const chosen = shared
    .toSorted((a, b) => a.sharedBy - b.sharedBy)
    .filter((it) => {
      accounts += it.sharedBy;
      return accounts <= mostRead;
    });
  const sharers = await readSharers(
    database,
    chosen.map((it) => it.thing),
    mostSharers,
    signal,
  );
  return chosen.map((it, place) => ({ ...it, holders: sharers[place] ?? new Map() }));
}

/** Those of the things that two accounts or more have, and not too many. */
async function sharedThings(
  database: Database,
  asked: readonly Thing[],
  signal: AbortSignal | undefined,
): Promise<(SharedBy & { thing: Thing })[]> {
  const counts = await countSharers(database, asked, mostSharers + 1, signal);
  return asked.flatMap((thing, place) => {
    const count = counts[place];
    return count && count.sharedBy >= 2 && count.sharedBy <= mostSharers ? [{ thing, ...count }] : [];
  });
}

/** Each account that is tied to the member, with the reasons, strongest first. */
function strongestOf(ties: readonly Tie[], id: MemberId): Map<MemberId, LinkReason[]> {
  const reasons = new Map<MemberId, LinkReason[]>();
  for (const tie of ties) {
    for (const [holder, lastAt] of tie.holders) {
      if (holder !== id) reasons.set(holder, [...(reasons.get(holder) ?? []), reasonOf(tie, lastAt)]);
    }
  }
  const ranked = [...reasons]
    .map(([memberId, of]) => ({ memberId, of: of.toSorted((a, b) => b.strength - a.strength) }))
    .map((it) => ({ ...it, strength: totalStrength(it.of) }))
    .sort((a, b) => b.strength - a.strength || compareIds(a.memberId, b.memberId));
  return new Map(ranked.slice(0, mostLinked).map((it) => [it.memberId, it.of]));
}

function reasonOf({ thing, sharedBy, sharedByMore }: Tie, lastAt: Utc | null): LinkReason {
  const strength = reasonStrength(thing.kind, sharedBy);
  return { kind: thing.kind, sharedBy, sharedByMore, lastAt, strength };
}

/** What ties these accounts to each other beside what the member has too. */
async function furtherTies(
  database: Database,
  ids: readonly MemberId[],
  own: Held,
  signal: AbortSignal | undefined,
): Promise<Tie[]> {
  if (ids.length < 2) return [];
  const held = await thingsOf(database, ids, signal);
  const common = [...held]
    .filter(([key, it]) => it.holders.size >= 2 && !own.has(key))
    .map(([, it]) => it)
    .toSorted((a, b) => b.holders.size - a.holders.size)
    .slice(0, mostRingThings);
  const shared = await sharedThings(
    database,
    common.map((it) => it.thing),
    signal,
  );
  return shared.map((it) => {
    const holders = held.get(thingKey(it.thing))?.holders ?? [];
    return { ...it, holders: new Map([...holders].map((holder) => [holder, null])) };
  });
}

/** Every two of the ring that share something, the strongest tie first. */
function edgesOf(ties: readonly Tie[], ring: ReadonlySet<MemberId>): RingEdge[] {
  const pairs = new Map<string, { a: MemberId; b: MemberId; ties: Tie[] }>();
  for (const tie of ties) {
    const holders = [...tie.holders.keys()].filter((it) => ring.has(it)).sort(compareIds);
    for (const [place, a] of holders.entries()) {
      for (const b of holders.slice(place + 1)) {
        const known = pairs.get(`${a} ${b}`)?.ties ?? [];
        pairs.set(`${a} ${b}`, { a, b, ties: [...known, tie] });
      }
    }
  }
  return [...pairs.values()]
    .map(({ a, b, ties: between }) => ({
      a,
      b,
      kinds: [...new Set(between.map((it) => it.thing.kind))],
      strength: totalStrength(between.map((it) => reasonOf(it, null))),
    }))
    .sort((a, b) => b.strength - a.strength);
}

function compareIds(a: MemberId, b: MemberId): number {
  const difference = BigInt(a) - BigInt(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
