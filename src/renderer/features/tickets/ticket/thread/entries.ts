import type { TicketEvent, TicketMessage } from '../../../../../contract/tickets/conversation.ts';
import { isSaidByMessage } from './event-words.ts';

/** A message, or what happened to the ticket between two messages. */
export type Entry =
  | { readonly key: string; readonly message: TicketMessage }
  | { readonly key: string; readonly events: readonly TicketEvent[] };

/** Messages in their order, with the events before each of them folded into one. */
export function entriesOf(messages: readonly TicketMessage[], events: readonly TicketEvent[]): Entry[] {
  const entries: Entry[] = [];
  const left = events.filter((event) => !isSaidByMessage(event));
  let at = 0;
  const fold = (until: (event: TicketEvent) => boolean) => {
    const from = at;
    while (at < left.length && until(left[at] as TicketEvent)) at += 1;
    const some = left.slice(from, at);
    if (some[0] !== undefined) entries.push({ key: `event ${some[0].id}`, events: some });
  };
  for (const message of messages) {
    fold((event) => event.at < message.at);
    entries.push({ key: `message ${message.id}`, message });
  }
  fold(() => true);
  return entries;
}

/** Messages of two answers, each once, in their order; the later answer knows better. */
export function joined(
  before: readonly TicketMessage[],
  now: readonly TicketMessage[],
): readonly TicketMessage[] {
  if (before.length === 0) return now;
  const byId = new Map([...before, ...now].map((message) => [message.id, message]));
  return [...byId.values()].toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
}

/** The newest of what was said to or by the member; what was taken back does not count. */
export function newestOf(messages: readonly TicketMessage[]): TicketMessage['id'] | null {
  return messages
    .filter(({ kind, delivery }) => kind !== 'note' && delivery !== 'cancelled')
    .reduce<TicketMessage['id'] | null>(
      (newest, { id }) => (newest === null || BigInt(id) > BigInt(newest) ? id : newest),
      null,
    );
}
