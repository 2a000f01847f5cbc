import { csvLine } from '../../../../contract/csv.ts';
import type { ChartData, ChartSeries } from '../../../../contract/metrics/values.ts';
import { type Readings, readingAt, readingsOf } from '../series/readings.ts';
import { weekSeconds } from '../series/week.ts';

type Cell = string | number | null;
type Column = { readonly head: string; readonly at: (index: number, moment: number) => Cell };

/**
 * What a chart shows as CSV: a row for each step of the range with its beginning in UTC, and of each series mean, lowest
 * and highest in its own unit, and the mean of the week before. An empty cell is no reading.
 */
export function chartCsv(
  data: ChartData,
  before: ChartData | undefined,
  range: { from: number; to: number },
): string {
  const columns = data.series.flatMap((series) => columnsOf(series, before));
  const lines = [csvLine(['time_utc', ...columns.map(({ head }) => head)])];
  data.at.forEach((moment, index) => {
    if (moment + data.step <= range.from || moment >= range.to) return;
    const time = new Date(1000 * moment).toISOString().replace('.000Z', 'Z');
    lines.push(csvLine([time, ...columns.map(({ at }) => at(index, moment))]));
  });
  return lines.join('');
}

function columnsOf(series: ChartSeries, before: ChartData | undefined): Column[] {
  const { label, unit, mean, low, high } = series;
  const column = (what: string, values: readonly (number | null)[] | undefined): Column[] =>
    values === undefined
      ? []
      : [{ head: `${label} (${unit}) ${what}`, at: (index) => values[index] ?? null }];
  return [
    ...column('mean', mean),
    ...column('lowest', low),
    ...column('highest', high),
    ...weekBefore(series, before),
  ];
}

function weekBefore({ name, label, unit }: ChartSeries, before: ChartData | undefined): Column[] {
  const series = before?.series.find((it) => it.name === name);
  if (before === undefined || series === undefined) return [];
  const readings: Readings = readingsOf(before.at, series.mean, before.gap, weekSeconds);
  return [
    {
      head: `${label} (${unit}) mean, the week before`,
      at: (_index, moment) => readings.values[readingAt(readings, moment, before.step)] ?? null,
    },
  ];
}
