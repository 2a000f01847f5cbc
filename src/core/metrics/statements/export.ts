import type { ExportProgress } from '../../../contract/exports.ts';
import {
  type Change,
  mostStatements,
  type StatementQuery,
  type StatementRow,
} from '../../../contract/metrics/statements/values.ts';
import { writeCsvFile } from '../../exports/csv-file.ts';
import type { SignedIn } from '../../session/open.ts';
import { listStatements } from './list/list.ts';

/** Writes what the list shows of a range to a new CSV file in `folder` and records that it did. */
export function exportStatements(
  signedIn: SignedIn,
  query: Omit<StatementQuery, 'limit'>,
  folder: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExportProgress> {
  return writeCsvFile(signedIn.database, {
    folder,
    subject: 'statements',
    head: [
      'schema',
      'statement',
      'total (ms)',
      'share',
      'calls',
      'calls a second',
      'mean (ms)',
      'against the week before',
      'rows examined',
      'rows sent',
      'rows changed',
      'rows examined per row',
      'temporary tables',
      'of them on disk',
      'calls without an index',
      'errors',
      'share of its time in table locks',
      'first seen',
      'last seen',
    ],
    pages: pages(signedIn, query, signal),
    entry: {
      action: 'statements.exported',
      subjectKind: 'metrics',
      subjectId: 'statements',
      detail: { from: query.range.from, to: query.range.to },
    },
  });
}

async function* pages(
  signedIn: SignedIn,
  query: Omit<StatementQuery, 'limit'>,
  signal: AbortSignal | undefined,
) {
  const { rows } = await listStatements(signedIn, { ...query, limit: mostStatements }, signal);
  yield rows.map(lineOf);
}

function lineOf(it: StatementRow) {
  return [
    it.schema,
    it.text,
    round(it.totalMs),
    round(it.share),
    it.calls,
    round(it.callsPerSecond),
    round(it.meanMs),
    changeText(it.change),
    it.rowsExamined,
    it.rowsSent,
    it.rowsAffected,
    it.examinedPerRow === null ? null : round(it.examinedPerRow),
    it.tmpTables,
    it.tmpDiskTables,
    it.noIndex,
    it.errors,
    round(it.lockShare),
    it.firstSeen,
    it.lastSeen,
  ];
}

const round = (value: number) => Number(value.toPrecision(6));

function changeText(change: Change): string | number {
  return change.kind === 'ratio' ? round(change.ratio) : change.kind;
}
