import { sql } from 'kysely';
import type { CaseId } from '../../../../contract/reports/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Trx } from '../../../database/database.ts';
import type { CaseColumns } from '../../rows.ts';
import type { Group } from '../batch.ts';
import { keyOf } from '../evidence/contents.ts';

/** The cases that groups of reports belong to; those that are in neither need a new one. */
export interface FoundCases {
  /** Open ones, held and escalated too. */
  readonly present: ReadonlyMap<Group, CaseColumns>;
  /** Decided ones that mute repeats until what was reported is edited, which it was not. */
  readonly muting: ReadonlyMap<Group, CaseId>;
}

/** Finds the open case and the last decided one of each subject, and locks them in the order of their ids. */
export async function lockCases(trx: Trx, groups: readonly Group[]): Promise<FoundCases> {
  const ids = await caseIds(trx, groups);
  const rows =
    ids.length === 0
      ? []
      : await trx
          .selectFrom('caretaker.report_case')
          .selectAll()
          .where('id', 'in', ids.map(idValue))
          .orderBy('id')
          .limit(ids.length)
          .forUpdate()
          .execute();
  const of = Map.groupBy(rows, (row) => keyOf({ kind: row.subject_kind, id: row.subject_id }));
  const present = new Map<Group, CaseColumns>();
  const muting = new Map<Group, CaseId>();
  for (const group of groups) {
    const those = of.get(subjectKey(group)) ?? [];
    const open = those.find((row) => row.state !== 'done');
    const last = those.findLast((row) => row.state === 'done');
    if (open) present.set(group, open);
    else if (last?.muted_sha256 === group.snapshot.sha256) muting.set(group, last.id as CaseId);
  }
  return { present, muting };
}

/** By the index report_case_open (subject_kind, subject_id, open_mark), which ends with the id. */
async function caseIds(trx: Trx, groups: readonly Group[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [kind, subjects] of subjectsByKind(groups)) {
    const { rows } = await sql<{ open_id: string | null; done_id: string | null }>`
      SELECT MAX(CASE WHEN open_mark = 1 THEN id END) AS open_id,
             MAX(CASE WHEN open_mark IS NULL THEN id END) AS done_id
      FROM caretaker.report_case WHERE subject_kind = ${kind} AND subject_id IN (${sql.join(subjects)})
      GROUP BY subject_id`.execute(trx);
    ids.push(...rows.flatMap((row) => [row.open_id ?? [], row.done_id ?? []].flat()));
  }
  return ids;
}

/** The new cases of these subjects, by `keyOf`, just after they were opened. */
export async function openedIds(trx: Trx, groups: readonly Group[]): Promise<Map<string, CaseId>> {
  const opened = new Map<string, CaseId>();
  for (const [kind, subjects] of subjectsByKind(groups)) {
    const rows = await trx
      .selectFrom('caretaker.report_case')
      .select(['id', 'subject_id'])
      .where('subject_kind', '=', kind)
      .where('subject_id', 'in', subjects)
      .where('open_mark', '=', 1)
      .execute();
    for (const row of rows) opened.set(keyOf({ kind, id: row.subject_id }), row.id as CaseId);
  }
  return opened;
}

/** A server uses an index on (kind, id) for one kind at a time. */
function subjectsByKind(groups: readonly Group[]) {
  const byKind = Map.groupBy(
    groups.flatMap((it) => it.reports[0]?.subject ?? []),
    (it) => it.kind,
  );
  return [...byKind].map(([kind, of]) => [kind, of.map((it) => idValue(it.id))] as const);
}

export function subjectKey({ reports: [first] }: Group): string {
  return first ? keyOf(first.subject) : '';
}
