import { fillTemplate } from '../../../../contract/templates.ts';
import { openTicketPlaceholders, type TicketPlaceholder } from '../../../../contract/tickets/templates.ts';
import { ReplyBody } from '../../../../contract/tickets/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Db } from '../../../database/database.ts';
import { Refused } from '../../../errors.ts';
import { countWords, listWords } from '../../../members/actions/words.ts';
import { nicknamesOf } from '../../../members/nicknames.ts';
import type { TicketColumns } from '../../work.ts';

const kept = 'Nothing was sent; what you typed is kept.';

/** @throws INVALID_INPUT where the writer left a placeholder, naming each */
export function refuseIfOpen(body: string): void {
  const open = openTicketPlaceholders(body);
  if (open.length === 0) return;
  const names = listWords(open.map((name) => `“{${name}}”`));
  throw new Refused('INVALID_INPUT', `Fill in ${names}. ${kept}`, [
    { path: 'body', problem: `not filled in: ${open.join(', ')}` },
  ]);
}

/**
 * The text as the member reads it: placeholders filled in.
 * @throws INVALID_INPUT where one is left, or what it comes to is too long
 */
export async function filledBody(db: Db, row: TicketColumns, user: string, body: string): Promise<string> {
  refuseIfOpen(body);
  if (!body.includes('{')) return body;
  const filled = fillTemplate(body, await valuesOf(db, row, user)).trim();
  if (ReplyBody.safeParse(filled).success) return filled;
  throw new Refused(
    'INVALID_INPUT',
    `With the names filled in, the answer has ${countWords(filled.length, 'character')}; 4,000 is the most. ${kept}`,
    [{ path: 'body', problem: 'too long once it is filled in' }],
  );
}

async function valuesOf(
  db: Db,
  row: TicketColumns,
  user: string,
): Promise<Record<TicketPlaceholder, string>> {
  const [writer, team, nicknames] = await Promise.all([
    db
      .selectFrom('caretaker.staff')
      .select(['display_name', 'pseudonym'])
      .where('user', '=', user)
      .executeTakeFirst(),
    row.team_id === null
      ? undefined
      : db
          .selectFrom('caretaker.team')
          .select('name')
          .where('id', '=', idValue(row.team_id))
          .executeTakeFirst(),
    nicknamesOf(db, {}, row.member_id === null ? [] : [row.member_id]),
  ]);
  return {
    nickname: (row.member_id === null ? undefined : nicknames.get(row.member_id)) ?? row.name,
    ticket: row.id,
    subject: row.subject,
    me: writer?.pseudonym ?? writer?.display_name ?? user,
    team: team?.name ?? 'Support',
  };
}
