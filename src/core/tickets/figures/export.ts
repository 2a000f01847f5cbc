import type { ExportProgress } from '../../../contract/exports.ts';
import type { FigureRange, Spread } from '../../../contract/tickets/figures.ts';
import { writeCsvFile } from '../../exports/csv-file.ts';
import type { SignedIn } from '../../session/open.ts';
import { figuresOf } from './read.ts';

const spreadHead = (name: string) => [
  `${name}`,
  `${name}, median (business minutes)`,
  `${name}, p90 (business minutes)`,
  `${name}, share within target`,
];

/** Writes each step of the range to a new CSV file in `folder` and records that it did. */
export function exportFigures(
  signedIn: SignedIn,
  range: FigureRange,
  folder: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExportProgress> {
  return writeCsvFile(signedIn.database, {
    folder,
    subject: 'support',
    head: ['from day', 'opened', 'solved', ...spreadHead('first answers'), ...spreadHead('solutions')],
    pages: pages(signedIn, range, signal),
    entry: {
      action: 'tickets.exported',
      subjectKind: 'ticket',
      subjectId: 'figures',
      detail: { from: range.from, to: range.to },
    },
  });
}

async function* pages(signedIn: SignedIn, range: FigureRange, signal: AbortSignal | undefined) {
  const { days } = await figuresOf(signedIn, range, signal);
  yield days.map((it) => [it.day, it.opened, it.solved, ...cellsOf(it.first), ...cellsOf(it.solution)]);
}

function cellsOf({ count, median, p90, within }: Spread) {
  const rounded = (value: number | null, digits: number) =>
    value === null ? null : Number(value.toFixed(digits));
  return [count, rounded(median, 0), rounded(p90, 0), rounded(within, 3)];
}
