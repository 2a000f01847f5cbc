import type { Decision } from '../../../contract/members/actions.ts';
import type { Member } from '../../../contract/members/member.ts';
import type { EntryId, MemberId, Utc } from '../../../contract/values.ts';
import { isKnownRequest } from '../../database/errors.ts';
import { Refused } from '../../errors.ts';
import type { SignedIn } from '../../session/open.ts';
import { readMember } from '../page/member.ts';
import { type Asked, decide } from './decide.ts';
import { showInLists } from './listed.ts';
import { wholeSecond } from './state.ts';

/** Acts on one member, who must be as the person saw them. Asked twice with one request id, it acts once. */
export async function act(
  signedIn: SignedIn,
  input: { requestId: string; memberId: MemberId; seenAt: Utc; decision: Decision },
): Promise<{ decisionId: EntryId; member: Member }> {
  const decision = { ...input.decision, until: wholeSecond(input.decision.until) };
  const decisionId = await decideOnce(signedIn, { ...input, decision, runId: null });
  await showInLists(signedIn.database, [input.memberId]);
  const { member } = await readMember(signedIn, input.memberId, undefined);
  return { decisionId, member };
}

/** The decision's id, also where an earlier call with this request id had made it. */
export async function decideOnce(signedIn: SignedIn, asked: Asked): Promise<EntryId> {
  try {
    return await signedIn.database.write(true, (trx) => decide(trx, signedIn, asked));
  } catch (error) {
    if (!isKnownRequest(error)) throw error;
    const made = await signedIn.database.readPrimary(undefined, (db, run) =>
      db
        .selectFrom('caretaker.member_decision')
        .select(['id', 'member_id', 'action', 'actor'])
        .where('request_id', '=', asked.requestId)
        .executeTakeFirst(run),
    );
    const isThis =
      made?.member_id === asked.memberId &&
      made.action === asked.decision.action &&
      made.actor === signedIn.person.user;
    if (isThis) return made.id as EntryId;
    // The id of a run stands with its first decision, so any colleague could use up the requests of the others.
    const advice = asked.runId === null ? 'what you typed is kept' : 'act on this member by themselves';
    throw new Refused(
      'CONFLICT',
      `This request was used for something else before. Nothing was changed; ${advice}.`,
    );
  }
}
