import type { Unit } from '../../../contract/metrics/values.ts';

interface Size {
  readonly from: number;
  readonly by: number;
  readonly name: string;
}

const counts: readonly Size[] = [
  { from: 1e9, by: 1e9, name: 'G' },
  { from: 1e6, by: 1e6, name: 'M' },
  { from: 1e3, by: 1e3, name: 'k' },
  { from: 0, by: 1, name: '' },
];
const bytes: readonly Size[] = [
  { from: 2 ** 40, by: 2 ** 40, name: ' TiB' },
  { from: 2 ** 30, by: 2 ** 30, name: ' GiB' },
  { from: 2 ** 20, by: 2 ** 20, name: ' MiB' },
  { from: 2 ** 10, by: 2 ** 10, name: ' KiB' },
  { from: 0, by: 1, name: ' B' },
];
const wholes = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const seconds: readonly Size[] = [
  { from: 86_400, by: 86_400, name: ' d' },
  { from: 3600, by: 3600, name: ' h' },
  { from: 60, by: 60, name: ' min' },
  { from: 1, by: 1, name: ' s' },
  { from: 1e-3, by: 1e-3, name: ' ms' },
  { from: 0, by: 1e-6, name: ' µs' },
];

interface Scale {
  readonly sizes: readonly Size[];
  /** What a value is multiplied by before it is sized. */
  readonly times: number;
  readonly suffix: string;
  /** What the axis is headed with. */
  readonly name: string;
}

const scales: Record<Unit, Scale> = {
  count: { sizes: counts, times: 1, suffix: '', name: 'count' },
  'per-second': { sizes: counts, times: 1, suffix: '/s', name: 'per second' },
  bytes: { sizes: bytes, times: 1, suffix: '', name: 'bytes' },
  'bytes-per-second': { sizes: bytes, times: 1, suffix: '/s', name: 'bytes per second' },
  seconds: { sizes: seconds, times: 1, suffix: '', name: 'time' },
  milliseconds: { sizes: seconds, times: 1e-3, suffix: '', name: 'time' },
  ratio: { sizes: [{ from: 0, by: 1, name: '%' }], times: 100, suffix: '', name: 'percent' },
};

/** What the numbers of an axis are, in words. */
export function unitName(unit: Unit): string {
  return scales[unit].name;
}

/** A value as it is read out: three to four figures and its unit, `1,240/s`, `128 MiB`, `3.5 ms`, `12%`. */
export function valueText(value: number, unit: Unit): string {
  const { sizes, times, suffix } = scales[unit];
  // Of nothing, the smallest size would say too much.
  if (value === 0 && sizes === seconds) return '0 s';
  // Up to here a count reads more easily whole than shortened.
  if (sizes === counts && Math.abs(value) >= 999.5 && Math.abs(value) < 10_000) {
    return `${wholes.format(value)}${suffix}`;
  }
  const size = sizeOf(Math.abs(value * times), sizes);
  return `${figures((value * times) / size.by)}${size.name}${suffix}`;
}

/** The values of an axis, all in one size and with as many decimals as tell them apart. */
export function axisTexts(values: readonly number[], unit: Unit): string[] {
  const { sizes, times, suffix } = scales[unit];
  const size = sizeOf(Math.max(0, ...values.map((value) => Math.abs(value * times))), sizes);
  const scaled = values.map((value) => (value * times) / size.by);
  const decimals = decimalsOf(scaled);
  return scaled.map((value) => (value === 0 ? '0' : `${value.toFixed(decimals)}${size.name}${suffix}`));
}

/** Steps between the values of an axis that read easily in its unit. */
export function axisSteps(unit: Unit): number[] {
  const { sizes, times } = scales[unit];
  const found: number[] = [];
  for (const { by } of sizes.toReversed()) {
    const steps =
      sizes === bytes
        ? [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
        : by === 60 || by === 3600
          ? [1, 2, 5, 10, 15, 30]
          : decimal;
    for (const step of steps) found.push((step * by) / times);
  }
  return [...new Set(found)].sort((a, b) => a - b);
}

const decimal = [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6].flatMap((power) =>
  [1, 2, 2.5, 5].map((step) => step * 10 ** power),
);

function sizeOf(value: number, sizes: readonly Size[]): Size {
  return sizes.find(({ from }) => value >= from) ?? { from: 0, by: 1, name: '' };
}

function figures(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 99.95) return value.toFixed(0);
  if (size < 0.001) return value.toPrecision(2);
  return String(Number(value.toPrecision(3)));
}

function decimalsOf(values: readonly number[]): number {
  for (let decimals = 0; decimals < 8; decimals += 1) {
    if (
      values.every(
        (value) => Math.abs(value - Number(value.toFixed(decimals))) < 1e-9 * Math.max(1, Math.abs(value)),
      )
    ) {
      return decimals;
    }
  }
  return 8;
}
