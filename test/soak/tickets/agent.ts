import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type TicketChange, TicketFilter } from '../../../src/contract/tickets/queue.ts';
import type { TicketId } from '../../../src/contract/tickets/values.ts';
import { Utc } from '../../../src/contract/values.ts';
import { derivedId } from '../../../src/core/members/actions/request-id.ts';
import { ask } from '../calls.ts';
import { oneOf } from '../dice.ts';
import type { Day } from '../protocol.ts';
import type { TicketDeed } from './deeds.ts';

const everything = TicketFilter.parse({});
const inARun = 8;
const tags = ['login', 'billing', 'app', 'safety'];

/**
 * Someone of support who never rests: takes the next ticket, opens it, and answers, or puts it off, gives it to a
 * colleague or back; takes answers and changes back; changes a few at once; and now and then opens one that a colleague
 * is at. Whoever finds the last word to be a colleague's does not answer: what the member wrote is answered once.
 */
export async function attend({ client, colleagues, signal, say, told }: Day<TicketDeed>): Promise<void> {
  const { tickets } = client;
  const call = <T>(name: string, work: () => Promise<T>) => ask(say, name, work);

  while (!signal.aborted) {
    const dice = Math.random();
    if (dice < 0.02) await changeSome();
    else if (dice < 0.05) await lookAround();
    const requestId = randomUUID();
    const next = await call('takeNext', () => tickets.takeNext({ requestId, filter: everything }));
    if (!next?.ticketId) {
      await sleep(100 + Math.random() * 200);
      continue;
    }
    told({ deed: 'taken', ticketId: next.ticketId });
    await workOn(next.ticketId);
  }

  async function workOn(ticketId: TicketId): Promise<void> {
    await call('look', () => tickets.look({ ticketId, writing: false }));
    const dice = Math.random();
    if (dice < 0.05) await change(ticketId, { assignee: oneOf(colleagues) ?? null });
    else if (dice < 0.08) await change(ticketId, { assignee: null });
    else if (dice < 0.12) await change(ticketId, { snoozedUntil: inSeconds(30 + Math.random() * 600) });
    else {
      if (dice < 0.2) await note(ticketId);
      await answer(ticketId);
    }
    await call('look', () => tickets.look({ ticketId, writing: false, leaving: true }));
  }

  /** Whoever is told that there is something newer reads it and answers again. */
  async function answer(ticketId: TicketId): Promise<void> {
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      const page = await call('get', () => tickets.get({ ticketId }));
      const last = page?.messages.filter(({ kind }) => kind !== 'note').at(-1);
      if (!page || !last || !['new', 'open'].includes(page.row.status)) return;
      if (last.kind !== 'in') {
        await change(ticketId, { status: 'waiting' });
        return;
      }
      const requestId = randomUUID();
      const body = `This is how it works again. (${requestId})`;
      const made = await call('reply', () =>
        tickets.reply({ ticketId, requestId, seen: last.id, body, change: anyChange() }),
      );
      if (!made) continue;
      const { messageId } = made;
      told({ deed: 'replied', ticketId, requestId, messageId });
      if (Math.random() < 0.1) {
        const again = randomUUID();
        const done = await call('unsend', () => tickets.unsend({ requestId: again, messageId }));
        if (done) told({ deed: 'unsent', ticketId, requestId: again, messageId });
      }
      return;
    }
  }

  async function note(ticketId: TicketId): Promise<void> {
    const requestId = randomUUID();
    const body = 'They wrote of the same last week';
    const done = await call('note', () => tickets.note({ ticketId, requestId, body }));
    if (done) told({ deed: 'wrote a note', ticketId, requestId });
  }

  /** Now and then it is taken back at once. */
  async function change(ticketId: TicketId, wanted: TicketChange): Promise<void> {
    const shown = await call('rows', () => tickets.rows({ ticketIds: [ticketId] }));
    const seenVersion = shown?.rows[0]?.version;
    if (seenVersion === undefined) return;
    const requestId = randomUUID();
    const made = await call('change', () =>
      tickets.change({ ticketId, requestId, seenVersion, change: wanted }),
    );
    if (!made || Math.random() < 0.8) return;
    const again = randomUUID();
    const undone = await call('undoChange', () =>
      tickets.undoChange({ requestId: again, undoId: made.undoId }),
    );
    if (undone?.undone) {
      told({ deed: 'took back', ticketId, requestId: derivedId(again, ticketId) });
    }
  }

  /** A run over some that nobody has just then; colleagues take some of them meanwhile. */
  async function changeSome(): Promise<void> {
    const page = await call('list', () =>
      tickets.list({ view: 'unassigned', filter: everything, limit: 100 }),
    );
    const ticketIds = (page?.rows ?? []).slice(-inARun).map(({ id }) => id);
    if (ticketIds.length === 0) return;
    const runId = randomUUID();
    const wanted: TicketChange = { priority: 3, addTags: [`run-${runId.slice(0, 8)}`] };
    const done = new Set<TicketId>();
    await call('changeMany', async () => {
      for await (const { outcomes } of await tickets.changeMany({ runId, ticketIds, change: wanted })) {
        for (const { ticketId, outcome } of outcomes) if (outcome === 'done') done.add(ticketId);
      }
    });
    for (const ticketId of done) {
      told({ deed: 'changed', ticketId, requestId: derivedId(runId, ticketId) });
    }
    if (Math.random() < 0.5) return;
    const requestId = randomUUID();
    await call('undoMany', async () => {
      for await (const _ of await tickets.undoMany({ requestId, runId }));
    });
  }

  /** Opens what is overdue, whosever it is, and answers it with them. */
  async function lookAround(): Promise<void> {
    await call('counts', () => tickets.counts({ filter: everything }));
    const late = await call('list', () => tickets.list({ view: 'overdue', filter: everything, limit: 50 }));
    const which = oneOf((late?.rows ?? []).filter((row) => row.assignee !== null));
    if (which) await answer(which.id);
  }
}

function anyChange(): TicketChange {
  const dice = Math.random();
  const tag = oneOf(tags) ?? 'app';
  if (dice < 0.4) return {};
  if (dice < 0.7) return { status: 'solved', addTags: [tag] };
  return dice < 0.8 ? { status: 'hold', priority: 4 } : { status: 'waiting' };
}

function inSeconds(seconds: number): Utc {
  return Utc.parse(new Date(Date.now() + seconds * 1000).toISOString());
}
