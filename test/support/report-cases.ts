import { createHash, randomUUID } from 'node:crypto';
import type { ResultSetHeader } from 'mysql2/promise';
import type { ContentItem } from '../../src/contract/members/page.ts';
import type { Evidence } from '../../src/contract/reports/case.ts';
import type { CaseId } from '../../src/contract/reports/values.ts';
import type { MemberId, Utc } from '../../src/contract/values.ts';
import type { Community } from './community.ts';

/** A case as the intake would have opened it, of the policy for spam unless said otherwise. */
export async function addCase(
  { sql }: Pick<Community, 'sql'>,
  o: {
    kind?: string;
    subjectId?: string;
    authorId?: string | null;
    policyId?: number;
    columns?: Readonly<Record<string, string | number | null>>;
  } = {},
): Promise<CaseId> {
  const row = {
    subject_kind: o.kind ?? 'photo',
    subject_id: o.subjectId ?? String(1_000_000 + Math.floor(Math.random() * 1e12)),
    author_id: o.authorId ?? null,
    policy_id: o.policyId ?? 7,
    excerpt: 'A photo of a field',
    reasons: '["spam"]',
    reports: 1,
    reporters: 1,
    severity: 2,
    believed: 0.5,
    reach: 0,
    age_step: 0,
    score: 2585,
    rescore_at: '9999-12-31',
    ...o.columns,
  };
  const [{ insertId }] = await sql.query<ResultSetHeader>(
    `INSERT INTO caretaker.report_case SET ?, opened_at = UTC_TIMESTAMP(6), last_report_at = UTC_TIMESTAMP(6),
       due_at = UTC_TIMESTAMP(6) + INTERVAL 1 DAY`,
    [row],
  );
  return String(insertId) as CaseId;
}

/** Keeps evidence of a case; the server stamps its hash and moment. */
export async function addEvidence(
  { sql }: Pick<Community, 'sql'>,
  caseId: CaseId,
  evidence: Partial<Evidence>,
  subjectSha256 = createHash('sha256').update(randomUUID()).digest('hex'),
): Promise<void> {
  const body: Evidence = {
    content: null,
    within: [],
    before: [],
    after: [],
    member: null,
    talk: [],
    absent: null,
    ...evidence,
  };
  await sql.query('INSERT INTO caretaker.report_evidence SET ?', [
    { case_id: caseId, subject_sha256: subjectSha256, body: JSON.stringify(body) },
  ]);
}

/** A piece of content as evidence has it. */
export function contentItem(o: Partial<ContentItem> = {}): ContentItem {
  return {
    kind: 'photo',
    id: '1',
    authorId: '1' as MemberId,
    authorNickname: 'Someone',
    title: null,
    body: 'A field',
    mediaUrl: null,
    createdAt: '2026-09-01T00:00:00Z' as Utc,
    editedAt: null,
    visible: true,
    ...o,
  };
}
