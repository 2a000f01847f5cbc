import { sql } from 'kysely';
import { memberActions } from '../../../contract/members/actions.ts';
import {
  type Member,
  MemberStatus,
  type MemberSummary,
  type Sanction,
} from '../../../contract/members/member.ts';
import type { MemberId, Utc } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Database, Db, Run } from '../../database/database.ts';
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
  const [row, times, acts, moment] = await database.readPrimary(signal, (db, run) =>
    Promise.all([
      siteMember(db, run, id),
      timesReported(db, run, id),
      sanctionActs(db, run, id),
      serverMoment(db, run),
    ]),
  );
  if (!row) throw memberNotFound(id);
  const member: Member = {
    ...summaryOf(row, times),
    emailHint: emailHint(row.email),
    email: shown.has(shownKey(id, 'email')) ? row.email : null,
    addressesShown: shown.has(shownKey(id, 'addresses')),
    sanctions: sanctionsOf(row, acts, moment),
    updatedAt: utcOf(row.updated_at),
  };
  return { member, asOf };
}

export function memberNotFound(id: MemberId): Refused {
  return new Refused('NOT_FOUND', `The community has no member with the id ${id}, or no longer.`);
}

export async function siteMember(db: Db, run: Run, id: MemberId): Promise<SiteMember | undefined> {
  return db
    .selectFrom('caretaker_site.member')
    .selectAll()
    .where('id', '=', idValue(id))
    .limit(1)
    .executeTakeFirst(run);
}

/** Members as lists show them, by id: those of these that the site has. At most a few hundred at once. */
export async function readSummaries(
  database: Database,
  ids: readonly MemberId[],
  signal: AbortSignal | undefined,
): Promise<Map<MemberId, MemberSummary>> {
  if (ids.length === 0) return new Map();
  const wanted = ids.map(idValue);
  const [rows, known] = await database.read(signal, (db, run) =>
    Promise.all([
      db
        .selectFrom('caretaker_site.member')
        .selectAll()
        .where('id', 'in', wanted)
        .limit(ids.length)
        .execute(run),
      db
        .selectFrom('caretaker.member_directory')
        .select(['member_id', 'times_reported'])
        .where('member_id', 'in', wanted)
        .limit(ids.length)
        .execute(run),
    ]),
  );
  const times = new Map(known.map((it) => [it.member_id, it.times_reported]));
  return new Map(rows.map((row) => [row.id as MemberId, summaryOf(row, times.get(row.id) ?? 0)]));
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
    WHERE subject_kind = 'member' AND subject_id = ${idValue(id)} ORDER BY at DESC, id DESC LIMIT 50`.execute(
    db,
    run,
  );
  return rows;
}

/** The clock by which the site counts a sanction as over: this computer's may be wrong. */
async function serverMoment(db: Db, run: Run): Promise<Utc> {
  const { rows } = await sql<{ moment: string }>`SELECT UTC_TIMESTAMP(6) AS moment`.execute(db, run);
  return rows[0] === undefined ? now() : utcOf(rows[0].moment);
}

/**
 * The sanctions in force, each with the latest action that imposed it. An action that was lifted or has run out did not:
 * then the site did, and by whom and why is not known.
 */
function sanctionsOf(row: SiteMember, acts: readonly Act[], moment: Utc): Sanction[] {
  const lifted = acts.findIndex((it) => it.action === memberActions.restore.procedure);
  const inForce = (lifted < 0 ? acts : acts.slice(0, lifted)).filter(
    (it) => it.until === null || utcOf(it.until) > moment,
  );
  const of = (kind: Sanction['kind'], action: string, until: Utc | null, since: Utc | null): Sanction => {
    const act = inForce.find((it) => it.action === action);
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
    ...(row.status === 'banned'
      ? [of('ban', memberActions.ban.procedure, null, utcOrNull(row.banned_at))]
      : []),
    ...(holds(row.suspended_until)
      ? [of('suspension', memberActions.suspend.procedure, endOf(row.suspended_until), null)]
      : []),
    ...(holds(row.muted_until)
      ? [of('mute', memberActions.mute.procedure, endOf(row.muted_until), null)]
      : []),
  ];
}

/** `mara@10.0.0.7` as `mara`: an account's own name may hold an @. */
export function accountOf(actor: string | null): string | null {
  return actor === null ? null : actor.replace(/@[^@]*$/, '');
}

/** When something ends by itself; null where it does not, which a site may write as the year 9999. */
export function endOf(until: string | null): Utc | null {
  return until === null || until.startsWith('9999') ? null : utcOf(until);
}
