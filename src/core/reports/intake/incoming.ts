import type { Subject } from '../../../contract/reports/values.ts';
import { type MemberId, Utc } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Db, Run } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';
import { columnOf, utcOf } from '../../database/time.ts';
import { beginningOf, shortened } from '../../members/page/stream.ts';

/** A report as it goes into a case. */
export interface Incoming {
  readonly id: string;
  /** 0 where the site does not say. */
  readonly reporterId: string;
  readonly subject: Subject;
  /** Whom the site says it is about; null where it does not. */
  readonly authorId: MemberId | null;
  readonly reason: string;
  readonly note: string | null;
  /** As a column has it; not in the future. */
  readonly at: string;
}

const longestReason = 60;
const longestNote = 5000;
const longestKind = 20;
const highestId = 2n ** 64n - 1n;

/** Reports by id, the lowest first; at most a few hundred. `moment` is now by the server's clock. */
export async function readIncoming(
  db: Db,
  run: Run,
  ids: readonly string[],
  moment: string,
): Promise<Incoming[]> {
  const rows = await db
    .selectFrom('caretaker_site.report')
    .select(['id', 'at', 'reporter_id', 'subject_kind', 'subject_id', 'subject_author_id'])
    .select([
      beginningOf('reason', 4 * longestReason).as('reason'),
      beginningOf('note', longestNote).as('note'),
    ])
    .where('id', 'in', ids.map(idValue))
    .orderBy('id')
    .limit(ids.length)
    .execute(run);
  return rows.map((row) => incoming(row, moment));
}

type Row = Omit<Schema['caretaker_site.report'], 'reason'> & { readonly reason: string | null };

/** What a site or a member wrote must not keep the reports after it from being read: it is made to fit. */
export function incoming(row: Row, moment: string): Incoming {
  return {
    id: row.id,
    reporterId: idOf(row.reporter_id),
    subject: { kind: kindOf(row.subject_kind), id: idOf(row.subject_id) },
    authorId: row.subject_author_id === null ? null : idOf(row.subject_author_id),
    reason: reasonOf(row.reason ?? ''),
    note: shortened(row.note, longestNote),
    at: momentOf(row.at, moment),
  };
}

/** A kind of which the contract knows nothing stays a kind of its own. */
function kindOf(kind: string | null): string {
  const known = (kind ?? '').toLowerCase().replace(/[^a-z0-9_]/g, '_');
  return known.slice(0, longestKind) || 'unknown';
}

function idOf(id: string | null): MemberId {
  return (id !== null && /^\d+$/.test(id) && BigInt(id) <= highestId ? id : '0') as MemberId;
}

function reasonOf(reason: string): string {
  const line = reason.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return [...line].slice(0, longestReason).join('').trim();
}

/** A report without a day that there is, or one of tomorrow, counts as made when it is read. */
function momentOf(at: string | null, moment: string): string {
  const utc = Utc.safeParse(at === null ? null : utcOf(at));
  const column = utc.success ? columnOf(utc.data) : moment;
  return column > '1971' && column < moment ? column : moment;
}
