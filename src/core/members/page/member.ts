import { sql } from 'kysely';
import {
  type Member,
  MemberStatus,
  type MemberSummary,
  type Sanction,
} from '../../../contract/members/member.ts';
import type { MemberId, Utc } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Db, Run } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';
import { now, utcOf, utcOrNull } from '../../database/time.ts';
import { Refused } from '../../errors.ts';
import type { SignedIn } from '../../session/open.ts';
import { emailHint } from '../keys/email.ts';

type SiteMember = Schema['caretaker_site.member'];

/** Says that something of a member may be shown in this session; see `SignedIn.shown`. */
export function shownKey(id: MemberId, what: 'email' | 'addresses'): string {
  return `${id} ${what}`;
}

/** One member's facts as the site has them now; NOT_FOUND where the site has none with this id. */
export async function readMember(
  { database, shown }: Pick<SignedIn, 'database' | 'shown'>,
  id: MemberId,
  signal: AbortSignal | undefined,
): Promise<{ member: Member; asOf: Utc }> {
  const asOf = now();
  // The primary: what was just done to a member must show.
  const { row, times, acts } = await database.readPrimary(signal, async (db, run) => ({
    row: await siteMember(db, run, id),
    times: await timesReported(db, run, id),
    acts: await sanctionActs(db, run, id),
  }));
  if (!row) throw new Refused('NOT_FOUND', `The community has no member with the id ${id}, or no longer.`);
  const member: Member = {
    ...summaryOf(row, times),
    emailHint: emailHint(row.email),
    email: shown.has(shownKey(id, 'email')) ? row.email : null,
    addressesShown: shown.has(shownKey(id, 'addresses')),
    sanctions: sanctionsOf(row, acts),
    updatedAt: utcOf(row.updated_at),
  };
  return { member, asOf };
}

export async function siteMember(db: Db, run: Run, id: MemberId): Promise<SiteMember | undefined> {
  return db
    .selectFrom('caretaker_site.member')
    .selectAll()
    .where('id', '=', idValue(id))
    .limit(1)
    .executeTakeFirst(run);
}

export function summaryOf(row: SiteMember, timesReported: number): MemberSummary {
  return {
    id: row.id as MemberId,
    nickname: row.nickname,
    // A site may have a status of its own; what the contract does not name is shown as active.
    status: MemberStatus.catch('active').parse(row.status),
    statusUntil: statusUntil(row),
    createdAt: utcOf(row.created_at),
    lastActiveAt: utcOrNull(row.last_active_at),
    location: row.location,
    avatarUrl: row.avatar_url,
    timesReported,
  };
}

/** When the status that the member has now ends by itself; null where it does not. */
export function statusUntil(row: Pick<SiteMember, 'status' | 'muted_until' | 'suspended_until'>): Utc | null {
  if (row.status === 'muted') return endOf(row.muted_until);
  return row.status === 'suspended' ? endOf(row.suspended_until) : null;
}

async function timesReported(db: Db, run: Run, id: MemberId): Promise<number> {
  const known = await db
    .selectFrom('caretaker.member_directory')
    .select('times_reported')
    .where('member_id', '=', idValue(id))
    .executeTakeFirst(run);
  return known?.times_reported ?? 0;
}

type Act = Schema['caretaker_site.member_action'];

async function sanctionActs(db: Db, run: Run, id: MemberId): Promise<Act[]> {
  const { rows } = await sql<Act>`
    SELECT id, at, subject_kind, subject_id, action, reason, until, actor FROM caretaker_site.member_action
    WHERE subject_kind = 'member' AND subject_id = ${BigInt(id)} ORDER BY at DESC, id DESC LIMIT 50`.execute(
    db,
    run,
  );
  return rows;
}

/** The sanctions in force, each with the latest action that imposed it. */
function sanctionsOf(row: SiteMember, acts: readonly Act[]): Sanction[] {
  const moment = now();
  const of = (kind: Sanction['kind'], action: string, until: Utc | null, since: Utc | null): Sanction => {
    const act = acts.find((it) => it.action === action);
    return {
      kind,
      since: act ? utcOf(act.at) : since,
      until,
      by: act ? accountOf(act.actor) : null,
      reason: act && act.reason !== '' ? act.reason : null,
    };
  };
  const holds = (until: string | null) => until !== null && utcOf(until) > moment;
  return [
    ...(row.status === 'banned' ? [of('ban', 'member_ban', null, utcOrNull(row.banned_at))] : []),
    ...(holds(row.suspended_until)
      ? [of('suspension', 'member_suspend', endOf(row.suspended_until), null)]
      : []),
    ...(holds(row.muted_until) ? [of('mute', 'member_mute', endOf(row.muted_until), null)] : []),
  ];
}

/** `mara@10.0.0.7` as `mara`: an account's own name may hold an @. */
export function accountOf(actor: string | null): string | null {
  return actor === null ? null : actor.replace(/@[^@]*$/, '');
}

function endOf(until: string | null): Utc | null {
  return until === null || until.startsWith('9999') ? null : utcOf(until);
}
