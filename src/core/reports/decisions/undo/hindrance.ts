import { idValue } from '../../../database/cursor.ts';
import type { Db, Run } from '../../../database/database.ts';
import { utcOf } from '../../../database/time.ts';
import { Refused } from '../../../errors.ts';
import { actorWords } from '../../../members/actions/meanwhile.ts';
import { refuseIf, roleProblem } from '../../../members/actions/rules.ts';
import { readStates } from '../../../members/actions/state.ts';
import { stepsLeft } from '../../../members/actions/undo/undo.ts';
import { agoWords, capital } from '../../../members/actions/words.ts';
import type { SignedIn } from '../../../session/open.ts';
import { type CaseAtMoment, refuseIfAnothers } from '../../work.ts';
import { eventsAfter } from '../meanwhile.ts';
import { isEscalation } from '../plan.ts';
import { outcomeWords } from '../words.ts';
import { whyStaysHidden } from './content.ts';
import type { KeptDecision, KeptSteps } from './kept.ts';

export interface Undoing {
  readonly decision: KeptDecision;
  readonly steps: KeptSteps;
  readonly at: CaseAtMoment;
}

/** @throws CONFLICT where something later stands on the decision, and says what. Of the author, see `refuseIfActedOn`. */
export async function refuseIfStoodOn(
  db: Db,
  signedIn: SignedIn,
  { decision, steps, at }: Undoing,
  run?: Run,
): Promise<void> {
  const me = signedIn.person.user;
  const why =
    (await whyUndone(db, decision, at, me, run)) ??
    (await whyLater(db, decision, at, me, run)) ??
    (await whyMoved(db, decision, at, me, run)) ??
    (await whyReopened(db, at, run));
  if (why !== null) throw new Refused('CONFLICT', `${why} Nothing was changed.`);
  await refuseIfAnothers(db, at, me, run);
  if (steps.hidden === null) return;
  const asked = { hidden: steps.hidden, decision, moment: utcOf(at.moment), me, site: signedIn.site };
  const hidden = await whyStaysHidden(db, asked, run);
  if (hidden !== null) throw new Refused('CONFLICT', `${hidden} Nothing was changed.`);
}

/** @throws CONFLICT where someone acted on the author since, in the words of the member's own page */
export async function refuseIfActedOn(
  db: Db,
  signedIn: SignedIn,
  { ofMember }: KeptSteps,
  run?: Run,
): Promise<void> {
  const [first] = ofMember;
  if (!first) return;
  const [present] = await readStates(db, [first.memberId], run);
  if (!present) return;
  for (const kept of ofMember) {
    refuseIf(roleProblem(kept.action, signedIn.person.role));
    await stepsLeft(db, signedIn, kept, present, run);
  }
}

/** Why the person cannot take it back now, as a sentence; null where they can. */
export async function whyNotUndo(
  db: Db,
  signedIn: SignedIn,
  undoing: Undoing,
  run?: Run,
): Promise<string | null> {
  if (undoing.decision.before === null) return 'It was made by a newer Caretaker.';
  try {
    await refuseIfStoodOn(db, signedIn, undoing, run);
    await refuseIfActedOn(db, signedIn, undoing.steps, run);
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.message.replace(/[;.] nothing was changed.*$/i, '.');
    throw error;
  }
}

async function whyUndone(
  db: Db,
  { undoneAt, undoneBy }: KeptDecision,
  at: CaseAtMoment,
  me: string,
  run?: Run,
) {
  if (undoneAt === null) return null;
  const who = capital(await actorWords(db, undoneBy, me, run));
  return `${who} took this back ${agoWords(undoneAt, utcOf(at.moment))}.`;
}

async function whyLater(db: Db, { id, caseId }: KeptDecision, at: CaseAtMoment, me: string, run?: Run) {
  // By the index report_decision_case (case_id, id).
  const later = await db
    .selectFrom('caretaker.report_decision as later')
    .leftJoin('caretaker.report_undo as undo', 'undo.decision_id', 'later.id')
    .select(['later.actor', 'later.at'])
    .where('later.case_id', '=', idValue(caseId))
    .where('later.id', '>', idValue(id))
    .where('undo.decision_id', 'is', null)
    .orderBy('later.id', 'desc')
    .limit(1)
    .executeTakeFirst(run);
  if (!later) return null;
  const who = await actorWords(db, later.actor, me, run);
  return `A later decision about this case stands on it, which ${who} made ${agoWords(utcOf(later.at), utcOf(at.moment))}. Take that back first.`;
}

/** Only an escalated case can have moved on by itself; one that is done waits for an undo. */
async function whyMoved(db: Db, decision: KeptDecision, at: CaseAtMoment, me: string, run?: Run) {
  if (at.row.state === (isEscalation(decision) ? 'escalated' : 'done')) return null;
  const since = await eventsAfter(db, at, decision.id, me, run);
  return `The case has gone on since: ${since.length === 0 ? 'someone took it up' : since.join('; ')}. That stands.`;
}

async function whyReopened(db: Db, { row }: CaseAtMoment, run?: Run) {
  // By the unique key report_case_open (subject_kind, subject_id, open_mark).
  const open = await db
    .selectFrom('caretaker.report_case')
    .select('id')
    .where('subject_kind', '=', row.subject_kind)
    .where('subject_id', '=', idValue(row.subject_id))
    .where('open_mark', '=', 1)
    .where('id', '!=', idValue(row.id))
    .executeTakeFirst(run);
  return open === undefined
    ? null
    : `It was reported again since, and case ${open.id} about it is open. Decide that one.`;
}

/** What was decided, in words that an older console's decision may not have. */
export function decidedWords({ actions }: KeptDecision): string {
  return actions.length === 0 ? 'decided' : outcomeWords(actions);
}
