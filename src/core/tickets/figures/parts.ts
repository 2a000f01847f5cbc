/**
 * How the tally is kept: each fact counts for everyone, for its team, for its channel, and for both together, so that
 * figures of any of them are read without adding up others. A scope is the beginning of a part; what it is narrowed to
 * (an hour, a tag) is its end.
 */

/** `` for everything, `t3` for a team, `csite` for a channel, `t3csite` for both. */
export function scopeOf(o: { readonly teamId: string | null; readonly channel: string | null }): string {
  return `${o.teamId === null ? '' : `t${o.teamId}`}${o.channel === null ? '' : `c${o.channel}`}`;
}

/** The scopes that a ticket counts for. Without a team it counts for `t0`. */
export function scopesOf(o: { readonly teamId: string | null; readonly channel: string }): string[] {
  const teamId = o.teamId ?? '0';
  return [
    '',
    scopeOf({ teamId, channel: null }),
    scopeOf({ teamId: null, channel: o.channel }),
    scopeOf({ teamId, channel: o.channel }),
  ];
}

export const hourPart = (scope: string, hour: number) => `${scope}@${hour}`;
export const tagPart = (scope: string, tag: string) => `${scope}#${tag}`;
/** A word alone: those that members use are not told apart by team. */
export const wordPart = (word: string) => `~${word}`;

/** A bucket of a spread is so much wider than the one before; its middle is within 2.5% of all that it holds. */
const growth = 1.05;

/** The bucket of so many minutes; 0 for less than one. */
export function bucketOf(minutes: number): number {
  return minutes < 1 ? 0 : 1 + Math.floor(Math.log(minutes) / Math.log(growth));
}

/** Minutes in the middle of a bucket. */
export function middleOf(bucket: number): number {
  return bucket === 0 ? 0 : growth ** (bucket - 0.5);
}

/**
 * Minutes that a share of the counted ones do not exceed, by nearest rank; null of none.
 * @param buckets how many there are by bucket
 */
export function quantileOf(buckets: ReadonlyMap<number, number>, share: number): number | null {
  const total = [...buckets.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let left = Math.max(1, Math.ceil(total * share));
  for (const bucket of [...buckets.keys()].sort((a, b) => a - b)) {
    left -= buckets.get(bucket) ?? 0;
    if (left <= 0) return middleOf(bucket);
  }
  return null;
}
