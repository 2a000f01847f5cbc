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

/** The lowest and highest of each step, by the same labels as the lines. */
interface Band {
  readonly low?: Lines | undefined;
  readonly high?: Lines | undefined;
}

/** Lines as what every chart is drawn from: what is no number is a gap. */
export function chartOf(
  found: Lines,
  downs: Downs,
  drawing: Drawing,
  notes: readonly string[],
  { low, high }: Band = {},
): ChartData {
  const { step, unit, most, endsWhenDown } = drawing;
  const shown = highest(found.lines, most);
  const moments = shown.flatMap(({ samples }) => samples.map(([moment]) => Math.round(moment)));
  const at = [...new Set(moments)].sort((a, b) => a - b);
  const labels = shortNames(shown.map((it) => it.labels));
  const ends = { low: byName(low), high: byName(high) };
  const silent: string[] = [];
  const series = shown.map((line, index): ChartSeries => {
    const down = downOf(line, downs);
    const label = labels[index] ?? '';
    const name = seriesName(line.labels);
    const asked = endsWhenDown ? at : line.samples.map(([moment]) => Math.round(moment));
    if (asked.some((moment) => down?.has(moment))) silent.push(label);
    const column = (it: Line | undefined) => columnOf(it, at, endsWhenDown ? down : null);
    return {
      name,
      label: down?.has(at.at(-1) ?? 0) ? `${label} (not answering)` : label,
      unit,
      mean: column(line),
      ...(low && high ? { low: column(ends.low.get(name)), high: column(ends.high.get(name)) } : {}),
    };
  });
  const last = at.at(-1);
  return {
    step,
    gap: Math.ceil(1.5 * step),
    at,
    series,
    asOf: last === undefined ? null : Utc.parse(new Date(last * 1000).toISOString()),
    notes: [...notes, ...downs.notes, ...remarks(found, shown.length, silent, endsWhenDown)],
  };
}

function byName(lines: Lines | undefined): Map<string, Line> {
  return new Map((lines?.lines ?? []).map((line) => [seriesName(line.labels), line]));
}

/** A value for each moment of the chart; null where there is none, or where there was none to be had. */
function columnOf(
  line: Line | undefined,
  at: readonly number[],
  down: ReadonlySet<number> | null,
): (number | null)[] {
  const values = new Map((line?.samples ?? []).map(([moment, text]) => [Math.round(moment), text]));
  return at.map((moment) => (down?.has(moment) ? null : numberOf(values.get(moment) ?? '')));
}

function remarks(found: Lines, shown: number, silent: readonly string[], endsWhenDown: boolean): string[] {
  const all = found.lines.length;
  const names = `${silent.slice(0, 3).join(', ')}${silent.length > 3 ? ` and ${silent.length - 3} more` : ''}`;
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
  if (silent.length > 0 && endsWhenDown) said.push(`There are gaps where a target did not answer: ${names}.`);
  if (silent.length > 0 && !endsWhenDown) {
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
