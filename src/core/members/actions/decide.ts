import { sql } from 'kysely';
import type { Decision, MemberAction } from '../../../contract/members/actions.ts';
import type { RecordAction } from '../../../contract/record.ts';
import type { EntryId, MemberId, Utc } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Trx } from '../../database/database.ts';
import { columnOf, utcOf } from '../../database/time.ts';
import { Refused, Unchanged } from '../../errors.ts';
import { queueMessages } from '../../outbox/message.ts';
import { addEntry } from '../../record/entry.ts';
import type { SignedIn } from '../../session/open.ts';
import { memberNotFound } from '../page/member.ts';
import { lastDeed } from './meanwhile.ts';
import { derivedId } from './request-id.ts';
import { heldAlready, outOfReach, problemsOf, refuseIf } from './rules.ts';
import { callSite, type Step } from './site-call.ts';
import { type MemberState, type Present, readStates } from './state.ts';
import { capital } from './words.ts';

/** What someone decided about one member. */
export interface Asked {
  readonly requestId: string;
  readonly memberId: MemberId;
  readonly decision: Decision;
  /** The `updatedAt` of the member that the person saw; null in a run, where nobody looks at each. */
  readonly seenAt: Utc | null;
  readonly runId: string | null;
}

const recorded: Record<MemberAction, RecordAction> = {
  warn: 'member.warned',
  mute: 'member.muted',
  suspend: 'member.suspended',
  ban: 'member.banned',
  restore: 'member.restored',
  rename: 'member.renamed',
  'sign-out': 'member.signed_out',
  'reset-password': 'member.password_reset',
};

/**
 * Does it, in the transaction: entry of the record, the site's action, the decision with the states around it, and the
 * message. Begins with the entry, so that a repeat after a lost line does nothing twice. Returns the decision's id.
 */
export async function decide(trx: Trx, signedIn: SignedIn, asked: Asked): Promise<EntryId> {
  await enter(trx, asked);
  await takeTurn(trx, asked.memberId);
  const before = await presentState(trx, asked.memberId);
  await refuseWhatCannotBe(trx, signedIn, asked, before);
  const held = heldAlready(asked.decision, before);
  if (held !== null) throw new Unchanged('CONFLICT', `${held} Nothing was changed.`);
  return carryOut(trx, asked, before);
}

/**
 * Does it as a part of a decision about something else, in the transaction of that, which has begun with an entry of its
 * own. Null where it holds already: to the whole that is no failure, and nothing is written.
 */
export async function decideWithin(trx: Trx, signedIn: SignedIn, asked: Asked): Promise<EntryId | null> {
  await takeTurn(trx, asked.memberId);
  const before = await presentState(trx, asked.memberId);
  await refuseWhatCannotBe(trx, signedIn, asked, before);
  if (heldAlready(asked.decision, before) !== null) return null;
  await enter(trx, asked);
  return carryOut(trx, asked, before);
}

async function enter(trx: Trx, asked: Asked): Promise<void> {
  await addEntry(trx, {
    requestId: asked.requestId,
    action: recorded[asked.decision.action],
    subjectKind: 'member',
    subjectId: asked.memberId,
    detail: detailOf(asked),
  });
}

async function carryOut(trx: Trx, asked: Asked, before: Present): Promise<EntryId> {
  const { memberId, decision, requestId, runId } = asked;
  await callSite(trx, { requestId, memberId, reason: decision.reason, step: stepOf(decision) });
  const after = await presentState(trx, memberId);
  const inserted = await trx
    .insertInto('caretaker.member_decision')
    .values({
      request_id: requestId,
      run_id: runId,
      member_id: idValue(memberId),
      action: decision.action,
      reason: decision.reason,
      until: decision.until === null ? null : columnOf(decision.until),
      before_state: JSON.stringify(before.state satisfies MemberState),
      after_state: JSON.stringify(after.state satisfies MemberState),
    })
    .executeTakeFirstOrThrow();
  const decisionId = String(inserted.insertId) as EntryId;
  if (decision.message !== null) {
    const message = { requestId: derivedId(requestId, 'message'), memberId, body: decision.message };
    await queueMessages(trx, { of: 'member', decisionId }, [message]);
  }
  await tellOthers(trx, memberId);
  return decisionId;
}

/** Locks the member against every other console until the transaction ends. */
export async function takeTurn(trx: Trx, memberId: MemberId): Promise<void> {
  await sql`INSERT INTO caretaker.member_turn (member_id) VALUES (${BigInt(memberId)})
    ON DUPLICATE KEY UPDATE member_id = member_id`.execute(trx);
}

/** NOT_FOUND where the site has no such member. */
export async function presentState(trx: Trx, memberId: MemberId): Promise<Present> {
  const [present] = await readStates(trx, [memberId]);
  if (present) return present;
  throw memberNotFound(memberId);
}

export async function tellOthers(trx: Trx, memberId: MemberId): Promise<void> {
  await trx.insertInto('caretaker.change_feed').values({ topic: 'member', subject_id: memberId }).execute();
}

async function refuseWhatCannotBe(
  trx: Trx,
  { person, site }: SignedIn,
  { decision, memberId, seenAt }: Asked,
  before: Present,
): Promise<void> {
  const { moment } = before;
  const hasMessage = decision.message !== null;
  refuseIf(problemsOf(decision, { role: person.role, site, hasMessage, members: 1, moment }));
  const gone = outOfReach(before);
  if (gone !== null) throw new Refused('CONFLICT', `${gone} Nothing was changed.`);
  if (seenAt !== null && before.updatedAt !== utcOf(columnOf(seenAt))) {
    const what = await lastDeed(trx, { memberId, since: seenAt, moment, me: person.user });
    throw new Refused(
      'CONFLICT',
      `${capital(what)}; look at it and decide again. Nothing was changed; what you typed is kept.`,
    );
  }
}

function stepOf({ action, until, nickname }: Decision): Step {
  if (action === 'rename') return { action, nickname: nickname ?? '' };
  return action === 'mute' || action === 'suspend' ? { action, until } : { action };
}

function detailOf({ decision, runId }: Asked) {
  return {
    reason: decision.reason,
    ...(decision.until === null ? {} : { until: decision.until }),
    ...(decision.nickname === null ? {} : { nickname: decision.nickname }),
    told: decision.message !== null,
    ...(runId === null ? {} : { run: runId }),
  };
}
