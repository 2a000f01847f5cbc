import type { TicketMessage } from '../../../../contract/tickets/conversation.ts';

const isOfMember = ({ kind }: TicketMessage) => kind !== 'note';

/** What is wrong with a choice of messages for a ticket of their own; null where nothing is. */
export function splitProblem(
  messages: readonly TicketMessage[],
  chosen: ReadonlySet<string>,
  more: boolean,
): string | null {
  const isChosen = ({ id }: TicketMessage) => chosen.has(id);
  if (!messages.some((it) => isChosen(it) && isOfMember(it))) {
    return 'Choose at least one message from the member, or to them';
  }
  if (!more && !messages.some((it) => !isChosen(it) && isOfMember(it))) {
    return 'Leave at least one message from the member, or to them';
  }
  return null;
}

/** What the new ticket is. */
export function splitSentence(messages: readonly TicketMessage[], chosen: ReadonlySet<string>): string {
  const those = messages.filter((it) => chosen.has(it.id));
  const answered = those.findLastIndex(({ kind }) => kind === 'out');
  const waits = those.slice(answered + 1).some(({ kind, thanks }) => kind === 'in' && !thanks);
  const goes = those.length === 1 ? 'One message goes' : `${those.length} messages go`;
  return `${goes} into a new ticket, which waits ${waits ? 'for an answer' : 'for the member'}.`;
}
