import type { FigureRange, figureSteps } from '../../../contract/tickets/figures.ts';

export type Step = (typeof figureSteps)[number];
type Range = Pick<FigureRange, 'from' | 'to'>;

const dayMs = 86_400_000;

/** Days up to a quarter, weeks up to two years, then months: at most about 120 points. */
export function stepOf({ from, to }: Range): Step {
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
  return days <= 92 ? 'day' : days <= 731 ? 'week' : 'month';
}

/** The first day of each step of the range in order. That of the first step may be before the range. */
export function stepsOf(range: Range, step: Step): string[] {
  const steps: string[] = [];
  for (let day = beginOf(new Date(range.from), step); textOf(day) <= range.to; day = nextOf(day, step))
    steps.push(textOf(day));
  return steps;
}

function beginOf(day: Date, step: Step): Date {
  if (step === 'day') return day;
  if (step === 'month') return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1));
  return new Date(day.getTime() - ((day.getUTCDay() + 6) % 7) * dayMs);
}

function nextOf(day: Date, step: Step): Date {
  if (step === 'month') return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1));
  return new Date(day.getTime() + (step === 'week' ? 7 : 1) * dayMs);
}

function textOf(day: Date): string {
  return day.toISOString().slice(0, 10);
}
