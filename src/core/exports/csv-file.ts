import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { csvLine } from '../../contract/csv.ts';
import type { ExportProgress } from '../../contract/exports.ts';
import type { Database } from '../database/database.ts';
import { Refused } from '../errors.ts';
import { addEntry, type NewEntry } from '../record/entry.ts';

type Line = Parameters<typeof csvLine>[0];

export interface CsvExport {
  readonly folder: string;
  /** What the file holds, for its name. */
  readonly subject: string;
  readonly head: Line;
  /** Page by page; it looks itself whether it is to stop. */
  readonly pages: AsyncIterable<readonly Line[]>;
  /** What is put on record, with the number of rows, once all is written and before the file has its name. */
  readonly entry: Omit<NewEntry, 'requestId'>;
}

/**
 * Writes a new CSV file, page by page, and records that it did. The file has its name only when it is whole and on record:
 * stopped, or on a full disk, nothing is left.
 */
export async function* writeCsvFile(database: Database, o: CsvExport): AsyncGenerator<ExportProgress> {
  const requestId = randomUUID();
  const file = join(o.folder, `caretaker-${o.subject}-${new Date().toISOString().replace(/[:.]/g, '-')}.csv`);
  const partial = `${file}.part`;
  let rows = 0;
  let bytes = 0;
  try {
    await mkdir(o.folder, { recursive: true });
    const handle = await open(partial, 'wx', 0o600);
    const write = async (text: string) => {
      await handle.appendFile(text); // unlike `write`, all of it or an error
      bytes += Buffer.byteLength(text);
    };
    try {
      await write(csvLine(o.head));
      for await (const lines of o.pages) {
        await write(lines.map(csvLine).join(''));
        rows += lines.length;
        yield { status: 'writing', rows };
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    const detail = { rows, ...o.entry.detail };
    await database.write(true, (trx) => addEntry(trx, { ...o.entry, requestId, detail }));
    await rename(partial, file);
  } catch (error) {
    throw explain(error, o.folder);
  } finally {
    await rm(partial, { force: true }).catch(() => {}); // a folder that cannot be written holds none
  }
  yield { status: 'done', rows, file, bytes };
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
