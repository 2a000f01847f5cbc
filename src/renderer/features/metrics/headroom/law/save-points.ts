import { csvLine } from '../../../../../contract/csv.ts';
import { type LawReport, type Scaling, throughputAt } from '../../../../../contract/metrics/headroom/law.ts';
import { saveFile } from '../../../../components/charts/export/save-file.ts';

/** Saves what was measured, with what the law says at the same concurrency. */
export function savePoints(report: LawReport, scaling: Scaling | null): void {
  const text = pointsCsv(report, scaling);
  saveFile(lawFile('csv'), new Blob([text], { type: 'text/csv;charset=utf-8' }));
}

export function lawFile(ending: string): string {
  return `caretaker-law-${new Date().toISOString().slice(0, 10).replaceAll('-', '')}.${ending}`;
}

/** A line for each point: sessions at work, statements a second, steps it is the mean of, and the law's statements. */
export function pointsCsv({ bins }: Pick<LawReport, 'bins'>, scaling: Scaling | null): string {
  const figure = (value: number) => Number(value.toPrecision(6));
  const head = ['sessions at work', 'statements a second', 'steps', 'the law'];
  const lines = bins.map(({ n, x, count }) => [
    figure(n),
    figure(x),
    count,
    scaling === null ? null : figure(throughputAt(scaling, n)),
  ]);
  return [head, ...lines].map(csvLine).join('');
}
