import type { Weights } from '../../../../../contract/reports/policies.ts';

interface Term {
  readonly name: keyof Weights;
  readonly label: string;
  /** What so many points do, with numbers one can picture. */
  readonly meaning: (weight: number) => string;
}

/** The terms of the score, as `core/reports/score.ts` reckons them. */
export const terms: readonly Term[] = [
  {
    name: 'severity',
    label: 'Severity',
    meaning: (weight) =>
      `For each step of the policy’s severity above the first: none for 1 of 5, ${points(4 * weight)} for 5 of 5.`,
  },
  {
    name: 'reporters',
    label: 'Reporters',
    meaning: (weight) =>
      `By how many people reported it, each counted by how often they were right: ${points(weight)} for one who always is, ${points(2 * weight)} for three, ${points(3 * weight)} for seven.`,
  },
  {
    name: 'reach',
    label: 'Reach',
    meaning: (weight) =>
      `By how many others take part: ${points(weight)} for nine, ${points(1.7 * weight)} for fifty, which is the most that counts.`,
  },
  {
    name: 'age',
    label: 'Age',
    meaning: (weight) =>
      `At each of eight marks of the policy’s time to decide, from a quarter of it to four times: ${points(4 * weight)} when it is due, ${points(8 * weight)} at most.`,
  },
];

const figure = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

function points(value: number): string {
  return `${figure.format(value)} ${value === 1 ? 'point' : 'points'}`;
}

/** `severity 20 → 25 and age 10 → 5`: in which weights two sets differ. */
export function weightWords(before: Weights, after: Weights): string {
  const changed = terms.filter(({ name }) => before[name] !== after[name]);
  return changed
    .map(({ name, label }) => `${label.toLowerCase()} ${before[name]} → ${after[name]}`)
    .join(', ');
}
