import type { Connection } from 'mysql2/promise';
import type { TicketColumns } from '../../../src/core/tickets/work.ts';
import { markDone, SCHEMA } from '../schema.ts';
import { Random } from '../world/random.ts';
import { replyIdOf } from './desk.ts';
import { momentsOf } from './past.ts';

/** What a member goes on to do about a ticket of theirs. */
export type Turn = 'answers' | 'thanks' | 'rates' | 'asks something else' | 'asks twice';

export const SOMETHING_ELSE = 'And how do I change the name of my group?';

/** The subject under which someone asks again. */
export function twinOf({ subject }: Pick<TicketColumns, 'subject'>): string {
  return `Again: ${subject}`.slice(0, 200);
}

const ANSWERS = [
  'Thank you, but it is the same as before. I tried it on another phone as well.',
  'Yes, exactly. It began last week, after I changed my nickname.',
  'I do not understand where I should look for that.',
] as const;
const THANKS = ['Thank you so much!', 'Thanks, it works now.', 'Vielen Dank!', 'Merci beaucoup 🙏'] as const;
const REMARKS = ['', '', 'Quick and friendly.', 'It took three days.', ''] as const;

/** Has members do it on the site, all of it once: in one transaction with the note that they did. */
export async function goOn(
  connection: Connection,
  turns: readonly (readonly [TicketColumns, Turn])[],
  o: {
    readonly seed: number;
    readonly until: Date;
    readonly step: string;
    questionOf(ticketId: string): string | undefined;
  },
): Promise<void> {
  await connection.query('START TRANSACTION');
  for (const [row, turn] of turns) {
    const random = new Random(o.seed).of(340, Number(row.id));
    const { answeredAt, ratedAt } = momentsOf(row, o);
    const reply = { in_reply_to: replyIdOf(row), subject: '', created_at: column(answeredAt) };
    if (turn === 'answers') await write(connection, row, { ...reply, body: random.pick(ANSWERS) });
    if (turn === 'thanks') await write(connection, row, { ...reply, body: random.pick(THANKS) });
    if (turn === 'asks something else') await write(connection, row, { ...reply, body: SOMETHING_ELSE });
    if (turn === 'asks twice')
      await write(connection, row, {
        subject: twinOf(row),
        body: 'Did you get my message?',
        created_at: column(answeredAt),
      });
    const question = o.questionOf(row.id);
    if (turn === 'rates' && question !== undefined) {
      const rating = random.chance(0.7) ? 5 : 1 + random.below(4);
      const body = random.pick(REMARKS);
      await write(connection, row, {
        in_reply_to: question,
        subject: '',
        body,
        rating,
        created_at: column(ratedAt),
      });
    }
  }
  await markDone(connection, o.step);
  await connection.query('COMMIT');
}

async function write(
  connection: Connection,
  row: TicketColumns,
  columns: Readonly<Record<string, string | number>>,
): Promise<void> {
  await connection.query(`INSERT INTO ${SCHEMA}.contact_requests SET ?`, [
    { user_id: row.member_id, name: row.name, email: row.email ?? '', ...columns },
  ]);
}

function column(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
}
