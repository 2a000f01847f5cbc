import { sql } from 'kysely';
import { MemberAction, memberActions } from '../../../../contract/members/actions.ts';
import type { Member } from '../../../../contract/members/member.ts';
import type { EntryId, MemberId } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Db, Run, Trx } from '../../../database/database.ts';
import { isKnownRequest } from '../../../database/errors.ts';
import { columnOf, utcOf } from '../../../database/time.ts';
import { Refused } from '../../../errors.ts';
import { cancelMessages } from '../../../outbox/message.ts';
import { addEntry } from '../../../record/entry.ts';
import type { SignedIn } from '../../../session/open.ts';
import { readMember } from '../../page/member.ts';
import { presentState, takeTurn, tellOthers } from '../decide.ts';
import { showInLists } from '../listed.ts';
import { actorWords, lastDeed } from '../meanwhile.ts';
import { derivedId } from '../request-id.ts';
import { outOfReach, refuseIf, roleProblem, siteProblem } from '../rules.ts';
import { callSite, type Step } from '../site-call.ts';
import { MemberState, type Present, readStates } from '../state.ts';
import { agoWords, capital, nouns } from '../words.ts';
import { type Decided, type PutBack, reversalOf } from './reversal.ts';

/** A decision as it is kept. */
export interface Kept extends Decided {
  readonly id: EntryId;
  readonly memberId: MemberId;
  readonly actor: string;
  readonly reason: string;
}

interface AskedUndo {
  readonly requestId: string;
  readonly decisionId: EntryId;
}

interface AskedOfKept {
  readonly requestId: string;
  readonly kept: Kept;
}

/** Puts back what was before the decision. Asked twice with one request id, it does so once. */
export async function undo(signedIn: SignedIn, asked: AskedUndo): Promise<{ member: Member }> {
  const memberId = await undoOnce(signedIn, asked);
  await showInLists(signedIn.database, [memberId]);
  const { member } = await readMember(signedIn, memberId, undefined);
  return { member };
}

/** The id of the member, also where an earlier call with this request id had taken the decision back. */
export async function undoOnce(signedIn: SignedIn, { requestId, decisionId }: AskedUndo): Promise<MemberId> {
  const { database } = signedIn;
  const row = await database.readPrimary(undefined, (db, run) =>
    db
      .selectFrom('caretaker.member_decision')
      .selectAll()
      .where('id', '=', idValue(decisionId))
      .executeTakeFirst(run),
  );
  const kept = row && keptOf(row);
  if (!kept) throw new Refused('NOT_FOUND', 'This decision is not known, or was made by a newer Caretaker.');
  refuseIf(roleProblem(kept.action, signedIn.person.role));
  if (!memberActions[kept.action].undoable) {
    throw new Refused(
      'CONFLICT',
      `${capital(nouns[kept.action])} cannot be taken back. Nothing was changed.`,
    );
  }
  try {
    await database.write(true, (trx) => takeBack(trx, signedIn, { requestId, kept }));
  } catch (error) {
    if (!isKnownRequest(error) || !(await isUndoneBy(signedIn, decisionId, requestId))) throw error;
  }
  return kept.memberId;
}

/** A row as a decision; null where this console cannot read it. Any role may write one, so it is not trusted. */
export function keptOf(row: {
  id: string;
  member_id: string;
  at: string;
  actor: string;
  action: string;
  reason: string;
  before_state: string;
  after_state: string;
}): Kept | null {
  const action = MemberAction.safeParse(row.action);
  const before = stateOf(row.before_state);
  const after = stateOf(row.after_state);
  if (!action.success || !before || !after) return null;
  return {
    id: row.id as EntryId,
    memberId: row.member_id as MemberId,
    at: utcOf(row.at),
    actor: row.actor,
    reason: row.reason,
    action: action.data,
    before,
    after,
  };
}

function stateOf(text: string): MemberState | null {
  try {
    return MemberState.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * The undo, in the transaction: entry of the record, the message stopped, the site's actions that put the member back.
 * Begins with the entry, so that a repeat after a lost line does nothing twice.
 */
async function takeBack(trx: Trx, signedIn: SignedIn, asked: AskedOfKept): Promise<void> {
  const { kept } = asked;
  await enter(trx, asked);
  await takeTurn(trx, kept.memberId);
  const present = await presentState(trx, kept.memberId);
  await refuseSecond(trx, signedIn, kept, present);
  const steps = await stepsBack(trx, signedIn, kept, present);
  if (steps.length === 0) {
    throw new Refused(
      'CONFLICT',
      `There is nothing left of ${nouns[kept.action]} to take back: it has ended by itself.`,
    );
  }
  await putBack(trx, signedIn, { ...asked, steps });
}

/**
 * The undo as a part of one of something else, in the transaction of that, which has begun with an entry of its own. What
 * was taken back already, what has ended by itself, what cannot be taken back, and who has left is left as it is.
 */
export async function takeBackWithin(trx: Trx, signedIn: SignedIn, asked: AskedOfKept): Promise<void> {
  const { kept } = asked;
  await takeTurn(trx, kept.memberId);
  const [present] = await readStates(trx, [kept.memberId]);
  const steps = present ? await stepsLeft(trx, signedIn, kept, present) : [];
  if (steps.length === 0) return;
  await enter(trx, asked);
  await putBack(trx, signedIn, { ...asked, steps });
}

/** What `takeBackWithin` would have the site do. @throws CONFLICT where something later stands on the decision */
export async function stepsLeft(
  db: Db,
  signedIn: SignedIn,
  kept: Kept,
  present: Present,
  run?: Run,
): Promise<readonly Step[]> {
  if (!memberActions[kept.action].undoable || outOfReach(present) !== null) return [];
  if (await undoneAt(db, kept.id, run)) return [];
  return stepsBack(db, signedIn, kept, present, run);
}

async function enter(trx: Trx, { requestId, kept }: AskedOfKept): Promise<void> {
  const { id, memberId, action, actor, reason } = kept;
  await addEntry(trx, {
    requestId,
    action: 'member.action_undone',
    subjectKind: 'member',
    subjectId: memberId,
    detail: { action, by: actor, reason, decision: id },
  });
}

async function putBack(
  trx: Trx,
  signedIn: SignedIn,
  { requestId, kept, steps }: AskedOfKept & { readonly steps: readonly Step[] },
): Promise<void> {
  const { memberId } = kept;
  for (const step of steps) refuseIf(siteProblem(step.action, signedIn.site));
  // Before the site's rows, in the order in which a delivery locks the two: else each could wait for the other.
  await cancelMessages(trx, { of: 'member', decisionId: kept.id });
  for (const [index, step] of steps.entries()) {
    await callSite(trx, {
      requestId: derivedId(requestId, String(index)),
      memberId,
      reason: reasonOf(kept, index),
      step,
    });
  }
  const isBanBack = steps.some((step) => step.action === 'ban');
  const after = isBanBack ? await presentState(trx, memberId) : null;
  await trx
    .insertInto('caretaker.member_undo')
    .values({
      decision_id: idValue(kept.id),
      request_id: requestId,
      banned_at: after?.state.bannedAt ? columnOf(after.state.bannedAt) : null,
    })
    .execute();
  await tellOthers(trx, memberId);
}

function undoneAt(db: Db, decisionId: EntryId, run?: Run) {
  return db
    .selectFrom('caretaker.member_undo')
    .select(['at', 'actor'])
    .where('decision_id', '=', idValue(decisionId))
    .executeTakeFirst(run);
}

async function refuseSecond(trx: Trx, { person }: SignedIn, kept: Kept, { moment }: Present): Promise<void> {
  const undone = await undoneAt(trx, kept.id);
  if (!undone) return;
  const who = await actorWords(trx, undone.actor, person.user);
  const when = agoWords(utcOf(undone.at), moment);
  throw new Refused(
    'CONFLICT',
    `${capital(who)} took ${nouns[kept.action]} back ${when}. Nothing was changed.`,
  );
}

/** None where the decision has ended by itself. */
async function stepsBack(
  db: Db,
  { person }: SignedIn,
  kept: Kept,
  present: Present,
  run?: Run,
): Promise<readonly Step[]> {
  const gone = outOfReach(present);
  if (gone !== null) throw new Refused('CONFLICT', `${gone} Nothing was changed.`);
  let reversal = reversalOf(kept, present);
  if (reversal.outcome === 'overtaken') {
    reversal = reversalOf(kept, present, await bansPutBack(db, kept, run));
  }
  switch (reversal.outcome) {
    case 'possible':
      return reversal.steps;
    case 'over':
      return [];
    case 'overtaken': {
      const since = { memberId: kept.memberId, since: kept.at, moment: present.moment, me: person.user };
      const what = await lastDeed(db, since, run);
      throw new Refused(
        'CONFLICT',
        `Since ${nouns[kept.action]}, ${what}. That stands; nothing was changed.`,
      );
    }
  }
}

async function bansPutBack(db: Db, { id, memberId }: Kept, run?: Run): Promise<PutBack[]> {
  const rows = await db
    .selectFrom('caretaker.member_decision as decision')
    .innerJoin('caretaker.member_undo as undo', 'undo.decision_id', 'decision.id')
    .select(['decision.id', 'undo.banned_at'])
    .where('decision.member_id', '=', idValue(memberId))
    .where('decision.id', '>', idValue(id))
    .where('undo.banned_at', 'is not', null)
    .execute(run);
  return rows.flatMap(putBackOf);
}

/** The ban that an undo put back, if it did. */
export function putBackOf(row: { id: string; banned_at: string | null }): PutBack[] {
  return row.banned_at === null ? [] : [{ decisionId: row.id as EntryId, bannedAt: utcOf(row.banned_at) }];
}

/** What the site notes as the reason of each step, cut to what it takes. */
function reasonOf({ action, actor, reason }: Kept, index: number): string {
  const what = index === 0 ? 'Takes back' : 'Put back, as it was before';
  return `${what} ${nouns[action]} by ${actor}: ${reason}`.slice(0, 500);
}

async function isUndoneBy({ database }: SignedIn, decisionId: EntryId, requestId: string): Promise<boolean> {
  const { rows } = await database.readPrimary(undefined, (db, run) =>
    sql`SELECT 1 FROM caretaker.member_undo
      WHERE decision_id = ${BigInt(decisionId)} AND request_id = ${requestId}`.execute(db, run),
  );
  return rows.length > 0;
}
