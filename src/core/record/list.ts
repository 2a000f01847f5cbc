import type { SelectQueryBuilder } from 'kysely';
import { z } from 'zod';
import type { RecordEntry, RecordFilter } from '../../contract/record.ts';
import { mayCall, recordReaders } from '../../contract/roles.ts';
import { type Cursor, EntryId, Utc } from '../../contract/values.ts';
import { idValue, packCursor, unpackCursor } from '../database/cursor.ts';
import type { Db, Run } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
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

type RecordTable = 'caretaker_audit.entry' | 'caretaker_audit.own_entry';
type RecordRow = Pick<
  Schema['caretaker_audit.entry'],
  'action' | 'subject_kind' | 'subject_id' | 'detail'
> & { id: string; at: string; actor: string };

async function read(
  db: Db,
  run: Run,
  ask: {
    filter: RecordFilter;
    scope: RecordPage['scope'];
    before: z.infer<typeof RecordCursor>;
    limit: number;
  },
): Promise<RecordRow[]> {
  const table: RecordTable = ask.scope === 'everyone' ? 'caretaker_audit.entry' : 'caretaker_audit.own_entry';
  const [moment, id] = ask.before;
  const at = columnOf(moment);
  return narrowed(db.selectFrom(table), ask.filter)
    .select(['id', 'at', 'actor', 'action', 'subject_kind', 'subject_id', 'detail'])
    .where('at', '<=', at)
    .where((eb) => eb.or([eb('at', '<', at), eb('id', '<', idValue(id))]))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(ask.limit)
    .execute(run);
}

function narrowed(
  query: SelectQueryBuilder<Schema, RecordTable, object>,
  filter: RecordFilter,
): SelectQueryBuilder<Schema, RecordTable, object> {
  let narrow = query;
  if (filter.actor !== null) narrow = narrow.where('actor', '=', filter.actor);
  if (filter.action !== null) narrow = narrow.where('action', '=', filter.action);
  if (filter.subjectKind !== null) narrow = narrow.where('subject_kind', '=', filter.subjectKind);
  if (filter.subjectId !== null) narrow = narrow.where('subject_id', '=', filter.subjectId);
  if (filter.from !== null) narrow = narrow.where('at', '>=', columnOf(filter.from));
  if (filter.until !== null) narrow = narrow.where('at', '<', columnOf(filter.until));
  return narrow;
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
    // Any role may write an entry, so what it holds is checked like anything else that comes from outside.
    detail: Detail.catch({}).parse(JSON.parse(row.detail)),
  };
}
