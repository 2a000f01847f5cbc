import { Utc } from '../../../contract/values.ts';
import type { Zone } from '../../preferences/preferences.ts';

/** Until when something holds, as it is chosen: `at` is a date and time in the reader's zone. */
export type UntilChoice =
  | { readonly kind: 'hours'; readonly hours: number }
  | { readonly kind: 'open' }
  | { readonly kind: 'at'; readonly local: string };

export interface UntilPreset {
  readonly label: string;
  readonly choice: UntilChoice;
}

/** For how long a mute or a suspension usually holds. */
export const sanctionSpans: readonly UntilPreset[] = [
  { label: '1 h', choice: { kind: 'hours', hours: 1 } },
  { label: '24 h', choice: { kind: 'hours', hours: 24 } },
  { label: '3 d', choice: { kind: 'hours', hours: 72 } },
  { label: '7 d', choice: { kind: 'hours', hours: 168 } },
  { label: '30 d', choice: { kind: 'hours', hours: 720 } },
  { label: 'Until lifted', choice: { kind: 'open' } },
];

/** The moment a choice means, to the second, as the site keeps it; null until it is taken back. */
export function untilOf(choice: UntilChoice, now: number, zone: Zone): Utc | null | 'invalid' {
  if (choice.kind === 'open') return null;
  const time = choice.kind === 'hours' ? now + choice.hours * 3_600_000 : timeIn(choice.local, zone);
  if (Number.isNaN(time)) return 'invalid';
  return Utc.parse(`${new Date(time).toISOString().slice(0, 19)}Z`);
}

/** `2026-12-03T14:30` as milliseconds since the epoch; NaN where it is no date and time. */
function timeIn(local: string, zone: Zone): number {
  return local === '' ? Number.NaN : Date.parse(zone === 'utc' ? `${local}Z` : local);
}
