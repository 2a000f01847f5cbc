import { type MemberAction, memberActions } from '../../../../contract/members/actions.ts';
import type { Utc } from '../../../../contract/values.ts';
import { waitSeconds } from '../../../outbox/message.ts';
import { type Deed, heldAlready, outOfReach } from '../rules.ts';
import { isEndless, isFree, type Present, type Standing, standingAt } from '../state.ts';
import { countWords, momentWords, sanctionWords, spanWords, untilWords } from '../words.ts';

/** What is asked for, and whether the member would be told. */
export interface Plan extends Deed {
  readonly hasMessage: boolean;
}

/** What would happen to one member, a sentence each. */
export function effectsOnOne(plan: Plan, present: Present): string[] {
  return [...deedEffects(plan, present), messageEffect(plan, 'The member'), undoEffect(plan.action)];
}

/** What would become of the member, apart from what they are told, a sentence each. */
export function deedEffects(plan: Deed, present: Present): string[] {
  const standing = standingAt(present.state, present.moment);
  return [
    beforeAndAfter(plan, standing, present),
    ...replacedBy(plan, standing),
    ...sessionEffect(plan.action),
  ];
}

/** What deserves a second look before one member is acted on. */
export function warningsOnOne({ action, until }: Deed, { state, moment }: Present): string[] {
  const standing = standingAt(state, moment);
  const present = presentEnd(action, standing);
  const isShorter = present !== null && until !== null && until < present;
  const isBeneath = !isFree(heavier(action, standing));
  return [
    ...(isShorter ? [`This ends earlier than what holds now, ${untilWords(present)}.`] : []),
    ...(isBeneath
      ? [
          `This is noted, but shows only after ${sanctionWords(heavier(action, standing))}, which weighs more.`,
        ]
      : []),
  ];
}

/** The sanctions that hide this one while they last. */
function heavier(action: MemberAction, { banned, suspendedUntil }: Standing): Standing {
  return {
    banned: banned && (action === 'mute' || action === 'suspend'),
    suspendedUntil: action === 'mute' ? suspendedUntil : null,
    mutedUntil: null,
  };
}

/** What would happen to the members of a run, a sentence each; `missing` are those that the site does not know. */
export function effectsOnMany(plan: Plan, members: readonly Present[], missing: number): string[] {
  const there = members.filter((it) => outOfReach(it) === null);
  const reached = there.filter((it) => heldAlready(plan, it) === null);
  const gone = members.length - there.length;
  const held = there.length - reached.length;
  const [one] = reached;
  return [
    ...(one
      ? [
          `${countWords(reached.length, 'member')} of ${members.length + missing}: ${doneWords(plan, one.moment)}.`,
        ]
      : []),
    ...(held > 0 ? [`${countWords(held, 'member')}: nothing changes, since it holds already.`] : []),
    ...(gone > 0 ? [`${countWords(gone, 'member')}: refused, since the account is deleted.`] : []),
    ...(missing > 0
      ? [`${countWords(missing, 'member')}: refused, since the site no longer knows them.`]
      : []),
    ...sessionEffect(plan.action),
    messageEffect(plan, 'Each member'),
    undoEffect(plan.action),
  ];
}

function beforeAndAfter(plan: Deed, standing: Standing, { state, moment }: Present): string {
  if (plan.action === 'rename') return `Now: called ${state.nickname}. Then: called ${plan.nickname ?? ''}.`;
  const now = standingWords(standing);
  const then = plan.action === 'restore' ? free : doneWords(plan, moment);
  const stays = plan.action === 'restore' ? '' : stayingWords(plan.action, standing);
  return `Now: ${now}. Then: ${then}${stays === '' ? '' : `; ${stays} as before`}.`;
}

const free = 'nothing holds them back';

function standingWords(standing: Standing): string {
  const { banned, suspendedUntil, mutedUntil } = standing;
  if (isFree(standing)) return free;
  return [
    ...(banned ? ['banned'] : []),
    ...(suspendedUntil ? [`suspended ${untilWords(suspendedUntil)}`] : []),
    ...(mutedUntil ? [`muted ${untilWords(mutedUntil)}`] : []),
  ].join(', ');
}

/** What stands beside the new sanction. */
function stayingWords(action: MemberAction, standing: Standing): string {
  if (action === 'warn' || action === 'sign-out' || action === 'reset-password') {
    return isFree(standing) ? '' : standingWords(standing);
  }
  const rest = {
    banned: standing.banned && action !== 'ban',
    suspendedUntil: action === 'suspend' ? null : standing.suspendedUntil,
    mutedUntil: action === 'mute' ? null : standing.mutedUntil,
  };
  return isFree(rest) ? '' : standingWords(rest);
}

function doneWords({ action, until }: Deed, moment: Utc): string {
  switch (action) {
    case 'warn':
      return 'warned, which the site shows at the next visit';
    case 'mute':
      return `muted ${endWords(until, moment)} (can read, cannot write)`;
    case 'suspend':
      return `suspended ${endWords(until, moment)} (cannot sign in)`;
    case 'ban':
      return 'banned until it is lifted (cannot sign in)';
    case 'restore':
      return 'ban, suspension and mute are lifted';
    case 'rename':
      return 'renamed';
    case 'sign-out':
      return 'signed out everywhere';
    case 'reset-password':
      return 'made to choose a new password at the next sign-in';
  }
}

/** `for 3 days, until 26 Nov 2026, 14:05 UTC`. */
function endWords(until: Utc | null, moment: Utc): string {
  if (until === null || isEndless(until)) return untilWords(until);
  return `for ${spanWords(moment, until)}, until ${momentWords(until)}`;
}

function replacedBy({ action }: Deed, standing: Standing): string[] {
  if (action === 'restore') return [`This lifts ${sanctionWords(standing)}.`];
  const end = presentEnd(action, standing);
  return end === null ? [] : [`This takes the place of the present one, ${untilWords(end)}.`];
}

function presentEnd(action: MemberAction, standing: Standing): Utc | null {
  if (action === 'mute') return standing.mutedUntil;
  return action === 'suspend' ? standing.suspendedUntil : null;
}

function sessionEffect(action: MemberAction): string[] {
  const ends =
    action === 'suspend' || action === 'ban' || action === 'sign-out' || action === 'reset-password';
  return ends ? ['All their sessions end at once.'] : [];
}

function messageEffect({ action, hasMessage }: Plan, who: string): string {
  if (!hasMessage) return `${who} is sent no message.`;
  const stop = memberActions[action].undoable ? '; until then, taking this back stops it' : '';
  return `${who} is told by message after ${waitSeconds} seconds${stop}.`;
}

function undoEffect(action: MemberAction): string {
  return memberActions[action].undoable ? 'This can be taken back.' : 'This cannot be taken back.';
}
