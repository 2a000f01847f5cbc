import { fillTemplate, placeholdersOf } from '../../../../../../contract/templates.ts';
import type { TicketRow } from '../../../../../../contract/tickets/queue.ts';

/** A template as the writer gets it: with what is known here filled in. The rest of what fills itself is, as it goes. */
export function filled(
  body: string,
  { from, id, subject }: Pick<TicketRow, 'from' | 'id' | 'subject'>,
): string {
  const values = { nickname: from, ticket: id, subject };
  // What has braces of its own would be taken for a name to fill; it is put in as it goes.
  return fillTemplate(
    body,
    Object.fromEntries(Object.entries(values).filter(([, value]) => placeholdersOf(value).length === 0)),
  );
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where names that are to be filled stand in the text, in UTF-16 units. */
export function spansOf(body: string, missing: readonly string[]): Span[] {
  return [...body.matchAll(/\{([^{}\n]{1,60})\}/g)]
    .filter(([, name = '']) => missing.includes(name.trim()))
    .map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** The one to go to from a place in the text: the next, or the first again; null where there is none. */
export function nextSpan(spans: readonly Span[], from: Span): Span | null {
  return spans.find(({ start }) => start >= from.end && start !== from.start) ?? spans[0] ?? null;
}
