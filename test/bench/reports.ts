import { randomUUID } from 'node:crypto';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Client } from '../../src/contract/contract.ts';
import { CaseDecision } from '../../src/contract/reports/decisions.ts';
import { QueueFilter } from '../../src/contract/reports/queue.ts';
import type { CaseId } from '../../src/contract/reports/values.ts';
import { readAllReports } from '../../src/core/reports/intake/job.ts';
import { openSession } from '../../src/core/session/open.ts';
import { reportMany } from '../support/many-cases.ts';
import { type Figure, figure } from './support/figures.ts';
import { type BareConnection, type Ground, moderator } from './support/ground.ts';
import { overMessagePort } from './support/lines.ts';
import { type BenchQueue, claimBare, claimedBy, openQueue } from './support/queue.ts';
import { p50, p95, ratio, timed } from './support/samples.ts';

const RUNS = 500;
const WARM_UP = 100;
/** What the interface asks for. */
const PAGE = 100;
/** Colleagues at work: their cases stand at the head of the queue. */
const COLLEAGUES = 50;
const SMALL = 10_000;
const LARGE = 100_000;
const HUGE = 1_000_000;
const INTAKE = 2_000;
const BULK = 10_000;
const BARE = 1_000;
/** What calls are promised to keep with a queue of LARGE. */
const AIM = '< 50';

const everything = QueueFilter.parse({});

/** A queue of many open cases on the ground's community: filling it, and working it through the whole call. */
export async function measure(ground: Ground): Promise<Figure[]> {
  await using queue = await openQueue(ground);
  if (queue.room < LARGE + 2 * INTAKE) {
    throw new Error(`What there is to report is ${queue.room}; ${LARGE} cases need more members.`);
  }
  const client = await overMessagePort(ground);
  const bare = await ground.bareConnection();
  ground.say('  the intake');
  const intake = await intakeRate(ground, queue);
  const figures = [figure('reports read a second', intake, '/s')];
  let before: Sized | null = null;
  for (const cases of [SMALL, LARGE, ...(queue.room >= HUGE + 2 * INTAKE ? [HUGE] : [])]) {
    ground.say(`  ${cases.toLocaleString('en')} open cases`);
    await queue.open({ cases: cases - (await openCases(queue.sql)), withinMinutes: 14 * 24 * 60 });
    await queue.claimHead(COLLEAGUES);
    const now = await measureSize(ground, queue, { client, bare });
    figures.push(...figuresOf(cases, now), ...(before ? growth(cases, before, now) : []));
    if (cases === LARGE) {
      figures.push(
        figure(
          'reports read a second, ÷ into an empty queue',
          ratio(await intakeRate(ground, queue), intake),
          '×',
        ),
        ...(await measureBulk(ground, queue, { client, bare })),
      );
    }
    await queue.releaseAll();
    before = now;
  }
  return figures;
}

interface Sized {
  readonly next: { readonly call: number[]; readonly sql: number[]; readonly statement: number[] };
  readonly get: number[];
  readonly list: number[];
  readonly counts: number[];
}

interface Ways {
  readonly client: Client;
  readonly bare: BareConnection;
}

async function measureSize(ground: Ground, queue: BenchQueue, { client, bare }: Ways): Promise<Sized> {
  const next = await measureNext(ground, queue, { client, bare });
  const ids = await someCases(queue.sql, RUNS);
  return {
    next,
    get: await timesOf(ground, ids, (caseId) => client.reports.get({ caseId })),
    list: await timesOf(ground, ids, () =>
      client.reports.list({ view: 'unclaimed', filter: everything, limit: PAGE }),
    ),
    counts: await timesOf(ground, ids, () => client.reports.counts({ filter: everything })),
  };
}

/** The call and the statements take turns at going first, and must come to the same case. */
async function measureNext(ground: Ground, { sql }: BenchQueue, { client, bare }: Ways) {
  const times = { call: [] as number[], sql: [] as number[], statement: [] as number[] };
  const release = (caseId: string) =>
    sql.query(
      "UPDATE caretaker.report_case SET holder = NULL, claim_id = NULL, claimed_until = '1970-01-01' WHERE id = ?",
      [caseId],
    );
  const ways = {
    async call() {
      const claimId = randomUUID();
      const { ms, result } = await timed(() => client.reports.claimNext({ claimId, filter: everything }));
      times.call.push(ms);
      return String(result.caseId);
    },
    async sql() {
      const statement = await timed(() => claimBare(bare));
      const which = await timed(() => claimedBy(bare, statement.result));
      times.statement.push(statement.ms);
      times.sql.push(statement.ms + which.ms);
      return which.result;
    },
  };
  for (let run = 0; run < WARM_UP + RUNS; run += 1) {
    ground.signal.throwIfAborted();
    const given = new Set<string>();
    for (const way of run % 2 ? [ways.call, ways.sql] : [ways.sql, ways.call]) {
      const caseId = await way();
      await release(caseId);
      given.add(caseId);
    }
    if (given.size > 1) throw new Error(`The call and the statement claimed different cases: ${[...given]}.`);
  }
  for (const way of Object.values(times)) way.splice(0, WARM_UP);
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

function figuresOf(cases: number, { next, get, list, counts }: Sized): Figure[] {
  const of = `of ${cases.toLocaleString('en')}`;
  const aims = cases === LARGE;
  return [
    figure(`next case ${of}, p50`, p50(next.call), 'ms'),
    figure(`next case ${of}, p95`, p95(next.call), 'ms'),
    figure(`next case ${of}, the bare SQL, p50`, p50(next.sql), 'ms'),
    figure(`next case ${of}, the bare SQL, p95`, p95(next.sql), 'ms'),
    figure(`next case ${of}, its statement alone, p50`, p50(next.statement), 'ms'),
    figure(
      `next case ${of} ÷ the bare SQL, p50`,
      ratio(p50(next.call), p50(next.sql)),
      '×',
      aims ? '<= 1.5' : null,
    ),
    figure(
      `next case ${of} ÷ the bare SQL, p95`,
      ratio(p95(next.call), p95(next.sql)),
      '×',
      aims ? '<= 1.5' : null,
    ),
    figure(`a case's first data ${of}, p50`, p50(get), 'ms'),
    figure(`a case's first data ${of}, p95`, p95(get), 'ms', aims ? AIM : null),
    figure(`a page of the queue ${of}, p50`, p50(list), 'ms'),
    figure(`a page of the queue ${of}, p95`, p95(list), 'ms'),
    figure(`the counts of all views ${of}, p50`, p50(counts), 'ms'),
    figure(`the counts of all views ${of}, p95`, p95(counts), 'ms', aims ? AIM : null),
  ];
}

function growth(cases: number, before: Sized, now: Sized): Figure[] {
  const of = `${cases.toLocaleString('en')} ÷ a tenth of them`;
  const times = (a: number[], b: number[]) => ratio(p50(b), p50(a));
  return [
    figure(`next case, ${of}, p50`, times(before.next.call, now.next.call), '×'),
    figure(`a case's first data, ${of}, p50`, times(before.get, now.get), '×'),
    figure(`a page of the queue, ${of}, p50`, times(before.list, now.list), '×'),
    figure(`the counts of all views, ${of}, p50`, times(before.counts, now.counts), '×'),
  ];
}

/** Reports that the intake reads into cases a second: each from the site, with its evidence. */
async function intakeRate(ground: Ground, { sql }: BenchQueue): Promise<number> {
  const { server, people } = await ground.demo();
  const person = people.find(({ user }) => user === moderator);
  if (!person) throw new Error(`The demo has no ${moderator}.`);
  const { host, port } = server;
  const primary = { host, port, ...person, tls: 'off' as const, ca: null };
  const opening = await openSession({ primary, replica: null });
  if (opening.outcome !== 'opened') throw new Error(`${moderator} could not sign in: ${opening.outcome}`);
  const { database, site } = opening.signedIn;
  try {
    const read = async () => {
      const [[row]] = await sql.query<RowDataPacket[]>('SELECT COUNT(*) AS count FROM caretaker.report_item');
      return Number(row?.count);
    };
    await reportMany(sql, { cases: INTAKE, withinMinutes: 60 });
    const before = await read();
    const { ms } = await timed(() => readAllReports({ database, site, signal: ground.signal }));
    return ((await read()) - before) / (ms / 1000);
  } finally {
    await database.close();
  }
}

/** A spam wave: one decision about as many cases as a run may decide, and its undo. */
async function measureBulk(ground: Ground, { sql }: BenchQueue, { client, bare }: Ways): Promise<Figure[]> {
  ground.say(`  one decision about ${BULK.toLocaleString('en')} cases`);
  const decision = CaseDecision.parse({
    policyId: '7',
    actions: [{ kind: 'hide' }],
    reason: 'Measured by the benchmark',
  });
  const target = { view: 'unclaimed' as const, filter: QueueFilter.parse({ policyId: '7' }) };
  const runId = randomUUID();
  const all = async (stream: AsyncIterable<{ outcomes: { outcome: string; why: string | null }[] }>) => {
    let done = 0;
    for await (const { outcomes } of stream) {
      const other = outcomes.find((it) => it.outcome !== 'done');
      if (other) throw new Error(`A case was ${other.outcome}: ${other.why}`);
      done += outcomes.length;
    }
    if (done !== BULK) throw new Error(`${done} of ${BULK} cases were decided.`);
  };
  const { signal } = ground;
  const decided = await timed(async () =>
    all(await client.reports.decideMany({ runId, target, decision }, { signal })),
  );
  const undone = await timed(async () =>
    all(await client.reports.undoRun({ requestId: randomUUID(), runId }, { signal })),
  );
  const hidden = await timed(() => hideBare(sql, bare, 'content_hide'));
  await hideBare(sql, bare, 'content_restore');
  const each = (ms: number, count: number) => ms / count;
  return [
    figure('cases decided a second, in a run of 10,000', (BULK * 1000) / decided.ms, '/s'),
    figure('cases taken back a second, of that run', (BULK * 1000) / undone.ms, '/s'),
    figure(
      "a run ÷ the site's bare procedure, time",
      ratio(each(decided.ms, BULK), each(hidden.ms, BARE)),
      '×',
    ),
  ];
}

/** The site's own procedure for what other cases are about, by the driver alone. */
async function hideBare(sql: Connection, bare: BareConnection, procedure: string): Promise<void> {
  const [rows] = await sql.query<RowDataPacket[]>(
    `SELECT subject_kind, subject_id FROM caretaker.report_case
     WHERE state = 'open' AND policy_id = 8 ORDER BY id LIMIT ?`,
    [BARE],
  );
  for (const row of rows) {
    const values = [randomUUID(), row.subject_kind, BigInt(row.subject_id), 'Measured by the benchmark'];
    await bare.query(`CALL caretaker_site.${procedure}(?, ?, ?, ?)`, values);
  }
}

/** Ids of open cases, from anywhere in the queue. */
async function someCases(sql: Connection, count: number): Promise<CaseId[]> {
  const [rows] = await sql.query<RowDataPacket[]>(
    "SELECT id FROM caretaker.report_case WHERE state = 'open' ORDER BY MD5(id) LIMIT ?",
    [count],
  );
  return rows.map((row) => String(row.id) as CaseId);
}

async function openCases(sql: Connection): Promise<number> {
  const [[row]] = await sql.query<RowDataPacket[]>(
    "SELECT COUNT(*) AS count FROM caretaker.report_case WHERE state = 'open'",
  );
  return Number(row?.count);
}
