import { memberActions, type Preview } from '../../../../contract/members/actions.ts';
import { MemberStatus, memberStatuses } from '../../../../contract/members/member.ts';
import { type MemberId, Utc } from '../../../../contract/values.ts';
import type { Db, Run } from '../../../database/database.ts';
import { now } from '../../../database/time.ts';
import type { SignedIn } from '../../../session/open.ts';
import { actorWords, type DoneDeed, deedsSince } from '../meanwhile.ts';
import { type Deed, heldAlready, outOfReach, problemsOf } from '../rules.ts';
import { type Present, readStates, wholeSecond } from '../state.ts';
import { agoWords, capital, countWords, deedWords } from '../words.ts';
import { effectsOnMany, effectsOnOne, type Plan, warningsOnOne } from './effects.ts';

/** Members asked for at once. */
const chunk = 50;
const dayMs = 86_400_000;
/** Acts of staff that are told of one member. */
const mostDeeds = 3;

/** What an action would do to one member or to many, in sentences; nothing is changed. */
export async function preview(
  { database, person, site }: SignedIn,
  input: { memberIds: readonly MemberId[]; decision: Deed; hasMessage: boolean },
  signal: AbortSignal | undefined,
): Promise<Preview> {
  const ids = [...new Set(input.memberIds)];
  const plan: Plan = {
    ...input.decision,
    until: wholeSecond(input.decision.until),
    hasMessage: input.hasMessage,
  };
  return database.readPrimary(signal, async (db, run) => {
    const members: Present[] = [];
    const deeds: DoneDeed[] = [];
    for (let from = 0; from < ids.length; from += chunk) {
      const some = ids.slice(from, from + chunk);
      members.push(...(await readStates(db, some, run)));
      deeds.push(...(await deedsSince(db, some, dayBefore(members[0]?.moment ?? now()), 500, run)));
    }
    const moment = members[0]?.moment ?? now();
    const circumstances = {
      role: person.role,
      site,
      hasMessage: plan.hasMessage,
      members: ids.length,
      moment,
    };
    const problems = [
      ...problemsOf(plan, circumstances).map((it) => it.text),
      ...problemsOfMembers(plan, ids, members),
    ];
    const isPossible = problems.length === 0;
    return {
      effects: isPossible ? effectsOf(plan, ids, members) : [],
      warnings: [
        ...(isPossible ? warningsOf(plan, ids, members) : []),
        ...(await recentDeeds(db, run, { deeds, moment, me: person.user, isOne: ids.length === 1 })),
      ],
      problems,
      statuses: statusesOf(members),
      undoable: memberActions[plan.action].undoable,
    };
  });
}

function effectsOf(plan: Plan, ids: readonly MemberId[], members: readonly Present[]): string[] {
  const [first] = members;
  if (ids.length === 1 && first) return effectsOnOne(plan, first);
  return effectsOnMany(plan, members, ids.length - members.length);
}

function warningsOf(plan: Plan, ids: readonly MemberId[], members: readonly Present[]): string[] {
  const [first] = members;
  return ids.length === 1 && first ? warningsOnOne(plan, first) : [];
}

/** Of one member why they cannot be acted on; of many only where not one can. */
function problemsOfMembers(plan: Plan, ids: readonly MemberId[], members: readonly Present[]): string[] {
  const [first] = members;
  if (!first)
    return [ids.length === 1 ? 'The site does not know this member.' : 'The site knows none of them.'];
  const whyNot = members.map((it) => outOfReach(it) ?? heldAlready(plan, it));
  if (ids.length === 1) return whyNot.filter((it) => it !== null);
  return whyNot.every((it) => it !== null) ? ['Nothing would change for any of them.'] : [];
}

/** Staff deeds of the last day at these members, and who asks. */
export interface Recent {
  readonly deeds: readonly DoneDeed[];
  readonly moment: Utc;
  readonly me: string;
  readonly isOne: boolean;
}

/** Who of the staff was at these members in the last day: of one member each act, of many how many and the last. */
export async function recentDeeds(db: Db, run: Run, { deeds, moment, me, isOne }: Recent): Promise<string[]> {
  const newest = deeds.toSorted((a, b) => (a.at < b.at ? 1 : -1));
  const shown = newest.slice(0, isOne ? mostDeeds : 1);
  const sentences: string[] = [];
  for (const deed of shown) {
    const who = capital(await actorWords(db, deed.actor, me, run));
    const ago = agoWords(deed.at, moment);
    sentences.push(
      isOne
        ? `${who} ${deedWords(deed.procedure, deed.until)} ${ago}: ${deed.reason}`
        : `${countWords(new Set(newest.map((it) => it.memberId)).size, 'member')} of these had staff act on them in the last day; ${who} ${who === 'You' ? 'were' : 'was'} the last, ${ago}.`,
    );
  }
  return sentences;
}

/** How many of the members have each status. */
export function statusesOf(members: readonly Present[]): Preview['statuses'] {
  const counted = Object.groupBy(members, ({ state }) => MemberStatus.catch('active').parse(state.status));
  return memberStatuses.flatMap((status) => {
    const those = counted[status];
    return those ? [{ status, members: those.length }] : [];
  });
}

export function dayBefore(moment: Utc): Utc {
  return Utc.parse(new Date(Date.parse(moment) - dayMs).toISOString());
}
