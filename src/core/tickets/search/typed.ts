import { TicketId } from '../../../contract/tickets/values.ts';
import { emailKeys } from '../../members/keys/email.ts';
import { foldText } from '../../members/keys/name.ts';
import { wordsOf } from './words.ts';

/** What was typed, as it is searched for. */
export interface Typed {
  /** The ticket of this number comes first. */
  readonly number: TicketId | null;
  /** With each of them a word of the ticket begins; the longest, which few tickets have, first. */
  readonly beginnings: readonly string[];
  /** Keys in the directory of a member who is called, or has the address, that was typed. */
  readonly name: string;
  readonly email: string | null;
}

export function understand(text: string): Typed {
  const words = wordsOf(text);
  // What begins with `refund` begins with `re`.
  const beginnings = words.filter((word) => !words.some((it) => it !== word && it.startsWith(word)));
  return {
    number: numberOf(text),
    beginnings: beginnings.sort((a, b) => b.length - a.length),
    name: foldText(text),
    email: /^[^\s@]+@[^\s@]+$/.test(text) ? emailKeys(text).email : null,
  };
}

function numberOf(text: string): TicketId | null {
  const [, digits] = /^#?0*(\d+)$/.exec(text) ?? [];
  return TicketId.nullable()
    .catch(null)
    .parse(digits ?? null);
}
