import { insertMany } from '../../../directory/rows/bulk.ts';
import { Overtaken } from '../../../intake/mark.ts';
import type { Group } from '../batch.ts';
import { reckon } from '../scores/reckon.ts';
import { gather, topReasons } from './grouping.ts';
import { openedIds, subjectKey } from './lock.ts';
import type { Placed, Writing } from './write.ts';

const columns = [
  'subject_kind',
  'subject_id',
  'author_id',
  'policy_id',
  'excerpt',
  'has_media',
  'reasons',
  'language',
  'opened_at',
  'last_report_at',
  'reports',
  'reporters',
  'believed',
  'reach',
  'danger',
  'severity',
  'due_at',
  'age_step',
  'score',
  'rescore_at',
] as const;

/** Opens a case for each group. */
export async function openCases(writing: Writing, groups: readonly Group[]): Promise<Placed[]> {
  if (groups.length === 0) return [];
  const { trx } = writing;
  const rows = groups.map((group) => {
    const row = newCase(writing, group);
    return columns.map((column) => row[column]);
  });
  await insertMany(trx, `INSERT INTO caretaker.report_case (${columns.join(', ')})`, rows);
  const ids = await openedIds(trx, groups);
  return groups.map((group) => {
    const caseId = ids.get(subjectKey(group));
    if (caseId === undefined) throw new Overtaken('a case is not there that was just opened');
    const detail = { reports: group.reports.length };
    return { group, caseId, events: [{ caseId, kind: 'opened', detail, byJob: true }], keeps: true };
  });
}

function newCase(
  { rules, moment, joining }: Writing,
  group: Group,
): Record<(typeof columns)[number], unknown> {
  const { reports, snapshot } = group;
  const [first] = reports;
  if (!first) throw new Error('a case without a report');
  const gathered = gather(null, joining(group), new Set(), rules);
  const { policy, openedAt, believed } = gathered;
  const author = snapshot.authorId ?? reports.find((it) => it.authorId !== null)?.authorId ?? null;
  const { danger, severity } = policy;
  const { reach } = snapshot;
  const targetMs = gathered.targetMinutes * 60_000;
  return {
    subject_kind: first.subject.kind,
    subject_id: BigInt(first.subject.id),
    author_id: author === null ? null : BigInt(author),
    policy_id: BigInt(policy.id),
    excerpt: snapshot.excerpt,
    has_media: Number(snapshot.hasMedia),
    reasons: topReasons(reports.map((it) => it.reason)),
    language: snapshot.language,
    opened_at: openedAt,
    last_report_at: gathered.lastReportAt,
    reports: gathered.reports,
    reporters: gathered.reporters,
    believed,
    reach,
    ...reckon({ danger, severity, believed, reach, openedAt, targetMs }, rules.weights, moment),
  };
}
