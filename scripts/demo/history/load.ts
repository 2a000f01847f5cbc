import { DAY, HOUR, MONTH, rhythm } from '../world/calendar.ts';
import { HISTORY_MONTHS, TRAFFIC_GROWTH } from '../world/plan.ts';
import type { Random } from '../world/random.ts';

/** What the demo's database has to do at a moment. */
export interface Load {
  /** Statements at work at once, on average. */
  readonly n: number;
  /** Statements a second. */
  readonly x: number;
  /** How far the community had grown, 1 at the end. */
  readonly grown: number;
}

/** Statements a second of the site at a mean hour; the rhythm of the day makes it 12 to 50. */
export const A_SECOND = 28;
/** The Universal Scalability Law that the history follows: throughput peaks at 15.7 at once. */
const LAW = { alpha: 0.02, beta: 0.004, gamma: 250 } as const;

/** Every night the newsletter goes out; on Sunday evenings members show each other their photos. In hours, UTC. */
const NIGHT = { from: 2, to: 3.5, most: 11 } as const;
const SUNDAY = { from: 19, to: 22.5, most: 14 } as const;

/** Throughput at so many at once. */
export function throughputAt(n: number): number {
  const { alpha, beta, gamma } = LAW;
  return (gamma * n) / (1 + alpha * (n - 1) + beta * n * (n - 1));
}

/** The load at `at`, of a history that ends at `end`, both in ms. The same moment is the same, however long it is. */
export function loadAt(random: Random, at: number, end: number): Load {
  random.of(400, Math.floor(at / 60_000));
  const grown = TRAFFIC_GROWTH ** ((at - end) / (HISTORY_MONTHS * MONTH));
  const usual = (A_SECOND * rhythm(at) * grown) / LAW.gamma;
  const rush = (rushAt(at) + 0.02) * grown ** 0.35;
  const n = (usual + rush) * Math.exp(0.06 * random.normal());
  return { n, x: throughputAt(n) * Math.exp(0.03 * random.normal()), grown };
}

function rushAt(at: number): number {
  const hour = (at % DAY) / HOUR;
  const isSunday = new Date(at).getUTCDay() === 0;
  return Math.max(hump(hour, NIGHT), isSunday ? hump(hour, SUNDAY) : 0);
}

function hump(hour: number, { from, to, most }: { from: number; to: number; most: number }): number {
  return hour <= from || hour >= to ? 0 : most * Math.sin((Math.PI * (hour - from)) / (to - from));
}

/** The last restart of the server before a moment: on the night of the first Tuesday of a month, in ms. */
export function startedBefore(at: number): number {
  const day = new Date(at);
  for (let back = 0; ; back++) {
    const first = Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - back, 1, 4);
    const tuesday = first + ((9 - new Date(first).getUTCDay()) % 7) * DAY;
    if (tuesday <= at) return tuesday;
  }
}
