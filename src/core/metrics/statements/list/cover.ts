/** Samples of one step, from a second until before another. */
export interface Segment {
  readonly step: 60 | 3600 | 86_400;
  readonly from: number;
  readonly to: number;
}

/** Up to when samples are summed up, and since when the minutes are kept; seconds since 1970. */
export interface Reach {
  readonly now: number;
  readonly minutesFrom: number;
  readonly hoursUntil: number;
  readonly daysUntil: number;
}

/**
 * Of which samples a range is added up: whole days where they are summed up, hours before and after these, and minutes at
 * the ends. At most 400 days, 46 hours and 118 minutes of 101 rows each. Where minutes are no longer kept the range is
 * widened to whole hours. In order, and each after the end of the one before.
 */
export function segmentsOf(range: { from: number; to: number }, reach: Reach): Segment[] {
  const from = range.from < reach.minutesFrom ? floor(range.from, 3600) : floor(range.from, 60);
  const end = Math.min(range.to, reach.now + 60);
  const to = end <= reach.minutesFrom ? ceil(end, 3600) : ceil(end, 60);
  if (from >= to) return [];
  return around({ from, to }, 86_400, reach.daysUntil, (part) =>
    around(part, 3600, reach.hoursUntil, (rest) => [{ step: 60, ...rest }]),
  );
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The whole steps of a span that are summed up, and what `rest` makes of its ends. */
function around(span: Span, step: 3600 | 86_400, until: number, rest: (part: Span) => Segment[]): Segment[] {
  const from = ceil(span.from, step);
  const to = Math.min(floor(span.to, step), floor(until, step));
  if (from >= to) return rest(span);
  return [
    ...(span.from < from ? rest({ from: span.from, to: from }) : []),
    { step, from, to },
    ...(to < span.to ? rest({ from: to, to: span.to }) : []),
  ];
}

const floor = (second: number, step: number) => Math.floor(second / step) * step;
const ceil = (second: number, step: number) => Math.ceil(second / step) * step;
