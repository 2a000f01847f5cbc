import { sql } from 'kysely';
import type { Reading } from './bounds.ts';
import type { Typed } from './typed.ts';

/** Of so many members of one name, or one address, tickets are shown. */
const most = 20;

/**
 * Members who are now called just as was typed, or have that address: what they wrote under another name is found as
 * well. By the directory's own keys.
 */
export async function membersCalled({ db, run }: Reading, { name, email }: Typed): Promise<string[]> {
  const directory = db.selectFrom('caretaker.member_directory').select('member_id').limit(most);
  const found = await Promise.all([
    directory.where('name_key', '=', name).execute(run),
    email === null ? [] : directory.where('email_key', '=', email).execute(run),
  ]);
  return [...new Set(found.flat().map((row) => row.member_id))];
}

/** Tickets of members, the latest first, before one and not before `from`. By the index on (member_id, id). */
export async function ticketsOfMembers(
  { db, run }: Reading,
  members: readonly string[],
  o: { before: string; from: string; most: number },
): Promise<string[]> {
  const found = await Promise.all(
    members.map((member) =>
      sql<{ id: string }>`
        SELECT id FROM caretaker.ticket FORCE INDEX (ticket_member)
        WHERE member_id = ${BigInt(member)} AND id < ${BigInt(o.before)} AND id >= ${BigInt(o.from)}
        ORDER BY id DESC LIMIT ${o.most}`.execute(db, run),
    ),
  );
  return found.flatMap(({ rows }) => rows.map(({ id }) => id)).sort(latestFirst);
}

export function latestFirst(a: string, b: string): number {
  return BigInt(a) < BigInt(b) ? 1 : -1;
}
