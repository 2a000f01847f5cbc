import type { ExportProgress } from '../../../../contract/exports.ts';
import { writeCsvFile } from '../../../exports/csv-file.ts';
import type { SignedIn } from '../../../session/open.ts';
import { trafficMonths } from './months.ts';

const head = [
  'month',
  'days',
  'requests',
  'pageviews',
  'errors',
  'requests a day, change on the month before',
  'change on the year before',
  'sign-ups',
  'deletions',
  'members at its end',
  'active members a day',
  'messages',
];

/** Writes the months to a new CSV file in `folder` and records that it did. */
export function exportMonths(
  signedIn: SignedIn,
  folder: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExportProgress> {
  return writeCsvFile(signedIn.database, {
    folder,
    subject: 'traffic',
    head,
    pages: pages(signedIn, signal),
    entry: {
      action: 'traffic.exported',
      subjectKind: 'traffic',
      subjectId: 'months',
    },
  });
}

async function* pages(signedIn: SignedIn, signal: AbortSignal | undefined) {
  const { months } = await trafficMonths(signedIn, signal);
  const rounded = (value: number | null, digits: number) =>
    value === null ? null : Number(value.toFixed(digits));
  yield months.map((it) => [
    it.month,
    it.days,
    it.requests,
    it.pageviews,
    it.errors,
    rounded(it.onMonth, 4),
    rounded(it.onYear, 4),
    it.signUps,
    it.deleted,
    it.members,
    rounded(it.active, 1),
    it.messages,
  ]);
}
