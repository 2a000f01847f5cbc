import { useNickname } from '../../../components/filters/nickname.ts';
import { useTicketDesk } from '../ticket/ticket-queries.ts';
import type { TicketsAddress } from '../tickets-address.ts';
import type { Names } from './filter-words.ts';

/** The names of the team, the colleague and the member that an address names by their ids, as far as they are known. */
export function useNames({ team, assignee, member }: TicketsAddress): Names {
  const desk = useTicketDesk();
  return {
    team: desk?.teams.find(({ id }) => id === team)?.name,
    assignee: desk?.people.find(({ user }) => user === assignee)?.name,
    member: useNickname(member),
  };
}
