import type { Client } from '../../../src/contract/contract.ts';
import type { Cursor } from '../../../src/contract/values.ts';
import { type Figure, figure } from './figures.ts';
import type { BareConnection, Ground } from './ground.ts';
import { compare, p50, p95, ratio, spread, timed } from './samples.ts';
import { newest } from './statements.ts';

const PAGE = 100;
/** 100,000 rows deep. */
const DEEPEST = 1000;
const RUNS = 500;
/** The pages after the first must cost what the first does; by OFFSET the thousandth reads a thousand times more. */
const FLAT = '< 1.5';

/** A page that was reached: where it begins, and below which id it lies. */
interface Place {
  cursor: Cursor | null;
  below: string | null;
}

/** Paging: each page beside its SQL, and whether the thousandth costs more than the first. */
export async function measurePaging(ground: Ground, client: Client, bare: BareConnection): Promise<Figure[]> {
  const all = await walk(ground, client, '');
  const cases = spread(RUNS, all.places.length).map(
    (place) => all.places[place - 1] ?? { cursor: null, below: null },
  );
  const times = await compare({
    ways: {
      call: async ({ cursor }: Place) =>
        (await client.members.search({ text: '', cursor, limit: PAGE })).rows.map(({ id }) => id),
      sql: async ({ below }: Place) => (await newest(bare, below, PAGE)).slice(0, PAGE).map(({ id }) => id),
    },
    cases,
    sameness: (ids) => ids.join(),
    warmUp: 50,
    signal: ground.signal,
  });
  const letter = await commonestLetter(bare);
  const named = await walk(ground, client, letter);
  return [
    figure('a page of the newest, p50', p50(times.call), 'ms'),
    figure('a page of the newest, p95', p95(times.call), 'ms'),
    figure('a page of the newest, the bare SQL, p50', p50(times.sql), 'ms'),
    figure('a page of the newest, the bare SQL, p95', p95(times.sql), 'ms'),
    figure('a page of the newest ÷ the bare SQL, p50', ratio(p50(times.call), p50(times.sql)), '×'),
    figure('a page of the newest ÷ the bare SQL, p95', ratio(p95(times.call), p95(times.sql)), '×'),
    figure(
      `page ${all.places.length} ÷ page 1 of the newest`,
      await steepness(ground, client, '', all.places),
      '×',
      FLAT,
    ),
    figure(
      `page ${named.places.length} ÷ page 1 of nicknames with ${letter}`,
      await steepness(ground, client, letter, named.places),
      '×',
      FLAT,
    ),
  ];
}

/** Pages through what a query finds, as far as it goes or to the deepest page. */
async function walk(ground: Ground, client: Client, text: string): Promise<{ places: Place[] }> {
  const places: Place[] = [];
  const seen = new Set<string>();
  let place: Place | null = { cursor: null, below: null };
  while (place && places.length < DEEPEST) {
    ground.signal.throwIfAborted();
    const { rows, next } = await client.members.search({ text, cursor: place.cursor, limit: PAGE });
    // The last page may be a short one, and would be no fair match for the first.
    if (rows.length < PAGE) break;
    for (const { id } of rows) seen.add(id);
    places.push(place);
    place = next === null ? null : { cursor: next, below: rows.at(-1)?.id ?? null };
  }
  if (seen.size !== places.length * PAGE)
    throw new Error(`Paging through "${text}" gave ${places.length * PAGE} rows but ${seen.size} members.`);
  return { places };
}

/** How many times the deepest page takes what the first does. */
async function steepness(
  ground: Ground,
  client: Client,
  text: string,
  places: readonly Place[],
): Promise<number> {
  const page = (cursor: Cursor | null) => timed(() => client.members.search({ text, cursor, limit: PAGE }));
  const deepest = places.at(-1)?.cursor ?? null;
  const first: number[] = [];
  const last: number[] = [];
  for (let run = 0; run < RUNS / 2; run++) {
    ground.signal.throwIfAborted();
    first.push((await page(null)).ms);
    last.push((await page(deepest)).ms);
  }
  return ratio(p50(last), p50(first));
}

/** The letter that most nicknames begin with, of a sample. */
async function commonestLetter(bare: BareConnection): Promise<string> {
  const counts = new Map<string, number>();
  for (const { nickname } of await newest(bare, null, 2000)) {
    const letter = nickname.slice(0, 1).toLowerCase();
    if (/^[a-z]$/.test(letter)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  const [commonest] = [...counts].sort((a, b) => b[1] - a[1]);
  if (!commonest) throw new Error('None of the newest members has a nickname that begins with a letter.');
  return commonest[0];
}
