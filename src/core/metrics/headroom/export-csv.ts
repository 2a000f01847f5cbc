import type { csvLine } from '../../../contract/csv.ts';
import type { ExportProgress } from '../../../contract/exports.ts';
import { writeCsvFile } from '../../exports/csv-file.ts';
import type { SignedIn } from '../../session/open.ts';

type Line = Parameters<typeof csvLine>[0];

/** Writes a new CSV file in `folder` and records that it did. `what` names the file and the entry. */
export function exportCsv(
  { database }: SignedIn,
  folder: string,
  o: { what: string; head: Line; lines: () => Promise<readonly Line[]> },
): AsyncGenerator<ExportProgress> {
  return writeCsvFile(database, {
    folder,
    subject: o.what,
    head: o.head,
    pages: (async function* () {
      yield await o.lines();
    })(),
    entry: { action: 'metrics.exported', subjectKind: 'metrics', subjectId: o.what },
  });
}
