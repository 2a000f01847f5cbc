import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { Evidence, type KeptEvidence } from '../../../contract/reports/case.ts';
import type { CaseId } from '../../../contract/reports/values.ts';
import type { EntryId } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Db, Run } from '../../database/database.ts';
import { utcOf } from '../../database/time.ts';

/** Besides the first. Who edits between each two reports fills no screen and no memory. */
const mostNewest = 9;

interface EvidenceRow {
  readonly id: string;
  readonly taken_at: string;
  readonly sha256: string;
  readonly subject_sha256: string;
  readonly body: string;
}

/** The first evidence of a case and its newest nine, in the order in which they were taken. */
export async function readEvidence(db: Db, caseId: CaseId, run?: Run): Promise<readonly EvidenceRow[]> {
  // The ids alone are sorted, from the index report_evidence_case; the texts, which can be long, come by primary key.
  const ids = (order: 'ASC' | 'DESC', limit: number) =>
    sql`(SELECT id FROM caretaker.report_evidence FORCE INDEX (report_evidence_case)
      WHERE case_id = ${idValue(caseId)} ORDER BY id ${sql.raw(order)} LIMIT ${sql.lit(limit)})`;
  const { rows } = await sql<EvidenceRow>`
    SELECT kept.id, kept.taken_at, kept.sha256, kept.subject_sha256, kept.body
    FROM (${ids('ASC', 1)} UNION ${ids('DESC', mostNewest)}) AS chosen
    JOIN caretaker.report_evidence AS kept ON kept.id = chosen.id
    ORDER BY kept.id`.execute(db, run);
  return rows;
}

/** What is kept, and whether it still is what was kept then. What cannot be read any more is not intact either. */
export function keptEvidence(row: EvidenceRow): KeptEvidence {
  const evidence = evidenceOf(row.body);
  return {
    id: row.id as EntryId,
    takenAt: utcOf(row.taken_at),
    sha256: row.sha256,
    intact: evidence !== null && createHash('sha256').update(row.body).digest('hex') === row.sha256,
    evidence: evidence ?? nothing,
  };
}

/** Every address of a picture or film that stands in evidence. */
export function mediaIn(rows: readonly EvidenceRow[]): Set<string> {
  const urls = rows.flatMap(({ body }) => {
    const { content, within, before, after, member } = evidenceOf(body) ?? nothing;
    const items = [content, ...within, ...before, ...after].map((it) => it?.mediaUrl);
    return [...items, member?.avatarUrl];
  });
  return new Set(urls.filter((url) => typeof url === 'string'));
}

const nothing: Evidence = {
  content: null,
  within: [],
  before: [],
  after: [],
  member: null,
  talk: [],
  absent: null,
};

function evidenceOf(body: string): Evidence | null {
  try {
    return Evidence.parse(JSON.parse(body));
  } catch {
    return null;
  }
}
