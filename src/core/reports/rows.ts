import type { Selectable } from 'kysely';
import type { CaseRow } from '../../contract/reports/queue.ts';
import { type CaseId, CaseState, Danger, type PolicyId } from '../../contract/reports/values.ts';
import { type MemberId, UserName } from '../../contract/values.ts';
import { idValue } from '../database/cursor.ts';
import type { Db, Run } from '../database/database.ts';
import type { ReportSchema } from '../database/report-schema.ts';
import { utcOf, utcOrNull } from '../database/time.ts';
import { nicknamesOf } from '../members/nicknames.ts';
import { staffNames } from '../staff/names.ts';

/** A row of `report_case` as it comes over the wire. */
export type CaseColumns = Selectable<ReportSchema['caretaker.report_case']>;

/**
 * Rows as the queue shows them, with the names of author, policy and holder: three statements by primary keys, however
 * many rows, 200 at the most. `moment` by the server's clock decides which claims have lapsed.
 */
export async function showCases(
  db: Db,
  run: Run,
  rows: readonly CaseColumns[],
  moment: string,
): Promise<CaseRow[]> {
  if (rows.length === 0) return [];
  const [authors, policies, names] = await Promise.all([
    nicknamesOf(
      db,
      run,
      rows.flatMap((row) => row.author_id ?? []),
    ),
    policyNames(
      db,
      run,
      rows.map((row) => row.policy_id),
    ),
    staffNames(
      db,
      run,
      rows.flatMap((row) => row.holder ?? []),
    ),
  ]);
  return rows.map((row) => ({
    id: row.id as CaseId,
    state: CaseState.parse(row.state),
    subject: { kind: row.subject_kind, id: row.subject_id as MemberId },
    authorId: row.author_id as MemberId | null,
    author: row.author_id === null ? null : (authors.get(row.author_id) ?? null),
    excerpt: row.excerpt,
    hasMedia: Number(row.has_media) === 1,
    policyId: row.policy_id as PolicyId,
    policy: policies.get(row.policy_id) ?? 'a policy that is gone',
    severity: row.severity,
    danger: Danger.safeParse(row.danger).data ?? null,
    reasons: listOf(row.reasons),
    reports: row.reports,
    reporters: row.reporters,
    language: row.language === 'und' ? null : row.language,
    openedAt: utcOf(row.opened_at),
    lastReportAt: utcOf(row.last_report_at),
    dueAt: utcOf(row.due_at),
    score: row.score / 100,
    claim: claimOf(row, names, moment),
    heldUntil: utcOrNull(row.held_until),
    setBy: row.set_by,
    decidedAt: utcOrNull(row.decided_at),
    outcome: row.outcome,
    version: row.version,
  }));
}

/** What is no name of an account, which a client of one's own could have written, holds nothing. */
function claimOf(
  { holder, claimed_until }: CaseColumns,
  names: ReadonlyMap<string, string>,
  moment: string,
): CaseRow['claim'] {
  if (holder === null || claimed_until <= moment || !UserName.safeParse(holder).success) return null;
  return { user: holder, name: names.get(holder) ?? holder, until: utcOf(claimed_until) };
}

async function policyNames(db: Db, run: Run, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('caretaker.policy as policy')
    .innerJoin('caretaker.policy_version as newest', (join) =>
      join.onRef('newest.policy_id', '=', 'policy.id').onRef('newest.version', '=', 'policy.version'),
    )
    .select(['policy.id', 'newest.name'])
    .where('policy.id', 'in', [...new Set(ids)].map(idValue))
    .execute(run);
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** A JSON list of texts; anything else, which a client of one's own could have written, is none. */
export function listOf(text: string): string[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.filter((it) => typeof it === 'string') : [];
  } catch {
    return [];
  }
}
