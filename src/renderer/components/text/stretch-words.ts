const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** `40 min`, `5 h`, `3 d`: a stretch of time, coarsely and never as nothing. `milliseconds` from 0. */
export function stretchWords(milliseconds: number): string {
  if (milliseconds < 90 * minute) return `${Math.max(1, Math.round(milliseconds / minute))} min`;
  if (milliseconds < 36 * hour) return `${Math.round(milliseconds / hour)} h`;
  return `${Math.round(milliseconds / day)} d`;
}
