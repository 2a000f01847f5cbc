import { aloneKinds } from '../../../contract/reports/decisions.ts';
import type { Policy, PolicyDraft, Preset } from '../../../contract/reports/policies.ts';
import type { PolicyId } from '../../../contract/reports/values.ts';
import { problemOfTemplate } from '../../../contract/templates.ts';
import { Refused } from '../../errors.ts';

const kept = 'Nothing was changed; what you typed is kept.';

/** A draft with each action and each reason once. @throws INVALID_INPUT where a message could never be filled. */
export function checkedDraft(draft: PolicyDraft): PolicyDraft {
  const issues = (['memberTemplate', 'reporterTemplate'] as const).flatMap((part) => {
    const problem = problemOfTemplate(draft[part]);
    return problem === null ? [] : [{ path: `policy.${part}`, problem }];
  });
  const [first] = issues;
  if (first) throw new Refused('INVALID_INPUT', `In a message, ${first.problem}. ${kept}`, issues);
  const reasons = new Map(draft.reasons.map((reason) => [reason.toLowerCase(), reason]));
  return { ...draft, actions: [...new Set(draft.actions)], reasons: [...reasons.values()] };
}

/** @throws CONFLICT where one of the `others` in force has the name, or a reason that would then mean two things. */
export function refuseClash(draft: PolicyDraft, others: readonly Policy[]): void {
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  if (others.some((it) => same(it.name, draft.name))) {
    throw new Refused('CONFLICT', `There is a policy “${draft.name}” in force already. ${kept}`);
  }
  for (const reason of draft.reasons) {
    const other = others.find((it) => it.reasons.some((its) => same(its, reason)));
    if (other === undefined) continue;
    throw new Refused(
      'CONFLICT',
      `The reason “${reason}” belongs to “${other.name}” already. Take it out of that policy first. ${kept}`,
    );
  }
}

/** @throws CONFLICT where a digit decides under this policy what `allowed` does not hold; null allows nothing. */
export function refuseBrokenDigit(
  presets: readonly Preset[],
  id: PolicyId,
  allowed: PolicyDraft['actions'] | null,
): void {
  for (const { digit, name, policyId, actions } of presets) {
    if (policyId !== id) continue;
    if (allowed === null) {
      throw new Refused(
        'CONFLICT',
        `The digit ${digit}, “${name}”, decides under this policy. Change the digit first. Nothing was changed.`,
      );
    }
    const broken = actions.find((it) => !allowed.includes(it.kind));
    if (broken === undefined) continue;
    throw new Refused(
      'CONFLICT',
      `The digit ${digit}, “${name}”, decides “${broken.kind}” under this policy. Change the digit first. ${kept}`,
    );
  }
}

/** @throws INVALID_INPUT where two have one digit, or one decides what cannot be decided. */
export function checkPresets(presets: readonly Preset[], policies: readonly Policy[]): void {
  const digits = new Set<number>();
  for (const preset of presets) {
    const problem = digits.has(preset.digit) ? 'stands there twice' : problemOfPreset(preset, policies);
    if (problem !== null) {
      throw new Refused('INVALID_INPUT', `The digit ${preset.digit} ${problem}. ${kept}`);
    }
    digits.add(preset.digit);
  }
}

function problemOfPreset({ actions, policyId }: Preset, policies: readonly Policy[]): string | null {
  const kinds = actions.map((it) => it.kind);
  if (new Set(kinds).size < kinds.length) return 'does one thing twice';
  const alone = kinds.find((kind) => aloneKinds.includes(kind));
  if (alone !== undefined && kinds.length > 1) return `does “${alone}” together with something else`;
  const endless = actions.find((it) => it.minutes !== null && it.kind !== 'mute' && it.kind !== 'suspend');
  if (endless) return `gives “${endless.kind}” an end, which only a mute or a suspension has`;
  if (policyId === null) return null;
  const policy = policies.find((it) => it.id === policyId);
  if (policy === undefined) return 'names a policy that is not in force';
  const refused = kinds.find((kind) => !policy.actions.includes(kind));
  return refused === undefined ? null : `does “${refused}”, which “${policy.name}” does not allow`;
}
