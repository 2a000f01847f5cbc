import { sql } from 'kysely';
import {
  changedParts,
  type Policy,
  type PolicyDraft,
  policyParts,
} from '../../../contract/reports/policies.ts';
import { openPlaceholders } from '../../../contract/reports/templates.ts';
import type { PolicyId } from '../../../contract/reports/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Database, Trx } from '../../database/database.ts';
import { Refused } from '../../errors.ts';
import { listWords } from '../../members/actions/words.ts';
import { addEntry } from '../../record/entry.ts';
import { askForRescore, lockPolicies, tellPolicyChange } from './lock.ts';
import { readPresets } from './presets.ts';
import { mostPolicies, newestPolicies, newestPolicy, policyVersions } from './read.ts';
import { checkedDraft, refuseBrokenDigit, refuseClash } from './rules.ts';

export interface PolicyToSave {
  readonly requestId: string;
  /** Null: a new one. */
  readonly policyId: PolicyId | null;
  readonly seenVersion: number;
  readonly policy: PolicyDraft;
}

/** Saves a version of a policy, which must stand as the person saw it. The record names a policy by its name. */
export async function savePolicy(
  database: Database,
  { requestId, policyId, seenVersion, policy }: PolicyToSave,
): Promise<{ policyId: PolicyId; version: number; open: string[] }> {
  const draft = checkedDraft(policy);
  const seen = policyId === null ? null : await versionOf(database, policyId, seenVersion);
  const version = seen === null ? 1 : seenVersion + 1;
  const open = openPlaceholders(`${draft.memberTemplate} ${draft.reporterTemplate}`);
  const id = await database.write(true, async (trx) => {
    await addEntry(trx, {
      requestId,
      action: 'policy.saved',
      subjectKind: 'policy',
      subjectId: draft.name,
      detail: { version, ...(seen === null ? {} : { changed: partWords(seen, draft), before: seen.name }) },
    });
    await lockPolicies(trx);
    const all = await newestPolicies(trx);
    if (seen !== null) refuseIfChanged(all.find((it) => it.id === seen.id) ?? seen, seen);
    refuseClash(
      draft,
      all.filter((it) => it.id !== seen?.id && !it.removed),
    );
    if (seen === null && all.length >= mostPolicies) throw tooMany();
    if (seen !== null) refuseBrokenDigit(await readPresets(trx), seen.id, draft.actions);

    const saved = seen?.id ?? (await insertPolicy(trx));
    await insertVersion(trx, saved, version, draft);
    if (seen !== null && changesScores(seen, draft)) await askForRescore(trx);
    await tellPolicyChange(trx, saved);
    return saved;
  });
  return { policyId: id, version, open };
}

/** Takes a policy out of use, or back into it. */
export async function removePolicy(
  database: Database,
  { requestId, policyId, removed }: { requestId: string; policyId: PolicyId; removed: boolean },
): Promise<void> {
  const before = await database.readPrimary(undefined, (db, run) => newestPolicy(db, policyId, run));
  if (before === null) throw notFound();
  await database.write(true, async (trx) => {
    await addEntry(trx, {
      requestId,
      action: 'policy.removed',
      subjectKind: 'policy',
      subjectId: before.name,
      detail: { removed },
    });
    await lockPolicies(trx);
    const all = await newestPolicies(trx);
    const policy = all.find((it) => it.id === policyId) ?? before;
    if (removed && policy.fallback) throw new Refused('CONFLICT', fallbackStays(policy));
    if (removed) refuseBrokenDigit(await readPresets(trx), policyId, null);
    else {
      refuseClash(
        policy,
        all.filter((it) => it.id !== policyId && !it.removed),
      );
    }
    // Where it is so already, this changes nothing, not even since when.
    await trx
      .updateTable('caretaker.policy')
      .set(({ fn }) => ({ removed_at: removed ? fn('UTC_TIMESTAMP', [sql.lit(6)]) : null }))
      .where('id', '=', idValue(policyId))
      .where('removed_at', removed ? 'is' : 'is not', null)
      .execute();
    await tellPolicyChange(trx, policyId);
  });
}

async function versionOf(database: Database, id: PolicyId, version: number): Promise<Policy> {
  const versions = await database.readPrimary(undefined, (db, run) => policyVersions(db, id, run));
  const seen = versions.find((it) => it.version === version);
  if (seen === undefined) throw notFound();
  return seen;
}

function refuseIfChanged(present: Policy, seen: Policy): void {
  const { name } = present;
  if (present.version !== seen.version) {
    throw new Refused(
      'CONFLICT',
      `${present.savedBy} saved version ${present.version} of “${name}” meanwhile and changed ${partWords(seen, present)}. Nothing was changed; what you typed is kept.`,
    );
  }
  if (present.removed) {
    throw new Refused(
      'CONFLICT',
      `“${name}” is out of use. Take it back into use, then save. Nothing was changed; what you typed is kept.`,
    );
  }
}

function partWords(before: PolicyDraft, after: PolicyDraft): string {
  return listWords(changedParts(before, after).map((part) => policyParts[part])) || 'nothing';
}

/** Whether open cases of the policy stand elsewhere in the queue for it. */
function changesScores(before: PolicyDraft, after: PolicyDraft): boolean {
  return changedParts(before, after).some((part) =>
    (['severity', 'danger', 'targetMinutes'] as const).some((it) => it === part),
  );
}

async function insertPolicy(trx: Trx): Promise<PolicyId> {
  const { insertId } = await trx
    .insertInto('caretaker.policy')
    .values({ version: 1, removed_at: null })
    .executeTakeFirstOrThrow();
  return String(insertId) as PolicyId;
}

async function insertVersion(trx: Trx, id: PolicyId, version: number, draft: PolicyDraft): Promise<void> {
  await trx
    .insertInto('caretaker.policy_version')
    .values({
      policy_id: idValue(id),
      version,
      name: draft.name,
      body: draft.body,
      severity: draft.severity,
      danger: draft.danger,
      target_minutes: draft.targetMinutes,
      actions: JSON.stringify(draft.actions),
      reasons: JSON.stringify(draft.reasons),
      member_template: draft.memberTemplate,
      reporter_template: draft.reporterTemplate,
    })
    .execute();
  await trx.updateTable('caretaker.policy').set({ version }).where('id', '=', idValue(id)).execute();
}

function fallbackStays({ name }: Policy): string {
  return `“${name}” takes the reports whose reason no policy names, so it stays in use. Nothing was changed.`;
}

function notFound(): Refused {
  return new Refused('NOT_FOUND', 'There is no such policy, or no such version of it. Nothing was changed.');
}

function tooMany(): Refused {
  return new Refused(
    'CONFLICT',
    `There are ${mostPolicies} policies, which is as many as there may be. Nothing was saved; what you typed is kept.`,
  );
}
