import type { Weights } from '../../../../contract/reports/policies.ts';
import type { Danger } from '../../../../contract/reports/values.ts';
import { columnOf, utcOf } from '../../../database/time.ts';
import { ageAt, scoreOf } from '../../score.ts';

/** What a case's place in the queue is reckoned from. */
export interface Standing {
  readonly danger: Danger | null;
  readonly severity: number;
  readonly believed: number;
  readonly reach: number;
  /** As a column has it. */
  readonly openedAt: string;
  readonly targetMs: number;
}

/** Column `rescore_at` where age adds nothing any more. */
const never = '9999-12-31 00:00:00.000000';

/** The columns of a case that say where it stands in the queue at `moment` by the server's clock. */
export function reckon(standing: Standing, weights: Weights, moment: string) {
  const { danger, severity, believed, reach, openedAt, targetMs } = standing;
  const { step, nextMs } = ageAt(Date.parse(utcOf(moment)) - Date.parse(utcOf(openedAt)), targetMs);
  return {
    danger,
    severity,
    due_at: after(openedAt, targetMs),
    age_step: step,
    score: scoreOf({ danger, severity, believed, reach, ageStep: step }, weights),
    rescore_at: nextMs === null ? never : after(openedAt, nextMs),
  };
}

/** How long from a moment to another, both as columns have them. */
export function msBetween(from: string, to: string): number {
  return Date.parse(utcOf(to)) - Date.parse(utcOf(from));
}

function after(column: string, milliseconds: number): string {
  const moment = new Date(Date.parse(utcOf(column)) + milliseconds).toISOString();
  return columnOf(utcOf(moment.replace('Z', '')));
}
