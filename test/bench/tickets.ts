import { randomUUID } from 'node:crypto';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Client } from '../../src/contract/contract.ts';
import type { MessageId, TicketId } from '../../src/contract/tickets/values.ts';
import { type Figure, figure } from './support/figures.ts';
import { agent, type BareConnection, type Ground } from './support/ground.ts';
import { overMessagePort } from './support/lines.ts';
import { p50, p95, ratio, timed } from './support/samples.ts';
import { type BenchDesk, openDesk, releaseTicket, searchByLike, takeBare } from './support/tickets/desk.ts';
import { type Kind, kindsOfSearch } from './support/tickets/searches.ts';

const RUNS = 500;
const WARM_UP = 50;
/** A search by `LIKE` takes seconds. */
const LIKES = 5;
/** What the interface asks for. */
const PAGE = 100;
const FOUND = 50;
/** What calls are promised to keep on the whole desk. */
const AIM = '< 50';

interface Ways {
  readonly client: Client;
  readonly bare: BareConnection;
}

interface Sized {
  readonly searches: ReadonlyMap<string, number[]>;
  readonly counts: number[];
  readonly list: number[];
  readonly get: number[];
  readonly next: { readonly call: number[]; readonly bare: number[] };
}

/** A desk of many tickets of three messages each, and a tenth of it before: searching it and working on it. */
export async function measure(ground: Ground): Promise<Figure[]> {
  await using desk = await openDesk(ground);
  const ways = { client: await overMessagePort(ground, agent), bare: await ground.bareConnection(agent) };
  const tenth = await measureSize(ground, desk, ways, Math.round(ground.tickets / 10));
  const whole = await measureSize(ground, desk, ways, ground.tickets);
  const kinds = kindsOfSearch(RUNS, ground.tickets);
  return [
    ...figuresOf(Math.round(ground.tickets / 10), tenth, null),
    ...figuresOf(ground.tickets, whole, AIM),
    ...growth(tenth, whole),
    ...(await measureLike(ground, desk, kinds, whole)),
    figure('replies a second, one after the other', await replyRate(ground, desk, ways.client), '/s'),
  ];
}

async function measureSize(ground: Ground, desk: BenchDesk, ways: Ways, tickets: number): Promise<Sized> {
  ground.say(`  laying ${tickets.toLocaleString('en')} tickets`);
  await desk.lay(tickets);
  ground.say('  searching');
  const { client } = ways;
  const searches = new Map<string, number[]>();
  for (const { name, texts } of kindsOfSearch(RUNS, tickets)) {
    const find = (text: string) => client.tickets.search.find({ text, filter: {}, limit: FOUND });
    searches.set(name, await timesOf(ground, texts, find));
  }
  ground.say('  working');
  const ids = await someTickets(desk.sql, tickets);
  return {
    searches,
    counts: await timesOf(ground, ids, () => client.tickets.counts({ filter: {} })),
    list: await timesOf(ground, ids, () => client.tickets.list({ view: 'next', filter: {}, limit: PAGE })),
    get: await timesOf(ground, ids, (ticketId) => client.tickets.get({ ticketId })),
    next: await measureNext(ground, desk, ways),
  };
}

/** The call and the statement take turns at going first, and must come to the same ticket. */
async function measureNext(ground: Ground, { sql }: BenchDesk, { client, bare }: Ways) {
  const times = { call: [] as number[], bare: [] as number[] };
  const ways = {
    call: async () => {
      const { ticketId } = await client.tickets.takeNext({ requestId: randomUUID(), filter: {} });
      return String(ticketId);
    },
    bare: () => takeBare(bare, randomUUID()),
  };
  for (let run = 0; run < WARM_UP + RUNS; run += 1) {
    ground.signal.throwIfAborted();
    const given = new Set<string>();
    for (const way of run % 2 ? (['call', 'bare'] as const) : (['bare', 'call'] as const)) {
      const { ms, result } = await timed(ways[way]);
      if (run >= WARM_UP) times[way].push(ms);
      await releaseTicket(sql, result);
      given.add(result);
    }
    if (given.size > 1) throw new Error(`The call and the statement took different tickets: ${[...given]}.`);
  }
  return times;
}

async function timesOf<Case>(
  ground: Ground,
  cases: readonly Case[],
  call: (each: Case) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  for (const [index, each] of [...cases.slice(0, WARM_UP), ...cases].entries()) {
    ground.signal.throwIfAborted();
    const { ms } = await timed(() => call(each));
    if (index >= WARM_UP) times.push(ms);
  }
  return times;
}

function figuresOf(
  tickets: number,
  { searches, counts, list, get, next }: Sized,
  aim: string | null,
): Figure[] {
  const of = `of ${tickets.toLocaleString('en')}`;
  const both = (name: string, times: number[], most: string | null) => [
    figure(`${name} ${of}, p50`, p50(times), 'ms'),
    figure(`${name} ${of}, p95`, p95(times), 'ms', most),
  ];
  return [
    ...[...searches].flatMap(([name, times]) => both(`search for ${name}`, times, aim)),
    ...both('the counts of all views', counts, null),
    ...both('a page of the desk', list, null),
    ...both("a ticket's screen", get, aim),
    ...both('next ticket', next.call, null),
    ...both('next ticket, the bare SQL,', next.bare, null),
    figure(`next ticket ${of} ÷ the bare SQL, p50`, ratio(p50(next.call), p50(next.bare)), '×'),
  ];
}

function growth(tenth: Sized, whole: Sized): Figure[] {
  const times = (name: string, a: number[], b: number[]) =>
    figure(`${name}, all ÷ a tenth of the tickets, p50`, ratio(p50(b), p50(a)), '×');
  return [
    ...[...whole.searches].map(([name, now]) =>
      times(`search for ${name}`, tenth.searches.get(name) ?? [], now),
    ),
    times('the counts of all views', tenth.counts, whole.counts),
    times('a page of the desk', tenth.list, whole.list),
    times("a ticket's screen", tenth.get, whole.get),
    times('next ticket', tenth.next.call, whole.next.call),
  ];
}

/** What the usual desk takes for the same, in the same database. */
async function measureLike(
  ground: Ground,
  { sql }: BenchDesk,
  kinds: readonly Kind[],
  { searches }: Sized,
): Promise<Figure[]> {
  ground.say('  searching by LIKE');
  const figures: Figure[] = [];
  for (const { name, texts, byLike } of kinds) {
    if (!byLike) continue;
    const times: number[] = [];
    for (const text of texts.slice(0, LIKES)) {
      ground.signal.throwIfAborted();
      times.push((await timed(() => searchByLike(sql, text))).ms);
    }
    const own = p50(searches.get(name) ?? []);
    figures.push(figure(`LIKE '%…%' for ${name}, p50`, p50(times), 'ms'));
    figures.push(figure(`LIKE '%…%' ÷ the search for ${name}, p50`, ratio(p50(times), own), '×'));
  }
  return figures;
}

/** Answers that one agent can send as fast as the database takes them: message, clocks, outbox, words and record. */
async function replyRate(ground: Ground, { sql }: BenchDesk, client: Client): Promise<number> {
  ground.say('  replying');
  const [rows] = await sql.query<RowDataPacket[]>(
    "SELECT id, last_message_id FROM caretaker.ticket WHERE place = 'todo' ORDER BY due_at, id LIMIT ?",
    [RUNS],
  );
  const { ms } = await timed(async () => {
    for (const [index, row] of rows.entries()) {
      ground.signal.throwIfAborted();
      await client.tickets.reply({
        ticketId: String(row.id) as TicketId,
        requestId: randomUUID(),
        seen: String(row.last_message_id) as MessageId,
        body: `Hello, thank you for writing. We looked into it and it should work again. Your number is ${index}.`,
        change: { status: 'waiting' },
      });
    }
  });
  return (rows.length * 1000) / ms;
}

/** From anywhere on the desk. */
async function someTickets(sql: Connection, tickets: number): Promise<TicketId[]> {
  const step = Math.max(1, Math.floor(tickets / RUNS));
  const [rows] = await sql.query<RowDataPacket[]>(
    'SELECT id FROM caretaker.ticket WHERE id % ? = 1 ORDER BY MD5(id) LIMIT ?',
    [step, RUNS],
  );
  return rows.map((row) => String(row.id) as TicketId);
}
