import { claimMinutes } from '../../../../contract/reports/values.ts';
import type { Standing } from '../queue/case-words.ts';

/** A claim is warned of from so long before it lapses, in milliseconds. */
export const warnBefore = 120_000;
/** Whoever touched neither pointer nor keys for so long is taken to be away. */
export const idleAfter = 120_000;
/** A claim that has more left than this is not renewed: one statement every two minutes is enough. */
const renewBelow = (claimMinutes - 2) * 60_000;

/** Whether it is time to make a claim last longer: it is the person's own, and they were active of late. */
export function isToRenew(standing: Standing, idle: number): boolean {
  return standing.kind === 'mine' && standing.left < renewBelow && idle < idleAfter;
}

/** Whether the person's claim is about to lapse. */
export function isLapsing(standing: Standing): boolean {
  return standing.kind === 'mine' && standing.left <= warnBefore;
}

/** `9:42`, `3:05:00`: how long is left, in milliseconds, to the second. */
export function countdown(left: number): string {
  const seconds = Math.max(0, Math.floor(left / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (count: number) => String(count).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
