import { typedText } from './typed.ts';
/** Opened at least, and less than, so many hours ago. */
export interface Age {
  readonly older?: number | undefined;
  readonly younger?: number | undefined;
}

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

/** The ages of an address, each in a few words. */
export function ageWords({ older, younger }: Age): { name: 'older' | 'younger'; words: string }[] {
  return [
    ...(older === undefined
      ? []
      : [{ name: 'older' as const, words: `opened more than ${hoursWords(older)} ago` }]),
    ...(younger === undefined
      ? []
      : [
          {
            name: 'younger' as const,
            words: `opened in the last ${younger === 1 ? 'hour' : hoursWords(younger)}`,
          },
        ]),
  ];
}

/** Whole hours as an address or a field has them; undefined for anything else. */
export function hoursOf(value: unknown): number | undefined {
  return /^\d{1,5}$/.test(typedText(value)) ? Number(value) : undefined;
}
