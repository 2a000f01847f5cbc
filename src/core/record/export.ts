import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportProgress } from '../../contract/exports.ts';
import type { RecordFilter } from '../../contract/record.ts';
import type { Cursor } from '../../contract/values.ts';
import { Refused } from '../errors.ts';
import type { SignedIn } from '../session/open.ts';
import { csvLine } from './csv.ts';
import { addEntry } from './entry.ts';
import { listRecord } from './list.ts';

const pageRows = 200;

/**
 * Writes the filtered record to a new CSV file in `folder`, page by page, and records that it did. The file has its
 * name only when it is whole: stopped, or on a full disk, nothing is left.
 */
export async function* exportRecord(
  signedIn: SignedIn,
  filter: RecordFilter,
  folder: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExportProgress> {
  const file = join(folder, `caretaker-record-${new Date().toISOString().replace(/[:.]/g, '-')}.csv`);
  const partial = `${file}.part`;
  let rows = 0;
  let bytes = 0;
  try {
    await mkdir(folder, { recursive: true });
    const handle = await open(partial, 'wx', 0o600);
    const write = async (text: string) => {
      await handle.appendFile(text); // unlike `write`, all of it or an error
      bytes += Buffer.byteLength(text);
    };
    try {
      await write(csvLine(['id', 'at (UTC)', 'actor', 'action', 'subject kind', 'subject', 'detail']));
      let cursor: Cursor | null = null;
      do {
        signal?.throwIfAborted();
        const page = await listRecord(signedIn, { filter, cursor, limit: pageRows }, signal);
        const lines = page.rows.map((row) =>
          csvLine([
            row.id,
            row.at,
            row.actor,
            row.action,
            row.subjectKind,
            row.subjectId,
            JSON.stringify(row.detail),
          ]),
        );
        await write(lines.join(''));
        rows += page.rows.length;
        cursor = page.next;
        yield { status: 'writing', rows };
      } while (cursor !== null);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await signedIn.database.write(true, (trx) => addEntry(trx, exported(rows)));
    await rename(partial, file);
  } catch (error) {
    throw explain(error, folder);
  } finally {
    await rm(partial, { force: true }).catch(() => {}); // a folder that cannot be written holds none
  }
  yield { status: 'done', rows, file, bytes };
}

function exported(rows: number) {
  return {
    requestId: randomUUID(),
    action: 'record.exported' as const,
    subjectKind: 'record' as const,
    subjectId: 'record',
    detail: { rows },
  };
}

/** What went wrong with the file, in words; any other error as it is. */
function explain(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new Refused(
      'UNAVAILABLE',
      `The disk that holds ${folder} is full. No file was left; make room and export again.`,
    );
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EEXIST') {
    return new Refused(
      'UNAVAILABLE',
      `Caretaker may not write to ${folder}. No file was left; allow it and export again.`,
    );
  }
  return error;
}
