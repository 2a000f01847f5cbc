import type { ScoreTerm } from '../../contract/reports/case.ts';
import type { Weights } from '../../contract/reports/policies.ts';
import type { Danger } from '../../contract/reports/values.ts';

/** What of a case its score is reckoned from. */
export interface Scored {
  readonly danger: Danger | null;
  /** 1 to 5, of the policy. */
  readonly severity: number;
  /** The weights of its distinct reporters, and of support where it handed it over, added up; `weightOf` gives each. */
  readonly believed: number;
  /** How many others are known to take part in what was reported. */
  readonly reach: number;
  /** How many steps of the target time have passed; see `ageAt`. */
  readonly ageStep: number;
}

/** Danger to life or to minors stands above all that the other terms can add up to: below 50,000 at the greatest weights. */
const dangerPoints = 100_000;

/** Shares of the target time at which a case moves up a step. Steps, so that a queue can be kept in order by an index. */
export const ageSteps = [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4] as const;

/** Weights are multiples of this, which a sum of them holds exactly: it does not depend on who was added first. */
const weightUnit = 2 ** -20;

/**
 * How far a reporter is believed, from 0 to 1: the share of their earlier reports that led to something, as if two had
 * and two had not before the first. So nobody begins as an oracle, and one lucky report makes none.
 */
export function weightOf({ right, wrong }: { readonly right: number; readonly wrong: number }): number {
  return Math.round((right + 2) / (right + wrong + 4) / weightUnit) * weightUnit;
}

/** Steps of the target time that have passed, and after how many milliseconds from the opening the next one does. */
export function ageAt(passedMs: number, targetMs: number): { step: number; nextMs: number | null } {
  const step = ageSteps.filter((share) => passedMs >= share * targetMs).length;
  const next = ageSteps[step];
  return { step, nextMs: next === undefined ? null : Math.ceil(next * targetMs) };
}

/** The terms in points, each rounded to hundredths; without danger that term is left out. */
export function termsOf(scored: Scored, weights: Weights): ScoreTerm[] {
  const { danger, severity, believed, reach, ageStep } = scored;
  return [
    ...(danger === null ? [] : [{ name: 'danger' as const, points: dangerPoints, why: dangerWords[danger] }]),
    {
      name: 'severity',
      points: hundredths(weights.severity * (severity - 1)),
      why: `severity ${severity} of 5`,
    },
    // The second reporter says more than the twentieth: whoever brings friends gains little by each.
    {
      name: 'reporters',
      points: hundredths(weights.reporters * Math.log2(1 + believed)),
      why: `reporters believed as ${believed.toFixed(2)} who are always right`,
    },
    {
      name: 'reach',
      points: hundredths(weights.reach * Math.log10(1 + reach)),
      why: `${reach} ${reach === 1 ? 'other takes' : 'others take'} part`,
    },
    {
      name: 'age',
      points: hundredths(weights.age * ageStep),
      why:
        ageStep === 0
          ? 'reported just now'
          : `${(ageSteps[ageStep - 1] ?? 0) * 100} % of its target time have passed`,
    },
  ];
}

/** The sum of the terms in hundredths of a point, as the queue is ordered by: a whole number. */
export function scoreOf(scored: Scored, weights: Weights): number {
  return termsOf(scored, weights).reduce((sum, term) => sum + Math.round(term.points * 100), 0);
}

const dangerWords: Record<Danger, string> = {
  life: 'danger to someone’s life comes first',
  minors: 'danger to minors comes first',
};

function hundredths(points: number): number {
  return Math.round(points * 100) / 100;
}
