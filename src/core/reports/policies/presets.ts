import { z } from 'zod';
import { type Preset, PresetAction } from '../../../contract/reports/policies.ts';
import type { PolicyId } from '../../../contract/reports/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Database, Db, Run } from '../../database/database.ts';
import { Refused } from '../../errors.ts';
import { addEntry } from '../../record/entry.ts';
import { lockPolicies, tellPolicyChange } from './lock.ts';
import { policiesInForce } from './read.ts';
import { checkPresets } from './rules.ts';

/** What each digit decides, by digit. */
export async function readPresets(db: Db, run?: Run): Promise<Preset[]> {
  const rows = await db
    .selectFrom('caretaker.report_preset')
    .selectAll()
    .orderBy('digit')
    .limit(9)
    .execute(run);
  return rows.flatMap((row) => {
    const actions = Actions.safeParse(row.actions).data;
    if (actions === undefined) return []; // a newer console may know actions that this one does not
    return {
      digit: row.digit,
      name: row.name,
      policyId: row.policy_id as PolicyId | null,
      actions,
      tellMember: Number(row.tell_member) === 1,
      tellReporters: Number(row.tell_reporters) === 1,
    };
  });
}

const Actions = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue('not JSON');
      return z.NEVER;
    }
  })
  .pipe(z.array(PresetAction).min(1));

/** Puts these in the place of all digits, which must be as the person saw them. */
export async function savePresets(
  database: Database,
  o: { requestId: string; seen: readonly Preset[]; presets: readonly Preset[] },
): Promise<void> {
  await database.write(true, async (trx) => {
    await addEntry(trx, {
      requestId: o.requestId,
      action: 'presets.saved',
      subjectKind: 'policy',
      subjectId: 'presets',
      detail: Object.fromEntries(o.presets.map((it) => [`digit ${it.digit}`, it.name])),
    });
    await lockPolicies(trx);
    checkPresets(o.presets, await policiesInForce(trx));
    const changed = changedDigits(o.seen, await readPresets(trx));
    if (changed.length > 0) {
      throw new Refused(
        'CONFLICT',
        `Someone changed the digit ${changed.join(', ')} meanwhile. Nothing was changed; what you typed is kept.`,
      );
    }
    await trx.deleteFrom('caretaker.report_preset').execute();
    if (o.presets.length > 0) {
      await trx.insertInto('caretaker.report_preset').values(o.presets.map(rowOf)).execute();
    }
    await tellPolicyChange(trx, 'presets');
  });
}

function rowOf(preset: Preset) {
  return {
    digit: preset.digit,
    name: preset.name,
    policy_id: preset.policyId === null ? null : idValue(preset.policyId),
    actions: JSON.stringify(preset.actions),
    tell_member: Number(preset.tellMember),
    tell_reporters: Number(preset.tellReporters),
  };
}

function changedDigits(seen: readonly Preset[], present: readonly Preset[]): number[] {
  const textOf = (presets: readonly Preset[], digit: number) =>
    JSON.stringify(presets.find((it) => it.digit === digit) ?? null);
  const digits = new Set([...seen, ...present].map((it) => it.digit));
  return [...digits].filter((digit) => textOf(seen, digit) !== textOf(present, digit)).toSorted();
}
