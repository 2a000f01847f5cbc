/** How many there are, counted up to a bound. */
export interface Count {
  readonly count: number;
  readonly capped: boolean;
}

/** `3,412`, `10,000+` */
export function cappedWords({ count, capped }: Count): string {
  return `${new Intl.NumberFormat('en-GB').format(count)}${capped ? '+' : ''}`;
}

/** `12 new cases`, `100+ new cases, 3 have left`; empty where there is nothing to say. */
export function newsWords(
  arrived: number,
  more: boolean,
  left: number,
  { one, many }: { one: string; many: string },
): string {
  const came = arrived === 1 ? `1 new ${one}` : `${arrived}${more ? '+' : ''} new ${many}`;
  const went = left === 1 ? '1 has left' : `${left} have left`;
  return [...(arrived > 0 ? [came] : []), ...(left > 0 ? [went] : [])].join(', ');
}
