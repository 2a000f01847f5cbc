import type { RowDataPacket } from 'mysql2/promise';
import type { Tables } from './tables.ts';

/** Answers that the site did not take just once and as they are, and such that it took though they were withdrawn. */
export function wronglySent({ messages, outbox, notices, tickets }: Tables): string[] {
  const answers = [...messages.values()].filter((it) => it.kind === 'out' || it.kind === 'question');
  const owed = new Set<string>();
  const problems = answers.flatMap((message) => {
    const queued = outbox.get(String(message.id)) ?? [];
    const [only] = queued;
    const say = (what: string) => [`answer ${message.id}: ${what}`];
    if (!only || queued.length > 1) return say(`goes to the site ${queued.length} times`);
    owed.add(String(only.request_id));
    const taken = notices.get(String(only.request_id)) ?? [];
    if (Number(message.withdrawn) === 1) {
      return taken.length === 0 && only.state === 'cancelled'
        ? []
        : say('was taken back, and is with the site');
    }
    if (only.state !== 'delivered') return say(`is ${only.state}: ${only.last_error}`);
    const [notice] = taken;
    if (!notice || taken.length > 1) return say(`the site took it ${taken.length} times`);
    const member = tickets.get(String(message.ticket_id))?.member_id;
    return notice.body === message.body && notice.user_id === member
      ? []
      : say('reads otherwise on the site');
  });
  const stray = [...notices.keys()].filter((id) => !owed.has(id));
  return [...problems, ...stray.map((id) => `the site told a member ${id}, which nobody wrote`)];
}

/** What a member wrote and two answered: no agent here answers what a colleague answered before, once they have seen it. */
export function answeredByTwo({ talks }: Tables): string[] {
  return [...talks].flatMap(([ticketId, talk]) =>
    talk.flatMap((message: RowDataPacket, index) => {
      const before = talk[index - 1];
      return message.kind === 'out' && before?.kind === 'out'
        ? [
            `ticket ${ticketId}: ${before.author} answered with ${before.id}, and ${message.author} with ${message.id}`,
          ]
        : [];
    }),
  );
}
