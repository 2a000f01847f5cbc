import type { ChartData, ChartSeries, Unit } from '../../../../contract/metrics/values.ts';
import { Utc } from '../../../../contract/values.ts';
import { type Downs, downOf } from './down.ts';
import { seriesName, shortNames } from './labels.ts';
import { type Line, type Lines, numberOf } from './result.ts';

export interface Drawing {
  readonly step: number;
  readonly unit: Unit;
  /** So many at most: those that are highest at their end. */
  readonly most: number;
  /** Whether a line ends where its target does not answer. Else it is only marked: it may well speak of a longer time. */
  readonly endsWhenDown: boolean;
}

/** Lines as what every chart is drawn from: what is no number is a gap. */
export function chartOf(found: Lines, downs: Downs, drawing: Drawing, notes: readonly string[]): ChartData {
  const { step, unit, most, endsWhenDown } = drawing;
  const shown = highest(found.lines, most);
  const at = [...new Set(shown.flatMap(({ samples }) => samples.map(([moment]) => Math.round(moment))))].sort(
    (a, b) => a - b,
  );
  const place = new Map(at.map((moment, index) => [moment, index]));
  const labels = shortNames(shown.map((it) => it.labels));
  const dead: string[] = [];
  const series = shown.map((line, index): ChartSeries => {
    const down = downOf(line, downs);
    const mean: (number | null)[] = at.map(() => null);
    let touched = false;
    for (const [moment, text] of line.samples) {
      const second = Math.round(moment);
      const isDown = down?.has(second) ?? false;
      touched ||= isDown;
      mean[place.get(second) ?? 0] = isDown && endsWhenDown ? null : numberOf(text);
    }
    const label = labels[index] ?? '';
    if (touched) dead.push(label);
    const marked = touched && !endsWhenDown && (down?.has(at.at(-1) ?? 0) ?? false);
    return { name: seriesName(line.labels), label: marked ? `${label} (not answering)` : label, unit, mean };
  });
  const last = at.at(-1);
  return {
    step,
    gap: Math.ceil(1.5 * step),
    at,
    series,
    asOf: last === undefined ? null : Utc.parse(new Date(last * 1000).toISOString()),
    notes: [...notes, ...downs.notes, ...remarks(found, shown.length, dead, endsWhenDown)],
  };
}

function remarks(found: Lines, shown: number, dead: readonly string[], endsWhenDown: boolean): string[] {
  const all = found.lines.length;
  const names = `${dead.slice(0, 3).join(', ')}${dead.length > 3 ? ` and ${dead.length - 3} more` : ''}`;
  const said: string[] = [];
  if (all > shown) {
    said.push(
      `${shown} of ${all} series are shown: those that are highest at their end. Narrow the expression to see others.`,
    );
  }
  if (found.histograms > 0) {
    said.push(
      `${found.histograms} series are native histograms, which are not drawn. histogram_quantile(…) makes lines of them.`,
    );
  }
  if (dead.length > 0 && endsWhenDown) said.push(`There are gaps where a target did not answer: ${names}.`);
  if (dead.length > 0 && !endsWhenDown) {
    said.push(
      `A target did not answer for a time: ${names}. What is drawn of that time comes from before it.`,
    );
  }
  return said;
}

function highest(lines: readonly Line[], most: number): readonly Line[] {
  if (lines.length <= most) return lines;
  const lastOf = ({ samples }: Line) => numberOf(samples.at(-1)?.[1] ?? '') ?? Number.NEGATIVE_INFINITY;
  return lines.toSorted((a, b) => lastOf(b) - lastOf(a)).slice(0, most);
}
