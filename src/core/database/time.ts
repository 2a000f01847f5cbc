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

/** The moment as the text of a DATETIME parameter. */
export function columnOf(moment: Utc): string {
  return moment.replace('T', ' ').replace('Z', '');
}

export function now(): Utc {
  return Utc.parse(new Date().toISOString());
}
