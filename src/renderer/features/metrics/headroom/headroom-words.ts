import { dateOf } from '../../../preferences/time-format.ts';

const day = 86_400;
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/**
 * `between May and July 2027`, `in May 2027`, and to the day where it is near: `between 20 Jan 2027 and 3 Feb 2027`. Days and
 * months are of UTC: nobody knows them to the hour. Moments in seconds since 1970.
 */
export function rangeWords(earliest: number, latest: number | null, now: number): string {
  if (earliest <= now && latest !== null && latest <= now) return 'now';
  // A wide range to the day would look more certain than it is.
  const near = earliest - now < 60 * day && (latest === null || latest - now < 90 * day);
  const write = near ? dayText : monthText;
  const start = write(earliest);
  if (latest === null) return `from ${earliest <= now ? 'now' : start} on, or never`;
  const end = write(latest);
  if (earliest <= now) return `between now and ${end}`;
  if (start === end) return near ? `on ${start}` : `in ${start}`;
  const [first, last] = [new Date(earliest * 1000), new Date(latest * 1000)];
  const sameYear = !near && first.getUTCFullYear() === last.getUTCFullYear();
  return `between ${sameYear ? months[first.getUTCMonth()] : start} and ${end}`;
}

function dayText(moment: number): string {
  return dateOf(new Date(moment * 1000).toISOString(), 'utc');
}

function monthText(moment: number): string {
  const date = new Date(moment * 1000);
  return `${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** A share as percent; never 100 before it is reached, nor 0 where there is something. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.01) return '< 0.01%';
  if (percent < 1) return `${Number(percent.toPrecision(2))}%`;
  if (percent < 10) return `${Number(percent.toFixed(1))}%`;
  return percent < 100 && percent > 99 ? `${Math.floor(percent * 10) / 10}%` : `${Math.round(percent)}%`;
}

/** Four figures, without a power of ten where it can be avoided: `0.0277`, `1.044e-4`. */
export function parameterText(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  return size < 0.001 ? value.toExponential(3) : String(Number(value.toPrecision(4)));
}
