import { fillTemplate, placeholdersOf } from '../../../../../../contract/templates.ts';
import type { TicketRow } from '../../../../../../contract/tickets/queue.ts';

/** What Caretaker fills in by itself, as far as it is known here: an empty one is left for the writer. */
function valuesOf(row: TicketRow, me: string): Record<string, string> {
  const values = {
    nickname: row.from,
    ticket: row.id,
    subject: row.subject,
    me,
    team: row.team?.name ?? '',
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}

/** A template as the writer gets it: with all that is known filled in. */
export function filled(body: string, row: TicketRow, me: string): string {
  return fillTemplate(body, valuesOf(row, me));
}

/** The names in braces that have no value: nothing is sent while there is one. */
export function missingIn(body: string, row: TicketRow, me: string): string[] {
  return placeholdersOf(filled(body, row, me));
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where the names that are missing stand in the text, in UTF-16 units. */
export function spansOf(body: string, missing: readonly string[]): Span[] {
  return [...body.matchAll(/\{([^{}\n]{1,60})\}/g)]
    .filter(([, name = '']) => missing.includes(name.trim()))
    .map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** The one to go to from a place in the text: the next, or the first again; null where there is none. */
export function nextSpan(spans: readonly Span[], from: Span): Span | null {
  return spans.find(({ start }) => start >= from.end && start !== from.start) ?? spans[0] ?? null;
}
