import { Utc } from '../../contract/values.ts';

/**
 * The text of a DATETIME column (`2026-11-22 23:45:00.123456`, sessions run in UTC) as a moment. Always with six
 * digits of the second, so that moments from columns of different precision sort as text.
 */
export function utcOf(column: string): Utc {
  const [seconds = '', fraction = ''] = column.replace(' ', 'T').split('.');
  return `${seconds}.${fraction.padEnd(6, '0')}Z` as Utc;
}

export function utcOrNull(column: string | null): Utc | null {
  return column === null ? null : utcOf(column);
}

/**
 * As `utcOf`, for a column that any role may write: a session that is not strict writes 30 February, or a month 0. What is
 * no day becomes the first moment after it.
 */
export function realUtc(column: string): Utc {
  const moment = utcOf(column);
  if (Utc.safeParse(moment).success) return moment;
  const [year = 0, month = 0, day = 0] = moment.slice(0, 10).split('-').map(Number);
  const isPastEnd = month > 0 && day > 0;
  const next = new Date(0);
  next.setUTCFullYear(year, Math.max(0, isPastEnd ? month : month - 1), 1);
  return utcOf(next.toISOString().replace('Z', ''));
}

export function realUtcOrNull(column: string | null): Utc | null {
  return column === null ? null : realUtc(column);
}

/** The moment as the text of a DATETIME parameter. */
export function columnOf(moment: Utc): string {
  return moment.replace('T', ' ').replace('Z', '');
}

export function now(): Utc {
  return Utc.parse(new Date().toISOString());
}
