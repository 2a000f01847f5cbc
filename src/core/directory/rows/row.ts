import { MemberStatus } from '../../../contract/members/member.ts';
import type { Schema } from '../../database/schema.ts';
import { columnOf, utcOf } from '../../database/time.ts';
import { emailKeys } from '../../members/keys/email.ts';
import { foldText, lookKey } from '../../members/keys/name.ts';
import { statusUntil } from '../../members/page/member.ts';

export type SiteMember = Schema['caretaker_site.member'];
export type DirectoryRow = Omit<Schema['caretaker.member_directory'], 'times_reported'>;

/** Column `status_until` where a status does not end by itself. */
export const endless = '9999-12-31 23:59:59.000000';
/** Column `last_active_at` of who never was. */
export const never = '1000-01-01 00:00:00.000000';

const longestName = 190;
const longestEmail = 254;
const longestAvatar = 500;

/**
 * A member of the site as the directory keeps them. What is too long is cut: the directory finds, the site knows. A status
 * that should have ended by `asOf` and yet stands, stands without end.
 */
export function directoryRow(row: SiteMember, asOf: string = never): DirectoryRow {
  const nickname = cut(row.nickname ?? '', longestName); // a site may have emptied what a deleted member had
  const email = emailKeys(row.email ?? '');
  const until = statusUntil(row);
  const end = until === null ? endless : columnOf(until);
  const location = cut(row.location ?? '', longestName);
  return {
    member_id: row.id,
    nickname,
    name_key: cut(foldText(nickname), longestName),
    look_key: cut(lookKey(nickname), longestName),
    email_key: cut(email.email, longestEmail),
    domain_key: cut(email.domain, longestEmail),
    mailbox_key: cut(email.mailbox, longestEmail),
    status: MemberStatus.catch('active').parse(row.status),
    status_until: end > asOf ? end : endless,
    created_at: momentOr(never, row.created_at),
    last_active_at: momentOr(never, row.last_active_at),
    location,
    location_key: cut(foldText(location), longestName),
    avatar_url: row.avatar_url !== null && row.avatar_url.length <= longestAvatar ? row.avatar_url : null,
    updated_at: momentOr(never, row.updated_at),
  };
}

/** Whether the directory's row says what the site's would. A sign-in may have brought a later activity. */
export function isUpToDate(kept: DirectoryRow, wanted: DirectoryRow): boolean {
  return (
    kept.last_active_at >= wanted.last_active_at &&
    comparedColumns.every((column) => kept[column] === wanted[column])
  );
}

const comparedColumns = [
  'nickname',
  'name_key',
  'look_key',
  'email_key',
  'domain_key',
  'mailbox_key',
  'status',
  'status_until',
  'created_at',
  'location',
  'location_key',
  'avatar_url',
  'updated_at',
] as const;

/** By characters, as a column counts them. */
export function cut(text: string, longest: number): string {
  return text.length <= longest ? text : [...text].slice(0, longest).join('');
}

/**
 * SQL: the moment that a column of the directory holds; `instead` where that is no day. A session that is not strict can
 * have written one, and no strict one can write it again: the whole job would stop at that row.
 */
export function heldMoment(column: string, instead = `TIMESTAMP'${never}'`): string {
  const isDay = `MONTH(${column}) > 0 AND DAY(${column}) > 0 AND DAY(${column}) <= DAY(LAST_DAY(${column}))`;
  return `IF(${isDay}, ${column}, ${instead})`;
}

/** A moment with its microseconds; `instead` for none, and for the zero dates of old tables. */
export function momentOr(instead: string, column: string | null): string {
  if (column === null || !/^[1-9]\d{3}-(?!00)\d\d-(?!00)\d\d/.test(column)) return instead;
  return columnOf(utcOf(column));
}
