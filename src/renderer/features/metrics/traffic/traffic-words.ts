import type { Headline, TrafficChange } from '../../../../contract/metrics/traffic.ts';
import { valueText } from '../../../components/charts/unit-text.ts';

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** `1,204`, and a dash for what is not known. */
export function countText(count: number | null): string {
  return count === null ? '–' : whole.format(count);
}

/** `1.2M`: large sums are compared by their size. */
export function sizeText(count: number | null): string {
  return count === null ? '–' : valueText(count, 'count');
}

/** `+4%`, `−12%`, `×40` from a factor of three on; a dash where nothing can be compared. */
export function changeText(now: number | null, before: number | null): string {
  return now === null || before === null || before <= 0 ? '–' : shareText(now / before - 1);
}

/** The same of a change as a share: 0.04 is `+4%`. */
export function shareText(change: number | null): string {
  if (change === null) return '–';
  if (change >= 2) return `×${Number((change + 1).toPrecision(2))}`;
  const percent = Math.round(Math.abs(change) * 100);
  if (percent === 0) return '±0%';
  return `${change < 0 ? '−' : '+'}${percent}%`;
}

export const stateWords = { usual: 'as usual', watch: 'look', unknown: 'unknown' } as const satisfies Record<
  Headline['state'],
  string
>;

const measures = {
  requests: { label: 'requests', unit: 'per-second' },
  errors: { label: 'errors, of all requests', unit: 'ratio' },
  latency: { label: 'latency p95', unit: 'milliseconds' },
} as const;

export function measureLabel({ measure }: TrafficChange): string {
  return measures[measure].label;
}

/** `190/s`, and what it means that there is none. */
export function measureText({ measure }: TrafficChange, value: number | null): string {
  return value === null ? 'none' : valueText(value, measures[measure].unit);
}

/** What happened, for a change that is no matter of more or less. */
export function kindOf({ now, before }: TrafficChange): string | null {
  if (before === null) return 'new';
  return now === null ? 'ended' : null;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Mar 2026` */
export function monthText(month: string): string {
  const [year = '', number = ''] = month.split('-');
  return `${months[Number(number) - 1] ?? ''} ${year}`;
}
