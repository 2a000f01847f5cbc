import type { ChartData, ChartSeries, Unit } from '../../../../contract/metrics/values.ts';
import { type Stroke, strokeOf, type Theme } from '../palette.ts';
import { lastBefore, type Readings, readingsOf, seenStretches } from '../series/readings.ts';
import { stacked } from '../series/stack.ts';
import { weekSeconds } from '../series/week.ts';

export type Side = 'left' | 'right';

/** One series as it is drawn. */
export interface SceneLine {
  readonly name: string;
  readonly label: string;
  readonly unit: Unit;
  readonly side: Side;
  readonly stroke: Stroke;
  readonly mean: Readings;
  /** Where lowest and highest of a step differ anywhere; at the same moments as the mean. */
  readonly band: { readonly low: Readings; readonly high: Readings } | null;
  /** The week before, moved to now. */
  readonly before: Readings | null;
  /** What is drawn: the mean or, in a stack, its upper edge. */
  readonly drawn: Readings;
}

export interface Scene {
  /** Those that are switched on. */
  readonly lines: readonly SceneLine[];
  readonly kind: 'line' | 'stacked';
  /** Of the axis at the left and, where there is a second unit, of the one at the right. */
  readonly units: readonly [Unit, Unit?];
  /** Of a stack: all of the week before together. */
  readonly totalBefore: Readings | null;
  readonly step: number;
}

export interface SceneInput {
  data: ChartData;
  before: ChartData | undefined;
  kind: 'line' | 'stacked';
  off: ReadonlySet<string>;
  theme: Theme;
}

/** What is drawn of the data. */
export function sceneOf({ data, before, kind, off, theme }: SceneInput): Scene {
  const [left = 'count', right] = unitsOf(data);
  const on = data.series.filter(({ name }) => !off.has(name));
  const tops =
    kind === 'stacked'
      ? stacked(
          data.at,
          on.map(({ mean }) => mean),
          data.gap,
        )
      : [];
  const lines = on.map((series, index): SceneLine => {
    const mean = readingsOf(data.at, series.mean, data.gap);
    return {
      name: series.name,
      label: series.label,
      unit: series.unit,
      side: series.unit === left ? 'left' : 'right',
      stroke: strokeOf(data.series.indexOf(series), theme),
      mean,
      band: kind === 'line' ? bandOf(data, series) : null,
      before: beforeOf(before, series.name),
      drawn: tops[index] ?? mean,
    };
  });
  return {
    lines,
    kind,
    units: right === undefined ? [left] : [left, right],
    totalBefore: kind === 'stacked' && before !== undefined ? totalOf(before, off) : null,
    step: data.step,
  };
}

/** The unit of the first series that was read is the left axis', any other the right one's. */
function unitsOf({ series }: ChartData): Unit[] {
  const read = series.filter(({ mean }) => mean.some((value) => value !== null));
  return [...new Set((read.length > 0 ? read : series).map(({ unit }) => unit))];
}

function bandOf(data: ChartData, { low, high }: ChartSeries): SceneLine['band'] {
  if (low === undefined || high === undefined || low.every((value, index) => value === high[index]))
    return null;
  return { low: readingsOf(data.at, low, data.gap), high: readingsOf(data.at, high, data.gap) };
}

function beforeOf(before: ChartData | undefined, name: string): Readings | null {
  const series = before?.series.find((it) => it.name === name);
  if (before === undefined || series === undefined) return null;
  return readingsOf(before.at, series.mean, before.gap, weekSeconds);
}

function totalOf(before: ChartData, off: ReadonlySet<string>): Readings | null {
  const on = before.series.filter(({ name }) => !off.has(name));
  const total = stacked(
    before.at,
    on.map(({ mean }) => mean),
    before.gap,
  ).at(-1);
  return total === undefined ? null : { ...total, at: total.at.map((moment) => moment + weekSeconds) };
}

/** The lowest and the highest that one side shows between two moments; null where it shows nothing. */
export function extentOf(
  scene: Scene,
  side: Side,
  from: number,
  to: number,
): { low: number; high: number } | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const take = (readings: Readings | null | undefined) => {
    if (readings === null || readings === undefined) return;
    for (const { begin, end } of seenStretches(readings, from, to)) {
      for (let index = begin; index < end; index += 1) {
        const value = readings.values[index] ?? 0;
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
  };
  for (const line of scene.lines) {
    if (line.side !== side) continue;
    take(line.drawn);
    take(line.band?.low);
    take(line.band?.high);
    if (scene.kind === 'line') take(line.before);
  }
  if (side === 'left') take(scene.totalBefore);
  return low > high ? null : { low, high };
}

/** Whether anything was read between two moments. */
export function isEmpty(scene: Scene, from: number, to: number): boolean {
  return scene.lines.every(({ mean }) => {
    const last = lastBefore(mean.at, to);
    return last < 0 || (mean.at[last] ?? 0) < from - scene.step;
  });
}
