import type { CaseEvent } from '../../../../contract/reports/case.ts';
import type { CaseRow } from '../../../../contract/reports/queue.ts';
import type { Zone } from '../../../preferences/preferences.ts';
import { eventWords } from '../case/history/event-words.ts';

/** A case as someone saw it. */
export interface SeenCase {
  readonly row: CaseRow;
  readonly events: readonly CaseEvent[];
}

/** What happened to a case while one was writing, in sentences. Empty where it is the same state. */
export function caseDifferences(
  before: SeenCase,
  after: SeenCase,
  nameOf: (account: string) => string,
  zone: Zone,
): string[] {
  if (before.row.version === after.row.version) return [];
  const known = new Set(before.events.map(({ id }) => id));
  const fresh = after.events.filter(({ id, kind }) => !known.has(id) && kind !== 'noted');
  if (fresh.length === 0) return ['Something about it is no longer as you saw it.'];
  return fresh.map((event) => {
    const { deed } = eventWords(event, nameOf, zone);
    return `${event.actor === null ? deed : sentence(`${nameOf(event.actor)} ${deed}`)}.`;
  });
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
