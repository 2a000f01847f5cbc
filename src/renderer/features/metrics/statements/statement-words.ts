import type { Change, StatementSort } from '../../../../contract/metrics/statements/values.ts';
import { valueText } from '../../../components/charts/unit-text.ts';

/** The columns of figures, in their order. Where there is little room, those of a higher tier are not shown. */
export const columns: readonly {
  readonly sort: StatementSort;
  readonly label: string;
  readonly title: string;
  readonly tier: 1 | 2 | 3;
}[] = [
  { sort: 'total', label: 'Time', title: 'Time of all calls together, and its share', tier: 1 },
  { sort: 'calls', label: 'Calls/s', title: 'Calls a second, of the time that was read', tier: 1 },
  { sort: 'mean', label: 'Mean', title: 'Time of a call, on average', tier: 1 },
  { sort: 'change', label: 'Week', title: 'Time against the same range a week before', tier: 1 },
  { sort: 'examined', label: 'Exam./row', title: 'Rows examined for each that was sent or changed', tier: 2 },
  { sort: 'sent', label: 'Sent', title: 'Rows sent', tier: 3 },
  { sort: 'tmp-disk', label: 'Tmp disk', title: 'Temporary tables on disk', tier: 3 },
  { sort: 'no-index', label: 'No index', title: 'Calls that read a table without an index', tier: 2 },
  { sort: 'errors', label: 'Errors', title: 'Calls that failed', tier: 2 },
  { sort: 'lock', label: 'Locks', title: 'Share of its time spent waiting for table locks', tier: 3 },
  { sort: 'first-seen', label: 'First seen', title: 'When the server first saw it', tier: 2 },
  { sort: 'last-seen', label: 'Last seen', title: 'When it last ran, among the costliest', tier: 3 },
];

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

export const countText = (value: number) =>
  value < 10_000 ? whole.format(value) : valueText(value, 'count');
export const msText = (value: number) => valueText(value, 'milliseconds');

/** `12%`, `0.4%`, `<0.1%`. */
export function shareText(share: number): string {
  if (share === 0) return '0%';
  if (share < 0.001) return '<0.1%';
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`;
}

/** `+12%`, `×3.4`, `new`. */
export function changeText(change: Change): string {
  switch (change.kind) {
    case 'new':
      return 'new';
    case 'risen':
      return 'from little';
    case 'unknown':
      return '–';
    case 'ratio':
      if (change.ratio >= 1) return `×${(1 + change.ratio).toFixed(change.ratio < 9 ? 1 : 0)}`;
      return percentText(Math.round(100 * change.ratio));
  }
}

function percentText(percent: number): string {
  return percent === 0 ? '±0%' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)}%`;
}

/** The same as a sentence. */
export function changeSentence(change: Change): string {
  switch (change.kind) {
    case 'new':
      return 'The server has first seen it within the last week.';
    case 'risen':
      return 'A week before it was there, and not among the costliest.';
    case 'unknown':
      return 'Nothing was read a week before.';
    case 'ratio':
      return change.ratio >= 1
        ? `${changeText(change)} the time of the same range a week before.`
        : `${changeText(change)} time than in the same range a week before.`;
  }
}

/** Whether a change is worth a mark: half as much again, or new. */
export function hasRisen(change: Change): boolean {
  return change.kind === 'new' || change.kind === 'risen' || (change.kind === 'ratio' && change.ratio >= 0.5);
}
