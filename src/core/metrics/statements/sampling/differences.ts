/** What the server counted of a kind of statement since it started; whole numbers, times in picoseconds. */
export interface Counters {
  readonly calls: bigint;
  readonly timer: bigint;
  readonly lockTimer: bigint;
  readonly errors: bigint;
  readonly rowsAffected: bigint;
  readonly rowsSent: bigint;
  readonly rowsExamined: bigint;
  readonly tmpTables: bigint;
  readonly tmpDiskTables: bigint;
  readonly noIndex: bigint;
}
const counterNames = [
  'calls',
  'timer',
  'lockTimer',
  'errors',
  'rowsAffected',
  'rowsSent',
  'rowsExamined',
  'tmpTables',
  'tmpDiskTables',
  'noIndex',
] as const satisfies readonly (keyof Counters)[];

/** A kind of statement by the server's name for it; without a digest, all for which the server has no room. */
export interface Kind {
  readonly schema: string | null;
  readonly digest: string | null;
  /** As the server writes moments, in UTC. */
  readonly firstSeen: string;
  readonly lastSeen: string;
}

export interface Counted extends Kind, Counters {}

/** What was added in an interval. */
export interface Added extends Kind, Counters {}

export type Baseline = ReadonlyMap<string, Counted>;

export const keyOf = ({ schema, digest }: Pick<Kind, 'schema' | 'digest'>) =>
  JSON.stringify([schema, digest]);

/**
 * What was added since a reading that began at `since` (as the server writes moments). Null after a reset: the server
 * started anew or its counters were emptied, so what ran before that is not known, and nothing of the interval is told.
 */
export function addedSince(before: Baseline, since: string, now: readonly Counted[]): Added[] | null {
  const added: Added[] = [];
  for (const it of now) {
    const known = before.get(keyOf(it));
    if (known === undefined) {
      // One that the reading before should have had: it was left out there, and what it adds is not known.
      if (it.firstSeen >= since.slice(0, it.firstSeen.length)) added.push(it);
      continue;
    }
    if (it.firstSeen > known.firstSeen || counterNames.some((name) => it[name] < known[name])) return null;
    if (it.calls === known.calls) continue;
    added.push({ ...it, ...minus(it, known) });
  }
  return added;
}

/** What the next reading is compared with: kinds that did not run meanwhile stay as they were. */
export function nextBaseline(before: Baseline, now: readonly Counted[]): Baseline {
  const next = new Map(before);
  for (const it of now) next.set(keyOf(it), it);
  return next;
}

/** The costliest by time, and all the others together; those of which the server does not tell the kind are among these. */
export function costliest(added: readonly Added[], most: number): { top: Added[]; others: Counters | null } {
  const named = added.filter((it) => it.digest !== null);
  const sorted = named.toSorted((a, b) => (a.timer < b.timer ? 1 : a.timer > b.timer ? -1 : 0));
  const rest = [...sorted.slice(most), ...added.filter((it) => it.digest === null)];
  return { top: sorted.slice(0, most), others: rest.length === 0 ? null : sumOf(rest) };
}

export function sumOf(counted: readonly Counters[]): Counters {
  return combine((name) => counted.reduce((sum, it) => sum + it[name], 0n));
}

function minus(a: Counters, b: Counters): Counters {
  return combine((name) => a[name] - b[name]);
}

function combine(value: (name: keyof Counters) => bigint): Counters {
  return Object.fromEntries(counterNames.map((name) => [name, value(name)])) as unknown as Counters;
}
