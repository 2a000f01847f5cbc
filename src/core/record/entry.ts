import type { RecordAction, SubjectKind } from '../../contract/record.ts';
import type { Trx } from '../database/database.ts';

/** What someone did. Who and when are not here: the server stamps them from the session. */
export interface NewEntry {
  /** A UUID made once for what the person asked: the unique key that refuses the second of two repeats. */
  readonly requestId: string;
  readonly action: RecordAction;
  readonly subjectKind: SubjectKind;
  readonly subjectId: string;
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>;
}

/** Writes an entry of the record in the transaction of what it is about, and tells the other consoles. */
export async function addEntry(trx: Trx, entry: NewEntry): Promise<void> {
  await trx
    .insertInto('caretaker_audit.entry')
    .values({
      action: entry.action,
      subject_kind: entry.subjectKind,
      subject_id: entry.subjectId,
      detail: JSON.stringify(entry.detail ?? {}),
      request_id: entry.requestId,
    })
    .execute();
  await trx
    .insertInto('caretaker.change_feed')
    .values({ topic: 'record', subject_id: entry.subjectId })
    .execute();
}
