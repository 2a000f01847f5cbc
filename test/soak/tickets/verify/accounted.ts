import type { RowDataPacket } from 'mysql2/promise';
import type { Tables } from './tables.ts';

const places = ['todo', 'snoozed', 'waiting', 'hold', 'solved', 'closed'] as const;

export interface Account {
  /** Tickets by where they lie. */
  readonly places: Readonly<Record<string, number>>;
  readonly tickets: number;
  readonly problems: readonly string[];
}

/** Every request is in one ticket, every ticket lies in one place and has in its columns what was said in it. */
export function account(tables: Tables, before: { readonly tickets: number }): Account {
  const { tickets, messages, talks, counts, requests } = tables;
  const all = [...tickets.values()];
  const found = Object.fromEntries(
    [...Map.groupBy(all, (it) => String(it.place))].map(([place, those]) => [place, those.length]),
  );
  const sum = places.reduce((total, place) => total + (found[place] ?? 0), 0);
  const read = Map.groupBy(
    [...messages.values()].filter((it) => it.site_request_id !== null),
    (it) => String(it.site_request_id),
  );
  return {
    places: found,
    tickets: all.length,
    problems: [
      ...(sum === all.length && sum >= before.tickets
        ? []
        : [`there were ${before.tickets} tickets, there are ${all.length}, and ${sum} lie in a place`]),
      ...requests.flatMap((id) =>
        read.get(id)?.length === 1 ? [] : [`request ${id} is in ${read.get(id)?.length ?? 0} tickets`],
      ),
      ...[...messages.values()].flatMap((it) =>
        tickets.has(String(it.ticket_id)) ? [] : [`message ${it.id} is in a ticket that there is not`],
      ),
      ...all.flatMap((it) => {
        const id = String(it.id);
        return talkProblems(it, talks.get(id) ?? [], counts.get(id) ?? 0);
      }),
    ],
  };
}

function talkProblems(ticket: RowDataPacket, talk: readonly RowDataPacket[], count: number): string[] {
  const last = talk.at(-1);
  const say = (what: string) => [`ticket ${ticket.id}: ${what}`];
  if (last === undefined) return say('nobody wrote it');
  return [
    ...(ticket.messages === count ? [] : say(`has ${count} messages and says ${ticket.messages}`)),
    ...(ticket.last_message_id === last.id ? [] : say('has another last message')),
  ];
}
