import type { PolicyDraft, PolicyPart } from '../../../../../contract/reports/policies.ts';
import type { Danger } from '../../../../../contract/reports/values.ts';
import { caseActionWords, minutesWords } from '../../../reports/decide/action-words.ts';

export const dangerLabels: Record<Danger, string> = { life: 'Danger to life', minors: 'Danger to minors' };

export const severityWords: Record<number, string> = {
  1: 'slight',
  2: 'moderate',
  3: 'serious',
  4: 'grave',
  5: 'gravest',
};

/** Parts that people write in sentences: a change in them is shown word by word. */
export const longParts: readonly PolicyPart[] = ['body', 'memberTemplate', 'reporterTemplate'];

/** A part of a policy in words. */
export function partWords(policy: PolicyDraft, part: PolicyPart): string {
  switch (part) {
    case 'severity':
      return `${policy.severity} of 5, ${severityWords[policy.severity]}`;
    case 'danger':
      return policy.danger === null ? 'none' : dangerLabels[policy.danger];
    case 'targetMinutes':
      return minutesWords(policy.targetMinutes);
    case 'actions':
      return policy.actions.map((kind) => caseActionWords[kind].label).join(' · ');
    case 'reasons':
      return policy.reasons.length === 0 ? 'none' : policy.reasons.join(', ');
    case 'name':
    case 'body':
    case 'memberTemplate':
    case 'reporterTemplate':
      return policy[part];
  }
}
