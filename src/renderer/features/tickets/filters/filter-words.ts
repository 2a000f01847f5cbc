import { priorityNames } from '../../../../contract/tickets/values.ts';
import { ageWords } from '../../../components/filters/age.ts';
import type { FilterName, TicketsAddress } from '../tickets-address.ts';
import { channelNames } from './channel-names.ts';

/** Names of what an address has by its id; undefined where no name is known. */
export interface Names {
  readonly team: string | undefined;
  readonly assignee: string | undefined;
  readonly member: string | undefined;
}

/** The filters of an address, each in a few words. */
export function filterWords(address: TicketsAddress, names: Names): { name: FilterName; words: string }[] {
  const { team, assignee, priority, tag, channel, member } = address;
  const found: { name: FilterName; words: string }[] = [];
  if (team !== undefined) found.push({ name: 'team', words: `team: ${names.team ?? team}` });
  if (assignee !== undefined) found.push({ name: 'assignee', words: `with ${names.assignee ?? assignee}` });
  if (priority !== undefined) {
    found.push({ name: 'priority', words: `priority: ${priorityNames[priority].toLowerCase()}` });
  }
  if (tag !== undefined) found.push({ name: 'tag', words: `tag: ${tag}` });
  if (channel !== undefined) found.push({ name: 'channel', words: channelNames[channel] });
  if (member !== undefined) found.push({ name: 'member', words: `from ${names.member ?? member}` });
  return [...found, ...ageWords(address)];
}
