import type { Attachment } from '../../../../../../contract/tickets/conversation.ts';
import type { TicketChange } from '../../../../../../contract/tickets/queue.ts';
import type { MessageId, TicketId } from '../../../../../../contract/tickets/values.ts';
import type { Utc } from '../../../../../../contract/values.ts';
import type { Sent } from './sent.ts';

export type PenKind = 'reply' | 'note';

/** Whose text it is, on which ticket, and whether it is for the member or for colleagues. */
export interface PenName {
  readonly connectionId: string;
  readonly user: string;
  readonly ticketId: TicketId;
  readonly kind: PenKind;
}

/** What somebody is writing on a ticket. */
export interface Written {
  readonly body: string;
  readonly attachments: readonly Attachment[];
  /** Colleagues see it at the ticket, and may take it over. */
  readonly shared: boolean;
  /** What of the ticket changes with the answer. */
  readonly change: TicketChange;
  /** The newest message from or to the member that the writer had before them when they began. */
  readonly seen: MessageId | null;
  /** Grows with all that is typed; the database has it once `saved` is as much. */
  readonly edits: number;
  readonly saved: number;
  /** Of the draft in the database that was last written or read. */
  readonly sequence: number;
  readonly savedAt: Utc | null;
  /** What was sent and is not known to have arrived. */
  readonly sent: Sent | null;
}

export const blank: Written = {
  body: '',
  attachments: [],
  shared: false,
  change: {},
  seen: null,
  edits: 0,
  saved: 0,
  sequence: 0,
  savedAt: null,
  sent: null,
};

const prefix = 'caretaker.written ';
const pens = new Map<string, Written>();
const listeners = new Set<() => void>();

export function keyOf({ connectionId, user, ticketId, kind }: PenName): string {
  return JSON.stringify([connectionId, user, ticketId, kind]);
}

export function readPen(name: PenName): Written {
  const key = keyOf(name);
  const known = pens.get(key);
  if (known !== undefined) return known;
  const read = kept(key) ?? blank;
  pens.set(key, read);
  return read;
}

/** Keeps what is written: in the window and, while the database may not have all of it, on the machine. */
export function writePen(name: PenName, written: Written): void {
  const key = keyOf(name);
  pens.set(key, written);
  try {
    if (isOnlyHere(written)) localStorage.setItem(prefix + key, JSON.stringify(written));
    else localStorage.removeItem(prefix + key);
  } catch {
    // A full store: the window still has it, and the database will.
  }
  for (const listener of listeners) listener();
}

export function subscribePens(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function isEmpty({ body, attachments }: Written): boolean {
  return body.trim() === '' && attachments.length === 0;
}

export function isSaved({ edits, saved }: Written): boolean {
  return saved === edits;
}

/** All of a person’s that was sent and has not been heard of since, in this window or before it. */
export function unansweredOf(connectionId: string, user: string): PenName[] {
  const keys = new Set(pens.keys());
  for (let at = 0; at < localStorage.length; at += 1) {
    const key = localStorage.key(at) ?? '';
    if (key.startsWith(prefix)) keys.add(key.slice(prefix.length));
  }
  return [...keys]
    .map(nameOf)
    .filter((name) => name.connectionId === connectionId && name.user === user)
    .filter((name) => readPen(name).sent !== null);
}

function nameOf(key: string): PenName {
  const [connectionId, user, ticketId, kind] = JSON.parse(key) as [string, string, TicketId, PenKind];
  return { connectionId, user, ticketId, kind };
}

function isOnlyHere(written: Written): boolean {
  return !isSaved(written) || written.sent !== null || Object.keys(written.change).length > 0;
}

function kept(key: string): Written | null {
  try {
    const text = localStorage.getItem(prefix + key);
    return text === null ? null : { ...blank, ...(JSON.parse(text) as Written) };
  } catch {
    return null;
  }
}
