import type { QueryClient } from '@tanstack/react-query';
import type { MessageId } from '../../../../../../contract/tickets/values.ts';
import type { EntryId, Utc } from '../../../../../../contract/values.ts';
import { client } from '../../../../../transport/client.ts';
import { type Failure, failureOf } from '../../../../../transport/failure.ts';
import { refreshTicket } from '../../ticket-queries.ts';
import { keyOf, readPen, writePen } from './pen.ts';
import { saveSoon, stopSaving } from './saving.ts';
import type { Sent } from './sent.ts';
import type { PenName, Written } from './written.ts';

/** What became of what was sent. */
export type Arrived =
  | { readonly as: 'reply'; readonly messageId: MessageId; readonly sendAt: Utc; readonly sent: Sent }
  | { readonly as: 'scheduled'; readonly scheduledId: EntryId; readonly sendAt: Utc; readonly sent: Sent }
  | { readonly as: 'note'; readonly messageId: MessageId; readonly sent: Sent };

const underWay = new Set<string>();
const failures = new Map<string, Failure>();
const listeners = new Set<() => void>();

export function isUnderWay(name: PenName): boolean {
  return underWay.has(keyOf(name));
}

/** Why the last try to send failed; undefined where it did not, or something was typed since. */
export function failureOfSending(name: PenName): Failure | undefined {
  return failures.get(keyOf(name));
}

export function forgetFailure(name: PenName): void {
  if (failures.delete(keyOf(name))) tell();
}

export function subscribeSending(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Sends what is written. It stays where it is until it is known to have arrived; where that is not known, it is asked
 * again by `sendAgain`, under the same id.
 */
export async function send(queryClient: QueryClient, name: PenName, sent: Sent): Promise<Arrived | null> {
  writePen(name, { ...readPen(name), sent });
  return sendAgain(queryClient, name);
}

/** Asks once more for what was sent and not heard of. @returns null where it has not arrived, or is on its way already */
export async function sendAgain(queryClient: QueryClient, name: PenName): Promise<Arrived | null> {
  const key = keyOf(name);
  const { sent } = readPen(name);
  if (sent === null || underWay.has(key)) return null;
  underWay.add(key);
  failures.delete(key);
  tell();
  try {
    await stopSaving(name);
    const arrived = await hand(sent);
    writePen(name, emptied(readPen(name)));
    return arrived;
  } catch (error) {
    const failure = failureOf(error);
    failures.set(key, failure);
    if (!isInDoubt(failure)) takeUpAgain(name);
    return null;
  } finally {
    underWay.delete(key);
    tell();
    void refreshTicket(queryClient, name.ticketId);
  }
}

/** The person would rather write on than have it sent as it is. */
export function takeUpAgain(name: PenName): void {
  const now = readPen(name);
  writePen(name, { ...now, sent: null, edits: now.edits + 1 });
  saveSoon(name);
}

/** Whether it may have arrived all the same, or can still arrive as it is. */
export function isInDoubt({ code }: Failure): boolean {
  return code === 'UNAVAILABLE' || code === 'INTERNAL' || code === 'NOT_SIGNED_IN';
}

async function hand(sent: Sent): Promise<Arrived> {
  switch (sent.as) {
    case 'reply':
      return { as: 'reply', sent, ...(await client.tickets.reply(sent.request)) };
    case 'scheduled': {
      const { scheduledId } = await client.tickets.schedule(sent.request);
      return { as: 'scheduled', sent, scheduledId, sendAt: sent.request.sendAt };
    }
    case 'note':
      return { as: 'note', sent, ...(await client.tickets.note(sent.request)) };
  }
}

/** What was sent took its draft with it; what the database says of drafts from before is not taken up again. */
function emptied(now: Written): Written {
  return {
    ...now,
    body: '',
    attachments: [],
    shared: false,
    change: {},
    seen: null,
    saved: now.edits,
    sent: null,
  };
}

function tell(): void {
  for (const listener of listeners) listener();
}
