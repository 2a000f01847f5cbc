import type { ReportsAddress } from '../reports-address.ts';

type Age = Pick<ReportsAddress, 'older' | 'younger'>;

/** Ages that are usually asked for, each under the name of its choice. */
export const usualAges: Readonly<Record<string, { label: string } & Age>> = {
  'last-1': { label: 'opened in the last hour', younger: 1 },
  'last-24': { label: 'opened in the last 24 hours', younger: 24 },
  'last-168': { label: 'opened in the last 7 days', younger: 168 },
  'past-24': { label: 'opened more than 24 hours ago', older: 24 },
  'past-72': { label: 'opened more than 3 days ago', older: 72 },
  'past-168': { label: 'opened more than 7 days ago', older: 168 },
};

/** The name of the usual choice that an age is; null where it is another. */
export function usualAge({ older, younger }: Age): string | null {
  const found = Object.entries(usualAges).find(
    ([, usual]) => usual.older === older && usual.younger === younger,
  );
  return found?.[0] ?? null;
}

/** `24 hours`, `3 days`: in days where it is whole days, from the third on. */
export function hoursWords(hours: number): string {
  if (hours >= 48 && hours % 24 === 0) return `${hours / 24} days`;
  return hours === 1 ? '1 hour' : `${hours} hours`;
}
