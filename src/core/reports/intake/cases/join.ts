import { sql } from 'kysely';
import type { CaseId } from '../../../../contract/reports/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Trx } from '../../../database/database.ts';
import { columnOf, utcOf } from '../../../database/time.ts';
import type { CaseColumns } from '../../rows.ts';
import type { NewEvent } from '../../work.ts';
import type { Group } from '../batch.ts';
import { inParts, together } from '../evidence/at-once.ts';
import { msBetween, reckon } from '../scores/reckon.ts';
import type { Rules } from '../scores/rules.ts';
import { type Gathered, gather, topReasons } from './grouping.ts';
import type { Placed, Writing } from './write.ts';

/** Snapshots of one case; who edits what they wrote more often than that is seen to do so. */
const mostEvidence = 20;
/** By so many of the last reports is told which reasons are the most frequent. */
const reasonsLookedAt = 100;

/** Has each group join its open case, which is locked: for those who decide about it, it has changed. */
export async function joinCases(
  writing: Writing,
  present: ReadonlyMap<Group, CaseColumns>,
): Promise<Placed[]> {
  if (present.size === 0) return [];
  const { trx } = writing;
  const ids = [...present.values()].map((row) => row.id);
  const known = await knownReporters(trx, present);
  const reasons = await lastReasons(trx, ids);
  const kept = await keptHashes(trx, ids);
  const placed: Placed[] = [];
  for (const [group, row] of present) {
    const caseId = row.id as CaseId;
    const before = gatheredOf(row, writing.rules);
    const after = gather(before, writing.joining(group), known.get(row.id) ?? new Set(), writing.rules);
    const given = [...group.reports.map((it) => it.reason), ...(reasons.get(row.id) ?? [])];
    await updateCase(writing, { row, group, after, reasons: topReasons(given) });
    const keeps = isNews(group, kept.get(row.id) ?? []);
    placed.push({ group, caseId, keeps, events: eventsOf(caseId, group, { before, after, edited: keeps }) });
  }
  return placed;
}

function gatheredOf(row: CaseColumns, rules: Rules): Gathered {
  return {
    reports: row.reports,
    reporters: row.reporters,
    believed: Number(row.believed),
    openedAt: columnOf(utcOf(row.opened_at)),
    lastReportAt: columnOf(utcOf(row.last_report_at)),
    policy: rules.policy(row.policy_id) ?? rules.policyFor(''),
    targetMinutes: msBetween(row.opened_at, row.due_at) / 60_000,
  };
}

async function updateCase(
  { trx, rules, moment }: Writing,
  {
    row,
    group,
    after,
    reasons,
  }: {
    readonly row: CaseColumns;
    readonly group: Group;
    readonly after: Gathered;
    readonly reasons: string;
  },
): Promise<void> {
  const { openedAt, believed, policy } = after;
  const { danger, severity } = policy;
  const reach = Math.max(row.reach, group.snapshot.reach);
  const targetMs = after.targetMinutes * 60_000;
  await trx
    .updateTable('caretaker.report_case')
    .set({
      author_id: sql<string | null>`COALESCE(author_id, ${group.snapshot.authorId})`,
      policy_id: idValue(policy.id),
      reasons,
      opened_at: openedAt,
      last_report_at: after.lastReportAt,
      reports: after.reports,
      reporters: after.reporters,
      believed,
      reach,
      ...reckon({ danger, severity, believed, reach, openedAt, targetMs }, rules.weights, moment),
      version: sql<number>`version + 1`,
    })
    .where('id', '=', idValue(row.id))
    .execute();
}

/** Whether it is not as any snapshot of the case has it. That it is gone by now says nothing that is worth keeping. */
function isNews({ snapshot }: Group, kept: readonly string[]): boolean {
  if (kept.length === 0) return true;
  return !snapshot.isAbsent && kept.length < mostEvidence && !kept.includes(snapshot.sha256);
}

function eventsOf(
  caseId: CaseId,
  { reports }: Group,
  {
    before,
    after,
    edited,
  }: { readonly before: Gathered; readonly after: Gathered; readonly edited: boolean },
): NewEvent[] {
  const detail = {
    reports: reports.length,
    newReporters: after.reporters - before.reporters,
    ...(after.policy.id === before.policy.id ? {} : { policy: after.policy.name }),
  };
  return [
    { caseId, kind: 'joined', detail, byJob: true },
    ...(edited ? [{ caseId, kind: 'edited', byJob: true }] : []),
  ];
}

/** Which of a group's reporters reported to its case before. By the index report_item_reporter (reporter_id, case_id). */
async function knownReporters(
  trx: Trx,
  present: ReadonlyMap<Group, CaseColumns>,
): Promise<Map<string, Set<string>>> {
  const pairs = [...present].flatMap(([group, row]) =>
    [...new Set(group.reports.map((it) => it.reporterId))].map((reporter) => [reporter, row.id] as const),
  );
  const { rows } = await sql<{ reporter_id: string; case_id: string }>`
    SELECT DISTINCT reporter_id, case_id FROM caretaker.report_item WHERE ${sql.join(
      pairs.map(([reporter, id]) => sql`(reporter_id = ${idValue(reporter)} AND case_id = ${idValue(id)})`),
      sql` OR `,
    )}`.execute(trx);
  const known = Map.groupBy(rows, (row) => row.case_id);
  return new Map([...known].map(([id, those]) => [id, new Set(those.map((it) => it.reporter_id))]));
}

/** By the index report_item_case (case_id, report_id). */
async function lastReasons(trx: Trx, ids: readonly string[]): Promise<Map<string, string[]>> {
  const given = new Map<string, string[]>();
  for (const some of inParts(ids)) {
    const parts = some.map(
      (id) => sql`
        SELECT case_id, reason FROM caretaker.report_item WHERE case_id = ${idValue(id)}
        ORDER BY report_id DESC LIMIT ${sql.lit(reasonsLookedAt)}`,
    );
    const { rows } = await sql<{ case_id: string; reason: string }>`${together(parts)}`.execute(trx);
    for (const [id, those] of Map.groupBy(rows, (row) => row.case_id)) {
      given.set(
        id,
        those.map((it) => it.reason),
      );
    }
  }
  return given;
}

/** Each with a limit of its own, by the index report_evidence_case (case_id, subject_sha256). */
async function keptHashes(trx: Trx, ids: readonly string[]): Promise<Map<string, string[]>> {
  const kept = new Map<string, string[]>();
  for (const some of inParts(ids)) {
    const parts = some.map(
      (id) => sql`
        SELECT case_id, subject_sha256 FROM caretaker.report_evidence WHERE case_id = ${idValue(id)}
        LIMIT ${sql.lit(mostEvidence)}`,
    );
    const { rows } = await sql<{ case_id: string; subject_sha256: string }>`${together(parts)}`.execute(trx);
    for (const [id, those] of Map.groupBy(rows, (row) => row.case_id)) {
      kept.set(
        id,
        those.map((it) => it.subject_sha256),
      );
    }
  }
  return kept;
}
