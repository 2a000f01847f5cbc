import type { Decision, MemberAction } from '../../../../contract/members/actions.ts';
import type { MemberId, Utc } from '../../../../contract/values.ts';
import { type UntilChoice, untilOf } from '../../../components/fields/until.ts';
import type { Zone } from '../../../preferences/preferences.ts';
import { usualMessage } from './decision-words.ts';

/** A decision as it is typed. */
export interface DecisionDraft {
  readonly action: MemberAction;
  readonly reason: string;
  readonly tells: boolean;
  /** What the member is told; null for the usual words, which follow the rest of the form. */
  readonly message: string | null;
  readonly until: UntilChoice;
  readonly nickname: string;
}

export type DraftField = 'reason' | 'until' | 'nickname' | 'message';
export type DraftErrors = Partial<Record<DraftField, string>>;

export function emptyDraft(action: MemberAction): DecisionDraft {
  return {
    action,
    reason: '',
    tells: tellsByDefault(action),
    message: null,
    until: { kind: 'hours', hours: 24 },
    nickname: '',
  };
}

/** The same draft for another action: what was typed stays, and whether the member is told follows the action. */
export function withAction(draft: DecisionDraft, action: MemberAction): DecisionDraft {
  return { ...draft, action, tells: tellsByDefault(action) };
}

export function takesUntil(action: MemberAction): boolean {
  return action === 'mute' || action === 'suspend';
}

/** The decision that a draft stands for at the moment `now`, or what is missing in it. */
export function decisionOf(
  draft: DecisionDraft,
  { now, zone, mayTell }: { now: number; zone: Zone; mayTell: boolean },
): { ok: true; decision: Decision } | { ok: false; errors: DraftErrors } {
  const errors: DraftErrors = {};
  const reason = draft.reason.trim();
  if (reason.length < 3) errors.reason = 'Say why, in at least three letters';
  const until = takesUntil(draft.action) ? untilOf(draft.until, now, zone) : null;
  if (until === 'invalid') errors.until = 'Give the date and the time';
  else if (until !== null && Date.parse(until) <= now) errors.until = 'This moment has passed';
  const nickname = draft.action === 'rename' ? draft.nickname.trim() : null;
  if (nickname === '') errors.nickname = 'Give the new nickname';
  const tells = draft.tells && mayTell;
  const message = tells
    ? (draft.message ?? usualMessage(draft, until === 'invalid' ? null : until)).trim()
    : null;
  if (message === '') errors.message = 'Write something, or tell the member nothing';
  if (Object.keys(errors).length > 0 || until === 'invalid') return { ok: false, errors };
  return { ok: true, decision: { action: draft.action, reason, message, until, nickname } };
}

/** A decision as it was sent, and the form it was made from. */
export interface Intention {
  readonly draft: DecisionDraft;
  readonly request: {
    readonly requestId: string;
    readonly memberId: MemberId;
    readonly seenAt: Utc;
    readonly decision: Decision;
  };
}

/**
 * Whether sending the form would repeat what was sent and never answered. Then the very same request is sent, under the
 * same id, so that it is done once, whether or not it had arrived.
 */
export function repeats(unanswered: Intention | null, draft: DecisionDraft): unanswered is Intention {
  return unanswered !== null && JSON.stringify(unanswered.draft) === JSON.stringify(draft);
}

function tellsByDefault(action: MemberAction): boolean {
  return action !== 'sign-out';
}
