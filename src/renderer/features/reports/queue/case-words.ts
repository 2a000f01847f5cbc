import type { CaseRow, QueueView } from '../../../../contract/reports/queue.ts';
import { stretchWords } from '../../../components/text/stretch-words.ts';

export interface Due {
  readonly words: string;
  /** `soon`: less than a quarter of the target time is left. */
  readonly tone: 'late' | 'soon' | 'fine';
}

/** How a case stands against its target time; null where it is done. `now` in milliseconds since 1970. */
export function dueOf({ state, openedAt, dueAt }: CaseRow, now: number): Due | null {
  if (state === 'done') return null;
  const due = Date.parse(dueAt);
  const left = due - now;
  if (left <= 0) return { words: `${stretchWords(-left)} overdue`, tone: 'late' };
  const soon = left < (due - Date.parse(openedAt)) / 4;
  return { words: `due in ${stretchWords(left)}`, tone: soon ? 'soon' : 'fine' };
}

/** Whose a case is, and what becomes of it by itself. `left` in milliseconds. */
export type Standing =
  | { readonly kind: 'free' | 'held' | 'escalated' | 'done' }
  /** `from`: the account of the colleague who handed it over. */
  | { readonly kind: 'mine'; readonly left: number; readonly from: string | null }
  | { readonly kind: 'taken'; readonly name: string; readonly left: number };

export function standingOf({ state, claim, setBy }: CaseRow, self: string, now: number): Standing {
  if (state === 'held' || state === 'escalated' || state === 'done') return { kind: state };
  const left = claim === null ? 0 : Date.parse(claim.until) - now;
  if (claim === null || left <= 0) return { kind: 'free' };
  if (claim.user === self) return { kind: 'mine', left, from: setBy === self ? null : setBy };
  return { kind: 'taken', name: claim.name, left };
}

/** Whether a view still has a case that it showed: rows stay where they are until the list is brought up to date. */
export function isStillIn(view: QueueView, row: CaseRow, self: string, now: number): boolean {
  const { kind } = standingOf(row, self, now);
  switch (view) {
    case 'next':
      return kind === 'free' || kind === 'mine';
    case 'unclaimed':
      return kind === 'free';
    case 'mine':
      return kind === 'mine';
    case 'held':
    case 'escalated':
    case 'done':
      return kind === view;
  }
}

/** `1 report`, `3 reports by 2`: how often it was reported and, where that differs, by how many. */
export function reportWords({ reports, reporters }: CaseRow): string {
  if (reports === 0) return 'from support';
  const count = reports === 1 ? '1 report' : `${figure.format(reports)} reports`;
  return reporters === reports ? count : `${count} by ${figure.format(reporters)}`;
}

/** A score as the list shows it: the terms stand on the case’s own page. */
export function scoreWords(score: number): string {
  return figure.format(Math.round(score));
}

const figure = new Intl.NumberFormat('en-GB');
