import { type RawBuilder, sql } from 'kysely';
import type { QueueFilter } from '../../../../contract/reports/queue.ts';
import type { CaseId } from '../../../../contract/reports/values.ts';
import type { Db, Run } from '../../../database/database.ts';
import type { Part } from './views.ts';

/** How the cases of a part are read: by one index, whatever else is asked of them. */
export interface Walk {
  /** The cases as `c`. */
  readonly from: RawBuilder<unknown>;
  readonly where: readonly RawBuilder<unknown>[];
  /** Best first; of those that are done, the latest. */
  readonly by: 'score' | 'decided';
  /** Whether the index has them in this order. Else all of them are read and sorted: then they are few. */
  readonly isOrdered: boolean;
}

/** Where an index finds no more than so many cases, all are read, and the best of them sorted out. */
const few = 2000;

/**
 * The walk that comes soonest to what the filter leaves: cases of one author or reporter, or of an age that few have,
 * are few. Of policy, kind and language it is the first that is given, and the others narrow its rows. Those that are
 * done have no index on each of these in their order, and become ever more: what is rare among them is read by its own.
 * In `any order`, as to count them, so is the rest.
 */
export async function walkOf(
  db: Db,
  run: Run,
  part: Part,
  filter: QueueFilter,
  inOrder: 'in order' | 'any order' = 'in order',
): Promise<Walk> {
  const by = part.state === 'done' ? 'decided' : 'score';
  const where = [sql`c.state = ${part.state}`, ...part.where, ...narrowings(filter)];
  const walk = (index: string, isOrdered: boolean): Walk => ({
    from: sql`caretaker.report_case c FORCE INDEX (${sql.ref(index)})`,
    where: filter.reporterId === null ? where : [...where, reportedBy(filter.reporterId)],
    by,
    isOrdered,
  });
  if (part.index !== null) return walk(part.index, false);
  if (filter.authorId !== null) return walk('report_case_author', by === 'score');
  if (filter.reporterId !== null) return { from: casesOf(filter.reporterId), where, by, isOrdered: false };
  const age = ofAge(filter);
  const isRare = (index: string, conditions: readonly RawBuilder<unknown>[]) =>
    isFew(db, run, index, [sql`c.state = ${part.state}`, ...conditions]);
  if (age.length > 0 && (await isRare('report_case_opened', age))) return walk('report_case_opened', false);
  const narrow = narrowIndexes(filter);
  if (by === 'score') return walk(narrow[0]?.index ?? 'report_case_queue', true);
  for (const { index, condition } of narrow) if (await isRare(index, [condition])) return walk(index, false);
  if (inOrder === 'in order') return walk('report_case_done', true);
  return walk(narrow[0]?.index ?? (age.length > 0 ? 'report_case_opened' : 'report_case_done'), false);
}

interface Narrow {
  readonly index: string;
  readonly condition: RawBuilder<unknown>;
}

/** The indexes that begin with the state and what the filter gives. */
function narrowIndexes({ policyId, kind, language }: QueueFilter): Narrow[] {
  const narrow = (index: string, condition: RawBuilder<unknown>): Narrow => ({ index, condition });
  return [
    ...(policyId === null ? [] : [narrow('report_case_policy', sql`c.policy_id = ${BigInt(policyId)}`)]),
    ...(kind === null ? [] : [narrow('report_case_kind', sql`c.subject_kind = ${kind}`)]),
    ...(language === null ? [] : [narrow('report_case_language', sql`c.language = ${language}`)]),
  ];
}

export const and = (conditions: readonly RawBuilder<unknown>[]) => sql.join(conditions, sql` AND `);

/** Cases that the person passed over. */
export function without(passed: readonly CaseId[]): RawBuilder<unknown>[] {
  return passed.length === 0 ? [] : [sql`c.id NOT IN (${sql.join(passed.map(BigInt))})`];
}

function narrowings(filter: QueueFilter): RawBuilder<unknown>[] {
  const { authorId } = filter;
  return [
    ...narrowIndexes(filter).map((it) => it.condition),
    ...(authorId === null ? [] : [sql`c.author_id = ${BigInt(authorId)}`]),
    ...ofAge(filter),
  ];
}

type Age = Pick<QueueFilter, 'olderThanHours' | 'youngerThanHours'>;

function ofAge({ olderThanHours, youngerThanHours }: Age): RawBuilder<unknown>[] {
  const ago = (hours: number) => sql`UTC_TIMESTAMP(6) - INTERVAL ${hours} HOUR`;
  return [
    ...(olderThanHours === null ? [] : [sql`c.opened_at <= ${ago(olderThanHours)}`]),
    ...(youngerThanHours === null ? [] : [sql`c.opened_at > ${ago(youngerThanHours)}`]),
  ];
}

/** Counts by the index that these conditions begin, as far as it matters. */
async function isFew(
  db: Db,
  run: Run,
  index: string,
  conditions: readonly RawBuilder<unknown>[],
): Promise<boolean> {
  const counted = await sql<{ count: number }>`
    SELECT COUNT(*) AS count FROM (
      SELECT 1 FROM caretaker.report_case c FORCE INDEX (${sql.ref(index)})
      WHERE ${and(conditions)} LIMIT ${few + 1}
    ) counted`.execute(db, run);
  return Number(counted.rows[0]?.count) <= few;
}

/** By the index on (reporter_id, case_id), here and below; one may have reported the same again. */
function casesOf(reporterId: string): RawBuilder<unknown> {
  return sql`(SELECT DISTINCT case_id FROM caretaker.report_item WHERE reporter_id = ${BigInt(reporterId)}) reported
    STRAIGHT_JOIN caretaker.report_case c ON c.id = reported.case_id`;
}

function reportedBy(reporterId: string): RawBuilder<unknown> {
  return sql`EXISTS (
    SELECT 1 FROM caretaker.report_item i WHERE i.reporter_id = ${BigInt(reporterId)} AND i.case_id = c.id)`;
}
