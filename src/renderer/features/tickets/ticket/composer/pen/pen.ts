import type { TicketId } from '../../../../../../contract/tickets/values.ts';
import { blank, isSaved, type PenKind, type PenName, type Written } from './written.ts';

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
