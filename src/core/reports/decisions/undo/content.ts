import { sql } from 'kysely';
import type { Utc } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Db, Run, Trx } from '../../../database/database.ts';
import type { Schema } from '../../../database/schema.ts';
import { columnOf, utcOf } from '../../../database/time.ts';
import { actorWords } from '../../../members/actions/meanwhile.ts';
import { derivedId } from '../../../members/actions/request-id.ts';
import { agoWords, capital } from '../../../members/actions/words.ts';
import { accountOf } from '../../../members/page/member.ts';
import { addEntry } from '../../../record/entry.ts';
import type { Site } from '../../../site/contract.ts';
import { visibilityOf } from '../visibility.ts';
import type { KeptDecision, KeptSteps } from './kept.ts';

type Hidden = NonNullable<KeptSteps['hidden']>;

export interface AskedOfContent {
  readonly hidden: Hidden;
  readonly decision: KeptDecision;
  readonly moment: Utc;
  /** The account that asks. */
  readonly me: string;
  readonly site: Site;
}

/** Why content cannot be brought back, as a sentence; null where it can, or is gone and need not be. */
export async function whyStaysHidden(db: Db, asked: AskedOfContent, run?: Run): Promise<string | null> {
  const { hidden, decision, moment, me, site } = asked;
  if (!site.procedures.includes('content_restore')) {
    return 'This site offers no way to bring hidden content back: its adapter has no content_restore.';
  }
  const deed = await laterDeed(db, hidden, decision.at, run);
  if (deed) {
    const who = capital(await actorWords(db, accountOf(deed.actor), me, run));
    return `${who} ${deed.action === 'content_hide' ? 'hid' : 'brought back'} what was hidden ${agoWords(utcOf(deed.at), moment)}. That stands.`;
  }
  return (await visibilityOf(db, site, hidden, run)) === 'visible'
    ? 'What was hidden is to be seen again, and nobody of the staff did that. It stands.'
    : null;
}

/** Sites may keep moments to the second, and round them. */
const roundedSeconds = 1;

/** By the site's index on (subject_kind, subject_id, at, id). */
async function laterDeed(db: Db, { kind, id }: Hidden, since: Utc, run?: Run) {
  const { rows } = await sql<Schema['caretaker_site.member_action']>`
    SELECT id, at, subject_kind, subject_id, action, reason, until, actor FROM caretaker_site.member_action
    WHERE subject_kind = ${kind} AND subject_id = ${idValue(id)}
      AND at > ${columnOf(since)} + INTERVAL ${sql.lit(roundedSeconds)} SECOND
    ORDER BY at DESC, id DESC LIMIT 1`.execute(db, run);
  return rows[0];
}

/** Brings it back, in the transaction of the undo, unless it is gone. */
export async function bringBack(
  trx: Trx,
  { hidden, decision, site }: AskedOfContent,
  requestId: string,
): Promise<void> {
  const { kind, id } = hidden;
  if ((await visibilityOf(trx, site, hidden)) !== 'hidden') return;
  const own = derivedId(requestId, 'restore');
  await addEntry(trx, {
    requestId: own,
    action: 'content.restored',
    subjectKind: 'content',
    subjectId: `${kind} ${id}`,
    detail: { reason: decision.reason, by: decision.actor, case: decision.caseId },
  });
  const reason = `Takes back the hiding by ${decision.actor}: ${decision.reason}`.slice(0, 500);
  await sql`CALL caretaker_site.content_restore(${own}, ${kind}, ${idValue(id)}, ${reason})`.execute(trx);
}
