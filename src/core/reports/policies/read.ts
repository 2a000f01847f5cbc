import { CaseActionKind } from '../../../contract/reports/decisions.ts';
import type { Policy } from '../../../contract/reports/policies.ts';
import { Danger, type PolicyId } from '../../../contract/reports/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Db, Run } from '../../database/database.ts';
import { utcOf } from '../../database/time.ts';
import { listOf } from '../rows.ts';

/** More than any community has rules; each list below is bounded by it. */
export const mostPolicies = 500;
const mostVersions = 100;

/** The policies in force in their newest version, the gravest first: first those of danger, then by severity and name. */
export async function policiesInForce(db: Db, run?: Run): Promise<Policy[]> {
  return (await newestPolicies(db, run)).filter((it) => !it.removed);
}

/** The newest version of a policy, in force or not; null where there is none. */
export async function newestPolicy(db: Db, id: PolicyId, run?: Run): Promise<Policy | null> {
  const row = await newest(db).where('policy.id', '=', idValue(id)).executeTakeFirst(run);
  return row ? policyOf(row) : null;
}

/** Every policy in its newest version, in the order of `policiesInForce`. */
export async function newestPolicies(db: Db, run?: Run): Promise<Policy[]> {
  const rows = await newest(db).limit(mostPolicies).execute(run);
  return rows.map(policyOf).toSorted(gravestFirst);
}

/** The versions of one, the newest first, at most 100. By the primary key (policy_id, version). */
export async function policyVersions(db: Db, id: PolicyId, run?: Run): Promise<Policy[]> {
  const rows = await versions(db)
    .where('policy.id', '=', idValue(id))
    .orderBy('kept.version', 'desc')
    .limit(mostVersions)
    .execute(run);
  return rows.map(policyOf);
}

function versions(db: Db) {
  return db
    .selectFrom('caretaker.policy as policy')
    .innerJoin('caretaker.policy_version as kept', 'kept.policy_id', 'policy.id')
    .select(['policy.fallback', 'policy.removed_at'])
    .selectAll('kept');
}

function newest(db: Db) {
  return versions(db).whereRef('kept.version', '=', 'policy.version');
}

type PolicyRow = Awaited<ReturnType<ReturnType<typeof versions>['executeTakeFirstOrThrow']>>;

function policyOf(row: PolicyRow): Policy {
  return {
    id: row.policy_id as PolicyId,
    version: row.version,
    name: row.name,
    body: row.body,
    severity: row.severity,
    danger: Danger.safeParse(row.danger).data ?? null,
    targetMinutes: row.target_minutes,
    // A newer console may know actions that this one does not.
    actions: listOf(row.actions).flatMap((kind) => CaseActionKind.safeParse(kind).data ?? []),
    reasons: listOf(row.reasons),
    memberTemplate: row.member_template,
    reporterTemplate: row.reporter_template,
    savedAt: utcOf(row.saved_at),
    savedBy: row.saved_by,
    removed: row.removed_at !== null,
    fallback: Number(row.fallback) === 1,
  };
}

function gravestFirst(a: Policy, b: Policy): number {
  return (
    Number(b.danger !== null) - Number(a.danger !== null) ||
    b.severity - a.severity ||
    inOrder.compare(a.name, b.name)
  );
}

const inOrder = new Intl.Collator('en', { numeric: true });
