import type { ExportProgress } from '../../contract/exports.ts';
import type { RecordEntry, RecordFilter } from '../../contract/record.ts';
import type { Cursor } from '../../contract/values.ts';
import { writeCsvFile } from '../exports/csv-file.ts';
import type { SignedIn } from '../session/open.ts';
import { listRecord } from './list.ts';

const pageRows = 200;

/** Writes the filtered record to a new CSV file in `folder` and records that it did. */
export function exportRecord(
  signedIn: SignedIn,
  filter: RecordFilter,
  folder: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExportProgress> {
  return writeCsvFile(signedIn.database, {
    folder,
    subject: 'record',
    head: ['id', 'at (UTC)', 'actor', 'action', 'subject kind', 'subject', 'detail'],
    pages: pages(signedIn, filter, signal),
    entry: {
      action: 'record.exported',
      subjectKind: 'record',
      subjectId: 'record',
    },
  });
}

async function* pages(signedIn: SignedIn, filter: RecordFilter, signal: AbortSignal | undefined) {
  let cursor: Cursor | null = null;
  do {
    signal?.throwIfAborted();
    const page = await listRecord(signedIn, { filter, cursor, limit: pageRows }, signal);
    yield page.rows.map(lineOf);
    cursor = page.next;
  } while (cursor !== null);
}

function lineOf(row: RecordEntry) {
  return [row.id, row.at, row.actor, row.action, row.subjectKind, row.subjectId, JSON.stringify(row.detail)];
}
