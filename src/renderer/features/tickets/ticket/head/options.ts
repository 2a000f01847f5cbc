import type { TicketRow } from '../../../../../contract/tickets/queue.ts';
import { priorityNames, settableStatuses } from '../../../../../contract/tickets/values.ts';
import type { client } from '../../../../transport/client.ts';
import { statusWords } from '../ticket-words.ts';
import type { PickerOption } from './picker.tsx';

type Desk = Awaited<ReturnType<typeof client.tickets.desk>>;

export function statusOptions(row: TicketRow): PickerOption[] {
  return settableStatuses.map((status) => ({
    value: status,
    label: statusWords[status],
    chosen: row.status === status,
  }));
}

/** The most urgent first. */
export function priorityOptions(row: TicketRow): PickerOption[] {
  return Object.entries(priorityNames)
    .toReversed()
    .map(([value, label]) => ({ value, label, chosen: String(row.priority) === value }));
}

/** The person first, then nobody, then colleagues; who is away is marked. */
export function peopleOptions(row: TicketRow, people: Desk['people'], me: string): PickerOption[] {
  const option = ({ user, name, awayUntil }: Desk['people'][number]): PickerOption => ({
    value: user,
    label: user === me ? `${name} (you)` : name,
    aside: awayUntil === null ? undefined : 'away',
    chosen: row.assignee?.user === user,
  });
  return [
    ...people.filter(({ user }) => user === me).map(option),
    { value: '', label: 'Nobody: back to the queue', chosen: row.assignee === null },
    ...people.filter(({ user }) => user !== me).map(option),
  ];
}

export function teamOptions(row: TicketRow, teams: Desk['teams']): PickerOption[] {
  return [
    ...teams.map(({ id, name }) => ({ value: id as string, label: name, chosen: row.team?.id === id })),
    { value: '', label: 'No team', chosen: row.team === null },
  ];
}

/** Those of the ticket first. */
export function tagOptions(row: TicketRow, tags: readonly string[]): PickerOption[] {
  return [
    ...row.tags.map((tag) => ({ value: tag, label: tag, chosen: true })),
    ...tags.filter((tag) => !row.tags.includes(tag)).map((tag) => ({ value: tag, label: tag })),
  ];
}
