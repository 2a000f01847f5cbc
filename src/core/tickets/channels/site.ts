import { Utc } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Db, Run } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';
import { columnOf, utcOf } from '../../database/time.ts';
import { beginningOf } from '../../members/page/stream.ts';
import type { TicketColumns } from '../work.ts';
import type { Channel, Incoming, Reach } from './channel.ts';

/** The site's own form: the view support_request, and the procedure notify_member. */
export const siteChannel: Channel = {
  name: 'site',
  source: {
    view: 'caretaker_site.support_request',
    unindexed: 'subject',
    taken: { table: 'caretaker.ticket_message', column: 'site_request_id' },
    // Each becomes a ticket, or changes one: a transaction stays short.
    batch: 20,
    // Who wrote before that was answered, or gave up.
    firstDays: 14,
  },
  read: readRequests,
  canReach,
};

/** The site tells its members, and nobody else. */
export function canReach({ member_id, email }: Pick<TicketColumns, 'member_id' | 'email'>): Reach {
  if (member_id !== null) return { reachable: true, whyNot: null };
  const otherwise = email === null || email === '' ? '' : `, or write to ${email} from your own mail`;
  return {
    reachable: false,
    whyNot: `They wrote without being signed in, so the site cannot pass an answer on. Set which member they are${otherwise}.`,
  };
}

async function readRequests(db: Db, run: Run, ids: readonly string[], moment: string): Promise<Incoming[]> {
  const rows = await db
    .selectFrom('caretaker_site.support_request')
    .select(['id', 'at', 'member_id', 'in_reply_to', 'rating'])
    .select([
      beginningOf('name', 4 * longest.name).as('name'),
      beginningOf('email', 4 * longest.email).as('email'),
      beginningOf('subject', 4 * longest.subject).as('subject'),
      beginningOf('body', longest.body - 1).as('body'),
    ])
    .where('id', 'in', ids.map(idValue))
    .orderBy('id')
    .limit(ids.length)
    .execute(run);
  return rows.map((row) => incoming(row, moment));
}

/** Characters. That of a body is what the guard of ticket_message keeps of it. */
const longest = { name: 120, email: 190, subject: 200, body: 20_000 };
const highestId = 2n ** 63n - 1n;

type Row = Schema['caretaker_site.support_request'];

/** What a site or a member wrote must not keep the requests after it from being read: it is made to fit. */
export function incoming(row: Row, moment: string): Incoming {
  const text = (column: keyof Row) => String(row[column] ?? '');
  const email = lineOf(text('email'), longest.email);
  return {
    id: text('id'),
    at: momentOf(text('at'), moment),
    memberId: idOf(text('member_id')),
    name: lineOf(text('name'), longest.name),
    email: email === '' ? null : email,
    subject: lineOf(text('subject'), longest.subject),
    body: text('body'),
    answers: /^[\w-]{1,36}$/.test(text('in_reply_to')) ? text('in_reply_to') : null,
    rating: /^[1-5]$/.test(text('rating')) ? Number(row.rating) : null,
  };
}

function idOf(id: string): string | null {
  return /^[1-9]\d{0,19}$/.test(id) && BigInt(id) <= highestId ? id : null;
}

/** In one line, without what cannot be seen. */
function lineOf(text: string, most: number): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return [...line].slice(0, most).join('').trim();
}

/** A request without a day that there is, or one of tomorrow, counts as made when it is read. */
function momentOf(at: string, moment: string): string {
  const utc = Utc.safeParse(utcOf(at));
  const column = utc.success ? columnOf(utc.data) : moment;
  return column > '1971' && column < moment ? column : moment;
}
