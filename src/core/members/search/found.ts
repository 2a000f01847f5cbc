import { type RawBuilder, sql } from 'kysely';
import { MemberStatus } from '../../../contract/members/member.ts';
import type { FoundMember } from '../../../contract/members/search.ts';
import type { MemberId, Utc } from '../../../contract/values.ts';
import { realUtc } from '../../database/time.ts';
import { endless, never } from '../../directory/rows/row.ts';
import { matchOf } from './match.ts';
import type { Understood } from './understand.ts';

/** A member of the directory, as a search reads it. */
export interface FoundRow {
  readonly id: string;
  readonly nickname: string;
  readonly name_key: string;
  readonly email_key: string;
  readonly status: string;
  readonly status_until: string;
  readonly created_at: string;
  readonly last_active_at: string;
  readonly location: string;
  readonly avatar_url: string | null;
  readonly times_reported: number;
}

/** All of a `FoundRow` but its id, of the directory as `d`. */
export const foundColumns: RawBuilder<unknown> = sql`
  d.nickname, d.name_key, d.email_key, d.status, d.status_until, d.created_at, d.last_active_at, d.location,
  d.avatar_url, d.times_reported`;

/** `key` is where in the index the member was found: of a device, its id. */
export function foundMember(understood: Understood, row: FoundRow, key: string): FoundMember {
  return {
    id: row.id as MemberId,
    nickname: row.nickname,
    status: MemberStatus.catch('active').parse(row.status),
    statusUntil: unless(endless, row.status_until),
    createdAt: realUtc(row.created_at),
    lastActiveAt: unless(never, row.last_active_at),
    location: row.location === '' ? null : row.location,
    avatarUrl: row.avatar_url,
    timesReported: row.times_reported,
    match: matchOf(understood, row, key),
  };
}

function unless(none: string, column: string): Utc | null {
  return column === none ? null : realUtc(column);
}
