import { type Scaling, throughputAt } from '../../../../../contract/metrics/headroom/law.ts';

/** What is tried: β times `beta`, each statement `speed` times as fast, and `cores` times the cores. */
export interface Trial {
  readonly beta: number;
  readonly speed: number;
  readonly cores: number;
}

export const asItIs: Trial = { beta: 1, speed: 1, cores: 1 };

export function isTried(trial: Trial): boolean {
  return trial.beta !== 1 || trial.speed !== 1 || trial.cores !== 1;
}

/** The law with what is tried of β and speed. Of cores it says nothing: it counts sessions. */
export function tried(law: Scaling, { beta, speed }: Trial): Scaling {
  return { alpha: law.alpha, beta: law.beta * beta, gamma: law.gamma * speed };
}

/**
 * The most that `cores` times the cores could do: so many such servers that share the sessions and nothing else. The least
 * is no change, where sessions wait for locks and not for cores.
 */
export function atBest(law: Scaling, trial: Trial, n: number): number {
  return trial.cores * throughputAt(tried(law, trial), n / trial.cores);
}

/** Where more sessions begin to do less; null without β. */
export function peakOf({ alpha, beta, gamma }: Scaling): { n: number; x: number } | null {
  if (beta <= 0) return null;
  const n = Math.sqrt((1 - alpha) / beta);
  return { n, x: throughputAt({ alpha, beta, gamma }, n) };
}
