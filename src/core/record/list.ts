import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { RecordEntry, RecordFilter } from '../../contract/record.ts';
import { mayCall, recordReaders } from '../../contract/roles.ts';
import { type Cursor, EntryId, Utc } from '../../contract/values.ts';
import { idValue, packCursor, unpackCursor } from '../database/cursor.ts';
import type { Db, Run } from '../database/database.ts';
import { columnOf, now, utcOf } from '../database/time.ts';
import type { SignedIn } from '../session/open.ts';

const RecordCursor = z.tuple([Utc, EntryId]);
/** After every entry: lets the first page be the same range read as all others. */
const afterAll = ['9999-12-31T23:59:59.999999Z', '18446744073709551615'] as z.infer<typeof RecordCursor>;

export interface RecordPage {
  readonly rows: RecordEntry[];
  readonly next: Cursor | null;
  readonly scope: 'everyone' | 'own';
  readonly asOf: Utc;
}

/** One page of the record, newest first, by the index of the narrowest filter given. */
export async function listRecord(
  signedIn: SignedIn,
  input: { filter: RecordFilter; cursor: Cursor | null; limit: number },
  signal: AbortSignal | undefined,
): Promise<RecordPage> {
  const scope = mayCall(recordReaders, signedIn.person.role) ? 'everyone' : 'own';
  const before = unpackCursor(input.cursor, RecordCursor) ?? afterAll;
  const asOf = now();
  // The primary: what was just done must be there.
  const rows = await signedIn.database.readPrimary(signal, (db, run) =>
    read(db, run, { filter: input.filter, scope, before, limit: input.limit + 1 }),
  );
  const shown = rows.slice(0, input.limit).map(entryOf);
  const last = shown.at(-1);
  const next = rows.length > input.limit && last ? packCursor([last.at, last.id]) : null;
  return { rows: shown, next, scope, asOf };
}

interface RecordRow {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly detail: string;
}

interface Ask {
  readonly filter: RecordFilter;
  readonly scope: RecordPage['scope'];
  readonly before: z.infer<typeof RecordCursor>;
  readonly limit: number;
}

async function read(db: Db, run: Run, { filter, scope, before, limit }: Ask): Promise<RecordRow[]> {
  const [moment, id] = before;
  const at = columnOf(moment);
  const narrow = narrowing(filter);
  const { rows } = await sql<RecordRow>`
    SELECT id, at, actor, action, subject_kind, subject_id, detail
    FROM ${tableOf(scope, narrow.length > 0)}
    WHERE ${sql.join([...narrow, ...during(filter)], sql` AND `)}
      AND at <= ${at} AND (at < ${at} OR id < ${idValue(id)})
    ORDER BY at DESC, id DESC
    LIMIT ${limit}`.execute(db, run);
  return rows;
}

/** Without a narrowing filter the index must be named: of a young record a server would rather read every row. */
function tableOf(scope: RecordPage['scope'], isNarrow: boolean): RawBuilder<unknown> {
  if (scope === 'own') return sql`caretaker_audit.own_entry`;
  return isNarrow ? sql`caretaker_audit.entry` : sql`caretaker_audit.entry FORCE INDEX (entry_at)`;
}

/** Each of these has an index that begins with it and goes on with (at, id). */
function narrowing(filter: RecordFilter): RawBuilder<unknown>[] {
  return [
    ...(filter.actor === null ? [] : [sql`actor = ${filter.actor}`]),
    ...(filter.action === null ? [] : [sql`action = ${filter.action}`]),
    ...(filter.subjectKind === null ? [] : [sql`subject_kind = ${filter.subjectKind}`]),
    ...(filter.subjectId === null ? [] : [sql`subject_id = ${filter.subjectId}`]),
  ];
}

function during(filter: RecordFilter): RawBuilder<unknown>[] {
  const from = filter.from === null ? '1000-01-01' : columnOf(filter.from);
  const until = filter.until === null ? '9999-12-31 23:59:59.999999' : columnOf(filter.until);
  return [sql`at >= ${from}`, sql`at < ${until}`];
}

const Detail = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

function entryOf(row: RecordRow): RecordEntry {
  return {
    id: row.id as EntryId,
    at: utcOf(row.at),
    actor: row.actor,
    action: row.action,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    detail: detailOf(row.detail),
  };
}

/**
 * Any role may write an entry, so what it holds is checked like anything else that comes from outside: one that is
 * unreadable must not hide the others.
 */
function detailOf(text: string): RecordEntry['detail'] {
  try {
    return Detail.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
