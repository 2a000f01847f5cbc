import type { RowDataPacket } from 'mysql2/promise';
import type { BareConnection } from './ground.ts';

/**
 * What the calls of `members` ask of the database, by the driver alone: the baseline they are compared with. Every
 * comparison checks that both find the same, so a statement here cannot fall behind the core's unnoticed.
 */
export interface FoundMember extends RowDataPacket {
  id: string;
  nickname: string;
}

const COLUMNS = 'id, nickname, email, status, created_at, last_active_at, location, avatar_url, updated_at';
const FROM = `SELECT ${COLUMNS} FROM caretaker_site.member`;

export function newest(bare: BareConnection, below: string | null, limit: number): Promise<FoundMember[]> {
  const bound = below === null ? '18446744073709551615' : below;
  return rows(bare, `${FROM} WHERE id < ${BigInt(bound)} ORDER BY id DESC LIMIT ${limit + 1}`);
}

/** What a search for any part of a nickname would cost without an index made for it. */
export function bySubstring(bare: BareConnection, part: string, limit: number): Promise<FoundMember[]> {
  const pattern = `%${part.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return rows(bare, `${FROM} WHERE nickname LIKE ? ORDER BY nickname, id LIMIT ${limit + 1}`, [pattern]);
}

/** A member and the newest of their history, source by source. @returns the moments, newest first */
export async function memberPage(
  bare: BareConnection,
  contentKinds: readonly string[],
  id: string,
  limit: number,
): Promise<string[]> {
  await rows(bare, `${FROM} WHERE id = ${BigInt(id)} LIMIT 1`);
  const sources = [
    ['id, member_id, at, ip, device, device_id, user_agent', 'member_login', 'member_id', 'at'],
    ['id, member_id, at, old_nickname, new_nickname, actor', 'member_rename', 'member_id', 'at'],
    [
      'id, at, action, reason, until, actor',
      'member_action',
      "action <> 'member_rename' AND subject_kind = 'member' AND subject_id",
      'at',
    ],
    ['id, at, actor_id, verb, object_kind, object_id', 'activity', 'actor_id', 'at'],
    ...['reporter_id', 'subject_author_id'].map((whose) => [
      'id, at, reporter_id, subject_kind, subject_id, subject_author_id, reason, note',
      'report',
      whose,
      'at',
    ]),
    ...contentKinds.map((kind) => [
      'kind, id, context_kind, context_id, title, body, media_url, created_at, edited_at, visible',
      `content_${kind}`,
      'author_id',
      'created_at',
    ]),
  ];
  const moments: string[] = [];
  for (const [columns, view, whose, at = ''] of sources) {
    const found = await rows(
      bare,
      `SELECT ${columns} FROM caretaker_site.${view} WHERE ${whose} = ${BigInt(id)}
       ORDER BY ${at} DESC, id DESC LIMIT ${limit + 1}`,
    );
    moments.push(...found.map((row) => String(row[at])));
  }
  return moments.sort((a, b) => (a < b ? 1 : a > b ? -1 : 0)).slice(0, limit);
}

/** Members by their ids, to make questions from. */
export function membersOf(bare: BareConnection, ids: readonly number[]): Promise<FoundMember[]> {
  return rows(bare, `${FROM} WHERE id IN (${ids.join(',')})`);
}

async function rows<Row extends RowDataPacket>(
  bare: BareConnection,
  statement: string,
  values: string[] = [],
): Promise<Row[]> {
  const [found] = await bare.query<Row[]>(statement, values);
  return found;
}
