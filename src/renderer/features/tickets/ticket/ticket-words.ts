import type { Deadline, TargetKind } from '../../../../contract/tickets/queue.ts';
import type { TicketStatus } from '../../../../contract/tickets/values.ts';

/** Statuses as they stand on a ticket. */
export const statusWords: Record<TicketStatus, string> = {
  new: 'New',
  open: 'Open',
  waiting: 'Waiting for the member',
  hold: 'On hold',
  solved: 'Solved',
  closed: 'Closed',
};

export const targetWords: Record<TargetKind, string> = {
  first: 'First answer',
  next: 'Next answer',
  solve: 'Solution',
};

/** What a deadline says, and whether it presses: `soon` within an hour of business hours, `late` past it. */
export function deadlineWords({ kind, left }: Deadline): { words: string; tone: 'late' | 'soon' | 'calm' } {
  const span = minuteWords(Math.abs(left));
  if (left < 0) return { words: `${targetWords[kind]} ${span} late`, tone: 'late' };
  return { words: `${targetWords[kind]} in ${span}`, tone: left <= 60 ? 'soon' : 'calm' };
}

/** `25 min`, `3 h 20 min`, `40 h`: of business hours, which have no days. */
export function minuteWords(minutes: number): string {
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return hours >= 10 || rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** Statuses where there is little room. */
export const shortStatus: Record<TicketStatus, string> = {
  new: 'new',
  open: 'open',
  waiting: 'waiting',
  hold: 'on hold',
  solved: 'solved',
  closed: 'closed',
};
