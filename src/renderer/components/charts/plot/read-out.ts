import { absoluteOf } from '../../../preferences/time-format.ts';
import { lastBefore, type Readings, readingAt } from '../series/readings.ts';
import { valueText } from '../unit-text.ts';
import type { Picture } from './create-plot.ts';
import type { Scene, SceneLine } from './scene.ts';

/** What one line says at a moment. */
export interface Row {
  readonly line: SceneLine;
  /** When it was read; null where nothing was. */
  readonly at: number | null;
  /** The value that is drawn: in a stack, its upper edge. */
  readonly drawn: number | null;
  readonly text: string;
  /** `+12%` against the week before; null where there is nothing to compare. */
  readonly change: string | null;
}

/** What stands at that moment on every line. */
export function readOut({ lines, step }: Scene, time: number): Row[] {
  return lines.map((line) => {
    const index = readingAt(line.mean, time, step);
    if (index < 0) return { line, at: null, drawn: null, text: 'no reading', change: null };
    const at = line.mean.at[index] ?? 0;
    const mean = line.mean.values[index] ?? 0;
    return {
      line,
      at,
      drawn: valueAt(line.drawn, time, step),
      text: withBand(line, index, mean),
      change: line.before === null ? null : changeText(mean, valueAt(line.before, time, step)),
    };
  });
}

/** The last reading of every line up to `to`, and how the mean of the range compares with that of the week before. */
export function latestOf({ lines }: Scene, from: number, to: number): Row[] {
  return lines.map((line) => {
    const index = lastBefore(line.mean.at, to);
    const at = line.mean.at[index] ?? Number.NEGATIVE_INFINITY;
    if (index < 0 || at < from) return { line, at: null, drawn: null, text: 'no reading', change: null };
    const value = line.mean.values[index] ?? 0;
    const change =
      line.before === null ? null : changeText(meanOf(line.mean, from, to), meanOf(line.before, from, to));
    return { line, at, drawn: null, text: withBand(line, index, value), change };
  });
}

/** The moment, and what is marked within `near` seconds of it. */
export function flagText({ markers, zone }: Picture, time: number, near: number): string {
  const moment = absoluteOf(new Date(Math.round(time) * 1000).toISOString(), zone);
  const here = markers.filter(({ at }) => Math.abs(at - time) <= near).map(({ label }) => label);
  return [moment, ...here].join(' · ');
}

/** `35.8 MiB (32.3 to 40.1)`: the unit once, where all three have the same. */
function withBand({ band, unit }: SceneLine, index: number, mean: number): string {
  const [low, high] = [band?.low.values[index], band?.high.values[index]];
  const text = valueText(mean, unit);
  if (low === undefined || high === undefined || low === high) return text;
  const ends = [valueText(low, unit), valueText(high, unit)];
  const suffix = suffixOf(text);
  const shared = ends.every((end) => suffixOf(end) === suffix);
  const [from, to] = shared ? ends.map((end) => end.slice(0, end.length - suffix.length)) : ends;
  return `${text} (${from} to ${to})`;
}

function suffixOf(text: string): string {
  return text.replace(/^[-\d.,]+/, '');
}

function valueAt(readings: Readings, time: number, step: number): number | null {
  return readings.values[readingAt(readings, time, step)] ?? null;
}

function meanOf({ at, values }: Readings, from: number, to: number): number | null {
  const begin = lastBefore(at, from - 1) + 1;
  const end = lastBefore(at, to) + 1;
  if (begin >= end) return null;
  let sum = 0;
  for (let index = begin; index < end; index += 1) sum += values[index] ?? 0;
  return sum / (end - begin);
}

/** `+12%`, `−3%`; against nothing there is no percent. */
export function changeText(now: number | null, before: number | null): string | null {
  if (now === null || before === null || before === 0) return null;
  const percent = (100 * (now - before)) / Math.abs(before);
  if (percent > 999) return '> +999%';
  const rounded = Math.abs(percent) < 9.95 ? Number(percent.toFixed(1)) : Math.round(percent);
  return `${rounded > 0 ? '+' : rounded < 0 ? '−' : '±'}${Math.abs(rounded)}%`;
}
