import type { CaseAction, CaseDecision } from '../../../../contract/reports/decisions.ts';
import type { Policy } from '../../../../contract/reports/policies.ts';
import type { KnownPlaceholder } from '../../../../contract/reports/templates.ts';
import { fillTemplate, placeholdersOf } from '../../../../contract/templates.ts';
import type { Problem } from '../../../members/actions/rules.ts';
import { isEndless } from '../../../members/actions/state.ts';
import { momentWords } from '../../../members/actions/words.ts';
import { endOfAction } from '../plan.ts';
import { outcomeFor, type ReaderKind, subjectWords } from '../words.ts';

/** What the messages of a decision are filled from, whoever reads them. */
export interface About {
  readonly subjectKind: string;
  readonly actions: readonly CaseAction[];
  readonly policy: Pick<Policy, 'name' | 'body'>;
}

/** Characters that a site takes of a message; see its notify_member. */
export const longestMessage = 4000;

/** The message as one person reads it. */
export function messageFor(template: string, to: ReaderKind, nickname: string, about: About): string {
  return fillTemplate(template, { ...valuesFor(to, about), nickname });
}

function valuesFor(to: ReaderKind, { subjectKind, actions, policy }: About): Record<string, string> {
  const until = untilValue(actions);
  return {
    subject: subjectWords(subjectKind, to),
    policy: policy.name,
    rule: policy.body,
    outcome: outcomeFor(to, actions),
    ...(until === null ? {} : { until }),
  } satisfies Partial<Record<KnownPlaceholder, string>>;
}

/** When the last of the sanctions ends, to stand after `until`; null where the decision has none that can end. */
function untilValue(actions: readonly CaseAction[]): string | null {
  const ending = actions.filter(({ kind }) => kind === 'mute' || kind === 'suspend');
  if (ending.length === 0) return null;
  const ends = ending.map(endOfAction);
  const last = ends.includes(null) ? null : (ends.toSorted().at(-1) ?? null);
  return last === null || isEndless(last) ? 'it is lifted' : momentWords(last);
}

/** Placeholders that stay open, whoever reads it and whatever the case is about, each as a sentence. */
export function templateProblems({ memberMessage, reporterMessage, actions }: CaseDecision): Problem[] {
  return [
    ...openIn(memberMessage, 'the message to the author', actions),
    ...openIn(reporterMessage, 'the message to the reporters', actions),
  ];
}

function openIn(template: string | null, where: string, actions: readonly CaseAction[]): Problem[] {
  const filled = ['nickname', 'subject', 'policy', 'rule', 'outcome'];
  const hasEnd = untilValue(actions) !== null;
  return placeholdersOf(template ?? '')
    .filter((name) => !filled.includes(name) && !(name === 'until' && hasEnd))
    .map((name) => ({
      code: 'INVALID_INPUT',
      text:
        name === 'until'
          ? `“{until}” in ${where} is the end of a mute or a suspension, and this decision has neither.`
          : `Fill in “{${name}}” in ${where}.`,
    }));
}
