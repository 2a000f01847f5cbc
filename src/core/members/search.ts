import { z } from 'zod';
import { type Member, MemberStatus, type SearchKind } from '../../contract/members.ts';
import { type Cursor, MemberId, type Utc } from '../../contract/values.ts';
import { idValue, packCursor, unpackCursor } from '../database/cursor.ts';
import type { Database, Db, Run } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { now, utcOf, utcOrNull } from '../database/time.ts';
import { Refused } from '../errors.ts';
import { prefixPattern, understand } from './query.ts';

const NameCursor = z.tuple([z.string(), MemberId]);
const IdCursor = z.tuple([MemberId]);
/** Above every id: lets the first page be the same range read as all others. */
const aboveAll = '18446744073709551615' as MemberId;

export interface SearchPage {
  readonly kind: SearchKind;
  readonly rows: Member[];
  readonly next: Cursor | null;
  readonly asOf: Utc;
}

/**
 * One page of the members that a query finds. Costs the site one range read of at most `limit` + 1 rows on
 * member (nickname), (email) or the primary key.
 */
export async function searchMembers(
  database: Database,
  input: { query: string; cursor: Cursor | null; limit: number },
  signal: AbortSignal | undefined,
): Promise<SearchPage> {
  const understood = understand(input.query);
  const { kind } = understood;
  const asOf = now();
  switch (kind) {
    case 'newest': {
      const [below] = unpackCursor(input.cursor, IdCursor) ?? [aboveAll];
      const rows = await database.read(signal, (db, run) => newest(db, run, below, input.limit + 1));
      return { kind, asOf, ...page(rows, input.limit, (last) => [last.id]) };
    }
    case 'id': {
      const rows = await database.read(signal, (db, run) =>
        byId(db, run, understood.id, understood.nickname),
      );
      return { kind, asOf, rows, next: null };
    }
    case 'email': {
      const rows = await database.read(signal, (db, run) => byEmail(db, run, understood.email, input.limit));
      return { kind, asOf, rows, next: null };
    }
    case 'nickname': {
      const after = unpackCursor(input.cursor, NameCursor);
      const rows = await database.read(signal, (db, run) =>
        byNickname(db, run, understood.prefix, after, input.limit + 1),
      );
      return { kind, asOf, ...page(rows, input.limit, (last) => [last.nickname, last.id]) };
    }
  }
}

/** One member's facts; NOT_FOUND where the site has none with this id. */
export async function getMember(
  database: Database,
  id: MemberId,
  signal: AbortSignal | undefined,
): Promise<{ member: Member; asOf: Utc }> {
  const asOf = now();
  const rows = await database.read(signal, (db, run) =>
    members(db).where('id', '=', idValue(id)).limit(1).execute(run),
  );
  if (rows[0]) return { member: memberOf(rows[0]), asOf };
  throw new Refused('NOT_FOUND', `The community has no member with the id ${id}, or no longer.`);
}

async function newest(db: Db, run: Run, below: MemberId, limit: number): Promise<Member[]> {
  const rows = await members(db)
    .where('id', '<', idValue(below))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute(run);
  return rows.map(memberOf);
}

async function byId(db: Db, run: Run, id: MemberId, nickname: string): Promise<Member[]> {
  const own = await members(db).where('id', '=', idValue(id)).limit(1).execute(run);
  const named = await members(db).where('nickname', '=', nickname).limit(10).execute(run);
  return [...own, ...named.filter((row) => row.id !== id)].map(memberOf);
}

async function byEmail(db: Db, run: Run, email: string, limit: number): Promise<Member[]> {
  const rows = await members(db).where('email', '=', email).orderBy('id').limit(limit).execute(run);
  return rows.map(memberOf);
}

/** Paged by (nickname, id) as `a >= ? AND (a > ? OR id > ?)`: a row comparison would use no index on MariaDB. */
async function byNickname(
  db: Db,
  run: Run,
  prefix: string,
  after: z.infer<typeof NameCursor> | null,
  limit: number,
): Promise<Member[]> {
  const query = members(db).where('nickname', 'like', prefixPattern(prefix));
  const paged = after
    ? query
        .where('nickname', '>=', after[0])
        .where((eb) => eb.or([eb('nickname', '>', after[0]), eb('id', '>', idValue(after[1]))]))
    : query;
  const rows = await paged.orderBy('nickname').orderBy('id').limit(limit).execute(run);
  return rows.map(memberOf);
}

function members(db: Db) {
  return db
    .selectFrom('caretaker_site.member')
    .select([
      'id',
      'nickname',
      'email',
      'status',
      'created_at',
      'last_active_at',
      'location',
      'avatar_url',
      'updated_at',
    ]);
}

function memberOf(row: Schema['caretaker_site.member']): Member {
  return {
    id: row.id as MemberId,
    nickname: row.nickname,
    email: row.email,
    // A site may have a status of its own; what the contract does not name is shown as active.
    status: MemberStatus.catch('active').parse(row.status),
    createdAt: utcOf(row.created_at),
    lastActiveAt: utcOrNull(row.last_active_at),
    location: row.location,
    avatarUrl: row.avatar_url,
    updatedAt: utcOf(row.updated_at),
  };
}

function page(rows: Member[], limit: number, keyOf: (last: Member) => string[]) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > limit && last ? packCursor(keyOf(last)) : null };
}
