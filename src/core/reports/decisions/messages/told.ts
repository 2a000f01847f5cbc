import { sql } from 'kysely';
import type { DecidedCase } from '../../../../contract/reports/decisions.ts';
import type { EntryId, MemberId } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Db, Run } from '../../../database/database.ts';
import { nicknamesOf } from '../../../members/nicknames.ts';
import { deliveryOf } from '../../../outbox/message.ts';

/** Messages of a decision that are shown. */
const mostShown = 50;
/** Those that are counted by how far they are. */
const mostCounted = 1000;

export type Told = Pick<DecidedCase, 'messages' | 'told' | 'toldMore'>;

interface MessageRow {
  readonly member_id: string;
  readonly body: string;
  readonly state: string;
  readonly tries: number;
  readonly last_error: string | null;
}

/** What was said for a decision, and how far it is. */
export async function toldBy(db: Db, decisionId: EntryId, authorId: string | null, run?: Run): Promise<Told> {
  // The author first, whatever their number. By the unique key outbox_report_decision (report_decision_id, member_id).
  const { rows } = await sql<MessageRow>`
    (SELECT member_id, body, state, tries, last_error FROM caretaker.outbox
     WHERE report_decision_id = ${idValue(decisionId)} AND member_id = ${authorId === null ? null : idValue(authorId)})
    UNION ALL
    (SELECT member_id, body, state, tries, last_error FROM caretaker.outbox
     WHERE report_decision_id = ${idValue(decisionId)} ORDER BY member_id LIMIT ${sql.lit(mostShown)})`.execute(
    db,
    run,
  );
  const shown = [...new Map(rows.map((row) => [row.member_id, row])).values()].slice(0, mostShown);
  if (shown.length === 0) return { messages: [], told: {}, toldMore: false };
  const counted = shown.length < mostShown ? shown : await statesOf(db, decisionId, run);
  const names = await nicknamesOf(
    db,
    run ?? {},
    shown.map((row) => row.member_id),
  );
  return {
    messages: shown.map((row) => messageOf(row, authorId, names)),
    told: countsOf(counted.slice(0, mostCounted)),
    toldMore: counted.length > mostCounted,
  };
}

/** How far the messages of a decision are, of more than are counted one more. */
export async function statesOf(
  db: Db,
  decisionId: EntryId,
  run?: Run,
): Promise<Pick<MessageRow, 'state' | 'tries'>[]> {
  return db
    .selectFrom('caretaker.outbox')
    .select(['state', 'tries'])
    .where('report_decision_id', '=', idValue(decisionId))
    .orderBy('member_id')
    .limit(mostCounted + 1)
    .execute(run);
}

export function countsOf(rows: readonly Pick<MessageRow, 'state' | 'tries'>[]): Told['told'] {
  const counts: Told['told'] = {};
  for (const row of rows) {
    const delivery = deliveryOf(row);
    counts[delivery] = (counts[delivery] ?? 0) + 1;
  }
  return counts;
}

function messageOf(
  row: MessageRow,
  authorId: string | null,
  names: ReadonlyMap<string, string>,
): DecidedCase['messages'][number] {
  const delivery = deliveryOf(row);
  return {
    memberId: row.member_id as MemberId,
    nickname: names.get(row.member_id) ?? null,
    to: row.member_id === authorId ? 'author' : 'reporter',
    body: row.body,
    delivery,
    problem: delivery === 'failing' || delivery === 'refused' ? row.last_error : null,
  };
}
