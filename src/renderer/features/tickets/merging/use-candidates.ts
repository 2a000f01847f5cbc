import { useDebouncedValue } from '@mantine/hooks';
import { skipToken, useQuery } from '@tanstack/react-query';
import type { TicketRow } from '../../../../contract/tickets/queue.ts';
import { TicketId } from '../../../../contract/tickets/values.ts';
import { calls } from '../../../transport/client.ts';

/** How long typing rests before it is looked for, in milliseconds. */
const rest = 150;
const shown = 8;

export interface Candidates {
  /** Undefined while they are looked for. */
  readonly rows: readonly TicketRow[] | undefined;
  readonly error: unknown;
}

/** Tickets that one can be merged with: by number or words, and while nothing is typed the member’s others. */
export function useCandidates(row: TicketRow, typed: string, enabled: boolean): Candidates {
  const [text] = useDebouncedValue(typed.trim(), rest);
  const number = TicketId.safeParse(text.replace(/^#/, '')).data;
  const { ofMember, rows, search } = calls.tickets;
  const own = useQuery(
    ofMember.queryOptions({
      input: enabled && text === '' && row.memberId !== null ? { memberId: row.memberId } : skipToken,
    }),
  );
  const numbered = useQuery(
    rows.queryOptions({ input: enabled && number !== undefined ? { ticketIds: [number] } : skipToken }),
  );
  const worded = useQuery(
    search.find.queryOptions({
      input: enabled && text !== '' && number === undefined ? { text, filter: {}, limit: shown } : skipToken,
    }),
  );
  if (text === '' && row.memberId === null) return { rows: [], error: null };
  const answer = text === '' ? own : number === undefined ? worded : numbered;
  return { rows: answer.data?.rows.filter(({ id }) => id !== row.id), error: answer.error };
}
