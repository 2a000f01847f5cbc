import { sql } from 'kysely';
import { z } from 'zod';
import { Utc } from '../../../contract/values.ts';
import type { Db, Run } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';
import { columnOf, utcOf, utcOrNull } from '../../database/time.ts';

/** What of a member an action changes and an undo puts back. Kept with each decision as JSON. */
export const MemberState = z.object({
  nickname: z.string(),
  status: z.string(),
  mutedUntil: Utc.nullable(),
  suspendedUntil: Utc.nullable(),
  bannedAt: Utc.nullable(),
});
export type MemberState = z.infer<typeof MemberState>;

/** A member's state, and the moment by the server's clock, which decides what has ended. */
export interface Present {
  readonly id: string;
  readonly state: MemberState;
  readonly updatedAt: Utc;
  readonly moment: Utc;
}

/** The sanctions in force at one moment; what has ended by then is null. */
export interface Standing {
  readonly banned: boolean;
  readonly suspendedUntil: Utc | null;
  readonly mutedUntil: Utc | null;
}

type Row = Schema['caretaker_site.member'] & { moment: string };

/** The states of those of the members that the site knows, in no order. At most a few hundred at once. */
export async function readStates(db: Db, ids: readonly string[], run?: Run): Promise<Present[]> {
  const { rows } = await sql<Row>`
    SELECT id, nickname, status, muted_until, suspended_until, banned_at, updated_at, UTC_TIMESTAMP(6) AS moment
    FROM caretaker_site.member WHERE id IN (${sql.join(ids.map(BigInt))})`.execute(db, run);
  return rows.map((row) => ({
    id: row.id,
    state: {
      nickname: row.nickname,
      status: row.status,
      mutedUntil: utcOrNull(row.muted_until),
      suspendedUntil: utcOrNull(row.suspended_until),
      bannedAt: utcOrNull(row.banned_at),
    },
    updatedAt: utcOf(row.updated_at),
    moment: utcOf(row.moment),
  }));
}

export function standingAt(state: MemberState, moment: Utc): Standing {
  const holding = (until: Utc | null) => (until !== null && until > moment ? until : null);
  return {
    banned: state.status === 'banned',
    suspendedUntil: holding(state.suspendedUntil),
    mutedUntil: holding(state.mutedUntil),
  };
}

export function isFree(standing: Standing): boolean {
  return !standing.banned && standing.suspendedUntil === null && standing.mutedUntil === null;
}

/** Sites write the year 9999 for a sanction that does not end by itself. */
export function isEndless(until: Utc): boolean {
  return until.startsWith('9999');
}

/** Sites keep the end of a sanction to the second, so a finer one would come back as another. */
export function wholeSecond(until: Utc | null): Utc | null {
  return until === null ? null : utcOf(columnOf(until).slice(0, 19));
}
