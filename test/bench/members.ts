import type { RowDataPacket } from 'mysql2/promise';
import type { Client } from '../../src/contract/contract.ts';
import { MemberId } from '../../src/contract/values.ts';
import { directoryReady, warmDirectory } from './support/directory-ready.ts';
import { type Figure, figure } from './support/figures.ts';
import type { BareConnection, Ground } from './support/ground.ts';
import { overWebSocketTo } from './support/lines.ts';
import { measurePaging } from './support/paging.ts';
import { processorTime } from './support/processor.ts';
import { compare, p50, p95, ratio, spread, timed } from './support/samples.ts';
import { kindsOfSearch, type Search } from './support/searches.ts';
import { bySubstring, memberPage, membersOf } from './support/statements.ts';

const QUERIES = 500;
const WARM_UP = 50;
/** What the interface asks for. */
const PAGE = 50;
const HISTORY = 50;
const SUBSTRINGS = 10;

/** Finding a member and opening their page, through the whole call. */
export async function measure(ground: Ground): Promise<Figure[]> {
  const bare = await ground.bareConnection();
  const { client, host } = await overWebSocketTo(ground);
  const { server } = await ground.demo();
  await directoryReady(ground, client);
  await warmDirectory(ground);
  return [
    ...(await measurePaging(ground, client, bare)),
    ...(await measureSearch(ground, client, bare, [server.pid, host.pid])),
    ...(await measurePage(ground, client, bare)),
  ];
}

/** `pids`: the programs that answer a search. */
async function measureSearch(
  ground: Ground,
  client: Client,
  bare: BareConnection,
  pids: readonly number[],
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { name, searches, aim } of await kindsOfSearch(bare, ground.members, QUERIES)) {
    ground.say(`  ${name}`);
    const before = processorTime(pids);
    const pages = await timesOf(ground, searches, async (search) => {
      await client.members.search({ ...search, limit: PAGE });
    });
    const worked = (processorTime(pids) ?? Number.NaN) - (before ?? Number.NaN);
    const counts = await timesOf(ground, searches, async ({ text, filter = {} }) => {
      await client.members.count({ text, filter });
    });
    figures.push(
      figure(`search by ${name}, p50`, p50(pages), 'ms'),
      figure(`search by ${name}, p95`, p95(pages), 'ms', aim),
      ...(Number.isNaN(worked)
        ? []
        : [figure(`search by ${name}, processor time`, worked / (searches.length + WARM_UP), 'ms')]),
      figure(`count by ${name}, p50`, p50(counts), 'ms'),
      figure(`count by ${name}, p95`, p95(counts), 'ms'),
    );
    if (name === 'any part of a nickname') {
      figures.push(...(await measureSubstrings(ground, bare, searches, p50(pages))));
    }
  }
  return figures;
}

async function timesOf(
  ground: Ground,
  searches: readonly Search[],
  call: (search: Search) => Promise<void>,
): Promise<number[]> {
  const times: number[] = [];
  for (const [index, search] of [...searches.slice(0, WARM_UP), ...searches].entries()) {
    ground.signal.throwIfAborted();
    const { ms } = await timed(() => call(search));
    if (index >= WARM_UP) times.push(ms);
  }
  return times;
}

/** A statement that looks through all nicknames of the site, for what the directory spares. */
async function measureSubstrings(
  ground: Ground,
  bare: BareConnection,
  searches: readonly Search[],
  call: number,
): Promise<Figure[]> {
  const times: number[] = [];
  for (const { text } of searches.slice(0, SUBSTRINGS)) {
    ground.signal.throwIfAborted();
    times.push((await timed(() => bySubstring(bare, text.slice('name:'.length), PAGE))).ms);
  }
  return [
    figure("the site's nicknames by LIKE '%…%', p50", p50(times), 'ms'),
    figure("LIKE '%…%' ÷ the call by any part, p50", ratio(p50(times), call), '×'),
  ];
}

/** What a member's page shows first: the facts and the newest of the history, asked for at once. */
async function measurePage(ground: Ground, client: Client, bare: BareConnection): Promise<Figure[]> {
  const sample = await membersOf(bare, spread(QUERIES, ground.members));
  const [rows] = await bare.query<RowDataPacket[]>(
    "SELECT value FROM caretaker_site.capability WHERE name = 'content'",
  );
  const kinds = rows.map(({ value }) => String(value));
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
    cases: sample.map(({ id }) => id),
    sameness: (moments) => moments.join(),
    warmUp: WARM_UP,
    signal: ground.signal,
  });
  return beside('a member’s page, facts and history', times, '< 50');
}

function beside(what: string, times: { call: number[]; sql: number[] }, aim: string): Figure[] {
  return [
    figure(`${what}, p50`, p50(times.call), 'ms'),
    figure(`${what}, p95`, p95(times.call), 'ms', aim),
    figure(`${what}, the bare SQL, p50`, p50(times.sql), 'ms'),
    figure(`${what}, the bare SQL, p95`, p95(times.sql), 'ms'),
    figure(`${what} ÷ the bare SQL, p50`, ratio(p50(times.call), p50(times.sql)), '×'),
    figure(`${what} ÷ the bare SQL, p95`, ratio(p95(times.call), p95(times.sql)), '×'),
  ];
}
