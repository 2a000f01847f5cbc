import type { Zone } from '../../../preferences/preferences.ts';
import { dayAt } from '../../../preferences/time-format.ts';

/** Nine in the morning so many days after a moment, as a field for date and time has it. */
export function morningAfter(now: number, zone: Zone, days: number): string {
  return `${dayAt(now, zone, days)}T09:00`;
}
