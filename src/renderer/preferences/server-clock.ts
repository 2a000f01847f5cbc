import { useEffect, useState } from 'react';

/**
 * The moment by the server's clock, in milliseconds, once a second: `skew` is how far that clock is ahead of this
 * machine's, since it alone decides when a claim lapses.
 */
export function useServerNow(skew: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now + skew;
}

/** How far the server's clock was ahead when it gave an answer: it said `asOf` when this machine's said `receivedAt`. */
export function skewOf(asOf: string | undefined, receivedAt: number): number {
  return asOf === undefined ? 0 : Date.parse(asOf) - receivedAt;
}
