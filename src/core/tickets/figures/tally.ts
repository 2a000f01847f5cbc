import { type Selectable, sql } from 'kysely';
import { ticketWorkers } from '../../../contract/tickets/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Database, Db, Run, Trx } from '../../database/database.ts';
import type { TicketSchema } from '../../database/ticket-schema.ts';
import { utcOf } from '../../database/time.ts';
import { advance, markIn, Overtaken } from '../../intake/mark.ts';
import type { Job } from '../../jobs/job.ts';
import { type Rules, readRules } from '../clocks/rules.ts';
import { tagsOf } from '../rows.ts';
import { wordsOf } from '../search/words.ts';
import { bucketOf, hourPart, scopesOf, tagPart, wordPart } from './parts.ts';

type Fact = Selectable<TicketSchema['caretaker.ticket_fact']>;

const batch = 500;
/** A younger fact may still go with an answer that is taken back, or be followed by one of a lower number. */
const settledAfterSeconds = 60;
/** Words are compared week against week, and forgotten after this. */
const wordDays = 60;
/** Of a subject so many words are counted. */
const wordsMost = 12;

/** How far the facts were counted. */
export const tallyMark = markIn('ticket_tally_mark');

/** Counts what happened to tickets into the days of the figures: each fact once. */
export const tallyTickets: Job = {
  name: 'tally-tickets',
  everySeconds: 60,
  roles: ticketWorkers,
  run: ({ database }, signal) => tallyAll(database, signal),
};

/** Counts all that is settled. `settledAfter` in seconds. */
export async function tallyAll(
  database: Database,
  signal: AbortSignal,
  settledAfter = settledAfterSeconds,
): Promise<void> {
  try {
    while (!signal.aborted && (await tallyNext(database, signal, settledAfter)));
    await forgetWords(database);
  } catch (error) {
    // Another console holds the job by now: it counts on.
    if (!(error instanceof Overtaken)) throw error;
  }
}

/** True where there may be more. */
async function tallyNext(database: Database, signal: AbortSignal, settledAfter: number): Promise<boolean> {
  const mark = await database.readPrimary(signal, tallyMark.read);
  const { facts, counts, asOf } = await database.readPrimary(signal, async (db, run) => {
    const read = await settledFacts(db, run, mark.after_id ?? '0', settledAfter);
    return { ...read, counts: await countsOf(db, run, read.facts) };
  });
  await advance(database, tallyMark, mark, async (trx) => {
    await addCounts(trx, counts);
    return { after_id: facts.at(-1)?.id ?? mark.after_id, fresh_at: asOf };
  });
  return facts.length === batch;
}

async function settledFacts(db: Db, run: Run, afterId: string, settledAfter: number) {
  const { rows } = await sql<{ as_of: string }>`
    SELECT UTC_TIMESTAMP(6) - INTERVAL ${sql.lit(settledAfter)} SECOND AS as_of`.execute(db, run);
  const asOf = rows[0]?.as_of ?? '';
  const facts = await db
    .selectFrom('caretaker.ticket_fact')
    .selectAll()
    .where('id', '>', idValue(afterId))
    .orderBy('id')
    .limit(batch)
    .execute(run);
  // Up to the first that is not settled, so that none is passed over.
  const end = facts.findIndex((fact) => fact.at > asOf);
  return { facts: end < 0 ? facts : facts.slice(0, end), asOf };
}

/** What the facts add, by measure, part, day and bucket in one text. */
async function countsOf(db: Db, run: Run, facts: readonly Fact[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  if (facts.length === 0) return counts;
  const rules = await readRules(db, run);
  const ids = (kind: string) => [
    ...new Set(facts.filter((it) => it.kind === kind).map((it) => it.ticket_id)),
  ];
  const subjects = await subjectsOf(db, run, ids('opened'));
  const solved = ids('solved');
  const tags = solved.length === 0 ? new Map<string, string[]>() : await tagsOf(db, run, solved);
  for (const fact of facts) {
    for (const [measure, part, bucket] of countedAs(fact, rules, { subjects, tags })) {
      const key = JSON.stringify([measure, part, rules.office.dayOf(timeOf(fact)), bucket]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

type Counted = readonly [measure: string, part: string, bucket: number];

function countedAs(
  fact: Fact,
  { office }: Rules,
  of: { subjects: ReadonlyMap<string, string>; tags: ReadonlyMap<string, readonly string[]> },
): Counted[] {
  const scopes = scopesOf({ teamId: fact.team_id, channel: fact.channel });
  const spread = (measure: string): Counted[] =>
    scopes.flatMap((scope): Counted[] => [
      [measure, scope, bucketOf(fact.minutes ?? 0)],
      ...(fact.kept === null ? [] : [[`${measure}-kept`, scope, Number(fact.kept)] as const]),
    ]);
  switch (fact.kind) {
    case 'opened': {
      const hour = office.hourOf(timeOf(fact));
      const words = wordsOf(of.subjects.get(fact.ticket_id) ?? '')
        .filter(isTelling)
        .slice(0, wordsMost);
      return [
        ...scopes.flatMap((scope): Counted[] => [
          ['opened', scope, 0],
          ['hour', hourPart(scope, hour), 0],
        ]),
        ...words.map((word): Counted => ['word', wordPart(word), 0]),
      ];
    }
    case 'first':
      return spread('first');
    case 'solved': {
      const tags = of.tags.get(fact.ticket_id) ?? [];
      return [
        ...spread('solve'),
        ...scopes.flatMap((scope) => tags.map((tag): Counted => ['tag', tagPart(scope, tag), 0])),
      ];
    }
    case 'reopened':
      return scopes.map((scope): Counted => ['reopened', scope, 0]);
    case 'rated':
      return scopes.map((scope): Counted => ['rated', scope, fact.rating ?? 0]);
    default:
      return [];
  }
}

/** Small words say nothing of what is asked. English and what is common in forms; others fall by their length. */
const small = new Set(
  'about after again all and any are been but can cannot could did does for from get had has have hello help how into its just more not now please since some that the then there they this was were what when where which who why will with without would you your'.split(
    ' ',
  ),
);
const isTelling = (word: string) => [...word].length >= 3 && !small.has(word) && !/^\d+$/.test(word);

async function subjectsOf(db: Db, run: Run, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('caretaker.ticket')
    .select(['id', 'subject'])
    .where('id', 'in', ids.map(idValue))
    .execute(run);
  return new Map(rows.map((row) => [row.id, row.subject]));
}

async function addCounts(trx: Trx, counts: ReadonlyMap<string, number>): Promise<void> {
  const rows = [...counts].map(([key, count]) => {
    const [measure, part, day, bucket] = JSON.parse(key) as [string, string, string, number];
    return sql`(${measure}, ${part}, ${day}, ${bucket}, ${count})`;
  });
  for (let start = 0; start < rows.length; start += batch) {
    await sql`
      INSERT INTO caretaker.ticket_tally (measure, part, day, bucket, count)
      VALUES ${sql.join(rows.slice(start, start + batch))}
      ON DUPLICATE KEY UPDATE count = count + VALUES(count)`.execute(trx);
  }
}

/** By the index on measure and day, a bounded number at a time. */
async function forgetWords(database: Database): Promise<void> {
  await database.writeAtOnce((db) =>
    sql`
      DELETE FROM caretaker.ticket_tally
      WHERE measure = 'word' AND day < UTC_DATE() - INTERVAL ${sql.lit(wordDays)} DAY
      ORDER BY day LIMIT ${sql.lit(2000)}`.execute(db),
  );
}

function timeOf(fact: Fact): number {
  return Date.parse(utcOf(fact.at));
}
