import { type Preset, presets } from './range-address.ts';

/** In seconds since 1970. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

interface Shown extends Stretch {
  readonly preset: Preset | null;
}

/** The shortest range that is shown, in seconds: six readings of a watched database. */
export const shortest = 60;
const longest = presets['5y'];
const names = Object.keys(presets) as Preset[];

/** How often a range that ends now goes on, in seconds: no more often than a pixel of it is long. */
export function liveEvery(length: number): number {
  return [10, 60, 300, 900, 3600].find((every) => length / every <= 2200) ?? 3600;
}

/** The range half its length earlier or later; one that goes on with the clock again where it would end after `now`. */
export function moved({ from, to }: Shown, direction: -1 | 1, now: number): Stretch | Preset {
  const length = to - from;
  const by = Math.max(1, Math.round(length / 2)) * direction;
  // A live range ends at the last tick of its clock, which is a little before now.
  if (to + by < now - liveEvery(length))
    return { from: Math.max(0, from + by), to: Math.max(length, to + by) };
  return names.find((name) => presets[name] === length) ?? { from: now - length, to: now };
}

/** Half of the range, or twice it; the next preset where it is one. */
export function zoomed({ from, to, preset }: Shown, direction: -1 | 1, now: number): Stretch | Preset {
  if (preset !== null) {
    const next = names[names.indexOf(preset) - direction];
    if (next !== undefined) return next;
    // Nothing is longer than the longest preset; shorter than the shortest is a stretch that stands still.
    if (direction === -1) return preset;
  }
  const length = to - from;
  const wanted = Math.min(longest, Math.max(shortest, Math.round(direction === 1 ? length / 2 : length * 2)));
  const end = Math.min(now, Math.round((from + to + wanted) / 2));
  return { from: Math.max(0, end - wanted), to: end };
}
