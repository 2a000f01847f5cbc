import type { Client } from '../../src/contract/contract.ts';
import { MemberId } from '../../src/contract/values.ts';
import { type Figure, figure } from './support/figures.ts';
import type { BareConnection, Ground } from './support/ground.ts';
import { overWebSocket } from './support/lines.ts';
import { measurePaging } from './support/paging.ts';
import { compare, p50, p95, ratio, spread, timed } from './support/samples.ts';
import {
  byEmail,
  byId,
  byPrefix,
  bySubstring,
  type FoundMember,
  memberPage,
  membersOf,
} from './support/statements.ts';

const QUERIES = 500;
const WARM_UP = 50;
/** What the interface asks for. */
const PAGE = 100;
const HISTORY = 50;
const SUBSTRINGS = 10;

/** Finding a member and opening their page, through the whole call, beside the SQL in it. */
export async function measure(ground: Ground): Promise<Figure[]> {
  const bare = await ground.bareConnection();
  const client = await overWebSocket(ground);
  const sample = await membersOf(bare, spread(QUERIES * 2, ground.members));
  return [
    ...(await measurePaging(ground, client, bare)),
    ...(await measureSearch(ground, client, bare, sample)),
    ...(await measurePage(ground, client, bare, sample)),
  ];
}

async function measureSearch(
  ground: Ground,
  client: Client,
  bare: BareConnection,
  sample: readonly FoundMember[],
): Promise<Figure[]> {
  const prefixes = prefixesOf(sample);
  const searches = [
    { what: 'id', queries: sample.map(({ id }) => id), sql: (id: string) => byId(bare, id) },
    { what: 'nickname prefix', queries: prefixes, sql: (prefix: string) => byPrefix(bare, prefix, PAGE) },
    {
      what: 'whole e-mail',
      queries: sample.map(({ email }) => String(email)),
      sql: (email: string) => byEmail(bare, email, PAGE),
    },
  ];
  const figures: Figure[] = [];
  for (const { what, queries, sql } of searches) {
    const times = await compare({
      ways: {
        call: async (query: string) => idsOf((await client.members.search({ query, limit: PAGE })).rows),
        sql: async (query: string) => idsOf(await sql(query)),
      },
      cases: atLeast(queries, QUERIES, what),
      sameness: (ids) => ids.join(),
      warmUp: WARM_UP,
      signal: ground.signal,
    });
    figures.push(...beside(`search by ${what}`, times));
    if (what === 'nickname prefix')
      figures.push(...(await measureSubstrings(ground, bare, prefixes, p50(times.call))));
  }
  return figures;
}

/** A statement that looks through all nicknames, for what an index spares. */
async function measureSubstrings(
  ground: Ground,
  bare: BareConnection,
  prefixes: readonly string[],
  call: number,
): Promise<Figure[]> {
  const times: number[] = [];
  for (const prefix of prefixes.filter((it) => it.length >= 4).slice(0, SUBSTRINGS)) {
    ground.signal.throwIfAborted();
    times.push((await timed(() => bySubstring(bare, prefix.slice(1), PAGE))).ms);
  }
  return [
    figure("LIKE '%…%' instead of the prefix, p50", p50(times), 'ms'),
    figure("LIKE '%…%' ÷ the call by prefix, p50", ratio(p50(times), call), '×'),
  ];
}

/** What a member's page shows first: the facts and the newest of the history, asked for at once. */
async function measurePage(
  ground: Ground,
  client: Client,
  bare: BareConnection,
  sample: readonly FoundMember[],
): Promise<Figure[]> {
  const [rows] = await bare.query<FoundMember[]>(
    "SELECT value AS id FROM caretaker_site.capability WHERE name = 'content'",
  );
  const kinds = idsOf(rows);
  const times = await compare({
    ways: {
      call: async (text: string) => {
        const id = MemberId.parse(text);
        const [, history] = await Promise.all([
          client.members.get({ id }),
          client.members.history({ id, limit: HISTORY }),
        ]);
        return history.entries.map(({ at }) => at.replace('T', ' ').replace('Z', ''));
      },
      sql: (id: string) => memberPage(bare, kinds, id, HISTORY),
    },
    cases: sample.slice(0, QUERIES).map(({ id }) => id),
    sameness: (moments) => moments.join(),
    warmUp: WARM_UP,
    signal: ground.signal,
  });
  return beside('a member’s page, facts and history', times);
}

function beside(what: string, times: { call: number[]; sql: number[] }): Figure[] {
  return [
    figure(`${what}, p50`, p50(times.call), 'ms'),
    figure(`${what}, p95`, p95(times.call), 'ms'),
    figure(`${what}, the bare SQL, p50`, p50(times.sql), 'ms'),
    figure(`${what}, the bare SQL, p95`, p95(times.sql), 'ms'),
    figure(`${what} ÷ the bare SQL, p50`, ratio(p50(times.call), p50(times.sql)), '×'),
    figure(`${what} ÷ the bare SQL, p95`, ratio(p95(times.call), p95(times.sql)), '×'),
  ];
}

/** Starts of nicknames of two to six letters; what begins with a digit or a sign may be understood otherwise. */
function prefixesOf(sample: readonly FoundMember[]): string[] {
  return sample
    .map(({ nickname }, index) =>
      nickname
        .slice(0, 2 + (index % 5))
        .normalize('NFC')
        .trim(),
    )
    .filter((prefix) => /^\p{L}\S+$/u.test(prefix) && !prefix.includes('@'));
}

function atLeast(queries: string[], count: number, what: string): string[] {
  if (queries.length >= count) return queries.slice(0, count);
  throw new Error(
    `Of the members sampled only ${queries.length} can be searched by ${what}; ${count} are needed.`,
  );
}

function idsOf(rows: readonly { id: string }[]): string[] {
  return rows.slice(0, PAGE).map(({ id }) => id);
}
