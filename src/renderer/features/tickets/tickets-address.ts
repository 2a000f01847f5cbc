import { TicketFilter, TicketView, type TicketView as View } from '../../../contract/tickets/queue.ts';
import { Channel, Priority, Tag, TeamId, TicketId } from '../../../contract/tickets/values.ts';
import { EntryId, MemberId, UserName } from '../../../contract/values.ts';
import { hoursOf } from '../../components/filters/age.ts';
import { typedText } from '../../components/filters/typed.ts';

/** What the address of the tickets' workspace holds: which tickets, and the one that is open. */
export interface TicketsAddress {
  /** Absent for `next`. */
  queue?: View | undefined;
  /** What is searched for; a search goes over all tickets, whatever view is behind it. */
  q?: string | undefined;
  team?: TeamId | undefined;
  assignee?: string | undefined;
  priority?: Priority | undefined;
  tag?: string | undefined;
  channel?: Channel | undefined;
  member?: MemberId | undefined;
  /** Opened at least, and less than, so many hours ago. */
  older?: number | undefined;
  younger?: number | undefined;
  /** The saved view this began as. */
  view?: EntryId | undefined;
  ticket?: TicketId | undefined;
}

/** The parts of an address that narrow a view. */
export const filterNames = [
  'team',
  'assignee',
  'priority',
  'tag',
  'channel',
  'member',
  'older',
  'younger',
] as const;
export type FilterName = (typeof filterNames)[number];
/** The parts that a saved view keeps, in the order in which it writes them. */
const savedNames = ['queue', 'q', ...filterNames] as const;

export const noFilters = Object.fromEntries(
  filterNames.map((name) => [name, undefined]),
) satisfies TicketsAddress;

const { olderThanHours, youngerThanHours } = TicketFilter.shape;
const searchMost = 200;

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parseTicketsAddress(search: Record<string, unknown>): TicketsAddress {
  const queue = TicketView.safeParse(search.queue).data;
  const q = typeof search.q === 'string' ? search.q.slice(0, searchMost) : '';
  const older = olderThanHours.safeParse(hoursOf(search.older)).data ?? undefined;
  const read: TicketsAddress = {
    queue: queue === 'next' ? undefined : queue,
    q: q.trim() === '' ? undefined : q,
    team: TeamId.safeParse(search.team).data,
    assignee: UserName.safeParse(search.assignee).data,
    priority: priorityOf(search.priority),
    tag: Tag.safeParse(search.tag).data,
    channel: Channel.safeParse(search.channel).data,
    member: MemberId.safeParse(search.member).data,
    older: older === 0 ? undefined : older,
    younger: youngerThanHours.safeParse(hoursOf(search.younger)).data ?? undefined,
    view: EntryId.safeParse(search.view).data,
    ticket: TicketId.safeParse(search.ticket).data,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

/** A priority as an address or a field has it; undefined for anything else. */
export function priorityOf(value: unknown): Priority | undefined {
  const number = Number(typedText(value));
  return Priority.safeParse(number).success ? (number as Priority) : undefined;
}

/** What the contract is asked for an address. */
export function filterOf(address: TicketsAddress): TicketFilter {
  return {
    teamId: address.team ?? null,
    assignee: address.assignee ?? null,
    priority: address.priority ?? null,
    tag: address.tag ?? null,
    channel: address.channel ?? null,
    memberId: address.member ?? null,
    olderThanHours: address.older ?? null,
    youngerThanHours: address.younger ?? null,
  };
}

export function isFiltered(address: TicketsAddress): boolean {
  return filterNames.some((name) => address[name] !== undefined);
}

/** The address for another view: the filters stay; what was open closes, and a search ends. */
export function shownIn(
  { ticket: _, view: __, q: ___, ...address }: TicketsAddress,
  queue: View,
): TicketsAddress {
  return { ...address, queue: queue === 'next' ? undefined : queue };
}

/** What a saved view keeps of an address: which tickets, not the one that was open. */
export function savedAddress(address: TicketsAddress): string {
  const given = savedNames.flatMap((name) =>
    address[name] === undefined ? [] : [[name, String(address[name])]],
  );
  return new URLSearchParams(given).toString();
}

/** The address that a saved view leads to. One that an older console saved is read like one that was typed. */
export function addressOfView(view: { id: EntryId; address: string }): TicketsAddress {
  const { ticket: _, ...kept } = parseTicketsAddress(Object.fromEntries(new URLSearchParams(view.address)));
  return { ...kept, view: view.id };
}
