import { sql } from 'kysely';
import type { CaseDecision } from '../../../../contract/reports/decisions.ts';
import type { EntryId, MemberId } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Db, Run, Trx } from '../../../database/database.ts';
import { Refused } from '../../../errors.ts';
import { derivedId } from '../../../members/actions/request-id.ts';
import { queueMessages } from '../../../outbox/message.ts';
import type { CaseColumns } from '../../rows.ts';
import type { ReaderKind } from '../words.ts';
import { type About, longestMessage, messageFor } from './templates.ts';

/**
 * So many reporters of a case are told at most, those who reported first: their messages are part of the transaction of
 * the decision, which is to stay short.
 */
export const reportersMost = 5_000;
/** Members asked for by one statement: of more, MariaDB makes a table that it then scans. */
const chunk = 500;

/** Someone who is told of a decision. */
export interface Reader {
  readonly memberId: MemberId;
  readonly nickname: string;
  readonly to: ReaderKind;
}

/**
 * Who is told: the author, then each reporter once. Who has left is not told. An author who reported it themselves is told
 * as the author, so that nobody is told twice.
 */
export async function readersOf(
  db: Db,
  { id, author_id }: Pick<CaseColumns, 'id' | 'author_id'>,
  { memberMessage, reporterMessage }: CaseDecision,
  run?: Run,
): Promise<Reader[]> {
  const author = memberMessage === null || author_id === null ? [] : [author_id];
  const reporters =
    reporterMessage === null ? [] : (await reporterIds(db, id, run)).filter((it) => !author.includes(it));
  const names = await presentNicknames(db, [...author, ...reporters], run);
  const readers = (ids: readonly string[], to: ReaderKind) =>
    ids.flatMap((memberId) => {
      const nickname = names.get(memberId);
      return nickname === undefined ? [] : [{ memberId: memberId as MemberId, nickname, to }];
    });
  return [...readers(author, 'author'), ...readers(reporters, 'reporter')];
}

/** Distinct, by when they first reported. By the index report_item_case (case_id, report_id). */
async function reporterIds(db: Db, caseId: string, run?: Run): Promise<string[]> {
  const { rows } = await sql<{ reporter_id: string }>`
    SELECT reporter_id FROM caretaker.report_item WHERE case_id = ${idValue(caseId)}
    GROUP BY reporter_id ORDER BY MIN(report_id) LIMIT ${sql.lit(reportersMost)}`.execute(db, run);
  return rows.map((row) => row.reporter_id);
}

async function presentNicknames(db: Db, ids: readonly string[], run?: Run): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  for (let start = 0; start < ids.length; start += chunk) {
    const some = ids.slice(start, start + chunk);
    const rows = await db
      .selectFrom('caretaker_site.member')
      .select(['id', 'nickname', 'status'])
      .where('id', 'in', some.map(idValue))
      .limit(some.length)
      .execute(run);
    for (const row of rows) if (row.status !== 'deleted') known.set(row.id, row.nickname);
  }
  return known;
}

/** What the reader is told. @throws INVALID_INPUT where it is longer than a site takes */
export function bodyFor({ nickname, to }: Reader, decision: CaseDecision, about: About): string {
  const template = to === 'author' ? decision.memberMessage : decision.reporterMessage;
  const body = messageFor(template ?? '', to, nickname, about);
  if ([...body].length <= longestMessage) return body;
  throw new Refused(
    'INVALID_INPUT',
    `The message to ${to === 'author' ? 'the author' : 'the reporters'} is longer than ${longestMessage.toLocaleString('en')} characters once it is filled in. Shorten it. Nothing was changed; what you typed is kept.`,
  );
}

/** Puts the messages of a decision into the outbox, in its transaction. */
export async function tellPeople(
  trx: Trx,
  o: {
    readonly requestId: string;
    readonly decisionId: EntryId;
    readonly row: CaseColumns;
    readonly decision: CaseDecision;
    readonly about: About;
  },
): Promise<void> {
  const readers = await readersOf(trx, o.row, o.decision);
  const messages = readers.map((reader) => ({
    requestId: derivedId(o.requestId, 'message', reader.memberId),
    memberId: reader.memberId,
    body: bodyFor(reader, o.decision, o.about),
  }));
  await queueMessages(trx, { of: 'case', decisionId: o.decisionId }, messages);
}
