import { sql } from 'kysely';
import type { MemberId, Utc } from '../../../contract/values.ts';
import type { Db, Run } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';
import { columnOf, utcOf, utcOrNull } from '../../database/time.ts';
import { accountOf } from '../page/member.ts';
import { agoWords, deedWords } from './words.ts';

export interface Since {
  readonly memberId: MemberId;
  readonly since: Utc;
  readonly moment: Utc;
  /** The account that asks: what it did itself is told as such. */
  readonly me: string;
}

/** The last thing that happened to a member after a moment: `Mara suspended this member until … 2 minutes ago`, to go on with. */
export async function lastDeed(db: Db, { memberId, since, moment, me }: Since, run?: Run): Promise<string> {
  const [deed] = await deedsSince(db, [memberId], since, 1, run);
  const rename = await renameSince(db, memberId, since, run);
  if (rename && rename.actor === null && (!deed || rename.at > deed.at)) {
    return `this member went from ${rename.before} to ${rename.after} ${agoWords(rename.at, moment)}`;
  }
  if (!deed) return 'something about this member changed on the site itself';
  const who = await actorWords(db, deed.actor, me, run);
  return `${who} ${deedWords(deed.procedure, deed.until)} ${agoWords(deed.at, moment)}`;
}

export interface DoneDeed {
  readonly memberId: string;
  readonly at: Utc;
  /** As the site names it. */
  readonly procedure: string;
  readonly reason: string;
  readonly until: Utc | null;
  /** The staff account; null where it was no one of the staff. */
  readonly actor: string | null;
}

/** What staff did to these members after `since`, newest first. */
export async function deedsSince(
  db: Db,
  ids: readonly MemberId[],
  since: Utc,
  limit: number,
  run?: Run,
): Promise<DoneDeed[]> {
  const { rows } = await sql<Schema['caretaker_site.member_action']>`
    SELECT id, at, subject_kind, subject_id, action, reason, until, actor FROM caretaker_site.member_action
    WHERE subject_kind = 'member' AND subject_id IN (${sql.join(ids.map(BigInt))}) AND at > ${columnOf(since)}
    ORDER BY at DESC, id DESC LIMIT ${limit}`.execute(db, run);
  return rows.map((row) => ({
    memberId: row.subject_id,
    at: utcOf(row.at),
    procedure: row.action,
    reason: row.reason,
    until: utcOrNull(row.until),
    actor: accountOf(row.actor),
  }));
}

async function renameSince(db: Db, memberId: MemberId, since: Utc, run?: Run) {
  const { rows } = await sql<Schema['caretaker_site.member_rename']>`
    SELECT id, member_id, at, old_nickname, new_nickname, actor FROM caretaker_site.member_rename
    WHERE member_id = ${BigInt(memberId)} AND at > ${columnOf(since)}
    ORDER BY at DESC, id DESC LIMIT 1`.execute(db, run);
  const row = rows[0];
  return row && { at: utcOf(row.at), before: row.old_nickname, after: row.new_nickname, actor: row.actor };
}

/** The name that staff are shown by, for the middle of a sentence. */
export async function actorWords(db: Db, account: string | null, me: string, run?: Run): Promise<string> {
  if (account === null) return 'the site';
  if (account === me) return 'you';
  const known = await db
    .selectFrom('caretaker.staff')
    .select('display_name')
    .where('user', '=', account)
    .limit(1)
    .executeTakeFirst(run);
  return known?.display_name ?? account;
}
