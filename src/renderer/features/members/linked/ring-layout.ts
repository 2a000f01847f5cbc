export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Places of a ring in a unit square: `centre` in the middle, `others` on a circle from the top clockwise. Neighbours on
 * the circle are those most tied to one another, so that lines between them stay short. The same input gives the same
 * picture.
 */
export function ringLayout(
  centre: string,
  others: readonly string[],
  edges: readonly { a: string; b: string; strength: number }[],
): ReadonlyMap<string, Point> {
  const around = inOrder(others, edges);
  const places = new Map<string, Point>([[centre, { x: 0.5, y: 0.5 }]]);
  for (const [index, id] of around.entries()) {
    const angle = (2 * Math.PI * index) / around.length - Math.PI / 2;
    places.set(id, { x: 0.5 + 0.42 * Math.cos(angle), y: 0.5 + 0.42 * Math.sin(angle) });
  }
  return places;
}

/** Begins with the first and goes on each time to whom it is most tied to; where it is tied to nobody, to the next. */
function inOrder(
  ids: readonly string[],
  edges: readonly { a: string; b: string; strength: number }[],
): string[] {
  const tie = new Map<string, number>();
  for (const { a, b, strength } of edges) {
    tie.set(`${a} ${b}`, strength);
    tie.set(`${b} ${a}`, strength);
  }
  const left = [...ids];
  const ordered: string[] = [];
  while (left.length > 0) {
    const last = ordered.at(-1);
    const strengths = left.map((id) => tie.get(`${last} ${id}`) ?? 0);
    const next = strengths.indexOf(Math.max(...strengths));
    ordered.push(...left.splice(next, 1));
  }
  return ordered;
}
