import { aloneKinds, type CaseDecision } from '../../../contract/reports/decisions.ts';
import type { Policy } from '../../../contract/reports/policies.ts';
import type { Role } from '../../../contract/roles.ts';
import type { Utc } from '../../../contract/values.ts';
import { problemsOf as memberProblems, type Problem } from '../../members/actions/rules.ts';
import { listWords } from '../../members/actions/words.ts';
import type { Site } from '../../site/contract.ts';
import type { CaseColumns } from '../rows.ts';
import { templateProblems } from './messages/templates.ts';
import { isEscalation, isSanction, memberDecision } from './plan.ts';
import { caseVerbs, outcomeWords } from './words.ts';

/** Who would decide, where and by which rule; `moment` by the server's clock. */
export interface Circumstances {
  readonly role: Role;
  readonly site: Site;
  /** Null where there is no such policy. */
  readonly policy: Policy | null;
  readonly moment: Utc;
}

/** The rules that hold whichever the case is, each that is broken as a sentence. */
export function problemsOf(decision: CaseDecision, o: Circumstances): Problem[] {
  return [
    ...combinationProblems(decision),
    ...policyProblems(decision, o.policy),
    ...decision.actions.filter(isSanction).flatMap((action) =>
      memberProblems(memberDecision(action, decision.reason), {
        role: o.role,
        site: o.site,
        hasMessage: false,
        members: 1,
        moment: o.moment,
      }),
    ),
    ...siteProblems(decision, o.site),
    ...templateProblems(decision),
  ];
}

function combinationProblems({ actions }: CaseDecision): Problem[] {
  const kinds = actions.map(({ kind }) => kind);
  const twice = kinds.find((kind, index) => kinds.indexOf(kind) < index);
  const alone = kinds.find((kind) => aloneKinds.includes(kind));
  return [
    ...(twice === undefined ? [] : [invalid(`To ${caseVerbs[twice]} once is enough.`)]),
    ...(alone === undefined || new Set(kinds).size === 1
      ? []
      : [invalid(`To ${caseVerbs[alone]} goes with nothing else.`)]),
  ];
}

function policyProblems({ actions }: CaseDecision, policy: Policy | null): Problem[] {
  if (policy === null) return [conflict('There is no such policy. Choose another.')];
  if (policy.removed) return [conflict(`“${policy.name}” is out of use. Choose another policy.`)];
  const refused = actions.filter(({ kind }) => !policy.actions.includes(kind));
  if (refused.length === 0) return [];
  const what = listWords(
    refused.map(({ kind }) => caseVerbs[kind]),
    'or',
  );
  return [conflict(`“${policy.name}” does not allow to ${what}.`)];
}

function siteProblems({ actions, memberMessage, reporterMessage }: CaseDecision, site: Site): Problem[] {
  const hides = actions.some(({ kind }) => kind === 'hide');
  const tells = memberMessage !== null || reporterMessage !== null;
  return [
    ...(hides && !site.procedures.includes('content_hide')
      ? [conflict('This site offers no way to hide content: its adapter has no content_hide.')]
      : []),
    ...(tells && !site.procedures.includes('notify_member')
      ? [conflict('This site takes no messages to members. Leave the messages out.')]
      : []),
  ];
}

/** Why it cannot be decided so about this case, each a sentence. */
export function problemsOfCase({ actions }: CaseDecision, row: CaseColumns, site: Site): Problem[] {
  const hides = actions.some(({ kind }) => kind === 'hide');
  const sanctions = actions.filter(isSanction);
  return [
    ...(hides && !site.contentKinds.includes(row.subject_kind)
      ? [conflict(`Only content can be hidden, and this case is about ${aboutWords(row.subject_kind)}.`)]
      : []),
    ...(sanctions.length > 0 && row.author_id === null
      ? [conflict(`Nobody is known to be its author, so nobody can be ${outcomeWords(sanctions)}.`)]
      : []),
  ];
}

function aboutWords(kind: string): string {
  if (kind === 'member' || kind === 'conversation') return `a ${kind}`;
  return `“${kind}”, of which this site has none`;
}

/** Why nothing would change, as a sentence; null where something would. */
export function heldAlready(decision: CaseDecision, row: CaseColumns): string | null {
  return isEscalation(decision) && row.state === 'escalated'
    ? 'This case is with the administrators already.'
    : null;
}

function invalid(text: string): Problem {
  return { code: 'INVALID_INPUT', text };
}

function conflict(text: string): Problem {
  return { code: 'CONFLICT', text };
}
