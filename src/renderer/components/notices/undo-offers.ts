import { useSyncExternalStore } from 'react';

/** Something just done that can be taken back; `take` tells by itself how that went. */
export interface UndoOffer {
  readonly id: string;
  readonly take: () => void;
}

const listeners = new Set<() => void>();
let offers: readonly UndoOffer[] = [];

export function addOffer(offer: UndoOffer): void {
  set([...offers.filter((each) => each.id !== offer.id), offer]);
}

export function removeOffer(id: string): void {
  if (offers.some((each) => each.id === id)) set(offers.filter((each) => each.id !== id));
}

/** What the undo key takes back: the latest that is still offered. */
export function useLatestOffer(): UndoOffer | undefined {
  return useSyncExternalStore(subscribe, () => offers.at(-1));
}

function set(next: readonly UndoOffer[]): void {
  offers = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
