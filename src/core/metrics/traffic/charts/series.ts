import { type Percentile, percentiles, type TrafficChartSet } from '../../../../contract/metrics/traffic.ts';
import type { ChartData, ChartSeries, Unit } from '../../../../contract/metrics/values.ts';
import type { Utc } from '../../../../contract/values.ts';
import { utcOf } from '../../../database/time.ts';
import { hourSeconds, momentText } from '../site/moments.ts';
import type { StepRow } from './rows.ts';
import { type Grid, gapOfStep } from './steps.ts';

export interface Drawn {
  readonly grid: Grid;
  /** Services in the order of their series; an empty one is the others together. */
  readonly parts: readonly string[];
  readonly percentile: Percentile;
  readonly asOf: number | null;
  /** Said once, below the requests. */
  readonly notes: readonly string[];
}

/** Of several hours there is a mean and a band; a note says what they are. */
const meanNote =
  'Each point is of several hours: the mean by requests, between the fastest and the slowest of them. Percentiles of several hours cannot be added up to one.';

/** The charts of one range. */
export function chartsOf(rows: readonly StepRow[], o: Drawn): TrafficChartSet {
  const steps = [...Map.groupBy(rows, (row) => row.nr)].sort(([a], [b]) => a - b);
  const at = steps.map(([nr]) => o.grid.from + nr * o.grid.step);
  const hours = steps.map(([, ofStep]) => Math.max(...ofStep.map((row) => row.hours)));
  const parts = o.parts.filter((part) => rows.some((row) => row.part === part));
  const seriesOf = (part: string, unit: Unit, value: (row: StepRow, index: number) => number | null) => ({
    ...nameOf(part),
    unit,
    mean: steps.map(([, ofStep], index) => {
      const row = ofStep.find((it) => it.part === part);
      return row === undefined ? null : value(row, index);
    }),
  });
  const chart = (series: ChartSeries[], notes: readonly string[] = []): ChartData => ({
    ...emptyChart(o.grid, o.asOf),
    at,
    series,
    notes: [...notes],
  });
  const bySecond = (key: 'requests' | 'pageviews' | 'errors', notes?: readonly string[]) =>
    chart(
      parts.map((part) =>
        seriesOf(part, 'per-second', (row, index) => row[key] / ((hours[index] ?? 1) * hourSeconds)),
      ),
      notes,
    );
  const total = steps.map(([, ofStep]) => ({
    requests: sumOf(ofStep, 'requests'),
    errors: sumOf(ofStep, 'errors'),
  }));
  const isOne = o.parts.length === 1;
  const shareName = isOne ? nameOf(o.parts[0] ?? '') : { name: 'total', label: 'All services' };
  const severalHours = o.grid.step > hourSeconds;
  return {
    requests: bySecond('requests', o.notes),
    pageviews: bySecond('pageviews'),
    errors: bySecond('errors'),
    errorShare: chart([
      {
        ...shareName,
        unit: 'ratio',
        mean: total.map(({ requests, errors }) => (requests === 0 ? null : errors / requests)),
      },
    ]),
    latency: chart(latencyOf(steps, parts, o), severalHours ? [meanNote] : []),
  };
}

/** All three percentiles of one service; of several, the one that is asked for. */
function latencyOf(
  steps: readonly (readonly [number, readonly StepRow[]])[],
  parts: readonly string[],
  o: Drawn,
): ChartSeries[] {
  const isOne = o.parts.length === 1;
  const lines = isOne
    ? percentiles.map((percentile) => ({ part: parts[0] ?? '', percentile, ...wordsOf(percentile) }))
    : parts.map((part) => ({ part, percentile: o.percentile, ...nameOf(part) }));
  return lines.map(({ part, percentile, name, label }) => {
    const times = steps.map(([, rows]) => rows.find((row) => row.part === part)?.[percentile]);
    const column = (key: 'mean' | 'low' | 'high') => times.map((it) => it?.[key] ?? null);
    const hasBand = o.grid.step > hourSeconds || part === '';
    return {
      name,
      label,
      unit: 'milliseconds' as const,
      mean: column('mean'),
      ...(hasBand ? { low: column('low'), high: column('high') } : {}),
    };
  });
}

/** No points at all, in the shape of those that have some. */
export function emptyChart({ step }: Pick<Grid, 'step'>, asOf: number | null): ChartData {
  return { step, gap: gapOfStep(step), at: [], series: [], asOf: utcOfSeconds(asOf), notes: [] };
}

export function utcOfSeconds(seconds: number | null): Utc | null {
  return seconds === null ? null : utcOf(momentText(seconds));
}

function nameOf(part: string): { name: string; label: string } {
  return part === '' ? { name: 'others', label: 'Others' } : { name: `service:${part}`, label: part };
}

function wordsOf(percentile: Percentile): { name: string; label: string } {
  return { name: percentile, label: percentile };
}

function sumOf(rows: readonly StepRow[], key: 'requests' | 'errors'): number {
  return rows.reduce((sum, row) => sum + row[key], 0);
}
