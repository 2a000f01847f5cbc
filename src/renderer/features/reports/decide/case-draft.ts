import {
  aloneKinds,
  type CaseAction,
  type CaseActionKind,
  type CaseDecision,
  caseActionKinds,
} from '../../../../contract/reports/decisions.ts';
import type { Policy } from '../../../../contract/reports/policies.ts';
import { openPlaceholders } from '../../../../contract/reports/templates.ts';
import type { PolicyId } from '../../../../contract/reports/values.ts';
import { fillTemplate } from '../../../../contract/templates.ts';
import { type UntilChoice, untilOf } from '../../../components/fields/until.ts';
import type { Zone } from '../../../preferences/preferences.ts';
import { takesUntil } from './action-words.ts';

/** What someone is told, as it is typed. */
export interface MessageDraft {
  readonly tells: boolean;
  /** Words of one's own; null for those of the policy, which follow it. */
  readonly text: string | null;
  /** What was typed for the placeholders that are the moderator's to fill. */
  readonly filled: Readonly<Record<string, string>>;
}

/** Who is told. */
export type Told = 'member' | 'reporters';

/** A decision about one case or many, as it is typed. */
export interface CaseDraft {
  readonly policyId: PolicyId;
  /** In the contract's order, each once. */
  readonly kinds: readonly CaseActionKind[];
  readonly mute: UntilChoice;
  readonly suspend: UntilChoice;
  readonly reason: string;
  readonly member: MessageDraft;
  readonly reporters: MessageDraft;
}

export type DraftField = 'policy' | 'kinds' | 'mute' | 'suspend' | 'reason' | Told;
export type DraftErrors = Partial<Record<DraftField, string>>;

const day: UntilChoice = { kind: 'hours', hours: 24 };
const week: UntilChoice = { kind: 'hours', hours: 168 };

export function emptyDraft(policyId: PolicyId): CaseDraft {
  const message: MessageDraft = { tells: true, text: null, filled: {} };
  return { policyId, kinds: [], mute: day, suspend: week, reason: '', member: message, reporters: message };
}

/** The same draft with an action put in or taken out: those that end a case alone stand alone. */
export function withKind(draft: CaseDraft, kind: CaseActionKind, chosen: boolean): CaseDraft {
  const others = draft.kinds.filter((each) => each !== kind && !aloneKinds.includes(each));
  const kinds = !chosen
    ? draft.kinds.filter((each) => each !== kind)
    : aloneKinds.includes(kind)
      ? [kind]
      : [...others, kind];
  return { ...draft, kinds: inOrder(kinds) };
}

export function inOrder(kinds: readonly CaseActionKind[]): CaseActionKind[] {
  return caseActionKinds.filter((kind) => kinds.includes(kind));
}

/** The words as they are edited: one's own, or the policy's. */
export function templateOf(draft: CaseDraft, told: Told, policy: Policy | undefined): string {
  const usual = told === 'member' ? policy?.memberTemplate : policy?.reporterTemplate;
  return draft[told].text ?? usual ?? '';
}

/** The words as they are sent: what was typed for placeholders stands in them, what Caretaker fills does not yet. */
export function messageOf(draft: CaseDraft, told: Told, policy: Policy | undefined): string {
  const given = Object.entries(draft[told].filled).filter(([, value]) => value.trim() !== '');
  return fillTemplate(templateOf(draft, told, policy), Object.fromEntries(given)).trim();
}

/** What beside a draft decides what it stands for. */
export interface Ground {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly zone: Zone;
  /** The one that the draft names, where it is in force. */
  readonly policy: Policy | undefined;
  /** Whether the site can tell a member something. */
  readonly mayTell: boolean;
}

/** The decision that a draft stands for at the moment `now`, or what is missing in it. */
export function decisionOf(
  draft: CaseDraft,
  { now, zone, policy, mayTell }: Ground,
): { ok: true; decision: CaseDecision } | { ok: false; errors: DraftErrors } {
  const errors: DraftErrors = {};
  if (policy === undefined) errors.policy = 'Choose a policy that is in force';
  const reason = draft.reason.trim();
  if (reason.length < 3) errors.reason = 'Say why, in at least three letters';
  if (draft.kinds.length === 0) errors.kinds = 'Choose what is done';
  const forbidden = draft.kinds.find((kind) => policy !== undefined && !policy.actions.includes(kind));
  if (forbidden !== undefined) errors.kinds = `“${policy?.name}” does not allow this: ${forbidden}`;
  const actions = draft.kinds.map((kind): CaseAction => {
    if (!takesUntil(kind)) return { kind };
    const until = untilOf(draft[kind], now, zone);
    if (until === 'invalid') errors[kind] = 'Give the date and the time';
    else if (until !== null && Date.parse(until) <= now) errors[kind] = 'This moment has passed';
    return { kind, until: until === 'invalid' ? null : until };
  });
  const tell = (told: Told) => {
    if (!draft[told].tells || !mayTell) return null;
    const body = messageOf(draft, told, policy);
    const problem = problemOf(body);
    if (problem !== null) errors[told] = problem;
    return body;
  };
  const memberMessage = tell('member');
  const reporterMessage = tell('reporters');
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  return {
    ok: true,
    decision: { policyId: draft.policyId, actions, reason, memberMessage, reporterMessage },
  };
}

function problemOf(body: string): string | null {
  if (body === '') return 'Write something, or tell nothing';
  if (body.length > 4000) return 'These are more than 4,000 letters';
  const [open] = openPlaceholders(body);
  return open === undefined ? null : `Fill in “${open}” first`;
}

/**
 * What is asked for to see what would happen, before a draft is complete: null where nothing could be said yet. What is
 * still missing of the reason is left open, and messages stand as far as they are written. `now` to the minute, so that
 * the same choice is the same question.
 */
export function previewOf(draft: CaseDraft, { now, zone, policy, mayTell }: Ground): CaseDecision | null {
  const minute = Math.floor(now / 60_000) * 60_000;
  const ends = draft.kinds.filter(takesUntil).map((kind) => untilOf(draft[kind], minute, zone));
  if (policy === undefined || draft.kinds.length === 0 || ends.includes('invalid')) return null;
  const body = (told: Told) => {
    const text = messageOf(draft, told, policy).slice(0, 4000);
    return draft[told].tells && mayTell && text !== '' ? text : null;
  };
  return {
    policyId: draft.policyId,
    actions: draft.kinds.map((kind): CaseAction => {
      if (!takesUntil(kind)) return { kind };
      const until = untilOf(draft[kind], minute, zone);
      return { kind, until: until === 'invalid' ? null : until };
    }),
    reason: draft.reason.trim().length < 3 ? 'not written yet' : draft.reason.trim(),
    memberMessage: body('member'),
    reporterMessage: body('reporters'),
  };
}
