import { idValue } from '../../../database/cursor.ts';
import type { Db, Run } from '../../../database/database.ts';
import { utcOf, utcOrNull } from '../../../database/time.ts';
import { Refused } from '../../../errors.ts';
import { agoWords, momentWords } from '../../../members/actions/words.ts';
import { staffNames } from '../../../staff/names.ts';
import { type CaseAtMoment, holderAt, refuseIfAnothers } from '../../work.ts';

const kept = 'Nothing was changed; what you typed is kept.';

/** @throws CONFLICT where the case was decided, or a colleague holds it: with who and when. */
export async function refuseUnlessFree(db: Db, at: CaseAtMoment, user: string, run: Run = {}): Promise<void> {
  if (at.row.state === 'done')
    throw new Refused('CONFLICT', `${await decidedWords(db, at, user, run)}. ${kept}`);
  await refuseIfAnothers(db, at, user, run);
}

/** Why a case is not the person's to go on with: what became of their claim. */
export async function lostClaim(db: Db, at: CaseAtMoment, user: string, run: Run): Promise<Refused> {
  await refuseUnlessFree(db, at, user, run);
  const { row, moment } = at;
  if (row.state === 'held' || row.state === 'escalated') {
    const who = await nameOf(db, row.set_by, user, run);
    const until = utcOrNull(row.held_until);
    const what =
      row.state === 'held'
        ? `put this case on hold${until ? ` until ${momentWords(until)}` : ''}`
        : 'escalated this case';
    return new Refused('CONFLICT', `${who} ${what}. Claim it to go on with it; what you typed is kept.`);
  }
  if (row.holder === user && holderAt(at) === null) {
    const ago = agoWords(utcOf(row.claimed_until), utcOf(moment));
    return new Refused(
      'CONFLICT',
      `Your claim ran out ${ago}, and nobody has taken the case since. Claim it again; what you typed is kept.`,
    );
  }
  return new Refused(
    'CONFLICT',
    'You do not hold this case any more: it is back in the queue. Claim it again; what you typed is kept.',
  );
}

/** `It was decided by Mara 2 minutes ago: hidden`. By the index on (case_id, id). */
async function decidedWords(db: Db, { row, moment }: CaseAtMoment, user: string, run: Run): Promise<string> {
  const last = await db
    .selectFrom('caretaker.report_decision as decision')
    .leftJoin('caretaker.report_undo as undo', 'undo.decision_id', 'decision.id')
    .select(['decision.actor', 'decision.at'])
    .where('decision.case_id', '=', idValue(row.id))
    .where('undo.decision_id', 'is', null)
    .orderBy('decision.id', 'desc')
    .limit(1)
    .executeTakeFirst(run);
  const at = last?.at ?? row.decided_at;
  const by = last ? ` by ${await nameOf(db, last.actor, user, run, 'you')}` : '';
  const ago = at === null ? '' : ` ${agoWords(utcOf(at), utcOf(moment))}`;
  return `It was decided${by}${ago}${row.outcome === null ? '' : `: ${row.outcome}`}`;
}

async function nameOf(db: Db, account: string | null, user: string, run: Run, you = 'You'): Promise<string> {
  if (account === null) return 'Someone';
  if (account === user) return you;
  return (await staffNames(db, run, [account])).get(account) ?? account;
}
