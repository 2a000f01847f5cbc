/**
 * Fewer points that draw the same line: MinMaxLTTB (Van Der Donckt and others, 2023) over the points `begin` to before
 * `end`, which are one stretch without a gap. Of each bucket the lowest and the highest stay, and of the lowest and
 * highest of its fine parts the one that makes the largest triangle with what is drawn before and the mean after.
 * First and last always stay. Gives indices, ascending, at most `asked` of them (of two points or more: at least 2).
 */
export function minMaxLttb(
  at: ArrayLike<number>,
  values: ArrayLike<number>,
  { begin, end }: { begin: number; end: number },
  asked: number,
): number[] {
  const count = end - begin;
  if (count <= asked || count <= 2) return Array.from({ length: count }, (_, index) => begin + index);
  const chosen = [begin];
  const buckets = Math.floor((asked - 2) / 3);
  const inner = count - 2;
  const edge = (bucket: number) => begin + 1 + Math.floor((bucket * inner) / buckets);
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const from = edge(bucket);
    const to = edge(bucket + 1);
    const after = meanOf(at, values, to, bucket + 1 === buckets ? end : edge(bucket + 2));
    const [lowest, highest] = extremesOf(values, from, to);
    const largest = largestTriangle(at, values, { from, to }, chosen.at(-1) ?? begin, after);
    for (const index of ascending(lowest, largest, highest)) chosen.push(index);
  }
  chosen.push(end - 1);
  return chosen;
}

/** How many fine parts of a bucket give their lowest and highest to choose from. */
const parts = 4;

/** Which of the candidates lies farthest from the line between the last chosen point and the mean of what follows. */
function largestTriangle(
  at: ArrayLike<number>,
  values: ArrayLike<number>,
  { from, to }: { from: number; to: number },
  before: number,
  after: { at: number; value: number },
): number {
  const [x0, y0] = [at[before] ?? 0, values[before] ?? 0];
  let best = from;
  let largest = -1;
  const weigh = (index: number) => {
    const x = at[index] ?? 0;
    const y = values[index] ?? 0;
    const area = Math.abs((x0 - after.at) * (y - y0) - (x0 - x) * (after.value - y0));
    if (area <= largest) return;
    largest = area;
    best = index;
  };
  const size = (to - from) / parts;
  if (size <= 2) {
    for (let index = from; index < to; index += 1) weigh(index);
    return best;
  }
  for (let part = 0; part < parts; part += 1) {
    const [low, high] = extremesOf(
      values,
      from + Math.floor(part * size),
      from + Math.floor((part + 1) * size),
    );
    weigh(low);
    weigh(high);
  }
  return best;
}

/** Where the lowest and the highest value are; of equal ones the first. */
function extremesOf(values: ArrayLike<number>, from: number, to: number): [number, number] {
  let lowest = from;
  let highest = from;
  for (let index = from + 1; index < to; index += 1) {
    const value = values[index] ?? 0;
    if (value < (values[lowest] ?? 0)) lowest = index;
    if (value > (values[highest] ?? 0)) highest = index;
  }
  return [lowest, highest];
}

function meanOf(at: ArrayLike<number>, values: ArrayLike<number>, from: number, to: number) {
  let [x, y] = [0, 0];
  for (let index = from; index < to; index += 1) {
    x += at[index] ?? 0;
    y += values[index] ?? 0;
  }
  return { at: x / (to - from), value: y / (to - from) };
}

/** The three in order, each once. */
function ascending(a: number, b: number, c: number): number[] {
  const sorted = [a, b, c].sort((x, y) => x - y);
  return sorted.filter((index, place) => index !== sorted[place - 1]);
}
