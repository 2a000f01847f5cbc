/** When the server was read. All in seconds. */
export interface Clock {
  /** Since 1970, by the server's clock. */
  readonly server: number;
  /** Of this console, which nobody sets; it stands still while the computer sleeps. */
  readonly console: number;
  /** Since the server started, and since its counters were last put back (FLUSH STATUS). */
  readonly uptime: number;
  readonly sinceFlush: number;
}

/** Both clocks must agree this well for the time between two readings to be known. */
const tolerated = 1.5;
/** A rate over a shorter time says nothing, and over a longer one it is no sample of now. */
const shortest = 1;
const longest = 300;

/**
 * Seconds between two readings whose counters may be compared; null where they may not: the server was started again, its
 * counters were put back, a clock was set, a computer slept, or nobody read for minutes.
 */
export function secondsBetween(before: Clock, now: Clock): number | null {
  const seconds = now.console - before.console;
  if (!(seconds >= shortest && seconds <= longest)) return null;
  if (Math.abs(now.server - before.server - seconds) > tolerated) return null;
  // Uptime is in whole seconds.
  if (now.uptime - before.uptime < seconds - tolerated - 1) return null;
  if (now.sinceFlush - before.sinceFlush < seconds - tolerated - 1) return null;
  return seconds;
}

/** By how much a counter grew a second; null where it went back. */
export function rateOf(before: number, now: number, seconds: number): number | null {
  return now < before ? null : (now - before) / seconds;
}
