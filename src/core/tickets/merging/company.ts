import { sql } from 'kysely';
import { idValue } from '../../database/cursor.ts';
import type { Trx } from '../../database/database.ts';

/** Gives a ticket the tags of another. @returns those that it did not have */
export async function giveTags(trx: Trx, fromId: string, intoId: string): Promise<string[]> {
  const { rows } = await sql<{ tag: string }>`
    SELECT theirs.tag FROM caretaker.ticket_tag AS theirs
    LEFT JOIN caretaker.ticket_tag AS own ON own.ticket_id = ${idValue(intoId)} AND own.tag = theirs.tag
    WHERE theirs.ticket_id = ${idValue(fromId)} AND own.tag IS NULL ORDER BY theirs.tag`.execute(trx);
  const tags = rows.map((row) => row.tag);
  if (tags.length > 0) {
    await trx
      .insertInto('caretaker.ticket_tag')
      .values(tags.map((tag) => ({ ticket_id: idValue(intoId), tag })))
      .execute();
  }
  return tags;
}

/** Has those who follow a ticket follow another. @returns those who did not */
export async function giveFollowers(trx: Trx, fromId: string, intoId: string): Promise<string[]> {
  const { rows } = await sql<{ user: string }>`
    SELECT theirs.user FROM caretaker.ticket_follower AS theirs
    LEFT JOIN caretaker.ticket_follower AS own ON own.ticket_id = ${idValue(intoId)} AND own.user = theirs.user
    WHERE theirs.ticket_id = ${idValue(fromId)} AND own.user IS NULL ORDER BY theirs.user`.execute(trx);
  const users = rows.map((row) => row.user);
  if (users.length > 0) {
    await trx
      .insertInto('caretaker.ticket_follower')
      .ignore()
      .values(users.map((user) => ({ ticket_id: idValue(intoId), user })))
      .execute();
  }
  return users;
}

/** Takes back what a merge gave. */
export async function takeTags(trx: Trx, ticketId: string, tags: readonly string[]): Promise<void> {
  if (tags.length === 0) return;
  await trx
    .deleteFrom('caretaker.ticket_tag')
    .where('ticket_id', '=', idValue(ticketId))
    .where('tag', 'in', tags)
    .execute();
}

export async function takeFollowers(trx: Trx, ticketId: string, users: readonly string[]): Promise<void> {
  if (users.length === 0) return;
  await trx
    .deleteFrom('caretaker.ticket_follower')
    .where('ticket_id', '=', idValue(ticketId))
    .where('user', 'in', users)
    .execute();
}
