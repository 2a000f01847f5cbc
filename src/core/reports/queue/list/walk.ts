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

/** Of an age that no more than so many cases have, all are read, and the best of them sorted out. */
const fewOfAge = 2000;

/**
 * The walk that comes soonest to what the filter leaves: cases of one author or reporter, or of an age that few have,
 * are few. Of policy, kind and language it is the first that is given, and the others narrow its rows.
 */
export async function walkOf(db: Db, run: Run, part: Part, filter: QueueFilter): Promise<Walk> {
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
  if (await isAgeRare(db, run, part, filter)) return walk('report_case_opened', false);
  if (by === 'decided') return walk('report_case_done', true);
  if (filter.policyId !== null) return walk('report_case_policy', true);
  if (filter.kind !== null) return walk('report_case_kind', true);
  return walk(filter.language === null ? 'report_case_queue' : 'report_case_language', true);
}

export const and = (conditions: readonly RawBuilder<unknown>[]) => sql.join(conditions, sql` AND `);

/** Cases that the person passed over. */
export function without(passed: readonly CaseId[]): RawBuilder<unknown>[] {
  return passed.length === 0 ? [] : [sql`c.id NOT IN (${sql.join(passed.map(BigInt))})`];
}

function narrowings({ policyId, kind, language, authorId, ...age }: QueueFilter): RawBuilder<unknown>[] {
  return [
    ...(policyId === null ? [] : [sql`c.policy_id = ${BigInt(policyId)}`]),
    ...(kind === null ? [] : [sql`c.subject_kind = ${kind}`]),
    ...(language === null ? [] : [sql`c.language = ${language}`]),
    ...(authorId === null ? [] : [sql`c.author_id = ${BigInt(authorId)}`]),
    ...ofAge(age),
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

/** Counts by the index on (state, opened_at), as far as it matters. */
async function isAgeRare(db: Db, run: Run, { state }: Part, filter: QueueFilter): Promise<boolean> {
  const age = ofAge(filter);
  if (age.length === 0) return false;
  const counted = await sql<{ count: number }>`
    SELECT COUNT(*) AS count FROM (
      SELECT 1 FROM caretaker.report_case c FORCE INDEX (report_case_opened)
      WHERE c.state = ${state} AND ${and(age)} LIMIT ${fewOfAge + 1}
    ) counted`.execute(db, run);
  return Number(counted.rows[0]?.count) <= fewOfAge;
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
