import fc from 'fast-check';
import type { RowDataPacket } from 'mysql2/promise';
import { QueueFilter, type QueueView, queueViews } from '../../src/contract/reports/queue.ts';
import type { Queueing } from './queueing.ts';

/** A case as the model of the queue knows it. */
interface Plain {
  readonly id: bigint;
  readonly row: RowDataPacket;
  readonly reporters: readonly string[];
  /** How long ago it was opened. */
  readonly hours: number;
  readonly inForce: boolean;
}

const people = ['mara', 'noor'];
const languages = ['eng', 'eng', 'eng', 'deu', 'und'];
const kinds = ['photo', 'photo', 'comment', 'member'];
const states = ['open', 'open', 'open', 'open', 'held', 'escalated', 'done', 'done'];

/** Fills the queue with cases of every sort, the same each time, by a generator of its own. */
export async function fillQueue(queue: Queueing, count: number): Promise<void> {
  let state = 20261129;
  const below = (most: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  const pick = <T>(from: readonly T[]) => from[below(from.length)] as T;
  const ago = (minutes: number) => `UTC_TIMESTAMP(6) - INTERVAL ${minutes} MINUTE`;
  const rows = Array.from({ length: count }, (_, index) => {
    const at = pick(states);
    const holder = at === 'open' && below(3) === 0 ? pick(people) : null;
    return {
      subject_kind: `'${pick(kinds)}'`,
      subject_id: 1_000_000 + index,
      author_id: below(5) === 0 ? 'NULL' : 1 + below(12),
      open_mark: at === 'done' ? 'NULL' : 1,
      state: `'${at}'`,
      policy_id: 1 + below(4),
      language: `'${pick(languages)}'`,
      opened_at: ago(60 * below(72) + 30),
      score: 100 * below(40),
      holder: holder === null ? 'NULL' : `'${holder}'`,
      claimed_until: holder === null ? "'1970-01-01'" : ago(below(3) === 0 ? 5 : -600),
      handed: below(3) === 0 ? 1 : 0,
      held_until: at === 'held' ? ago(-1440) : 'NULL',
      set_by: at === 'held' || at === 'escalated' ? `'${pick(people)}'` : 'NULL',
      decided_at: at === 'done' ? ago(below(50)) : 'NULL',
    };
  });
  const rest = {
    excerpt: "''",
    reasons: "'[]'",
    last_report_at: 'UTC_TIMESTAMP(6)',
    due_at: 'UTC_TIMESTAMP(6)',
    reports: 1,
    reporters: 1,
    severity: 2,
    believed: 0.5,
    reach: 0,
    age_step: 0,
    rescore_at: "'9999-12-31'",
  };
  const [first] = rows;
  await queue.rows(
    `INSERT INTO caretaker.report_case (${Object.keys({ ...first, ...rest })})
     VALUES ${rows.map((row) => `(${Object.values({ ...row, ...rest })})`)}`,
  );
  await queue.rows(
    `INSERT INTO caretaker.report_item (report_id, case_id, reporter_id, at, reason, weight)
     SELECT r.id, (SELECT MIN(id) FROM caretaker.report_case) + (r.id * 7919) % ?, r.reporter_id, r.at, 'spam', 0.5
     FROM caretaker_site.report r`,
    [count],
  );
}

export async function readQueue(queue: Queueing): Promise<Plain[]> {
  const items = await queue.rows('SELECT case_id, reporter_id FROM caretaker.report_item');
  const reporters = Map.groupBy(items, (it) => String(it.case_id));
  const rows = await queue.rows(
    `SELECT *, TIMESTAMPDIFF(HOUR, opened_at, UTC_TIMESTAMP(6)) AS hours, claimed_until > UTC_TIMESTAMP(6) AS in_force
     FROM caretaker.report_case`,
  );
  return rows.map((row) => ({
    id: BigInt(row.id),
    row,
    reporters: (reporters.get(String(row.id)) ?? []).map((it) => String(it.reporter_id)),
    hours: Number(row.hours),
    inForce: Number(row.in_force) === 1,
  }));
}

/** The ids that a view shows, in order. */
export function expected(
  cases: readonly Plain[],
  view: QueueView,
  filter: QueueFilter,
  me: string,
): string[] {
  const left = cases.filter((it) => isWanted(it, filter));
  const mine = (it: Plain) => it.inForce && it.row.holder === me;
  const is = (state: string) => (it: Plain) => it.row.state === state;
  const free = left.filter((it) => is('open')(it) && !it.inForce).toSorted(byScore);
  const handed = left.filter((it) => is('open')(it) && mine(it) && it.row.handed === 1).toSorted(byScore);
  const shown: Record<QueueView, () => Plain[]> = {
    next: () => [...handed, ...free],
    unclaimed: () => free,
    mine: () =>
      left
        .filter((it) => (is('open')(it) && mine(it)) || (is('held')(it) && it.row.set_by === me))
        .toSorted(byScore),
    held: () => left.filter(is('held')).toSorted(byScore),
    escalated: () => left.filter(is('escalated')).toSorted(byScore),
    done: () => left.filter(is('done')).toSorted(byDecision),
  };
  return shown[view]().map((it) => String(it.id));
}

function isWanted({ row, reporters, hours }: Plain, filter: QueueFilter): boolean {
  return (
    (filter.policyId === null || row.policy_id === filter.policyId) &&
    (filter.kind === null || row.subject_kind === filter.kind) &&
    (filter.language === null || row.language === filter.language) &&
    (filter.authorId === null || row.author_id === filter.authorId) &&
    (filter.reporterId === null || reporters.includes(filter.reporterId)) &&
    (filter.olderThanHours === null || hours >= filter.olderThanHours) &&
    (filter.youngerThanHours === null || hours < filter.youngerThanHours)
  );
}

function byScore(a: Plain, b: Plain): number {
  return b.row.score - a.row.score || Number(a.id - b.id);
}

function byDecision(a: Plain, b: Plain): number {
  const [first, second] = [String(a.row.decided_at), String(b.row.decided_at)];
  return first === second ? Number(b.id - a.id) : first < second ? 1 : -1;
}

export const views = fc.constantFrom(...queueViews);

export function filtersOf(cases: readonly Plain[]): fc.Arbitrary<QueueFilter> {
  const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { freq: 1 });
  return fc
    .record({
      policyId: maybe(fc.constantFrom('1', '2', '9')),
      kind: maybe(fc.constantFrom(...kinds)),
      language: maybe(fc.constantFrom(...languages)),
      authorId: maybe(fc.constantFrom('1', '5', '999')),
      reporterId: maybe(fc.constantFrom(...new Set(cases.flatMap((it) => it.reporters)))),
      olderThanHours: maybe(fc.integer({ min: 0, max: 72 })),
      youngerThanHours: maybe(fc.integer({ min: 1, max: 72 })),
    })
    .chain((filter) =>
      // All at once would leave nothing.
      fc
        .subarray(Object.keys(filter), { maxLength: 2 })
        .map((kept) =>
          QueueFilter.parse(
            Object.fromEntries(Object.entries(filter).filter(([name]) => kept.includes(name))),
          ),
        ),
    );
}
